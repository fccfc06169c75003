"""What is asked of the audience."""

from __future__ import annotations

import pytest

from briefing.compose.compose import compose
from briefing.model import Tile, Tiles
from compose_desk import DAY, Desk


def test_tiles_are_rendered_in_order(desk: Desk) -> None:
    slide = desk.slide(
        "- {kind: decision, title: Do, tiles: [{label: Why, value: '{{ audience }}'}, {label: B, value: C, note: D}]}"
    )
    assert slide.role == "statement"
    assert slide.blocks == (Tiles((Tile("Why", "the CFO"), Tile("B", "C", "D"))),)


def test_a_tile_without_a_value_is_left_out(desk: Desk) -> None:
    slide = desk.slide("- {kind: decision, title: Do, tiles: [{label: Why, value: ''}, {label: B, value: C}]}")
    assert slide.blocks == (Tiles((Tile("B", "C"),)),)


def test_several_decisions_and_none_of_all_stand_on_the_slide_themselves(desk: Desk) -> None:
    desk.facts("ask: {by-persona: {cfo: {decision: Release it}, cto: {decision: Give it a home}}}\n")
    slide = desk.slide("- {kind: decision, title: Do, tiles: [{label: Why, value: A}]}", "cfo,cto")
    assert slide.blocks == (Tiles((Tile("CFO", "Release it"), Tile("CTO/CIO", "Give it a home"))),)


RETURN = """
currency: EUR
spend: {current-monthly: 1_000_000, annual-growth: 0%}
savings: [{name: Idle, amount: 1_200_000}]
function-cost: {one-off: 50_000, monthly: 54_000}
ask: {decision: Fund it, amount: 762_000, owner: Ammann and Ferrari, date: 2026-02-15}
"""


@pytest.mark.parametrize("layout", ["board", "exec-brief"])
def test_value_and_cost_cover_the_same_months_and_what_is_asked_for_stands_apart(desk: Desk, layout: str) -> None:
    desk.facts(RETURN)
    library = desk.library
    made = compose(library.select(["cfo"]), library.layout(layout), library, DAY, desk.company)
    (slide,) = (each for each in made.slides() if each.kind == "decision")
    (tiles,) = slide.blocks
    assert isinstance(tiles, Tiles)
    said = {each.label: (each.value, each.note) for each in tiles.tiles}
    assert said["What it costs"] == ("€1.99m", "over the same 36\u00a0months")
    assert said["What we ask for"][0] == "€762k"
    assert "over 36\u00a0months" in next(note for label, (_, note) in said.items() if label.startswith("What you g"))
    assert "Ferrari decides" not in str(slide)


def test_a_return_below_nothing_is_said_beside_what_is_gained(desk: Desk) -> None:
    desk.facts(RETURN.replace("1_200_000}", "12_000}"))
    library = desk.library
    made = compose(library.select(["cfo"]), library.layout("board"), library, DAY, desk.company)
    (slide,) = (each for each in made.slides() if each.kind == "decision")
    assert "in the base case it costs €1.96m more than it saves over 36\\xa0months" in str(slide)


def test_who_decides_stands_inside_of_a_sentence(desk: Desk) -> None:
    library = desk.library
    for owner, said in (("The executive board", "the executive board"), ("Theo Invented", "Theo Invented")):
        desk.facts(f"ask: {{decision: Fund it, date: 2026-05-01, owner: {owner}}}\n")
        made = compose(library.select(["cfo"]), library.layout("board"), library, DAY, desk.company)
        (slide,) = (each for each in made.slides() if each.kind == "decision")
        assert f"decided by {said}" in str(slide)


def test_memo_and_pitch_say_what_all_decide(desk: Desk) -> None:
    library = desk.library

    def told(own: str) -> tuple[str, str]:
        desk.facts(f"name: Acme\nask: {{decision: Fund it, date: 2026-05-01{own}}}\n")
        people = library.select(["cfo", "cto"])
        memo, pitch = (
            compose(people, library.layout(name), library, DAY, desk.company) for name in ("pre-read", "pitch")
        )
        return next(iter(memo.slides())).title, next(each.title for each in pitch.slides() if each.kind == "ask")

    assert told("") == told(", by-persona: {cto: {decision: Free an engineer}}") == ("Fund it", "Fund it")


def test_the_memo_says_of_companies_in_general_what_no_fact_carries(desk: Desk) -> None:
    library = desk.library
    desk.facts("name: Acme\ncurrency: EUR\nspend: {current-monthly: 40000}\n")
    made = compose(library.select(["cfo"]), library.layout("pre-read"), library, DAY, desk.company)
    text = str([*made.slides()])
    assert "In many companies budgets are set once a year and invoices are read once a month." in text
    assert "Named owners explain each variance" in text
