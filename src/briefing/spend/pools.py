"""Prepaid pools: a sum is bought once, usage draws from it, and what is left is neither used nor wasted.

A pool is told from a reservation or a savings plan, which exports spread evenly over its term: by its type where that
says so, and else by what was paid once and in which month how much of it was drawn.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from decimal import Decimal

from briefing.library.bill import ZERO
from briefing.library.billpromises import Pool
from briefing.spend.history import History
from briefing.spend.ledger import Row, has
from briefing.spend.months import number_of
from briefing.spend.plain import plain

RECENT = 3  # months whose draws say how fast the rest goes
EVEN = Decimal("0.02")  # from month to month: what is spread evenly differs by the days of a month alone
# Types that say what they are, in the words of providers.
_POOL = re.compile(
    r"(?i)pre-?paid|pre-?purchase|draw-?\s?down|capacity|pool|credits?\b|monetary|universal|\bdbcu?\b|balance"
)
_SPREAD = re.compile(r"(?i)savings? ?plan|reserv|\bri\b|\bcud\b|committed use|spend.based|resource.based")


def pools_of(rows: Iterable[Row], history: History) -> tuple[Pool, ...]:
    """The pools, that with most left first."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["name"], row["provider"] or ""), []).append(row)
    pools = [_pool(id, provider, own, history) for (id, provider), own in found.items() if _is_pool(own)]
    return tuple(sorted(pools, key=lambda each: (-(each.remaining or ZERO), each.id, each.provider)))


def _is_pool(rows: Sequence[Row]) -> bool:
    """Bought with a sum of its own, drawn from, and with no unused part, which only what is spread has."""
    kind = " ".join({row["kind"] for row in rows if row["kind"]})
    bought = [row for row in rows if has(row, "is_purchase") and row["billed"] > 0 and not has(row, "is_unused")]
    if _SPREAD.search(kind) or any(has(row, "is_unused") and row["effective"] for row in rows):
        return False
    if _POOL.search(kind):
        return True
    return bool(bought) and not _is_even(rows) and _paid_once(bought, rows)


def _paid_once(bought: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether more was paid than was drawn, in fewer months."""
    drawn = _drawn(rows)
    return len({row["charge_month"] for row in bought}) < max(len(drawn), 2) and _sum(bought) > sum(
        drawn.values(), ZERO
    )


def _is_even(rows: Sequence[Row]) -> bool:
    """Whether each day of all months but the first and the last has the same cost, as of what is spread over a term."""
    daily = [cost / _days(month) for month, cost in sorted(_drawn(rows).items())][1:-1]
    return len(daily) > 1 and max(daily) - min(daily) <= EVEN * max(daily)


def _days(month: int) -> int:
    return monthrange(month // 12, month % 12 + 1)[1]


def _drawn(rows: Iterable[Row]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for row in rows:
        if has(row, "is_usage") and not has(row, "is_unused"):
            month = number_of(row["charge_month"])
            found[month] = found.get(month, ZERO) + row["effective"]
    return found


def _pool(id: str, provider: str, rows: Sequence[Row], history: History) -> Pool:
    drawn = _drawn(rows)
    recent = history.told[-RECENT:]
    bought = [row for row in rows if has(row, "is_purchase")]
    return Pool(
        id=id,
        kind=min((row["kind"] for row in rows if row["kind"]), default=""),
        provider=provider,
        bought=plain(_sum(bought)),
        drawn=plain(sum(drawn.values(), ZERO)),
        monthly=plain(sum((drawn.get(month, ZERO) for month in recent), ZERO) / len(recent)),
    )


def _sum(rows: Iterable[Row]) -> Decimal:
    return sum((row["billed"] for row in rows), ZERO)
