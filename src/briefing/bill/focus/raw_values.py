"""Cells of raw tables as values: texts, amounts and days as real exports write them, and months that can be
counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeAlias

import ibis
import ibis.expr.datatypes as dt
from ibis.expr.types import BooleanValue, DateValue, DecimalValue, StringValue, Table, TimestampValue, Value

from briefing.bill.bill import Months
from briefing.bill.focus.columns import Columns
from briefing.documents.text import month_text

# Amounts without the zeros that a database pads them with: `12.5`, not `12.500000000000`.

_WHOLE = Decimal(1)


def plain(amount: Decimal) -> Decimal:
    """The same amount, as short as it is exact."""
    short = amount.normalize()
    return short.quantize(_WHOLE) if int(short.as_tuple().exponent) > 0 else short


# Months as numbers (`documents/text.py`) out of days, and as a span.


def number_of(day: date) -> int:
    """The month that a day is in."""
    return day.year * 12 + day.month - 1


def between(months: Sequence[int]) -> Months:
    """From the first to the last of months in a row."""
    return Months(first=month_text(months[0]), last=month_text(months[-1]))


# Cells of raw tables as values, whatever their type: texts, amounts and days, as real exports write them.

FIRST_YEAR = 2015
AMOUNT = dt.Decimal(38, 12)
INSTANT = dt.Timestamp(timezone="UTC")
# What stands for nothing; the last ones are how Python, R and MySQL write it.
NULLS = ("", "NULL", "null", "Null", "None", "none", "N/A", "n/a", "NaN", "nan", "\\N")
_LONGEST_NULL = max(map(len, NULLS))
_LATE = "23"  # an export whose charges end at 23:59:59 means the end of the day
_OFFSET = r"[+-][0-9]{2}(:?[0-9]{2})?$"
_LONGEST_WITHOUT = len("2026-03-31T23:59:59Z")

Named: TypeAlias = tuple[Table, Columns]


def text(table: Table, columns: Columns, *names: str) -> StringValue:
    """The first of the FOCUS columns that has a text in the row; blanks and a literal NULL are null."""
    found = [_text(table[columns.raw[name]]) for name in names if name in columns]
    return ibis.coalesce(*found) if found else ibis.null(dt.string)


def has_text(table: Table, columns: Columns, name: str) -> BooleanValue:
    """Whether the row has a text there. Blanks are not looked for: ids are long, and nearly all are different."""
    if name not in columns:
        return ibis.literal(False)
    cell = table[columns.raw[name]]
    return cell.notnull() & ~cell.isin(NULLS) if cell.type().is_string() else cell.notnull()


def amount(table: Table, columns: Columns, name: str) -> DecimalValue:
    """A cost; null where there is none, and where it is no number."""
    if name not in columns:
        return ibis.null(AMOUNT)
    cell = table[columns.raw[name]]
    return cell.try_cast(AMOUNT)


def has_texts(table: Table, columns: Columns, name: str) -> bool:
    """Whether there is such a column, and its values are texts."""
    return name in columns and bool(table[columns.raw[name]].type().is_string())


def is_no_number(table: Table, columns: Columns, name: str) -> BooleanValue:
    """Whether a cost has a text that is no number."""
    if not has_texts(table, columns, name):
        return ibis.literal(False)
    no_number = amount(table, columns, name).isnull()
    return no_number.ifelse(text(table, columns, name).notnull(), ibis.literal(False))


def day(table: Table, columns: Columns, name: str) -> DateValue:
    """The day of a time, in UTC; null where there is none, where it cannot be read, and where nobody means its year."""
    if name not in columns:
        return ibis.null(dt.date)
    found, (first, last) = _day(table[columns.raw[name]]), sound_days()
    return found.between(first, last).ifelse(found, ibis.null(dt.date))


def instant(table: Table, columns: Columns, name: str) -> TimestampValue | None:
    """The time in UTC; null where it cannot be read, and None where the column has days or is not there."""
    if name not in columns:
        return None
    cell = table[columns.raw[name]]
    if cell.type().is_timestamp():
        return _in_utc(cell)
    return cell.try_cast(INSTANT).cast("timestamp") if cell.type().is_string() else None


def is_in_the_morning(table: Table, columns: Columns, name: str) -> BooleanValue:
    """Whether a time is after midnight and before one in the afternoon, in UTC: told without parsing it."""
    if name not in columns:
        return ibis.literal(False)
    cell = table[columns.raw[name]]
    if cell.type().is_timestamp():
        return _in_utc(cell).hour().between(1, 12)
    if not cell.type().is_string():
        return ibis.literal(False)
    is_behind = (cell.length() > _LONGEST_WITHOUT) & (cell.right(6).left(1) == "-")
    return cell.substr(11, 2).between("01", "12") | is_behind


def sound_days() -> tuple[date, date]:
    """The first and the last day that a charge may begin: FOCUS is not older, and prepayments do not start later."""
    return date(FIRST_YEAR, 1, 1), date(datetime.now(UTC).year + 1, 12, 31)


def end(table: Table, columns: Columns, name: str) -> DateValue:
    """The day on which a charge does not run any more; one that ends in the last hour of a day ends on the next."""
    if name not in columns:
        return ibis.null(dt.date)
    cell = table[columns.raw[name]]
    if cell.type().is_timestamp():
        return (_in_utc(cell) + ibis.interval(hours=1)).date()
    found = _day(cell)
    if cell.type().is_string():
        found = (cell.substr(11, 2) == _LATE).ifelse(found + ibis.interval(days=1), found)
    return (found >= date(FIRST_YEAR, 1, 1)).ifelse(found, ibis.null(dt.date))


def _text(cell: Value) -> StringValue:
    """Only short texts can stand for nothing. Trimming all others here would take longer than all else."""
    plain = cell if cell.type().is_string() else cell.cast(dt.string)
    trimmed = plain.strip()
    known = trimmed.isin(NULLS).ifelse(ibis.null(dt.string), trimmed)
    return (plain.length() <= _LONGEST_NULL).ifelse(known, plain)


def _day(cell: Value) -> DateValue:
    kind = cell.type()
    if kind.is_date():
        return cell
    if kind.is_timestamp():
        return _in_utc(cell).date()
    return _day_of_text(cell if kind.is_string() else cell.cast(dt.string))


def _in_utc(cell: Value) -> Value:
    """The time without its zone; as sessions are in UTC, that is the time there."""
    zoned = cell.type().timezone is not None
    return cell.cast(INSTANT).cast("timestamp") if zoned else cell.cast("timestamp")


def _day_of_text(plain: StringValue) -> DateValue:
    """By its first ten characters, in UTC unless an offset stands at its end: that is rare, and dear to read.

    Ten characters that begin with a blank are not a whole date, though they may read as one.
    """
    is_long = (plain.length() > _LONGEST_WITHOUT) & (plain.right(1) != "Z")
    has_offset = is_long & plain.re_search(_OFFSET)
    shifted = plain.try_cast(INSTANT).cast("timestamp").date()
    whole = (plain.left(1) > " ").ifelse(plain.left(10), ibis.null(dt.string))
    return has_offset.ifelse(shifted, whole.try_cast(dt.date))
