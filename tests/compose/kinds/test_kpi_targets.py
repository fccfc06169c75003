"""Targets: a persona's own KPIs, from where they stand to where they are to be."""

from __future__ import annotations

import pytest

from briefing.model import Slide, Track, Tracks
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


def tracks(slide: Slide) -> tuple[Track, ...]:
    (block,) = slide.blocks
    assert isinstance(block, Tracks)
    return block.rows


@pytest.mark.parametrize(
    ("kpi", "places"),
    [
        ("{id: unit-cost, baseline: 5, target: 4}", (0.2, 0.8)),  # today stands at the left, whichever is larger
        ("{id: gross-margin, baseline: 38%, target: 40%}", (0.2, 0.8)),
        ("{id: gross-margin, baseline: 41%, target: 40%}", (0.8, 0.2)),  # past its target
        ("{id: unit-cost, baseline: 5, target: 5}", (0.5, 0.5)),
        ("{id: unit-cost, baseline: 5}", (0.2, None)),
        ("{id: unit-cost, target: 5}", (None, 0.8)),
    ],
)
def test_each_line_leads_from_today_at_the_left_to_the_target_at_the_right(
    desk: Desk, kpi: str, places: tuple[float | None, float | None]
) -> None:
    desk.facts(f"kpis: [{kpi}]")
    slide = desk.slide(SLIDE)
    (block,) = slide.blocks
    (row,) = tracks(slide)
    assert (row.start, row.end) == places
    assert isinstance(block, Tracks)
    assert block.key.endswith("has it at the left.") == (places == (0.8, 0.2))


@pytest.mark.parametrize(
    ("kpi", "aside"),
    [
        ("{id: unit-cost, baseline: 4, target: 5}", "target met"),  # lower is better
        ("{id: gross-margin, baseline: 41%, target: 40%, date: 2026-12}", "target met"),
        ("{id: gross-margin, baseline: 39%, target: 40%}", "no date is set yet"),
        ("{id: budget-variance, baseline: 4%, target: 5%, date: 2026-12}", "by December 2026"),
        ("{id: forecast-accuracy, baseline: -5%, target: -8%}", "target met"),  # the nearer to zero the better
        ("{id: forecast-accuracy, baseline: -19%, target: -8%}", "no date is set yet"),
        ("{id: unit-cost, target: 5}", "no date is set yet"),
    ],
)
def test_beside_a_line_stands_by_when_or_that_it_is_met(desk: Desk, kpi: str, aside: str) -> None:
    desk.facts(f"kpis: [{kpi}]")
    (row,) = tracks(desk.slide(SLIDE))
    assert row.far == aside


def test_one_number_is_the_headline(desk: Desk) -> None:
    desk.facts(f"currency: EUR\nkpis:{UNIT}")
    slide = desk.slide(SLIDE)
    (row,) = tracks(slide)
    assert slide.title == "The CFO can hold us to one target: unit cost from €0.42 to €0.36"
    explained = "What it costs to serve one customer, order or transaction. Lower is better, per order"
    assert (row.label, row.note) == ("Unit cost", explained)
    assert (row.today, row.aim) == ("€0.42", "€0.36")
    assert (row.far, row.aside) == ("by 31 March 2027", "measured February 2026")


def test_a_persona_may_have_a_target_of_its_own(desk: Desk) -> None:
    desk.facts(f"currency: EUR\nkpis:{UNIT}")
    assert desk.slide(SLIDE, "ceo").title == "The CEO can hold us to one target: unit cost from €0.42 to €0.34"


def test_a_half_is_not_made_up_to_a_whole(desk: Desk) -> None:
    desk.facts("kpis:\n  - {id: time-to-market, baseline: 12 days}\n  - {id: cogs, target: 5}\n")
    slide = desk.slide(SLIDE, "cto")
    (row,) = tracks(slide)
    assert slide.title == "The CTO/CIO knows where one number stands, and no target is set yet"
    assert (row.today, row.aim, row.far) == ("12\N{NO-BREAK SPACE}days", "", "no target is set yet")
    assert (row.start, row.end) == (0.2, None)
    assert desk.slide(SLIDE, "itfm").title == "The IT Finance Manager can hold us to one target: COGS at 5"


def test_a_baseline_alone_is_no_target_and_is_not_counted(desk: Desk) -> None:
    desk.facts(
        "kpis:\n  - {id: forecast-accuracy, baseline: 9%}\n  - {id: cogs, target: 5}\n  - {id: unit-cost, target: 4}\n"
    )
    assert desk.slide(SLIDE).title == "The CFO can hold us to two targets, first of all unit cost at 4"


def test_many_are_a_line_each(desk: Desk) -> None:
    ids = ("forecast-accuracy", "budget-variance", "unit-cost", "gross-margin", "cogs")
    desk.facts("kpis:\n" + "".join(f"  - {{id: {each}, target: 5%}}\n" for each in ids))
    slide = desk.slide(SLIDE)
    assert slide.title == "The CFO can hold us to five targets, first of all forecast variance at 5%"
    assert [row.note for row in tracks(slide)][:3] == ["best on target", "best on target", "lower is better"]


def test_a_persona_without_an_aim_is_left_out(desk: Desk) -> None:
    desk.facts("kpis:\n  - {id: cogs, target: 5}\n")
    notice = desk.notices(f"{SLIDE}\n- {{kind: text, title: A}}", "ceo")[0]
    assert "kpi-targets (needs kpis with revenue-growth or gross-margin or unit-cost" in notice
