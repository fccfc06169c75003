"""Prepaid pools have a balance and a burn-down; reservations and plans that are paid once stay commitments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bill.focus.charges import bill, charge

pytestmark = pytest.mark.sampled

MONTHS = ("2026-01", "2026-02", "2026-03")


def bought(id: str, amount: str, kind: str, month: str = "2026-01") -> dict[str, Any]:
    cells = {"ChargeCategory": "Purchase", "CommitmentDiscountId": id, "CommitmentDiscountType": kind}
    return charge(month, BilledCost=amount, EffectiveCost="0", ListCost="0", **cells)


def drawn(id: str, amount: str, kind: str, month: str, status: str = "Used") -> dict[str, Any]:
    cells = {"CommitmentDiscountId": id, "CommitmentDiscountType": kind, "CommitmentDiscountStatus": status}
    return charge(month, BilledCost="0", EffectiveCost=amount, **cells)


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
