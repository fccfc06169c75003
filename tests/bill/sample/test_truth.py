from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import msgspec
import pytest

from briefing.bill.bill import Bill, Billing, Part
from briefing.bill.sample.catalogue import ACCOUNTS
from briefing.bill.sample.plan import plan
from briefing.bill.sample.request import Sample
from briefing.bill.sample.write import write_sample
from briefing.documents.text import month_text
from sample_truth import cost_of, spent, truth

pytestmark = pytest.mark.slow_but_for("test_one_month_has_no_comparison")

ROWS = [1_000, 20_000, 1_000_000]
SEEDS = [7, 8]
# Where real rows of usage stand; what the plan calls them is not asked.
USAGE = "BillingCurrency = 'EUR' AND ChargeCategory = 'Usage' AND ChargeClass IS NULL"
SPENT = "BillingCurrency = 'EUR' AND ChargeCategory IN ('Usage', 'Purchase') AND ChargeClass IS NULL"
PERIOD = "ChargePeriodStart >= TIMESTAMP '2025-03-01' AND ChargePeriodStart < TIMESTAMP '2026-03-01'"
USED = "CommitmentDiscountStatus IS DISTINCT FROM 'Unused'"
UNTAGGED = (
    "(Tags IS NULL OR coalesce(json_extract_string(Tags, '$.owner'), '') = '' "
    "OR coalesce(json_extract_string(Tags, '$.\"cost-center\"'), '') = '')"
)


def share(part: Decimal, whole: Decimal) -> float:
    return float(part / whole)


def growth(part: Part | None) -> float:
    assert part
    return float(part.recent / part.earlier - 1)


@pytest.fixture(params=[(rows, seed) for rows in ROWS for seed in SEEDS], ids=str)
def bill(request: pytest.FixtureRequest) -> Bill:
    rows, seed = request.param
    return truth(Sample(rows=rows, seed=seed))


def total(data: duckdb.DuckDBPyConnection, where: str, cost: str = "EffectiveCost") -> Decimal:
    (found,) = data.execute(f"SELECT coalesce(sum({cost}), 0) FROM focus WHERE {where}").fetchone() or (0,)
    return Decimal(found)


def test_the_bill_fits_the_company_of_the_example(bill: Bill) -> None:
    assert bill.total
    assert bill.ai
    assert bill.saas
    last = bill.months[-2]
    assert [round(amount) for amount in (last.effective, last.ai)] == [400_000, 46_000]
    # Sign-in, which `saas-providers` of the example adds, is 2,000 of its 76,000 a month.
    assert round(last.saas) == 74_000
    assert growth(bill.total) == pytest.approx(0.18, abs=0.01)
    assert growth(bill.ai) == pytest.approx(0.85, abs=0.03)
    assert growth(bill.saas) == pytest.approx(0.09, abs=0.01)


def test_each_month_of_the_example_has_its_spend(bill: Bill) -> None:
    example = [348, 352, 356, 357, 369, 373, 380, 384, 418, 395, 396, 400]  # March 2025 to February 2026, thousands
    months = [month for month in bill.months if "2025-03" <= month.month <= "2026-02"]
    assert [float(month.effective) / 1000 for month in months] == pytest.approx(example, rel=0.02)


def test_commitments_and_rates_say_something(bill: Bill) -> None:
    found, rates = bill.commitments, bill.rates
    assert found
    assert rates
    assert share(found.covered_compute, found.eligible_compute) == pytest.approx(0.41, abs=0.015)
    assert share(found.used, found.used + found.unused) == pytest.approx(0.88, abs=0.01)
    assert [one.kind for one in found.largest] == ["Savings Plan", "Reservation"]
    assert [share(one.used, one.used + one.unused) for one in found.largest] == pytest.approx([0.92, 0.81], abs=0.01)
    assert 0.05 < 1 - share(rates.effective, rates.list) < 0.40
    assert 0.9 < rates.known < 1


def test_allocation_says_something(bill: Bill) -> None:
    found = bill.allocation
    assert found
    assert 0.1 < share(found.untagged, found.usage) < 0.4
    assert 0.01 < share(found.untaggable, found.usage) < 0.1
    assert share(found.unallocated, found.total) == pytest.approx(0.42, abs=0.05)
    assert found.lacking.keys() == {"owner", "cost-center"}
    assert all(0 < amount < found.untagged for amount in found.lacking.values())


def test_one_service_jumped_and_one_is_new(bill: Bill) -> None:
    assert [(found.month, found.service, found.new) for found in bill.anomalies] == [
        ("2025-11", "Nimbus Functions", False),
        ("2025-07", "Cumulus Language Models", True),
    ]
    assert bill.anomalies[0].before > 0
    assert bill.anomalies[1].before == 0


def test_november_stands_out_of_its_year(bill: Bill) -> None:
    cost = {month.month: month.effective for month in bill.months}
    assert cost["2025-10"] < cost["2025-11"] > cost["2025-12"]
    assert cost["2024-11"] - cost["2024-10"] > cost["2024-12"] - cost["2024-11"]  # while workloads moved to the cloud


def test_one_service_shrinks(bill: Bill) -> None:
    assert [part.name for part in bill.movers if part.recent < part.earlier] == ["Cumulus Warehouse"]


def test_tax_credits_corrections_and_adjustments_stand_apart(bill: Bill) -> None:
    complete = bill.months[:-1]
    assert all(month.tax > 0 > month.credits for month in complete)
    assert [month.month for month in complete if month.corrections == 0] == ["2024-09"]
    assert [month.month for month in complete if month.adjustments < 0] == ["2025-05", "2025-12"]


def test_a_year_paid_in_advance_is_in_the_bill_of_january_only(bill: Bill) -> None:
    billed = {month.month: month.billed for month in bill.months}
    assert billed["2026-01"] > 2 * billed["2025-12"]
    assert max(month.effective for month in bill.months) < 430_000


def test_the_last_month_is_not_complete_unless_asked() -> None:
    assert [month.complete for month in truth(Sample(rows=2_000)).months] == [True] * 18 + [False]
    whole = truth(Sample(rows=2_000, partial=False))
    assert [month.complete for month in whole.months] == [True] * 18
    assert whole.quality.ends["Stratus Demo SaaS"] == "2024-09-01/2026-02-28"


def test_every_business_unit_region_and_provider_has_cost(bill: Bill) -> None:
    assert {part.name.split(" (")[0] for part in bill.by["sub-account"]} == {*ACCOUNTS, ""}
    assert len(bill.by["region"]) == 6
    assert len(bill.by["provider"]) == 3
    assert len(bill.by["service"]) == 18
    assert len(bill.movers) == 8


@pytest.mark.parametrize("dimension", ["provider", "service-category", "service", "sub-account", "region"])
def test_the_parts_of_every_dimension_add_up(bill: Bill, dimension: str) -> None:
    assert bill.total
    parts = msgspec.to_builtins(bill.by)[dimension]
    for side in ("effective", "recent", "earlier"):
        assert sum(Decimal(part[side]) for part in parts) == getattr(bill.total, side)


@pytest.mark.parametrize(
    ("months", "span", "recent", "earlier"),
    [
        (15, "year", ("2025-12", "2026-02"), ("2024-12", "2025-02")),
        (14, "year", ("2026-02", "2026-02"), ("2025-02", "2025-02")),
        (12, "quarter", ("2025-12", "2026-02"), ("2025-09", "2025-11")),
        (5, "month", ("2026-02", "2026-02"), ("2026-01", "2026-01")),
    ],
)
def test_the_comparison_follows_the_length_of_the_history(
    months: int, span: str, recent: tuple[str, str], earlier: tuple[str, str]
) -> None:
    found = truth(Sample(rows=3_000, months=months)).comparison
    assert found
    assert (found.span, found.recent.first, found.recent.last) == (span, *recent)
    assert (found.earlier.first, found.earlier.last) == earlier


def test_one_month_has_no_comparison() -> None:
    bill = truth(Sample(rows=3_000, months=1))
    assert bill.comparison is None
    assert bill.movers == ()
    assert bill.total
    assert bill.total.recent == 0 < bill.total.effective


def test_the_amounts_are_the_same_for_any_number_of_rows() -> None:
    few, many = (truth(Sample(rows=rows)) for rows in (1_000, 1_000_000))
    assert few.months == many.months
    assert few.by["service"] == many.by["service"]
    assert (few.commitments, few.rates, few.anomalies) == (many.commitments, many.rates, many.anomalies)


def test_the_slices_add_up_to_the_whole_but_for_what_belongs_to_no_business_unit(request_: Sample) -> None:
    whole = truth(request_)
    slices = [truth(request_, sub_accounts=(account,)) for account in ACCOUNTS]
    assert whole.total
    assert whole.period
    counted = [
        cell for cell in plan(request_) if spent(cell) and cell.charge.currency == "EUR" and not cell.line.account
    ]
    period = (whole.period.first, whole.period.last)
    shared = [cell for cell in counted if not cell.line.account]
    alone = sum(cost_of(cell, "effective") for cell in shared if period[0] <= month_text(cell.month) <= period[1])
    assert sum(one.total.effective for one in slices if one.total) + alone == whole.total.effective
    assert truth(request_, sub_accounts=ACCOUNTS[:2]).total == msgspec.structs.replace(
        slices[0].total or Part(name=""),
        **{side: sum(getattr(one.total, side) for one in slices[:2]) for side in ("effective", "recent", "earlier")},
    )


def test_dollars_are_told_and_never_added(request_: Sample) -> None:
    with_dollars, without = truth(request_), truth(msgspec.structs.replace(request_, second_currency=False))
    assert with_dollars.months == without.months
    assert without.quality.other_currencies == ()
    (dollars,) = with_dollars.quality.other_currencies
    assert dollars.currency == "USD"
    assert dollars.effective == dollars.billed > 0


def test_what_the_organisation_says_of_its_billing_counts(request_: Sample) -> None:
    plain, owned = truth(request_), truth(request_, Billing(owned_sub_accounts=("ocean", "Platform")))
    assert plain.allocation
    assert owned.allocation
    assert 0 < owned.allocation.unallocated < plain.allocation.unallocated
    assert owned.allocation.lacking == {}
    assert 0 < owned.allocation.untagged < plain.allocation.untagged
    by_provider = truth(request_, Billing(saas_providers=("stratus demo saas",)))
    identity = next(part for part in plain.by["service-category"] if part.name == "Identity")
    assert by_provider.saas
    assert plain.saas
    assert by_provider.saas.effective == plain.saas.effective + identity.effective


def test_queries_by_hand_find_the_same_commitments_and_rates(request_: Sample, data: duckdb.DuckDBPyConnection) -> None:
    bill = truth(request_)
    assert bill.commitments
    assert bill.rates
    compute = f"{USAGE} AND {PERIOD} AND ServiceCategory = 'Compute'"
    assert bill.commitments.covered_compute == total(data, f"{compute} AND CommitmentDiscountStatus = 'Used'")
    assert bill.commitments.eligible_compute == total(data, f"{compute} AND PricingCategory <> 'Dynamic' AND {USED}")
    assert bill.commitments.unused == total(data, f"{USAGE} AND {PERIOD} AND NOT ({USED})")
    assert bill.rates.list == total(data, f"{USAGE} AND {PERIOD} AND {USED}", "ListCost")
    listed = total(data, f"{USAGE} AND {PERIOD} AND (NOT ({USED}) OR ListCost IS NOT NULL)")
    assert bill.rates.effective == listed


def test_queries_by_hand_find_the_same_allocation(request_: Sample, data: duckdb.DuckDBPyConnection) -> None:
    bill = truth(request_, Billing(required_tags=("owner", "cost-center"), owned_sub_accounts=("Ocean",)))
    found = bill.allocation
    assert found
    assert found.usage == total(data, f"{USAGE} AND {PERIOD} AND {USED}")
    assert found.untagged == total(data, f"{USAGE} AND {PERIOD} AND {USED} AND {UNTAGGED}")
    assert found.untaggable == total(data, f"{USAGE} AND {PERIOD} AND {USED} AND ResourceId IS NULL")
    assert found.total == total(data, f"{SPENT} AND {PERIOD}")
    not_owned = f"{UNTAGGED} AND SubAccountName IS DISTINCT FROM 'Ocean'"
    assert found.unallocated == total(data, f"{SPENT} AND {PERIOD} AND {not_owned}")


def test_queries_by_hand_find_the_same_months(request_: Sample, data: duckdb.DuckDBPyConnection) -> None:
    for month in truth(request_).months:
        invoiced = f"BillingCurrency = 'EUR' AND strftime(BillingPeriodStart, '%Y-%m') = '{month.month}'"
        charged = f"{SPENT} AND strftime(ChargePeriodStart, '%Y-%m') = '{month.month}'"
        assert month.billed == total(data, invoiced, "BilledCost")
        assert month.tax == total(data, f"{invoiced} AND ChargeCategory = 'Tax'", "BilledCost")
        assert month.credits == total(data, f"{invoiced} AND ChargeCategory = 'Credit'", "BilledCost")
        assert month.corrections == total(data, f"{invoiced} AND ChargeClass = 'Correction'", "BilledCost")
        assert month.effective == total(data, charged)
        assert month.ai == total(data, f"{charged} AND ServiceCategory = 'AI and Machine Learning'")


def test_even_a_thousand_rows_have_every_feature(tmp_path: Path) -> None:
    target = tmp_path / "few.parquet"
    write_sample(target, Sample(rows=1_000))
    features = (
        *("CommitmentDiscountStatus = 'Unused'", "ChargeClass = 'Correction'", "ChargeCategory = 'Adjustment'"),
        *("PricingCategory = 'Dynamic'", "Tags = '{}'", "Tags IS NULL AND ResourceId IS NOT NULL", "ListCost IS NULL"),
        *("Tags LIKE '{\"nimbus:createdBy\"%}'", 'Tags LIKE \'%"owner":""%\'', "ResourceId IS NULL"),
        "ChargeCategory = 'Purchase' AND EffectiveCost > 0",
    )
    for feature in features:
        assert duckdb.execute(f"SELECT count(*) FROM '{target}' WHERE {feature}").fetchall() > [(0,)], feature
