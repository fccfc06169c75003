"""Effective cost in parts: by the values of a dimension, what jumped, and the way there from what was billed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from briefing.bill.bill import ZERO, Anomaly, Bridge, Part
from briefing.bill.focus.coverage import History
from briefing.bill.focus.ledger import Row, has
from briefing.bill.focus.raw_values import number_of, plain
from briefing.documents.text import month_text

# Effective cost by the values of a dimension: in the period, and on both sides of the comparison.

MOST_PARTS = 20
MOST_MOVERS = 8


class Tally:
    """Adds up parts by provider and name, in any order."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], list[Decimal]] = {}

    def add(self, provider: str | None, name: str | None, spans: Sequence[Decimal]) -> None:
        """Add effective cost in the period, on the recent and on the earlier side."""
        sums = self._sums.setdefault((provider or "", name or ""), [ZERO, ZERO, ZERO])
        for place, amount in enumerate(spans):
            sums[place] += amount

    def parts(self) -> list[Part]:
        """All parts, the largest first."""
        parts = [_part(sums, name, provider) for (provider, name), sums in self._sums.items()]
        return sorted(parts, key=lambda part: (-part.effective, part.provider, part.name))

    def total(self) -> Part | None:
        """All together; None where nothing was added."""
        parts = self.parts()
        return joined(parts) if parts else None


def names_apart(rows: Sequence[Row]) -> list[str]:
    """The names of sub-accounts; behind one that several have its id, or its provider where it has no id.

    One id is one sub-account, whoever sells what runs in it.
    """
    ids: dict[str, set[str]] = {}
    providers: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        name, id = row["name"] or "", row["kind"] or ""
        ids.setdefault(name, set()).add(id)
        providers.setdefault((name, id), set()).add(row["provider"] or "")
    return [_apart(row, ids, providers) for row in rows]


def _apart(row: Row, ids: Mapping[str, set[str]], providers: Mapping[tuple[str, str], set[str]]) -> str:
    name, id = row["name"] or "", row["kind"] or ""
    if not name or (len(ids[name]) == 1 and len(providers[name, id]) == 1):
        return name
    own = id not in ("", name)
    behind = (id if len(ids[name]) > 1 else "") if own else row["provider"] or ""
    return f"{name} ({behind})" if behind else name


def spans_of(row: Row, history: History) -> tuple[Decimal, Decimal, Decimal]:
    """A month's effective cost, once for each span that the month is in."""
    month, cost = number_of(row["charge_month"]), row["effective"]
    return (
        cost if month in history.period else ZERO,
        cost if month in history.recent else ZERO,
        cost if month in history.earlier else ZERO,
    )


def in_spans(row: Row) -> tuple[Decimal, Decimal, Decimal]:
    """The amounts of a row that is already summed up by span."""
    return row["effective"], row["recent"], row["earlier"]


def joined(parts: Iterable[Part], others: int = 0) -> Part:
    """One part without a name, for what several parts are together."""
    each = tuple(parts)
    return Part(
        name="",
        effective=plain(sum((part.effective for part in each), ZERO)),
        recent=plain(sum((part.recent for part in each), ZERO)),
        earlier=plain(sum((part.earlier for part in each), ZERO)),
        others=others,
    )


def shortened(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The largest parts, and the rest as one."""
    rest = parts[MOST_PARTS:]
    return (*parts[:MOST_PARTS], joined(rest, len(rest))) if rest else tuple(parts)


def movers(services: Iterable[Part]) -> tuple[Part, ...]:
    """The services that changed most, up or down."""
    moved = sorted(services, key=lambda part: (-abs(part.recent - part.earlier), part.provider, part.name))
    return tuple(moved[:MOST_MOVERS])


def _part(sums: Sequence[Decimal], name: str, provider: str) -> Part:
    effective, recent, earlier = map(plain, sums)
    return Part(name=name, provider=provider, effective=effective, recent=recent, earlier=earlier)


# Services whose cost jumped from one complete month to the next.

MOST = 10
SHARE = Decimal("0.3")  # of the month before
AMOUNT = Decimal("0.01")  # of all effective cost of the month

ByMonth: TypeAlias = Mapping[int, Decimal]


def anomalies(rows: Iterable[Row], history: History) -> tuple[Anomaly, ...]:
    """The largest jumps in the period; falls are none. A month that follows no complete one is held against nothing."""
    by_service: dict[tuple[str, str], dict[int, Decimal]] = {}
    totals: dict[int, Decimal] = {}
    for row in rows:
        month, cost = number_of(row["charge_month"]), row["effective"]
        by_month = by_service.setdefault((row["provider"] or "", row["name"] or ""), {})
        by_month[month] = by_month.get(month, ZERO) + cost
        totals[month] = totals.get(month, ZERO) + cost
    found = [
        _anomaly(service, month, by_month)
        for service, by_month in by_service.items()
        for month in history.period
        if month - 1 in history.told and _jumped(by_month, month, totals.get(month, ZERO))
    ]
    return tuple(sorted(found, key=_largest_first)[:MOST])


def _jumped(by_month: ByMonth, month: int, total: Decimal) -> bool:
    before, after = by_month.get(month - 1, ZERO), by_month.get(month, ZERO)
    return after - before > SHARE * before and after - before > AMOUNT * total


def _anomaly(service: tuple[str, str], month: int, by_month: ByMonth) -> Anomaly:
    provider, name = service
    return Anomaly(
        month=month_text(month),
        service=name,
        provider=provider,
        before=plain(by_month.get(month - 1, ZERO)),
        after=plain(by_month.get(month, ZERO)),
        new=not any(cost for earlier, cost in by_month.items() if earlier < month),
    )


def _largest_first(anomaly: Anomaly) -> tuple[Decimal, str, str, str]:
    return anomaly.before - anomaly.after, anomaly.month, anomaly.provider, anomaly.service


# From billed to effective cost in the period, out of the sums that are there for both: each charge in one step.

# A charge that is several of these, such as the correction of a credit, is the first.
_APART = {
    "tax": "is_tax",
    "credits": "is_credit",
    "adjustments": "is_adjustment",
    "corrections": "is_correction",
    "uncategorised": "is_uncategorised",
}


def bridge_of(invoiced: Iterable[Row], counted: Sequence[Row], history: History) -> Bridge:
    """The bridge of the period. `invoiced` are all charges, `counted` those of effective cost within the period."""
    sums = dict.fromkeys(_APART, ZERO)
    billed = by_charge = by_invoice = ZERO
    for row in invoiced:
        is_billed = number_of(row["billing_month"]) in history.period
        billed += row["billed"] if is_billed else ZERO
        apart = next((name for name, flag in _APART.items() if has(row, flag)), "")
        if apart:
            sums[apart] -= row["billed"] if is_billed else ZERO
            continue
        by_invoice += row["billed"] if is_billed else ZERO
        by_charge += row["billed"] if number_of(row["charge_month"]) in history.period else ZERO
    return Bridge(
        billed=plain(billed),
        **{name: plain(value) for name, value in sums.items()},
        prepaid=_beyond(counted, _is_prepaid),
        amortised=_beyond(counted, lambda row: not _is_prepaid(row) and _is_committed(row)),
        other=_beyond(counted, lambda row: not _is_prepaid(row) and not _is_committed(row)),
        shifted=plain(by_charge - by_invoice),
        effective=plain(sum((row["effective"] for row in counted), ZERO)),
    )


def _is_prepaid(row: Row) -> bool:
    """A purchase; what converters write on it as unused is a part of what was bought earlier."""
    return has(row, "is_purchase") and not has(row, "is_unused")


def _is_committed(row: Row) -> bool:
    return bool(row["name"]) or has(row, "is_used") or has(row, "is_unused")


def _beyond(rows: Iterable[Row], wanted: Callable[[Row], bool]) -> Decimal:
    """How much more their effective cost is than what was billed."""
    return plain(sum((row["effective"] - row["billed"] for row in rows if wanted(row)), ZERO))
