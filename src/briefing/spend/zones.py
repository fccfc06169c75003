"""Times of a provider that counts its days elsewhere than in UTC: no billing period starts at midnight there.

An export may write the first of March in Shanghai as 28 February, 16:00 UTC, and in Los Angeles as 1 March, 08:00 UTC.
Its billing periods tell by how much its days are shifted, row by row, so that charges keep the day and the month of
their invoice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import ibis
from ibis.expr.types import IntegerValue, TimestampValue
from msgspec.structs import replace as changed

from briefing.spend.cells import instant
from briefing.spend.opened import RawTable

_BILLING = "BillingPeriodStart"
_DAY = 24 * 60  # minutes
_EASTMOST = 14 * 60  # no place is further ahead of UTC
_WESTMOST = 12 * 60  # nor behind it
_TIMES = {_BILLING: 0, "ChargePeriodStart": 0, "ChargePeriodEnd": 60}  # an end at 23:59:59 means the end of the day


def in_own_zone(tables: Iterable[RawTable]) -> tuple[RawTable, ...]:
    """The tables with the days of their times as their providers count them."""
    return tuple(map(_in_own_zone, tables))


def _in_own_zone(table: RawTable) -> RawTable:
    times = {focus: found for focus in _TIMES if (found := instant(table.expression, table.columns, focus)) is not None}
    if _BILLING not in times:
        return table
    ahead = _ahead(times[_BILLING])
    made = {
        f"{focus} in its zone": (found + (ahead + _TIMES[focus]).as_interval("m")).date()
        for focus, found in times.items()
    }
    came = {focus: table.came.get(focus, table.columns.raw[focus]) for focus in times}
    raw = {**table.columns.raw, **{focus: f"{focus} in its zone" for focus in times}}
    columns = changed(table.columns, raw=raw)
    return replace(table, expression=table.expression.mutate(**made), columns=columns, came=came)


def _ahead(start: TimestampValue) -> IntegerValue:
    """How many minutes before midnight in UTC a billing period starts, where that is a time zone; after it, below 0."""
    since = start.hour() * 60 + start.minute()
    left = (_DAY - since) % _DAY
    is_east = (left <= _EASTMOST) & ((start.date() + ibis.interval(days=1)).day() == 1)
    is_west = (since <= _WESTMOST) & (start.day() == 1)
    return ibis.coalesce(ibis.cases((is_east, left), (is_west, -since), else_=0), 0)
