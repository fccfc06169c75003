"""The closing slide."""

from __future__ import annotations

from briefing.model import Columns, Tile, Tiles
from compose_desk import Desk

SLIDE = "- {kind: ask, title: A}"


def test_one_persona_is_asked_what_why_and_by_when(desk: Desk) -> None:
    slide, ask = desk.slide(SLIDE), desk.library.persona("cfo").ask
    assert ask is not None
    assert slide.role == "closing"
    assert slide.blocks == (
        Tiles((Tile("The decision", ask.decision), Tile("Why it serves you", ask.why), Tile("By when", ask.by))),
    )


def test_up_to_four_have_a_tile_each(desk: Desk) -> None:
    (tiles,) = desk.slide(SLIDE, "ceo,cfo,cto,itfm").blocks
    assert isinstance(tiles, Tiles)
    assert [tile.label for tile in tiles.tiles] == ["CEO", "CFO", "CTO/CIO", "IT Finance Manager"]
    assert all(tile.value and tile.note for tile in tiles.tiles)


def test_more_than_four_have_a_card_each(desk: Desk) -> None:
    (columns,) = desk.slide(SLIDE, "all").blocks
    assert isinstance(columns, Columns)
    assert len(columns.cards) == 8


def test_those_without_an_ask_are_left_out(desk: Desk) -> None:
    desk.persona("bare")
    (tiles,) = desk.slide(SLIDE, "bare,cfo").blocks
    assert isinstance(tiles, Tiles)
    assert tiles.tiles[0].label == "The decision"


def test_nobody_with_an_ask_gives_a_notice(desk: Desk) -> None:
    desk.persona("bare")
    notices = desk.notices(f"- {{kind: text, title: A}}\n{SLIDE}", "bare")
    assert notices[-1] == "The ask slide was left out: no persona of this briefing has an 'ask'."


def test_the_notes_say_each_ask_aloud(desk: Desk) -> None:
    notes = desk.slide(SLIDE, "cfo,cto").notes
    assert any(note.startswith("CFO: ") for note in notes)
    assert any(note.startswith("CTO/CIO: ") for note in notes)


ASK = """
currency: EUR
ask:
  decision: Fund a team for a year
  amount: 576000
  people: 2.5
  date: 2026-03-20
  owner: Ada
  by-persona:
    cfo: {decision: Release the first half, amount: 348000}
    cto: {people: 1, date: 2026-04}
"""


def shown(desk: Desk, for_: str) -> list[tuple[str, str, str]]:
    (tiles,) = desk.slide("- {kind: ask, title: A}", for_).blocks
    assert isinstance(tiles, Tiles)
    return [(each.label, each.value, each.note) for each in tiles.tiles]


def test_a_company_asks_with_amount_people_date_and_owner(desk: Desk) -> None:
    desk.facts(ASK)
    assert shown(desk, "ceo") == [
        ("The decision", "Fund a team for a year", ""),
        ("What it takes", "€576k and 2.5 full-time positions", ""),
        ("By when", "20 March 2026", ""),
        ("Who decides", "Ada", ""),
    ]


def test_a_decision_of_ones_own_has_its_own_amount(desk: Desk) -> None:
    desk.facts(ASK)
    assert shown(desk, "cfo")[:3] == [
        ("The decision", "Release the first half", ""),
        ("What it takes", "€348k", ""),
        ("By when", "20 March 2026", ""),
    ]


def test_of_several_each_has_its_own_ask_and_the_others_that_of_the_library(desk: Desk) -> None:
    desk.facts(ASK)
    cfo, cto, ceo = shown(desk, "cfo,cto,ceo")
    assert cfo == ("CFO", "Release the first half", "€348k")
    assert cto[0] == "CTO/CIO"
    assert cto[2] == "1 full-time position, by April 2026"
    assert ceo[1] == desk.library.persona("ceo").ask.decision  # type: ignore[union-attr]


def test_facts_without_an_ask_change_nothing(desk: Desk) -> None:
    before = shown(desk, "cfo")
    desk.facts("currency: EUR\nspend: {current-monthly: 1000}\n")
    assert shown(desk, "cfo") == before
