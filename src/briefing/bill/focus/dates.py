"""Dates and times that are not written as FOCUS asks: read where they can be meant in one way only, in the days of
the provider.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

import ibis
import ibis.expr.datatypes as dt
from ibis.expr.types import BooleanValue, DateValue, IntegerValue, StringValue, TimestampValue, Value
from msgspec.structs import replace as changed

from briefing.bill.focus.cube import answered
from briefing.bill.focus.raw_values import day, end, instant, sound_days
from briefing.bill.focus.rows import RawTable

# Dates that are not written as FOCUS asks: read where they can be meant in one way only, left alone elsewise.
#
# Years must lie between 2015 and next year; that alone tells many a misread date. Days and months change places from
# one country to the next, and only the data can say which is meant: a number above 12 does, and so do billing
# periods, which begin on the first of a month. That is asked of all files together, and where they differ, of each by
# itself.

TIMES = ("BillingPeriodStart", "ChargePeriodStart", "ChargePeriodEnd")
_BEGINS = "BillingPeriodStart"
_MOST = 200_000  # different dates that are looked at; hours of twenty years
_NUMERIC = r"^\s*(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(\D.*)?$"
_YEAR_FIRST = r"^\s*(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(\D.*)?$"
_COMPACT = r"^\s*(20\d\d)(\d\d)(\d\d)(T?\d{4,6}Z?|\.0+)?\s*$"
_YEAR_MONTH = r"^\s*(20\d\d)[/.\-]?(\d\d)(\.0+)?\s*$"
_DAY_NAME = r"^[A-Za-z, ]*?(\d{1,2})[\- ./]*([A-Za-z]{3})[a-z]*\.?[\- ,./]*(\d{4}|\d{2})(\D.*)?$"
_NAME_DAY = r"^\s*(?:[A-Za-z]{3},? )?([A-Za-z]{3})[a-z]*\.?[\- ]+(\d{1,2}),?[\- ]+(\d{4})(\D.*)?$"
_SERIAL = r"^\s*(4[2-9]\d{3})(\.0+)?\s*$"  # days as Excel counts them
_EPOCH = r"^\s*(\d{10}|\d{13}|\d{16}|\d{19})(\.0+)?\s*$"
_LATE = r"(\s|T)(23:|11:[0-9:.]+\s?[Pp][Mm])"
_ONES = ("1", "01")
_EXCEL = date(1899, 12, 30)  # of which serial numbers are the days since
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Which groups of a pattern are year, month and day.
_Order: TypeAlias = tuple[int, int, int]
_Orders: TypeAlias = Mapping[str, _Order]  # by file, or of all files under ""
_Cells: TypeAlias = Mapping[str, StringValue]
_Seen: TypeAlias = Mapping[str, Sequence[str]]
_DAY_FIRST, _MONTH_FIRST = (3, 2, 1), (3, 1, 2)
_PLAIN: Sequence[tuple[str, _Order]] = (
    (_YEAR_FIRST, (1, 2, 3)),
    (_COMPACT, (1, 2, 3)),
    (_YEAR_MONTH, (1, 2, 0)),
    (_DAY_NAME, (3, 2, 1)),
    (_NAME_DAY, (3, 1, 2)),
)


def reread(tables: Iterable[RawTable]) -> tuple[RawTable, ...]:
    """The tables with their other dates read; a table whose dates are all as they should be stays as it is."""
    return tuple(map(_reread, tables))


def _reread(table: RawTable) -> RawTable:
    texts = {focus: cell for focus in TIMES if (cell := _odd(table, focus)) is not None}
    found = {focus: seen for focus, cell in texts.items() if (seen := _seen(table, focus, cell))}
    if not found:
        return table
    orders, serials = _orders(table, texts, found), _are_serials(found)
    made = {f"{focus} as a date": _read(table, focus, texts[focus], orders, serials) for focus in found}
    raw = {**table.columns.raw, **{focus: f"{focus} as a date" for focus in found}}
    came = {focus: table.columns.raw[focus] for focus in found}
    columns = changed(table.columns, raw=raw)
    return replace(table, expression=table.expression.mutate(**made), columns=columns, came={**table.came, **came})


def _odd(table: RawTable, focus: str) -> StringValue | None:
    """The column as text, where it has texts or numbers."""
    if focus not in table.columns:
        return None
    cell = table.expression[table.columns.raw[focus]]
    kind = cell.type()
    return None if kind.is_temporal() else cell if kind.is_string() else _digits(cell)


def _digits(cell: Value) -> StringValue:
    """A number in digits; never as a power of ten."""
    return cell.cast(dt.int64).cast(dt.string) if cell.type().is_numeric() else cell.cast(dt.string)


def _seen(table: RawTable, focus: str, cell: StringValue) -> tuple[str, ...]:
    """What is not written as FOCUS asks, each once."""
    is_odd = cell.notnull() & day(table.expression, table.columns, focus).isnull()
    found = table.expression.select(seen=is_odd.ifelse(cell, ibis.null(dt.string))).distinct().limit(_MOST)
    return tuple(text for text in answered(found)["seen"].to_pylist() if text and text.strip())


def order_of(seen: Mapping[str, Sequence[str]]) -> _Order | None:
    """Where year, month and day stand in dates of three numbers; None where that cannot be told."""
    parts = {focus: [found for text in texts if (found := re.match(_NUMERIC, text))] for focus, texts in seen.items()}
    every = [each for found in parts.values() for each in found]
    orders = [order for order in (_DAY_FIRST, _MONTH_FIRST) if all(_day_of(each, order) for each in every)]
    if len(orders) == 1:
        return orders[0]
    # Billing periods begin on the first of a month, in one reading and not in the other.
    begins = [
        order for order in orders if parts.get(_BEGINS) and all(each[order[2]] in _ONES for each in parts[_BEGINS])
    ]
    same = all(each[1].lstrip("0") == each[2].lstrip("0") for each in every)
    return begins[0] if len(begins) == 1 or (same and begins) else None


def _orders(table: RawTable, texts: _Cells, seen: _Seen) -> _Orders:
    """The order of all dates; or that of each file, where not all have the same and each shows its own."""
    order = order_of(seen)
    if order or not table.file:
        return {"": order} if order else {}
    by_file: dict[str, dict[str, list[str]]] = {}
    for focus in seen:
        columns = {"file": table.expression[table.file], "seen": texts[focus]}
        for row in answered(table.expression.select(**columns).distinct().limit(_MOST)).to_pylist():
            by_file.setdefault(row["file"], {}).setdefault(focus, []).append(row["seen"] or "")
    found = {file: order_of(own) for file, own in by_file.items()}
    return {file: own for file, own in found.items() if own}


def _are_serials(seen: _Seen) -> bool:
    """Whether days are numbered as Excel does on Windows: billing periods then begin on the first of a month."""
    begins = [int(found[1]) for text in seen.get(_BEGINS, ()) if (found := re.match(_SERIAL, text))]
    return bool(begins) and all((_EXCEL + timedelta(days=each)).day == 1 for each in begins)


def is_numeric(text: str) -> bool:
    """Whether it is a date of three numbers, in one order or the other, of a year that somebody means."""
    found = re.match(_NUMERIC, text)
    first, last = sound_days()
    return found is not None and any(
        (day := _day_of(found, order)) is not None and first <= day <= last for order in (_DAY_FIRST, _MONTH_FIRST)
    )


def _day_of(found: re.Match[str], order: _Order) -> date | None:
    year, month, of_month = (int(found[place]) for place in order)
    try:
        return date(year + 2000 if year < 100 else year, month, of_month)
    except ValueError:
        return None


def _read(table: RawTable, focus: str, cell: StringValue, orders: _Orders, serials: bool) -> DateValue:
    """The dates of a column in all forms that are known; null where none of them is.

    `serials` says that numbers of five digits are days of Excel.
    """
    is_end = focus == "ChargePeriodEnd"
    plain = (end if is_end else day)(table.expression, table.columns, focus)
    late = cell.re_search(_LATE) if is_end else None
    read = [_shifted(_of_parts(cell, pattern, where), late) for pattern, where in _PLAIN]
    for order in dict.fromkeys(orders.values()):
        numeric = _shifted(_of_parts(cell, _NUMERIC, order), late)
        files = [file for file, own in orders.items() if own == order]
        read.append(numeric if "" in orders else table.expression[table.file].isin(files).ifelse(numeric, None))
    return ibis.coalesce(plain, *read, *([_of_serial(cell)] if serials else []), _of_epoch(cell, is_end))


def _of_serial(cell: StringValue) -> DateValue:
    days = cell.re_extract(_SERIAL, 1).try_cast(dt.int64)
    since_1970 = (days - (date(1970, 1, 1) - _EXCEL).days) * 86_400
    return since_1970.as_timestamp("s").date()


def _shifted(found: DateValue, late: BooleanValue | None) -> DateValue:
    return found if late is None else late.ifelse(found + ibis.interval(days=1), found)


def _of_parts(cell: StringValue, pattern: str, order: _Order) -> DateValue:
    """A date out of the groups of a pattern, by way of a text, as only that can fail without an error."""
    year, month, of_month = (cell.re_extract(pattern, place) if place else ibis.literal("1") for place in order)
    named = month.lower()
    number = named.cases(*((name, f"{place:02}") for place, name in enumerate(_MONTHS, 1)), else_=month.lpad(2, "0"))
    long = (year.length() == 2).ifelse(ibis.literal("20").concat(year), year)
    return long.concat("-", number, "-", of_month.lpad(2, "0")).try_cast(dt.date)


def _of_epoch(cell: StringValue, is_end: bool) -> DateValue:
    """Seconds since 1970, or thousandths, millionths or billionths of them, by how many digits there are."""
    seconds = cell.re_extract(_EPOCH, 1).left(10).try_cast(dt.int64)
    return (seconds + (3600 if is_end else 0)).as_timestamp("s").date()


# Times of a provider that counts its days elsewhere than in UTC: no billing period starts at midnight there.
#
# An export may write the first of March in Shanghai as 28 February, 16:00 UTC, and in Los Angeles as 1 March, 08:00
# UTC. Its billing periods tell by how much its days are shifted, row by row, so that charges keep the day and the
# month of their invoice.

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
