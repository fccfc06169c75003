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
    assert slide.title == (
        "In the base case, FinOps costs €154k more than it saves in FY\u00a02026/27, "
        "and saves more than it costs from FY\u00a02027/28 on"
    )
    assert [(each.label, each.value, each.note) for each in tiles.tiles] == [
        ("Net, FY\u00a02026/27", "−€154k", "€422k saved, €576k spent"),
        ("Net, FY\u00a02027/28", "€164k", "€620k saved, €456k spent"),
        ("Net, FY\u00a02028/29", "€276k", "€732k saved, €456k spent"),
    ]
    assert chart.categories == ("FY\u00a02026/27", "FY\u00a02027/28", "FY\u00a02028/29")
    assert [each.labels for each in chart.series] == [("−€154k", "€164k", "€276k")]
    assert chart.leading == (1, 2), "the years in which FinOps gives more than it takes"
    assert chart.finding.startswith("FY\u00a02025/26: €790k (2\u00a0of\u00a012\u00a0months) spent so far.")
    assert slide.takeaway == "Over all 36\u00a0months together, the base case gains €286k net"


@pytest.mark.parametrize(
    ("called", "years"),
    [
        ("FY 2025/26", ["FY\u00a02026/27", "FY\u00a02027/28", "FY\u00a02028/29"]),
        ("FY26", ["FY27", "FY28", "FY29"]),  # after the year in which it ends
        ("2025", ["2026", "2027", "2028"]),
        ("GJ 25-26", ["GJ\u00a026-27", "GJ\u00a027-28", "GJ\u00a028-29"]),
        ("Year 7", ["Year\u00a08", "Year\u00a09", "Year\u00a010"]),
        ("FY 2024/25", ["FY\u00a02026/27", "FY\u00a02027/28", "FY\u00a02028/29"]),  # stated a year ago
        ("This year", ["Apr 2026 to Mar 2027", "Apr 2027 to Mar 2028", "Apr 2028 to Mar 2029"]),
    ],
)
def test_years_are_counted_on_from_the_name_of_the_current_one(desk: Desk, called: str, years: list[str]) -> None:
    """Two ways of naming years on one slide would make a reader translate."""
    desk.facts(FACTS.replace("FY 2025/26", called))
    chart = desk.slide(SLIDE).blocks[1]
    assert isinstance(chart, Chart)
    assert list(chart.categories) == years


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
