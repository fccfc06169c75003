"""What usage says in the period: commitments and their use, list prices, and whose cost it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TypeAlias

from briefing.bill.bill import ZERO, Allocation, Billing, Commitment, Commitments, Contracted, Rates
from briefing.bill.focus.ledger import Row, has, missing_tags
from briefing.bill.focus.raw_values import plain
from briefing.bill.records import Pool

MOST_COMMITMENTS = 10
Wanted: TypeAlias = Callable[[Row], bool]


def commitments_of(usage: Sequence[Row], pools: Sequence[Pool] = ()) -> Commitments:
    """The used and the unused part of all commitments but pools, and how much of compute they cover."""
    prepaid = {(each.id, each.provider) for each in pools}
    usage = [row for row in usage if (row["name"], row["provider"] or "") not in prepaid]
    return Commitments(
        used=_sum(usage, _is_used),
        unused=_sum(usage, _is_unused),
        covered_compute=_sum(usage, lambda row: has(row, "is_compute") and _is_used(row)),
        eligible_compute=_sum(usage, _is_eligible),
        refunds=_refunds(usage),
        largest=_largest(usage),
        pools=tuple(pools),
    )


def rates_of(usage: Sequence[Row], *, has_contracts: bool) -> Rates:
    """Cost and list cost of usage that has both, and the unused part of commitments, which has no list price."""
    used = [row for row in usage if not _is_unused(row)]
    listed, unused = [row for row in used if has(row, "has_list")], _sum(usage, _is_unused)
    return Rates(
        effective=plain(_sum(listed) + unused),
        list=_sum(listed, amount="listed"),
        known=_share_of_cost(listed, used),
        contracted=_contracted(used, unused) if has_contracts else None,
    )


def _contracted(used: Sequence[Row], unused: Decimal) -> Contracted:
    known = [row for row in used if has(row, "has_contract")]
    return Contracted(
        list=_sum(known, amount="listed"),
        cost=_sum(known, amount="contracted"),
        committed=_sum(known, _is_used, "contracted"),
        committed_effective=_sum(known, _is_used),
        unused=unused,
        known=_share_of_cost(known, used),
    )


def _share_of_cost(rows: Iterable[Row], of: Iterable[Row]) -> Decimal:
    """How much of the cost of usage is that of these rows; what was billed, for rows that are billed without a cost."""
    part, whole = (sum((abs(_cost(row)) for row in each), ZERO) for each in (rows, of))
    return part / whole if whole else ZERO


def _cost(row: Row) -> Decimal:
    found: Decimal = row["billed" if has(row, "is_unpaid") else "effective"]
    return found


def allocation_of(rows: Sequence[Row], billing: Billing) -> Allocation:
    """Whose cost it is. Unused commitment is in the total, and not in the usage that could have tags."""
    usage = [row for row in rows if has(row, "is_usage") and not _is_unused(row)]
    owned = {account.casefold() for account in billing.owned_sub_accounts}
    return Allocation(
        usage=_sum(usage),
        untagged=_sum(usage, _is_untagged),
        untaggable=_sum(usage, lambda row: not has(row, "has_resource")),
        lacking={key: _sum(usage, _lacks(place)) for place, key in enumerate(billing.required_tags)},
        total=_sum(rows),
        unallocated=_sum(rows, lambda row: _is_untagged(row) and (row["name"] or "").casefold() not in owned),
        refunds=_refunds(rows),
    )


def _refunds(rows: Iterable[Row]) -> Decimal:
    return _sum(rows, lambda row: row["effective"] < 0)


def _is_used(row: Row) -> bool:
    return has(row, "is_used")


def _is_unused(row: Row) -> bool:
    return has(row, "is_unused")


def _is_eligible(row: Row) -> bool:
    return has(row, "is_compute") and not has(row, "is_dynamic") and not _is_unused(row)


def _is_untagged(row: Row) -> bool:
    return missing_tags(row) != 0


def _lacks(place: int) -> Wanted:
    return lambda row: bool(missing_tags(row) >> place & 1)


def _largest(usage: Iterable[Row]) -> tuple[Commitment, ...]:
    by_id: dict[tuple[str, str], list[Row]] = {}
    for row in usage:
        if row["name"]:
            by_id.setdefault((row["name"], row["provider"] or ""), []).append(row)
    found = [_commitment(id, provider, rows) for (id, provider), rows in by_id.items()]
    return tuple(sorted(found, key=lambda one: (-(one.used + one.unused), one.id, one.provider))[:MOST_COMMITMENTS])


def _commitment(id: str, provider: str, rows: Sequence[Row]) -> Commitment:
    kind = min(row["kind"] or "" for row in rows)
    return Commitment(id=id, kind=kind, provider=provider, used=_sum(rows, _is_used), unused=_sum(rows, _is_unused))


def _sum(rows: Iterable[Row], wanted: Wanted | None = None, amount: str = "effective") -> Decimal:
    return plain(sum((row[amount] for row in rows if wanted is None or wanted(row)), ZERO))
