"""What usage says, on rows few enough to add up by hand: each flag counts where it should, and nowhere else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from briefing.bill.bill import Billing, Contracted
from briefing.bill.focus.cube import BITS, MISSING
from briefing.bill.focus.usage import MOST_COMMITMENTS, allocation_of, commitments_of, rates_of
from briefing.bill.records import Pool


def row(effective: int, *flags: str, lacks: tuple[int, ...] = (), **more: Any) -> dict[str, Any]:
    """Usage of that cost; `lacks` are the places of the required tags that are missing."""
    bits = sum(BITS[each] for each in flags) | sum(1 << each for each in lacks) << MISSING
    amounts = {name: Decimal(more.pop(name, 0)) for name in ("billed", "listed", "contracted")}
    return {
        "flags": bits,
        "effective": Decimal(effective),
        "name": None,
        "provider": None,
        "kind": None,
        **amounts,
        **more,
    }


def told(*values: object) -> tuple[object, ...]:
    return values


def test_used_and_unused_commitments_and_what_of_compute_they_cover() -> None:
    found = commitments_of(
        [
            row(1, "is_used"),
            row(2, "is_used", "is_compute"),
            row(4, "is_unused", "is_compute"),
            row(8, "is_compute"),
            row(16, "is_compute", "is_dynamic"),
            row(32),
            row(-64),
        ]
    )
    assert told(found.used, found.unused, found.covered_compute, found.eligible_compute) == (3, 4, 2, 10)
    assert told(found.refunds, found.largest, found.pools) == (-64, (), ())


def test_a_pool_is_no_commitment_and_only_that_of_its_provider() -> None:
    pool = Pool(id="a", provider="P", bought=Decimal(9))
    both = [row(1, "is_used", name="a", provider="P"), row(2, "is_used", name="a"), row(4, "is_used", name="b")]
    found = commitments_of(both, [pool])
    assert told(found.used, found.pools) == (6, (pool,))
    assert [(each.id, each.provider) for each in found.largest] == [("b", ""), ("a", "")]
    assert commitments_of(both, [Pool(id="a", bought=Decimal(9))]).used == 5


def test_the_largest_commitments_come_first_by_all_that_they_cost() -> None:
    used = [row(10 - each, "is_used", name=f"c{each:02}", provider="P", kind="Plan") for each in range(9)]
    rest = [row(9, "is_unused", name="c08", provider="P"), row(1, "is_used", name="b", provider="Q"), row(5)]
    same = [row(1, "is_used", name="b", provider="P"), row(1, "is_used", name="a", provider="Q")]
    found = commitments_of([*used, *rest, *same]).largest
    assert len(found) == MOST_COMMITMENTS == 10
    assert [each.id for each in found] == ["c08", *(f"c{each:02}" for each in range(8)), "a"]
    assert told(found[0].used, found[0].unused, found[0].kind) == (2, 9, "")
    assert found[1].kind == "Plan"
    assert [(each.id, each.provider) for each in commitments_of([*rest, *same]).largest] == [
        ("c08", "P"), ("a", "Q"), ("b", "P"), ("b", "Q"),
    ]  # fmt: skip


def test_rates_are_of_usage_with_a_list_price_and_unused_commitments_have_none() -> None:
    usage = [
        row(10, "has_list", listed=20),
        row(30),
        row(5, "is_unused", "has_list", "has_contract", listed=100),
        row(0, "is_unpaid", billed=-40),
    ]
    found = rates_of(usage, has_contracts=False)
    assert told(found.effective, found.list, found.known, found.contracted) == (15, 20, Decimal("0.125"), None)
    assert rates_of([], has_contracts=False).known == 0


def test_contracted_prices_are_of_usage_that_has_one() -> None:
    usage = [
        row(10, "has_contract", listed=20, contracted=15),
        row(8, "has_contract", "is_used", listed=16, contracted=12),
        row(2, "has_list", "is_used", listed=4, contracted=3),
        row(5, "is_unused", "has_contract", listed=1, contracted=1),
    ]
    assert rates_of(usage, has_contracts=True).contracted == Contracted(
        list=Decimal(36), cost=Decimal(27), committed=Decimal(12), committed_effective=Decimal(8), unused=Decimal(5),
        known=Decimal("0.9"),
    )  # fmt: skip


@pytest.mark.parametrize(("owned", "unallocated"), [((), 7), (("TEAM a",), 5), (("team",), 7), (("",), 2)])
def test_whose_cost_it_is(owned: tuple[str, ...], unallocated: int) -> None:
    rows = [
        row(1, "is_usage", "has_resource", lacks=(0,)),
        row(2, "is_usage", lacks=(0, 1), name="Team A"),
        row(4, lacks=(1,)),
        row(8, "is_usage", "has_resource", name="Team A"),
        row(16, "is_usage", "is_unused"),
        row(-32, "has_resource"),
    ]
    found = allocation_of(rows, Billing(required_tags=("owner", "cost-centre"), owned_sub_accounts=owned))
    assert told(found.usage, found.untagged, found.untaggable) == (11, 3, 2)
    assert found.lacking == {"owner": 3, "cost-centre": 2}
    assert told(found.total, found.unallocated, found.refunds) == (-1, unallocated, -32)
