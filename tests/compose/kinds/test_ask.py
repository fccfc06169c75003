"""The closing slide."""

from __future__ import annotations

import pytest

from briefing.compose.compose import compose
from briefing.model import Columns, Table, Text, Tile, Tiles
from compose_desk import DAY, Desk

SLIDE = "- {kind: ask, title: A}"
LAYOUTS = ("pitch", "board", "exec-brief", "pre-read", "one-pager", "talking-points", "workshop")


def test_one_persona_is_asked_what_why_and_by_when(desk: Desk) -> None:
    slide, ask = desk.slide(SLIDE), desk.library.persona("cfo").ask
    assert ask is not None
    assert slide.role == "closing"
    decision, tiles, says, steps = slide.blocks
    assert decision == Text(ask.decision.removesuffix("."), "statement")
    plan = Tile("By when", ask.by, "the sum is set with milestone 2")
    assert tiles == Tiles((Tile("Why it serves you", ask.why), plan))
    assert says == Text("If you say yes today:")
    assert isinstance(steps, Columns)
    assert [each.heading for each in steps.cards] == [each.name for each in desk.library.framework().stages[:3]]


def test_up_to_three_have_a_tile_each_beside_what_all_decide(desk: Desk) -> None:
    common, tiles, *_ = desk.slide(SLIDE, "ceo,cfo,cto").blocks
    assert common == Text(desk.library.words().get("ask-common"), "statement")
    assert isinstance(tiles, Tiles)
    assert [tile.label for tile in tiles.tiles] == ["CEO", "CFO", "CTO/CIO"]
    assert all(tile.value and tile.note for tile in tiles.tiles)


def test_five_have_a_card_each_and_a_crowd_shares_a_table(desk: Desk) -> None:
    lead, columns = desk.slide(SLIDE, "ceo,cfo,cto,itfm,procurement").blocks
    assert lead == Text(desk.library.words().get("ask-common"), "lead")
    assert isinstance(columns, Columns)
    assert len(columns.cards) == 5
    slide = desk.slide(SLIDE, "all")
    (table,) = slide.blocks
    assert isinstance(table, Table)
    assert table.summary.startswith("Table of what ")
    people = desk.library.personas()
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["All of you", desk.library.words().get("ask-common")],
        *([each.name, each.ask.decision] for each in people if each.ask),
    ]
    assert slide.role == "content"


def test_a_persona_without_an_ask_is_asked_what_all_are(desk: Desk) -> None:
    desk.persona("bare")
    common = desk.library.words().get("ask-common")
    assert desk.slide(SLIDE, "bare").blocks[0] == Text(common, "statement")
    assert [label for label, _, _ in shown(desk, "bare,cfo")] == ["CFO"]


def test_nothing_asked_of_those_in_the_room_gives_a_notice(desk: Desk) -> None:
    desk.facts("ask: {by-persona: {cto: {decision: Give it a home}}}\n")
    notices = desk.notices(f"- {{kind: text, title: A}}\n{SLIDE}", "cfo")
    assert notices == ["The ask slide was left out: the organisation asks for something, but nothing of the CFO."]


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
    (tiles,) = (each for each in desk.slide("- {kind: ask, title: A}", for_).blocks if isinstance(each, Tiles))
    return [(each.label, each.value, each.note) for each in tiles.tiles]


def test_a_company_asks_with_amount_people_date_and_owner(desk: Desk) -> None:
    desk.facts(ASK)
    assert desk.slide(SLIDE, "ceo").blocks[0] == Text("Fund a team for a year", "statement")
    assert shown(desk, "ceo") == [
        ("What we ask for", "€576k", "and 2.5 full-time positions"),
        ("By when", "20 March 2026", "decided by Ada"),
    ]


def test_a_decision_of_ones_own_has_its_own_amount(desk: Desk) -> None:
    desk.facts(ASK)
    assert desk.slide(SLIDE, "cfo").blocks[0] == Text("Release the first half", "statement")
    assert shown(desk, "cfo") == [
        ("What we ask for", "€348k", ""),
        ("By when", "20 March 2026", "decided by Ada"),
    ]


def test_of_several_what_is_asked_of_all_comes_first_and_nothing_is_the_librarys(desk: Desk) -> None:
    desk.facts(ASK)
    assert desk.slide(SLIDE, "cfo,cto,ceo").blocks[0] == Text("Fund a team for a year", "statement")
    assert shown(desk, "cfo,cto,ceo") == shown(desk, "ceo")
    *_, says, parts = desk.slide(SLIDE, "cfo,cto,ceo").blocks
    assert says == Text("Your part in it:")
    assert isinstance(parts, Columns)
    assert [(each.heading, each.text) for each in parts.cards] == [
        ("20 March 2026 · Ada (CFO)", "Release the first half (€348k)"),
        ("April 2026 · Ada (CTO/CIO)", "Fund a team for a year (€576k and 1 full-time position)"),
    ]


def test_each_part_stands_among_the_first_steps_by_its_date(desk: Desk) -> None:
    dated = ASK.replace("amount: 348000", "date: 2026-03-10, owner: Bea").replace(
        "people: 1, date: 2026-04", "decision: Go, date: 2026-04-15"
    )
    desk.facts(dated + "roadmap: [{milestone: Begin, date: 2026-03-31}, {milestone: Go on, date: 2026-06}]\n")
    *_, says, parts = desk.slide(SLIDE, "cfo,cto").blocks
    assert says == Text("If you say yes today:")
    assert isinstance(parts, Columns)
    assert [(each.heading, each.text) for each in parts.cards] == [
        ("10 March 2026 · Bea (CFO)", "Release the first half"),
        ("31 March 2026", "Begin"),
        ("15 April 2026 · Ada (CTO/CIO)", "Go"),
    ]


@pytest.mark.parametrize(
    ("amount", "note"),
    [(576_000, "12 × €38k and €120k once"), (348_000, "6 × €38k and €120k once"), (400_000, ""), (120_000, "")],
)
def test_a_sum_that_is_months_of_the_cost_says_which(desk: Desk, amount: int, note: str) -> None:
    desk.facts(
        f"currency: EUR\nask: {{decision: Fund it, amount: {amount}}}\n"
        "function-cost: {one-off: 120000, people: 38000}\n"
    )
    assert shown(desk, "cfo") == [("What we ask for", f"€{amount // 1000}k", note)]


def test_decisions_of_single_personas_are_all_there_are_where_nothing_is_asked_of_all(desk: Desk) -> None:
    desk.facts("ask: {by-persona: {cfo: {decision: Release it}, cto: {decision: Give it a home}}}\n")
    assert shown(desk, "cfo,cto,ceo") == [("CFO", "Release it", ""), ("CTO/CIO", "Give it a home", "")]


@pytest.mark.parametrize(
    "ask",
    [
        "{decision: Fund a team}",
        "{amount: 5}",
        "{date: 2026-03-01}",
        "{owner: Ada}",
        "{by-persona: {itfm: {decision: Fund a team}}}",
    ],
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_of_the_library_is_asked_as_soon_as_the_organisation_asks(desk: Desk, layout: str, ask: str) -> None:
    desk.facts(f"currency: EUR\nask: {ask}\n")
    library = desk.library
    personas = library.select(["all"])
    told = str(compose(personas, library.layout(layout), library, DAY, desk.company)).casefold()
    asks = [text for each in personas if each.ask for text in (each.ask.decision, each.ask.why, each.ask.by)]
    assert [text for text in (*asks, library.words().get("ask-common")) if text.casefold() in told] == []
    assert [word for word in ("pilot", "at the stage gate", "three-month", "sponsor a", "trial") if word in told] == []


def test_facts_without_an_ask_change_nothing(desk: Desk) -> None:
    before = shown(desk, "cfo")
    desk.facts("currency: EUR\nspend: {current-monthly: 1000}\n")
    assert shown(desk, "cfo") == before


def test_a_decision_that_the_headline_says_is_not_said_twice(desk: Desk) -> None:
    desk.facts(ASK)
    slide = desk.slide("- {kind: ask, title: Fund a team for a year}", "ceo")
    tiles, says, _ = slide.blocks
    assert isinstance(tiles, Tiles)
    assert [each.label for each in tiles.tiles] == ["What we ask for", "By when"]
    assert isinstance(says, Text)


def test_what_has_a_date_follows_a_yes(desk: Desk) -> None:
    desk.facts(ASK + "quick-wins: [{name: Switch it off, date: 2026-05-31, owner: Lena}]\n")
    _, says, steps = desk.slide("- {kind: ask, title: Fund a team for a year}", "ceo").blocks
    assert says == Text("If you say yes today:")
    assert isinstance(steps, Columns)
    assert [(each.heading, each.text) for each in steps.cards] == [("31 May 2026 · Lena", "Switch it off")]


def test_a_long_decision_leaves_no_room_for_the_first_steps(desk: Desk) -> None:
    long = "Fund a team of two and a half positions for one year " * 4
    desk.facts(f"ask: {{decision: {long.strip()}, owner: Ada}}\n")
    lead, tiles = desk.slide(SLIDE, "ceo").blocks
    assert lead == Text(long.strip(), "statement")
    assert tiles == Tiles((Tile("Who decides", "Ada"),))


def test_who_decides_outside_of_the_room_has_the_role_beside_the_name(desk: Desk) -> None:
    desk.facts("audience-names: {ceo: Ida}\nask: {decision: Fund it, date: 2026-03-20, owner: Ida}\n")
    assert shown(desk, "cfo") == [("By when", "20 March 2026", "decided by Ida (CEO)")]
    assert shown(desk, "cfo,ceo") == [("By when", "20 March 2026", "decided by Ida")]
