"""Targets: a persona's own KPIs, from where they stand to where they are to be."""

from __future__ import annotations

from briefing.model import Table, Tiles
from compose_desk import Desk

SLIDE = "- {kind: kpi-targets, for-each: persona}"
UNIT = """
  - id: unit-cost
    baseline: 0.42 EUR per order
    baseline-date: 2026-02
    target: 0.36 EUR per order
    date: 2027-03-31
    by-persona: {ceo: {target: 0.34 EUR per order}}
"""


def test_one_number_is_the_headline(desk: Desk) -> None:
    desk.facts(f"currency: EUR\nkpis:{UNIT}")
    slide = desk.slide(SLIDE)
    (tiles,) = slide.blocks
    assert slide.title == "The CFO can hold us to one target: unit cost from €0.42 to €0.36"
    assert isinstance(tiles, Tiles)
    (tile,) = tiles.tiles
    assert (tile.value, tile.note) == ("€0.42 → €0.36", "per order, by 31 March 2027; measured February 2026")


def test_a_persona_may_have_a_target_of_its_own(desk: Desk) -> None:
    desk.facts(f"currency: EUR\nkpis:{UNIT}")
    assert desk.slide(SLIDE, "ceo").title == "The CEO can hold us to one target: unit cost from €0.42 to €0.34"


def test_a_half_is_not_made_up_to_a_whole(desk: Desk) -> None:
    desk.facts("kpis:\n  - {id: time-to-market, baseline: 12 days}\n  - {id: cogs, target: 5}\n")
    slide = desk.slide(SLIDE, "cto")
    (tiles,) = slide.blocks
    assert slide.title == "The CTO/CIO knows where one number stands, and no target is set yet"
    assert isinstance(tiles, Tiles)
    assert (tiles.tiles[0].value, tiles.tiles[0].note) == ("12\N{NO-BREAK SPACE}days", "today; no target is set yet")
    assert desk.slide(SLIDE, "itfm").title == "The IT Finance Manager can hold us to one target: COGS at 5"


def test_a_baseline_alone_is_no_target_and_is_not_counted(desk: Desk) -> None:
    desk.facts(
        "kpis:\n  - {id: forecast-accuracy, baseline: 9%}\n  - {id: cogs, target: 5}\n  - {id: unit-cost, target: 4}\n"
    )
    assert desk.slide(SLIDE).title == "The CFO can hold us to two targets, first of all unit cost at 4"


def test_many_are_a_table(desk: Desk) -> None:
    ids = ("forecast-accuracy", "budget-variance", "unit-cost", "gross-margin", "cogs")
    desk.facts("kpis:\n" + "".join(f"  - {{id: {each}, target: 5%}}\n" for each in ids))
    slide = desk.slide(SLIDE)
    (table,) = slide.blocks
    assert isinstance(table, Table)
    assert slide.title == "The CFO can hold us to five targets, first of all forecast accuracy at 5%"
    assert len(table.rows) == 5


def test_a_persona_without_an_aim_is_left_out(desk: Desk) -> None:
    desk.facts("kpis:\n  - {id: cogs, target: 5}\n")
    notice = desk.notices(f"{SLIDE}\n- {{kind: text, title: A}}", "ceo")[0]
    assert "kpi-targets (needs kpis with revenue-growth or gross-margin or unit-cost" in notice
