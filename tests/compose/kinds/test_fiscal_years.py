"""Cost and savings by fiscal year on a slide."""

from __future__ import annotations

import pytest

from briefing.model import Chart, Tiles
from compose_desk import Desk

SLIDE = "- {kind: fiscal-years}"
FACTS = """
currency: EUR
date: 2026-03-02
fiscal-calendar: {first-month: 4, current-year: FY 2025/26}
spend:
  current-monthly: 400000
  annual-growth: 18%
  by-month: {2026-01: 390000, 2026-02: 400000}
savings: [{name: A, amount: 10%, status: verified}]
function-cost: {one-off: 120000, monthly: 38000}
"""


def test_cost_and_savings_of_each_fiscal_year_and_what_part_of_it_counts(desk: Desk) -> None:
    desk.facts(FACTS)
    slide = desk.slide(SLIDE)
    tiles, chart = slide.blocks
    assert isinstance(tiles, Tiles)
    assert isinstance(chart, Chart)
    assert slide.title == "In Apr 2026 to Mar 2027, FinOps costs €576k and saves €422k in the base case"
    assert [(each.label, each.value, each.note) for each in tiles.tiles] == [
        ("Net, Apr 2026 to Mar 2027", "−€154k", "€422k saved, €576k spent"),
        ("Net, Apr 2027 to Mar 2028", "€164k", "€620k saved, €456k spent"),
        ("Net, Apr 2028 to Mar 2029", "€276k", "€732k saved, €456k spent"),
        ("Spend so far, FY 2025/26", "€790k", "2\u00a0of\u00a012\u00a0months"),
    ]
    assert chart.categories == (
        "Apr 2026 to Mar 2027: net −€154k",
        "Apr 2027 to Mar 2028: net €164k",
        "Apr 2028 to Mar 2029: net €276k",
    )
    assert [each.labels for each in chart.series] == [("€576k", "€456k", "€456k"), ("€422k", "€620k", "€732k")]
    assert chart.finding.startswith("FY 2025/26: €790k (2\u00a0of\u00a012\u00a0months) spent so far.")
    assert slide.takeaway == (
        "Apr 2026 to Mar 2027 carries the cost; from Apr 2027 to Mar 2028 on FinOps gives more than it takes"
    )


@pytest.mark.parametrize(
    ("taken", "missing"),
    [
        ("fiscal-calendar: {first-month: 4, current-year: FY 2025/26}\n", ("fiscal-calendar.first-month",)),
        ("date: 2026-03-02\n", ("date",)),
        ("function-cost: {one-off: 120000, monthly: 38000}\n", ("function-cost.one-off", "function-cost.monthly")),
    ],
)
def test_what_it_lacks_is_named(desk: Desk, taken: str, missing: tuple[str, ...]) -> None:
    desk.facts(FACTS.replace(taken, ""))
    (notice,) = desk.notices(f"{SLIDE}\n- {{kind: statement, title: A sentence that stays}}", "cfo")
    assert all(key in notice for key in missing)
