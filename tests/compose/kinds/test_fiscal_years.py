"""Cost and savings by fiscal year on a slide."""

from __future__ import annotations

import pytest

from briefing.model import Table
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


def test_a_row_for_each_fiscal_year_and_what_part_of_it_counts(desk: Desk) -> None:
    desk.facts(FACTS)
    slide = desk.slide(SLIDE)
    (table,) = slide.blocks
    assert isinstance(table, Table)
    assert slide.title == "In Apr 2026 to Mar 2027, FinOps costs €576k and saves €422k in the base case"
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["FY 2025/26", "€790k (2\u00a0of\u00a012\u00a0months)", "", "", ""],
        ["Apr 2026 to Mar 2027", "", "€422k", "€576k", "−€154k"],
        ["Apr 2027 to Mar 2028", "", "€620k", "€456k", "€164k"],
        ["Apr 2028 to Mar 2029", "", "€732k", "€456k", "€276k"],
    ]


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
