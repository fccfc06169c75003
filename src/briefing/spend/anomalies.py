"""Services whose cost jumped from one complete month to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from briefing.library.bill import ZERO, Anomaly
from briefing.spend.history import History
from briefing.spend.ledger import Row
from briefing.spend.months import month_text, number_of
from briefing.spend.plain import plain

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
