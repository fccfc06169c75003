"""Bills as real exports have them, small: what is counted, what is told, and that no false figure comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bill.focus.charges import after, bill, charge
from briefing.bill.bill import Billing
from briefing.bill.file import read_bill_file, write_bill
from briefing.bill.focus.opening import read_bill
from briefing.bill.focus.source import Source
from briefing.errors import FactError
from briefing.figures.bill import bill_figures
from briefing.figures.billlines import BillWords
from briefing.figures.billnotices import bill_notices
from briefing.figures.drafting import open_texts
from briefing.organisation.organisation import Organisation
from briefing.pipeline import open_library

pytestmark = pytest.mark.sampled

USED, UNUSED = ({"CommitmentDiscountId": "plan-1", "CommitmentDiscountStatus": each} for each in ("Used", "Unused"))


def figures_of(found: Any) -> dict[str, Decimal]:
    shown = bill_figures(found, Organisation(), open_texts(open_library()))
    return {each.id: each.value for each in shown if each.value is not None}


def notices_of(found: Any) -> list[str]:
    return list(bill_notices(found, BillWords(found, open_texts(open_library()).of_bill())))


def days(first: str, last: str, **cells: Any) -> Iterator[dict[str, Any]]:
    """A charge for each day."""
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        times = {"BillingPeriodStart": day.replace(day=1), "ChargePeriodStart": day}
        yield charge(**{**times, "ChargePeriodEnd": day + timedelta(days=1), **cells})
        day += timedelta(days=1)


@pytest.mark.parametrize("category", ["Tax", "Purchase", "Credit", "Adjustment"])
def test_a_row_over_the_whole_month_does_not_end_it(category: str, tmp_path: Path) -> None:
    whole = charge("2026-04", cost="3", ChargeCategory=category)
    found = bill(tmp_path, [*days("2026-03-01", "2026-04-04"), whole])
    assert [(month.month, month.complete, month.through) for month in found.months] == [
        ("2026-03", True, ""),
        ("2026-04", False, "2026-04-04"),
    ]
    assert found.comparison is None
    assert "bill.growth" not in figures_of(found)
    assert notices_of(found) == [
        "Apr 2026 is in progress: the newest day of usage is 2026-04-04; it is in no trend, comparison or forecast"
    ]


def test_without_a_complete_month_there_is_a_bill_that_says_why(tmp_path: Path) -> None:
    early = days("2026-03-01", "2026-03-19", ProviderName="Cumulus Sample Cloud")
    found = bill(tmp_path, [*days("2026-03-01", "2026-03-31"), *early])
    assert (found.period, found.rates, found.allocation, found.by) == (None, None, None, {})
    assert figures_of(found) == {}
    assert notices_of(found) == ["Cumulus Sample Cloud has no usage after 2026-03-19, so that Mar 2026 is incomplete"]
    assert found.months[0].effective == 5000


def test_list_prices_of_nothing_are_not_known(tmp_path: Path) -> None:
    found = bill(
        tmp_path, [charge(BilledCost="0", EffectiveCost="600", ListCost="0"), charge(cost="1000", ListCost="1100")]
    )
    told = figures_of(found)
    assert told["bill.list-known.share"] == Decimal("0.625")
    assert round(told["bill.effective-savings-rate"], 4) == Decimal("0.0909")


def test_what_is_billed_without_a_cost_is_no_discount(tmp_path: Path) -> None:
    found = bill(tmp_path, [charge(), charge(BilledCost="5000", EffectiveCost="0", ListCost="5000")])
    told = figures_of(found)
    assert "bill.effective-savings-rate" not in told
    assert told["bill.billed.period"] == 5100
    assert notices_of(found) == [
        "In no figure of effective cost: 5,000.00 EUR of usage is billed and has an EffectiveCost of 0"
    ]


@pytest.mark.slow
def test_savings_by_negotiation_stand_apart_from_those_by_commitments(tmp_path: Path) -> None:
    charges = [
        charge(cost="90", ListCost="100", ContractedCost="90"),
        charge(cost="50", ListCost="100", ContractedCost="80", **USED),
        charge(cost="10", ListCost="", ContractedCost="0", **UNUSED),
        charge(cost="40", ListCost="", ContractedCost=""),
    ]
    told = figures_of(bill(tmp_path, charges))
    assert told["bill.negotiated.savings"] == (100 - 90) + (100 - 80)
    assert told["bill.negotiated.rate"] == Decimal("0.15")
    assert told["bill.commitments.savings"] == 80 - 50 - 10
    assert round(told["bill.contracted-known.share"], 4) == Decimal("0.7778")
    assert told["bill.effective-savings-rate"] == Decimal("0.25")


@pytest.mark.parametrize(
    ("category", "told"),
    [
        ("", "Counted apart, as it has no ChargeCategory: 70.00 EUR billed, 70.00 EUR effective cost (rows: 1)"),
        (
            "Rounding",
            "Counted apart, as FOCUS has no ChargeCategory such as 'Rounding': 70.00 EUR billed, 70.00 EUR effective"
            " cost (rows: 1)",
        ),
    ],
)
def test_charges_without_a_category_are_counted_apart(category: str, told: str, tmp_path: Path) -> None:
    found = bill(tmp_path, [charge(), charge(cost="70", ChargeCategory=category)])
    assert (found.total.effective, found.months[0].billed, found.months[0].uncategorised) == (100, 170, 70)
    assert figures_of(found)["bill.uncategorised"] == 70
    assert notices_of(found) == [told]


def test_other_currencies_are_told_with_their_sums(tmp_path: Path) -> None:
    found = bill(tmp_path, [charge(), charge(cost="7", BillingCurrency="USD")])
    assert notices_of(found) == [
        "In no figure, as it is not in EUR: 7.00 USD billed, 7.00 USD effective cost (rows: 1)"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("without", [(), ("ListCost",), ("ListCost", "Tags")])
def test_broken_rows_of_parquet_are_refused_with_a_reason(without: tuple[str, ...], tmp_path: Path) -> None:
    bill(tmp_path, [charge()], without=without)
    text = f"read_csv('{tmp_path}/bill.csv', all_varchar = true)"
    typed = "select * replace (EffectiveCost::double as EffectiveCost)"
    broken = "select * replace (null::double as EffectiveCost)"
    with duckdb.connect() as engine:
        query = f"{typed} from {text} union all {broken} from {text}"
        engine.execute(f"copy ({query}) to '{tmp_path}/bill.parquet' (format parquet)")
    place = f"{tmp_path}/bill.parquet"
    with pytest.raises(FactError) as raised:
        read_bill(Source((place,)), Billing())
    assert str(raised.value) == (
        f"1 of 2 rows cannot be used: EffectiveCost is empty (1 row of {place}); mend the export, or allow them with"
        " --broken-rows 1"
    )
    assert read_bill(Source((place,), broken_limit=1), Billing()).quality.broken_rows == 1


def test_amounts_in_parentheses_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FactError, match=r"BilledCost is text with parentheses, such as '\(5\.00\)', export plain"):
        bill(tmp_path, [charge(), charge(cost="(5.00)")])


@pytest.mark.slow
@pytest.mark.parametrize("cost", ["-500", "-30", "30"])
@pytest.mark.parametrize("cells", [{"Tags": "{}"}, USED, UNUSED, {"ResourceId": ""}, {"ServiceCategory": "Storage"}])
def test_facts_of_refunds_can_be_read_back(cost: str, cells: dict[str, str], tmp_path: Path) -> None:
    charges = [charge(after("2026-01", number), Tags=tags) for number in range(3) for tags in ("{}", '{"owner": "a"}')]
    found = bill(
        tmp_path, [*charges, charge("2026-03", cost=cost, **cells), charge("2026-03", cost="-40", **USED)], "owner"
    )
    written = tmp_path / "facts.yaml"
    written.write_text(write_bill(found))
    again = read_bill_file(written)
    assert again.total == found.total
    assert write_bill(again).splitlines()[10:] == write_bill(found).splitlines()[10:] or again.months == found.months
