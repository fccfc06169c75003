"""What can be reckoned again in a spreadsheet: which figures are formulas, and the table of months that they sum."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from briefing.figures.company import Company, company_of
from briefing.figures.workings import COLUMN, NAMED, formulas, months
from briefing.library.library import Library, builtin_folder
from figures.bills import bill
from figures.conftest import ISSUE, Facts

LIBRARY = Library((builtin_folder(),))
WHOLE = ISSUE.replace("delay-months: 3}", "delay-months: 3, discount-rate: 8%}")
FISCAL = "date: 2026-04-10\nfiscal-calendar: {first-month: 4}\n"
CASES = ("low", "base", "high")


def company(facts: Facts, text: str = WHOLE + FISCAL, *, redact: bool = False) -> Company:
    return company_of(LIBRARY, facts(text), bill(), redact=redact)


def test_whatever_is_worked_out_is_a_formula_and_nothing_else_is(facts: Facts) -> None:
    found = company(facts)
    live = formulas(found.figures, found.facts, months(found.figures, found.facts))
    cases = ("total-savings", "total-cost", "net", "return-ratio", "payback-month", "npv", "cost-of-waiting")
    assert {each for each in live if not each.startswith("fiscal.")} == {
        *("spend.annual", "spend.in-12-months", "spend.rise-in-12-months", "spend.over-horizon"),
        *("function-cost.annual", "function-cost.first-year", "break-even-share", "bill.commitments.waste"),
        # The low case is not paid back within the horizon, which no formula can say better.
        *{f"return.{case}.{each}" for case in CASES for each in cases} - {"return.low.payback-month"},
        *(f"savings.{case}.{each}" for case in CASES for each in ("annual", "share")),
        *(f"savings.by-status.{status}.{case}" for case in CASES for status in ("estimated", "verified")),
        *(f"opportunities.idle-test-systems.{case}" for case in CASES),  # stated as a share; the other is an amount
    }
    years = {each.id.split(".")[1] for each in found.figures if each.id.endswith(".months.return")}
    kinds = ("cost", *(f"{each}.{case}" for case in CASES for each in ("savings", "net")))
    assert len(years) == 4
    assert {each for each in live if each.startswith("fiscal.")} == {
        f"fiscal.{year}.{kind}" for year in years for kind in kinds
    }


def test_the_months_of_the_fiscal_years_follow_each_other_to_the_end(facts: Facts) -> None:
    found = company(facts)
    live = formulas(found.figures, found.facts, months(found.figures, found.facts))
    spans = [live[each] for each in sorted(live) if each.startswith("fiscal.") and each.endswith(".cost")]
    end = 0
    for each in spans:
        ((_, _, first, last),) = COLUMN.findall(each)
        assert int(first) == end + 1
        end = int(last)
    assert end == 36


def test_a_formula_names_only_what_is_in_the_workbook(facts: Facts) -> None:
    """The rise of a year needs the growth, and the return needs what the function costs: without them both stand."""
    for text in (
        "currency: EUR\nspend: {current-monthly: 1}\n",
        f"{ISSUE}{FISCAL}".replace(", annual-growth: 18%", ""),
    ):
        found = company_of(LIBRARY, facts(text))
        table = months(found.figures, found.facts)
        live = formulas(found.figures, found.facts, table)
        assert live["spend.annual"] == "{spend.monthly}*12"
        assert {each for text in live.values() for each in NAMED.findall(text)} <= {each.id for each in found.figures}
        assert not any("growth" in text for text in live.values())


def test_without_a_return_the_months_are_those_of_the_spend(facts: Facts) -> None:
    found = company_of(LIBRARY, facts("currency: EUR\nspend: {current-monthly: 1200, annual-growth: 0}\n"))
    month, spend = months(found.figures, found.facts)
    assert (month.name, month.values[:3], month.formula) == ("month", (D(1), D(2), D(3)), "")
    assert (spend.name, {*spend.values}, len(spend.values)) == ("spend", {D(1200)}, 36)
    assert spend.formula == "{spend.monthly}*(1+{spend.annual-growth})^(@month/12)"
    nothing = company_of(LIBRARY, facts("currency: EUR\n"))
    assert months(nothing.figures, nothing.facts) == ()


@pytest.mark.parametrize("spend", ["", "spend: {current-monthly: 1200, annual-growth: 0}\n"])
def test_what_is_rounded_stands_as_it_is(facts: Facts, spend: str) -> None:
    found = company(facts, f"currency: EUR\n{spend}", redact=True) if spend else company(facts, redact=True)
    table = months(found.figures, found.facts)
    assert not any(each.formula for each in table)
    assert formulas(found.figures, found.facts, table) == {}
    named = [each.name for each in table]
    own = [name for case in CASES for name in (f"saving.{case}", f"net.{case}")]
    assert named == (["month", "spend"] if spend else ["month", "spend", "cost", *own])


def test_the_table_of_months_counts_the_delay_and_the_ramp(facts: Facts) -> None:
    found = company(facts)
    table = {each.name: each for each in months(found.figures, found.facts)}
    named = ("saving", "net", "paid", "later")
    assert {*table} == {
        *("month", "spend", "effect", "cost", "effect-later", "cost-later"),
        *(f"{name}.{case}" for name in named for case in CASES),
    }
    assert all(each.formula for name, each in table.items() if name != "month")
    assert [round(each or 0, 2) for each in table["effect"].values[:9]] == [
        *(D(0), D(0), D("0.17"), D("0.33"), D("0.5"), D("0.67"), D("0.83"), D(1), D(1))
    ]
    assert table["effect-later"].values[3:] == table["effect"].values[:-3]
    assert table["cost-later"].values[:5] == tuple(map(D, (0, 0, 0, 158_000, 38_000)))
    paid = table["paid.base"].values
    first = next(place for place, each in enumerate(paid) if each is not None)
    assert paid == (*(None,) * first, *map(D, range(first + 1, 37)))
    assert found.figures.value("return.base.payback-month") == first + 1
