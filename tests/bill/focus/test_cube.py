"""All rows in one small table: what each part of it holds, and that it stays small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from bill.focus.charges import charge, raw
from briefing.bill.bill import Billing
from briefing.bill.focus.cube import ACCOUNTS, BITS, COMMITMENTS, MISSING, PARTS, REGIONS, SERVICES, cube
from briefing.bill.focus.rows import normalised

pytestmark = pytest.mark.sampled

OWNER = Billing(required_tags=("owner",))


def sums(*charges: Mapping[str, Any], slices: Mapping[str, Sequence[str]] | None = None) -> list[dict[str, Any]]:
    found = cube(normalised([raw(*charges)], OWNER), slices or {}).to_pyarrow().to_pylist()
    return list(found)


def of(part: int, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["part"] == part]


def flags(row: dict[str, Any]) -> set[str]:
    return {name for name, bit in BITS.items() if row["flags"] & bit}


def test_every_row_is_counted_once_in_each_part() -> None:
    rows = sums(charge(), charge("2026-02"), charge(ChargeCategory="Tax"), charge(SubAccountName="Web"))
    for part in PARTS:
        assert sum(row["rows"] for row in of(part, rows)) == 4


def test_services_have_everything_that_is_billed() -> None:
    (row,) = of(SERVICES, sums(charge(cost="1"), charge(cost="2.5")))
    assert (row["provider"], row["name"], row["kind"]) == ("Nimbus Example Cloud", "Machines", "Compute")
    assert (str(row["charge_month"]), str(row["billing_month"])) == ("2026-01-01", "2026-01-01")
    assert (str(row["first"]), str(row["last"])) == ("2026-01-01", "2026-02-01")
    assert (row["rows"], row["billed"], row["effective"], row["listed"]) == (2, *(Decimal("3.5"),) * 3)
    assert flags(row) == {"is_counted", "is_usage"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"ChargeCategory": "Purchase"}, {"is_counted"}),
        ({"ChargeCategory": "Tax"}, {"is_tax"}),
        ({"ChargeCategory": "Credit"}, {"is_credit"}),
        ({"ChargeCategory": "Adjustment"}, {"is_adjustment"}),
        ({"ChargeClass": "Correction"}, {"is_correction", "is_usage"}),
        ({"BillingPeriodStart": "2025-12-31T16:00:00Z"}, {"is_counted", "is_usage", "is_shifted"}),
        ({"ChargeCategory": "Surprise"}, {"is_uncategorised"}),
        ({"ChargeCategory": ""}, {"is_uncategorised"}),
        ({"ChargeCategory": "", "ChargeClass": "Correction"}, {"is_correction"}),
        ({"BilledCost": "€1"}, {"is_broken", "is_usage"}),
    ],
)
def test_only_usage_and_purchases_without_corrections_count_as_effective_cost(
    cells: dict[str, str], expected: set[str]
) -> None:
    (row,) = of(SERVICES, sums(charge(**cells)))
    assert flags(row) == expected
    assert [flags(each) & {"is_counted"} for each in of(REGIONS, sums(charge(**cells)))] == [expected & {"is_counted"}]


def test_accounts_say_what_is_missing() -> None:
    tagged, bare = charge(ResourceId=""), charge(Tags="{}", CommitmentDiscountStatus="Unused")
    rows = of(ACCOUNTS, sums(tagged, bare))
    assert {(row["flags"] >> MISSING, frozenset(flags(row))) for row in rows} == {
        (0, frozenset({"is_counted", "is_usage"})),
        (1, frozenset({"is_counted", "is_usage", "is_unused", "has_resource"})),
    }
    assert {row["name"] for row in rows} == {"Shop"}
    assert {(row["provider"], row["kind"]) for row in rows} == {("Nimbus Example Cloud", "Shop")}


def test_commitments_have_their_kind_and_what_they_are_used_for() -> None:
    commitment = {"CommitmentDiscountId": "plan-1", "CommitmentDiscountType": "Savings Plan"}
    rows = sums(charge(**commitment, CommitmentDiscountStatus="Used", ListCost=""), charge(PricingCategory="Dynamic"))
    found = {row["name"]: row for row in of(COMMITMENTS, rows)}
    assert found["plan-1"]["kind"] == "Savings Plan"
    assert flags(found["plan-1"]) == {"is_counted", "is_usage", "is_compute", "is_used"}
    assert found["plan-1"]["listed"] is None
    assert flags(found[None]) == {"is_counted", "is_usage", "is_compute", "is_dynamic", "has_list"}
    assert found[None]["listed"] == 100


@pytest.mark.slow
def test_only_values_that_filters_ask_for_are_kept_apart() -> None:
    charges = [charge(SubAccountName=name) for name in ("Shop", "SHOP", "Web", "Lab")]
    rows = of(SERVICES, sums(*charges, slices={"account": ("shop", "web")}))
    assert {row["slice_account"]: row["rows"] for row in rows} == {"shop": 2, "web": 1, None: 1}


@pytest.mark.slow
def test_the_table_does_not_grow_with_combinations() -> None:
    """Ten services in ten accounts and ten regions are a thousand combinations, and thirty sums and one."""
    charges = [
        charge(ServiceName=f"service {a}", SubAccountName=f"account {b}", RegionName=f"region {c}")
        for a in range(10)
        for b in range(10)
        for c in range(10)
    ]
    assert len(sums(*charges)) == 31


def test_currencies_are_never_added() -> None:
    rows = sums(charge(), charge(BillingCurrency="USD"))
    for part in PARTS:
        assert {row["currency"]: row["billed"] for row in of(part, rows)} == {"EUR": 100, "USD": 100}
