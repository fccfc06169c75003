"""Prepaid pools have a balance and a burn-down; reservations and plans that are paid once stay commitments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bill.focus.charges import bill, charge
from briefing.bill.focus.commitments import _is_even, _is_pool
from briefing.bill.focus.cube import BITS

MONTHS = ("2026-01", "2026-02", "2026-03")


def bought(id: str, amount: str, kind: str, month: str = "2026-01") -> dict[str, Any]:
    cells = {"ChargeCategory": "Purchase", "CommitmentDiscountId": id, "CommitmentDiscountType": kind}
    return charge(month, BilledCost=amount, EffectiveCost="0", ListCost="0", **cells)


def drawn(id: str, amount: str, kind: str, month: str, status: str = "Used") -> dict[str, Any]:
    cells = {"CommitmentDiscountId": id, "CommitmentDiscountType": kind, "CommitmentDiscountStatus": status}
    return charge(month, BilledCost="0", EffectiveCost=amount, **cells)


@pytest.mark.sampled
@pytest.mark.parametrize("kind", ["Prepaid", "Drawdown", "Capacity", "Pre-Purchase Plan", ""])
def test_a_pool_has_a_balance_and_no_utilisation(tmp_path: Path, kind: str) -> None:
    draws = [drawn("pool", amount, kind, month) for month, amount in zip(MONTHS, ("500", "900", "1600"), strict=True)]
    found = bill(tmp_path, [bought("pool", "12000", kind), *draws]).commitments
    (pool,) = found.pools
    assert (pool.bought, pool.drawn, pool.remaining, pool.monthly, pool.months_left) == (12000, 3000, 9000, 1000, 9)
    assert (found.used, found.unused, found.largest) == (0, 0, ())


@pytest.mark.parametrize("kind", ["Savings Plan", "Reserved Instance", "Reservation", "CUD"])
@pytest.mark.sampled
def test_what_is_spread_over_its_term_is_no_pool(tmp_path: Path, kind: str) -> None:
    draws = [drawn("plan", "1000", kind, month) for month in MONTHS]
    found = bill(tmp_path, [bought("plan", "12000", kind), *draws]).commitments
    assert (found.pools, found.used) == ((), 3000)


def test_several_pools_and_a_plan_stay_apart(tmp_path: Path) -> None:
    charges = [bought("a", "900", "Prepaid"), bought("b", "5000", "Prepaid"), bought("b", "1000", "Prepaid", "2026-02")]
    charges += [drawn("a", "300", "Prepaid", month) for month in MONTHS]
    charges += [drawn("b", "100", "Prepaid", month) for month in MONTHS]
    charges += [drawn("plan", "60", "Savings Plan", month) for month in MONTHS]
    charges += [drawn("plan", "40", "Savings Plan", month, "Unused") for month in MONTHS]
    found = bill(tmp_path, charges).commitments
    assert [(each.id, each.remaining, each.months_left) for each in found.pools] == [("b", 5700, 57), ("a", 0, 0)]
    assert (found.used, found.unused) == (180, 120)


def test_what_is_unused_on_a_purchase_is_unused(tmp_path: Path) -> None:
    charges = [drawn("ri", "600", "", month) for month in MONTHS]
    charges += [{**drawn("ri", "400", "", month, "Unused"), "ChargeCategory": "Purchase"} for month in MONTHS]
    found = bill(tmp_path, charges).commitments
    assert (found.used, found.unused) == (1800, 1200)


def row(
    flags: str, billed: int = 0, effective: int = 0, month: int = 1, kind: str = "", **cells: Any
) -> dict[str, Any]:
    """A sum as the ledger has it, of charges with these flags."""
    bits = sum(BITS[each] for each in flags.split())
    sums = {"billed": Decimal(billed), "effective": Decimal(effective)}
    return {
        "name": "a",
        "provider": "Nimbus",
        "kind": kind,
        "charge_month": date(2026, month, 1),
        "flags": bits,
        **sums,
        **cells,
    }


@pytest.mark.parametrize(
    ("rows", "is_pool"),
    [
        ([row("is_purchase", 100), row("is_usage", 0, 99)], True),
        ([row("is_purchase", 100), row("is_usage", 0, 100)], False),  # nothing is left that could be a balance
        ([row("is_purchase", 0), row("is_usage", 0, 99)], False),
        ([row("is_purchase", 100), row("is_usage", 0, 50), row("is_usage is_unused", 0, 1)], False),
        ([row("is_purchase", 100), row("is_usage", 0, 50), row("is_usage is_unused", 0, 0)], True),
        ([row("is_purchase", 60), row("is_purchase", 60, month=2), row("is_usage", 0, 9)], False),  # each month anew
        ([row("is_purchase", 60), row("is_usage", 0, 9, month=3), row("is_usage", 0, 9)], True),
        ([row("is_purchase", 100, kind="Savings Plan"), row("is_usage", 0, 9)], False),
        ([row("is_usage", 0, 9, kind="Prepaid")], True),
        ([row("is_usage", 0, 9)], False),
    ],
)
def test_a_pool_is_told_by_what_was_paid_and_what_was_drawn(rows: list[dict[str, Any]], is_pool: bool) -> None:
    assert _is_pool(rows) == is_pool


@pytest.mark.parametrize(("third", "is_even"), [(310, True), (304, True), (303, False), (200, False)])
def test_what_is_spread_differs_by_the_days_of_a_month_alone(third: int, is_even: bool) -> None:
    costs = {1: 7, 2: 280, 3: third, 4: 7}  # the first and the last month may be cut
    assert _is_even([row("is_usage", 0, cost, month=month) for month, cost in costs.items()]) == is_even
    assert not _is_even([row("is_usage", 0, 310, month=month) for month in (1, 2, 3)])
