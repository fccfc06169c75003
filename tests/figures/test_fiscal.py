"""Spend, savings and cost by fiscal year, the net present value, and realised savings apart from open ones."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from briefing.bill.bill import Months
from briefing.figures.billlines import MonthWords
from briefing.figures.company import figures
from briefing.figures.figure import Figures
from briefing.figures.spending import FiscalCalendar
from figures.conftest import ISSUE, Facts
from figures.independent import cents, sheet, twelfth_root

PLAN = (Fraction(400000), Fraction(18, 100), Fraction(120000), Fraction(38000))
SHARE = Fraction(4, 100) + Fraction(240000, 4800000)
CALENDAR = "date: 2026-03-02\nfiscal-calendar: {first-month: 4, current-year: FY 2025/26}\n"


def value(found: Figures, id: str) -> str:
    figure = found.get(id)
    assert figure is not None, f"there is no figure {id}"
    assert figure.value is not None
    return f"{figure.value:.2f}"


@pytest.mark.parametrize("rate", ["8%", "0%", "25%", "0.5%"])
def test_the_present_value_agrees_with_a_second_computation(rate: str, facts: Facts) -> None:
    found = figures(facts(ISSUE.replace("delay-months: 3}", f"delay-months: 3, discount-rate: {rate}}}")))
    table = sheet(SHARE, PLAN, (36, 3, 6))
    factor = twelfth_root(1 + Fraction(rate.rstrip("%")) / 100)
    flows = zip(table.savings, table.costs, strict=True)
    expected = sum(((saved - paid) / factor**month for month, (saved, paid) in enumerate(flows, 1)), Fraction(0))
    assert value(found, "return.base.npv") == cents(expected)
    assert found.get("terms.discount-rate").value == Decimal(rate.rstrip("%")) / 100  # type: ignore[union-attr]


def test_without_a_rate_nothing_is_discounted(facts: Facts) -> None:
    assert figures(facts(ISSUE)).get("return.base.npv") is None


def test_savings_and_cost_fall_into_fiscal_years_from_the_month_after_the_date(facts: Facts) -> None:
    found = figures(facts(ISSUE + CALENDAR))
    table = sheet(SHARE, PLAN, (36, 3, 6))
    for year, months in {2026: range(12), 2027: range(12, 24), 2028: range(24, 36)}.items():
        saved = sum((table.savings[month] for month in months), Fraction(0))
        paid = sum((table.costs[month] for month in months), Fraction(0))
        assert value(found, f"fiscal.{year}.savings.base") == cents(saved)
        assert value(found, f"fiscal.{year}.cost") == cents(paid)
        assert value(found, f"fiscal.{year}.net.base") == cents(saved - paid)
    assert found.get("fiscal.2025.cost") is None


@pytest.mark.parametrize(
    ("first", "day", "counts"),
    [
        (1, "2026-03-31", {2026: 9, 2027: 12, 2028: 12, 2029: 3}),
        (4, "2026-03-02", {2026: 12, 2027: 12, 2028: 12}),
        (10, "2026-12-15", {2026: 9, 2027: 12, 2028: 12, 2029: 3}),
        (12, "2026-10-01", {2025: 1, 2026: 12, 2027: 12, 2028: 11}),
    ],
)
def test_every_month_of_the_return_is_in_one_fiscal_year(
    first: int, day: str, counts: dict[int, int], facts: Facts
) -> None:
    found = figures(facts(f"{ISSUE}date: {day}\nfiscal-calendar: {{first-month: {first}}}\n"))
    assert {year: int(Decimal(value(found, f"fiscal.{year}.months.return"))) for year in counts} == counts
    whole = sum((Decimal(value(found, f"fiscal.{year}.savings.base")) for year in counts), Decimal(0))
    assert abs(whole - Decimal(value(found, "return.base.total-savings"))) < Decimal("0.1")


def test_the_spend_of_a_year_says_how_many_months_are_known(facts: Facts) -> None:
    months = "".join(f"    2025-{month:02}: 100\n" for month in range(1, 13)) + "    2026-01: 100\n"
    text = (
        "currency: EUR\ndate: 2026-02-20\nfiscal-calendar: {first-month: 1, current-year: FY 26}\nspend:\n  by-month:\n"
    )
    found = figures(facts(text + months))
    names = [found.get(f"fiscal.{year}.spend").name for year in (2025, 2026)]  # type: ignore[union-attr]
    assert names == ["Spend, FY 25", "Spend, FY 26, 1 of 12 months"]
    assert value(found, "fiscal.2025.spend") == "1200.00"


def test_without_a_date_or_a_calendar_there_are_no_fiscal_years(facts: Facts) -> None:
    without_date = figures(facts(f"{ISSUE}fiscal-calendar: {{first-month: 4}}\n"))
    assert without_date.missing["fiscal"] == ("date",)
    assert not [each.id for each in figures(facts(f"{ISSUE}date: 2026-03-01\n")) if each.id.startswith("fiscal.")]


def test_a_realised_saving_counts_in_nothing_that_is_to_come(facts: Facts) -> None:
    before = figures(facts(ISSUE))
    after = figures(
        facts(ISSUE.replace("savings:\n", "savings:\n  - {name: Old disks, amount: 90000, status: realised}\n"))
    )
    for id in ("savings.base.annual", "savings.base.share", "return.base.net", "return.low.total-savings"):
        assert value(after, id) == value(before, id)
    assert value(after, "savings.by-status.realised.base") == "90000.00"
    assert after.series["savings.waterfall"].labels == before.series["savings.waterfall"].labels


def test_where_all_is_realised_nothing_is_open(facts: Facts) -> None:
    found = figures(
        facts("currency: EUR\nspend: {current-monthly: 400000}\nsavings: [{name: A, amount: 9 EUR, status: realised}]")
    )
    assert found.get("savings.base.annual") is None
    assert value(found, "savings.by-status.realised.base") == "9.00"


@pytest.mark.parametrize(
    ("name", "first", "before", "now", "after"),
    [
        ("FY 2025/26", 4, "FY 2024/25", "FY 2025/26", "FY 2026/27"),
        ("FY26", 4, "FY25", "FY26", "FY27"),  # called after the year in which it ends
        ("FY25", 4, "FY24", "FY25", "FY26"),  # or begins
        ("Fiscal 2026", 1, "Fiscal 2025", "Fiscal 2026", "Fiscal 2027"),
        ("FY27", 4, "FY25", "FY26", "FY27"),  # the facts were written for next year's planning
        ("FY24", 4, "FY24", "FY25", "FY26"),  # or are of last year
        ("Year 7", 4, "Year 6", "Year 7", "Year 8"),
        ("", 1, "2024", "2025", "2026"),
        ("the plan", 1, "2024", "2025", "2026"),
        ("the plan", 4, "2024-04 to 2025-03", "2025-04 to 2026-03", "2026-04 to 2027-03"),
    ],
)
def test_a_fiscal_year_is_called_as_the_company_counts(
    name: str, first: int, before: str, now: str, after: str
) -> None:
    calendar = FiscalCalendar(first, "2026-02" if first == 4 else "2025-02", name)
    assert [calendar.called(year, Spans()) for year in (2024, 2025, 2026)] == [before, now, after]


class Spans(MonthWords):
    """Months as they are written, so that the span alone is looked at."""

    def __init__(self) -> None:
        """Without words."""

    def span(self, span: Months) -> str:
        return f"{span.first} to {span.last}"


def test_the_last_years_of_a_century_are_counted_on() -> None:
    assert FiscalCalendar(4, "2099-05", "FY99/00").called(2100, Spans()) == "FY00/01"
