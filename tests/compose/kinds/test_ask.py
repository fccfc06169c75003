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
