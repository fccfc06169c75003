"""From billed to effective cost: each charge in one step, and all steps together lead from the one to the other."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bill.focus.charges import bill, charge
from briefing.bill.bill import Bill, Bridge
from briefing.bill.file import read_bill_file, write_bill
from briefing.errors import BriefingError

MONTHS = ("2026-01", "2026-02", "2026-03")
COMMITTED = {"CommitmentDiscountId": "sp-1", "CommitmentDiscountType": "Savings Plan"}
ANCHORS = [charge(month, cost="1000") for month in MONTHS]


def step(charge_: Mapping[str, Any]) -> str:
    """Which step a charge is told in, by the words of its own cells."""
    category, kind = charge_["ChargeCategory"], charge_["ChargeClass"]
    if category in ("Tax", "Credit", "Adjustment"):
        return {"Tax": "tax", "Credit": "credits", "Adjustment": "adjustments"}[category]
    if kind == "Correction":
        return "corrections"
    if category not in ("Usage", "Purchase"):
        return "uncategorised"
    if category == "Purchase" and charge_["CommitmentDiscountStatus"] != "Unused":
        return "prepaid"
    return "amortised" if charge_["CommitmentDiscountId"] or charge_["CommitmentDiscountStatus"] else "other"


def summed(charges: Sequence[Mapping[str, Any]], months: Sequence[str]) -> Bridge:
    """The bridge of these months, added up charge by charge."""
    sums: dict[str, Decimal] = dict.fromkeys(Bridge.__struct_fields__, Decimal(0))
    for each in charges:
        billed, effective = Decimal(each["BilledCost"]), Decimal(each["EffectiveCost"])
        is_invoiced, is_charged = (each[name][:7] in months for name in ("BillingPeriodStart", "ChargePeriodStart"))
        place = step(each)
        sums["billed"] += billed * is_invoiced
        if place not in ("prepaid", "amortised", "other"):
            sums[place] -= billed * is_invoiced
            continue
        sums["shifted"] += billed * is_charged - billed * is_invoiced
        sums[place] += (effective - billed) * is_charged
        sums["effective"] += effective * is_charged
    return Bridge(**sums)


def drawn(seed: int) -> list[dict[str, Any]]:
    """Charges of every sort, in and out of the month of their invoice."""
    dice = random.Random(seed)
    charges = []
    for _ in range(120):
        cells: dict[str, Any] = {
            "BilledCost": f"{dice.randint(-2000, 9000) / 100:.2f}",
            "EffectiveCost": f"{dice.randint(0, 9000) / 100:.2f}",
            "ListCost": "",
            "ChargeCategory": dice.choice(("Usage", "Usage", "Purchase", "Tax", "Credit", "Adjustment", "Fee")),
            "ChargeClass": dice.choice(("", "", "", "Correction")),
            "CommitmentDiscountStatus": dice.choice(("", "Used", "Unused")),
        }
        own = charge(dice.choice(MONTHS), **{**dice.choice(({}, COMMITTED)), **cells})
        charges.append({**own, "BillingPeriodStart": f"{dice.choice(MONTHS)}-01T00:00:00Z"})
    return charges


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.sampled
def test_every_charge_is_in_one_step_and_the_steps_lead_from_billed_to_effective(tmp_path: Path, seed: int) -> None:
    charges = [*ANCHORS, *drawn(seed)]
    found = bill(tmp_path, charges)
    assert found.bridge == summed(charges, MONTHS)
    assert sum(found.bridge.steps().values(), found.bridge.billed) == found.bridge.effective == found.total.effective
    assert found.bridge.billed == sum(month.billed for month in found.months)


def test_invoices_of_other_months_stand_apart(tmp_path: Path) -> None:
    late = {**charge("2026-04", cost="300"), "BillingPeriodStart": "2026-03-01T00:00:00Z"}
    late["ChargePeriodEnd"] = "2026-04-02T00:00:00Z"
    charges = [*ANCHORS, late]
    found = bill(tmp_path, charges)
    assert found.period.last == "2026-03"
    assert (
        found.bridge
        == summed(charges, MONTHS)
        == Bridge(billed=Decimal(3300), shifted=Decimal(-300), effective=Decimal(3000))
    )


def test_a_prepayment_and_what_uses_it_are_two_steps(tmp_path: Path) -> None:
    bought = charge(ChargeCategory="Purchase", BilledCost="1200", EffectiveCost="0", ListCost="", **COMMITTED)
    used = [
        charge(month, BilledCost="0", EffectiveCost="100", CommitmentDiscountStatus="Used", **COMMITTED)
        for month in MONTHS
    ]
    found = bill(tmp_path, [*ANCHORS, bought, *used])
    assert found.bridge.steps() == {"prepaid": -1200, "amortised": 300}


def test_a_part_of_the_bill_has_its_own_bridge(tmp_path: Path) -> None:
    charges = [*ANCHORS, *(charge(month, ChargeCategory="Tax", SubAccountName="Other") for month in MONTHS)]
    assert bill(tmp_path, charges).bridge.steps() == {"tax": -300}


def written(tmp_path: Path) -> str:
    found = bill(tmp_path, [*ANCHORS, *(charge(month, ChargeCategory="Tax") for month in MONTHS)])
    assert isinstance(found, Bill)
    return write_bill(found)


def test_facts_bring_the_bridge_back(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(written(tmp_path))
    assert read_bill_file(tmp_path / "facts.yaml").bridge == Bridge(
        billed=Decimal(3300), tax=Decimal(-300), effective=Decimal(3000)
    )


def test_a_bridge_that_does_not_add_up_is_refused(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(
        written(tmp_path).replace("{billed: 3300.00, tax: -300", "{billed: 3300.00, tax: -200")
    )
    with pytest.raises(BriefingError) as raised:
        read_bill_file(tmp_path / "facts.yaml")
    assert "'effective' is 3,000.00, but 'billed' with all between adds up to 3,100.00" in str(raised.value)
