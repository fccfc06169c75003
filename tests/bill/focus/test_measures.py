"""Each definition of the bill, on charges few enough to add up by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bill.focus.charges import after, bill, charge
from briefing.bill.bill import Anomaly, Billing, Commitment, Part

pytestmark = pytest.mark.sampled

FIRST = "2025-01"


def months(count: int, **cells: Any) -> list[dict[str, Any]]:
    return [charge(after(FIRST, number), **cells) for number in range(count)]


def effective(part: Any) -> Any:
    assert part
    return part.effective


def by(found: Any, dimension: str) -> Any:
    return [(part.name, part.effective) for part in found.by[dimension]]


def test_billed_is_by_the_invoice_and_effective_by_the_charge(tmp_path: Path) -> None:
    late = charge("2025-01", cost="7", BillingPeriodStart="2025-02-01T00:00:00Z")
    found = bill(tmp_path, [*months(2, cost="10"), late])
    assert [(month.month, month.billed, month.effective) for month in found.months] == [
        ("2025-01", 10, 17),
        ("2025-02", 17, 10),
    ]


def test_tax_credits_adjustments_and_corrections_stand_apart(tmp_path: Path) -> None:
    sorts = {"Tax": "19", "Credit": "-5", "Adjustment": "2", "Purchase": "30"}
    others = [charge(FIRST, cost=cost, ChargeCategory=sort) for sort, cost in sorts.items()]
    correction = charge(FIRST, cost="-4", ChargeClass="Correction")
    (month,) = bill(tmp_path, [charge(FIRST), *others, correction]).months
    assert month.billed == 100 + 19 - 5 + 2 + 30 - 4
    assert (month.tax, month.credits, month.adjustments, month.corrections) == (19, -5, 2, -4)
    assert month.effective == 130


def test_a_correction_of_tax_is_tax_and_a_correction(tmp_path: Path) -> None:
    correction = charge(FIRST, cost="-4", ChargeCategory="Tax", ChargeClass="Correction")
    (month,) = bill(tmp_path, [charge(FIRST), correction]).months
    assert (month.tax, month.corrections, month.effective) == (-4, -4, 100)


def test_ai_is_a_category_and_saas_a_category_or_a_provider(tmp_path: Path) -> None:
    charges = [
        charge(FIRST, cost="1", ServiceCategory="AI and Machine Learning"),
        charge(FIRST, cost="2", ServiceCategory="business applications"),
        charge(FIRST, cost="4", ProviderName="Stratus Demo SaaS"),
        charge(FIRST, cost="8"),
    ]
    found = bill(tmp_path, charges, billing=Billing(saas_providers=("STRATUS demo saas",)))
    assert (effective(found.ai), effective(found.saas), effective(found.total)) == (1, 6, 15)
    assert (found.months[0].ai, found.months[0].saas) == (1, 6)


def test_without_ai_or_saas_there_is_no_part_of_it(tmp_path: Path) -> None:
    found = bill(tmp_path, months(1))
    assert found.ai is None
    assert found.saas is None


def test_parts_in_the_period_and_on_both_sides_of_the_comparison(tmp_path: Path) -> None:
    rising = [charge(after(FIRST, number), cost=str(number)) for number in range(15)]
    found = bill(tmp_path, rising)
    assert found.total == Part(name="", effective=sum(range(3, 15)), recent=12 + 13 + 14, earlier=0 + 1 + 2)  # type: ignore[arg-type]
    assert found.by["service"] == (
        Part(name="Machines", provider="Nimbus Example Cloud", effective=102, recent=39, earlier=3),  # type: ignore[arg-type]
    )


def test_every_dimension_begins_with_the_largest_part(tmp_path: Path) -> None:
    other = {"ProviderName": "Cumulus Sample Cloud", "ServiceName": "Buckets", "ServiceCategory": "Storage"}
    charges = [charge(FIRST, cost="3"), charge(FIRST, cost="5", SubAccountName="Web", RegionName="", **other)]
    found = bill(tmp_path, charges)
    assert by(found, "provider") == [("Cumulus Sample Cloud", 5), ("Nimbus Example Cloud", 3)]
    assert by(found, "service-category") == [("Storage", 5), ("Compute", 3)]
    assert by(found, "service") == [("Buckets", 5), ("Machines", 3)]
    assert by(found, "sub-account") == [("Web", 5), ("Shop", 3)]
    assert by(found, "region") == [("", 5), ("Example West", 3)]
    assert found.providers == ("Cumulus Sample Cloud", "Nimbus Example Cloud")


@pytest.mark.slow
def test_services_of_one_name_are_apart_by_provider(tmp_path: Path) -> None:
    found = bill(tmp_path, [charge(FIRST, cost="1"), charge(FIRST, cost="2", ProviderName="Cumulus Sample Cloud")])
    assert [(part.provider, part.name) for part in found.by["service"]] == [
        ("Cumulus Sample Cloud", "Machines"),
        ("Nimbus Example Cloud", "Machines"),
    ]


@pytest.mark.slow
def test_sub_accounts_of_one_name_are_apart_by_their_ids_or_providers(tmp_path: Path) -> None:
    other = "Cirrus Example Cloud"
    charges = [
        *months(1, cost="9", SubAccountName="Shop", SubAccountId="111"),
        *months(1, cost="8", SubAccountName="Shop", SubAccountId="222", ProviderName=other),
        *months(1, cost="7", SubAccountName="Lab", SubAccountId=""),
        *months(1, cost="6", SubAccountName="Lab", SubAccountId="", ProviderName=other),
        *months(1, cost="2", SubAccountName="Web", SubAccountId="333"),
        *months(1, cost="3", SubAccountName="Web", SubAccountId="333", ProviderName=other),
        *months(1, cost="1", SubAccountName="", SubAccountId="444"),
    ]
    found = bill(tmp_path, charges)
    assert by(found, "sub-account") == [
        ("Shop (111)", 9),
        ("Shop (222)", 8),
        ("Lab (Nimbus Example Cloud)", 7),
        ("Lab (Cirrus Example Cloud)", 6),
        ("Web", 5),
        ("444", 1),
    ]
    assert by(bill(tmp_path, charges, where="SubAccountId = 222"), "sub-account") == [("Shop", 8)]


@pytest.mark.slow
def test_what_comes_after_twenty_values_is_one_part(tmp_path: Path) -> None:
    charges = [charge(FIRST, cost=str(100 - number), SubAccountName=f"account {number}") for number in range(23)]
    parts = bill(tmp_path, charges).by["sub-account"]
    assert len(parts) == 21
    assert parts[0].name == "account 0"
    assert parts[-1] == Part(name="", effective=80 + 79 + 78, others=3)  # type: ignore[arg-type]


def test_movers_are_the_eight_services_that_changed_most_up_or_down(tmp_path: Path) -> None:
    changes = {f"service {number}": number for number in range(9)} | {"fallen": -50}
    charges = [charge("2025-01", cost="60", ServiceName=name) for name in changes]
    charges += [charge("2025-02", cost=str(60 + change), ServiceName=name) for name, change in changes.items()]
    movers = bill(tmp_path, charges).movers
    assert [part.name for part in movers] == ["fallen", *(f"service {number}" for number in range(8, 1, -1))]
    assert (movers[0].recent, movers[0].earlier) == (10, 60)


@pytest.mark.slow
def test_one_month_has_no_movers_and_no_comparison(tmp_path: Path) -> None:
    found = bill(tmp_path, months(1))
    assert found.comparison is None
    assert found.movers == ()


def test_commitments_and_what_of_compute_they_cover(tmp_path: Path) -> None:
    plan = {"CommitmentDiscountId": "plan-1", "CommitmentDiscountType": "Savings Plan"}
    charges = [
        charge(FIRST, cost="40", CommitmentDiscountStatus="Used", **plan),
        charge(FIRST, cost="10", CommitmentDiscountStatus="Unused", **plan),
        charge(
            FIRST, cost="5", CommitmentDiscountStatus="Used", CommitmentDiscountId="r-2", ServiceCategory="Databases"
        ),
        charge(FIRST, cost="60"),
        charge(FIRST, cost="7", PricingCategory="Dynamic"),
        charge(FIRST, cost="3", ServiceCategory="Storage"),
        charge(FIRST, cost="99", ChargeCategory="Purchase", **plan),
    ]
    found = bill(tmp_path, charges).commitments
    assert found
    assert (found.used, found.unused, found.covered_compute, found.eligible_compute) == (45, 10, 40, 100)
    nimbus = "Nimbus Example Cloud"
    assert found.largest == (
        Commitment(id="plan-1", kind="Savings Plan", provider=nimbus, used=Decimal(40), unused=Decimal(10)),
        Commitment(id="r-2", provider=nimbus, used=Decimal(5)),
    )


def test_rates_count_unused_commitment_in_the_cost_and_not_in_the_list_price(tmp_path: Path) -> None:
    charges = [
        charge(FIRST, EffectiveCost="30", ListCost="50"),
        charge(FIRST, EffectiveCost="10", ListCost="20", CommitmentDiscountStatus="Unused"),
        charge(FIRST, EffectiveCost="10", ListCost=""),
        charge(FIRST, EffectiveCost="70", ListCost="70", ChargeCategory="Purchase"),
        charge(FIRST, EffectiveCost="-9", ListCost="-9", ChargeClass="Correction"),
    ]
    found = bill(tmp_path, charges).rates
    assert found
    assert (found.effective, found.list, found.known) == (40, 50, Decimal("0.75"))


def test_allocation_by_tags_resources_and_owned_sub_accounts(tmp_path: Path) -> None:
    both = '{"owner": "a", "cost-center": "b"}'
    charges = [
        charge(FIRST, cost="1", Tags=both),
        charge(FIRST, cost="2", Tags='{"owner": "a"}'),
        charge(FIRST, cost="4", Tags='{"cost-center": "b"}', ResourceId=""),
        charge(FIRST, cost="8", Tags="", SubAccountName="OWNED"),
        charge(FIRST, cost="16", Tags="", CommitmentDiscountStatus="Unused"),
        charge(FIRST, cost="32", Tags="", ChargeCategory="Purchase"),
        charge(FIRST, cost="64", Tags="", ChargeCategory="Tax"),
    ]
    billing = Billing(required_tags=("owner", "cost-center"), owned_sub_accounts=("Owned",))
    found = bill(tmp_path, charges, billing=billing).allocation
    assert found
    assert (found.usage, found.untagged, found.untaggable) == (15, 14, 4)
    assert found.lacking == {"owner": 12, "cost-center": 10}
    assert (found.total, found.unallocated) == (63, 2 + 4 + 16 + 32)


def test_a_jump_is_an_anomaly_and_a_fall_is_none(tmp_path: Path) -> None:
    costs = ["100", "140", "60", "60"]
    charges = [charge(after(FIRST, number), cost=cost) for number, cost in enumerate(costs)]
    assert bill(tmp_path, charges).anomalies == (jump("2025-02", "Machines", 100, 140),)


@pytest.mark.slow
def test_a_rise_of_exactly_the_share_or_the_amount_is_no_anomaly(tmp_path: Path) -> None:
    charges = [charge("2025-01", cost="100"), charge("2025-02", cost="130")]
    assert bill(tmp_path, charges).anomalies == ()
    small = [charge("2025-01", cost="0.01", ServiceName="small"), charge("2025-02", cost="1.01", ServiceName="small")]
    large = [charge("2025-01", cost="98.99"), charge("2025-02", cost="98.99")]
    assert bill(tmp_path, [*small, *large]).anomalies == ()


@pytest.mark.slow
def test_a_new_service_is_an_anomaly_that_says_so(tmp_path: Path) -> None:
    charges = [*months(3), charge("2025-03", cost="50", ServiceName="Models")]
    assert bill(tmp_path, charges).anomalies == (jump("2025-03", "Models", 0, 50, new=True),)


@pytest.mark.slow
def test_a_service_that_comes_back_is_not_new(tmp_path: Path) -> None:
    charges = [*months(4), *(charge(month, cost="50", ServiceName="Models") for month in ("2025-01", "2025-04"))]
    assert bill(tmp_path, charges).anomalies == (jump("2025-04", "Models", 0, 50),)


def test_partial_months_are_in_no_figure_but_their_own(tmp_path: Path) -> None:
    partial = charge("2025-03", cost="999", ChargePeriodEnd="2025-03-12T00:00:00Z")
    found = bill(tmp_path, [*months(2), partial])
    assert [(month.month, month.complete, month.effective) for month in found.months][-1] == ("2025-03", False, 999)
    assert effective(found.total) == 200
    assert found.anomalies == ()
    assert by(found, "region") == [("Example West", 200)]


@pytest.mark.parametrize(
    ("without", "empty"),
    [
        (("ListCost",), {"rates": None}),
        (("Tags",), {"allocation": None}),
        (("CommitmentDiscountStatus",), {"commitments": None}),
        (("CommitmentDiscountId",), {"commitments": None}),
        (("ServiceCategory",), {"ai": None}),
        (("ServiceName",), {"movers": (), "anomalies": ()}),
    ],
)
def test_what_the_data_do_not_carry_is_none_and_never_0(
    tmp_path: Path, without: tuple[str, ...], empty: dict[str, Any]
) -> None:
    charges = [*months(2), charge("2025-02", ServiceCategory="AI and Machine Learning", ServiceName="Models")]
    found = bill(tmp_path, charges, without=without)
    assert {name: getattr(found, name) for name in empty} == empty
    assert set(found.quality.missing_columns) == {"ContractedCost", *without}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("without", "dimension"),
    [
        (("SubAccountName", "SubAccountId"), "sub-account"),
        (("RegionName", "RegionId"), "region"),
        (("ServiceCategory",), "service-category"),
        (("ServiceName",), "service"),
    ],
)
def test_a_dimension_without_column_is_left_out(tmp_path: Path, without: tuple[str, ...], dimension: str) -> None:
    found = bill(tmp_path, months(2), without=without)
    assert dimension not in found.by
    assert len(found.by) == 4


@pytest.mark.slow
def test_amounts_are_written_without_padding(tmp_path: Path) -> None:
    found = bill(tmp_path, months(1, cost="1200.50"))
    assert str(effective(found.total)) == "1200.5"
    assert str(effective(bill(tmp_path, months(1, cost="1200")).total)) == "1200"


def jump(month: str, service: str, before: int, after: int, new: bool = False) -> Anomaly:
    return Anomaly(
        month=month,
        service=service,
        provider="Nimbus Example Cloud",
        before=Decimal(before),
        after=Decimal(after),
        new=new,
    )
