"""Rows that no figure can count: how many may be left out, and what is wrong with them, in the words of the message."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from briefing.bill.focus.cube import answered
from briefing.bill.focus.dates import is_numeric
from briefing.bill.focus.faults import Rejected
from briefing.bill.focus.raw_values import sound_days
from briefing.bill.focus.rows import COSTS, Opened, RawTable, faults
from briefing.documents.amounts import with_dot
from briefing.errors import RowsError

MOST_REASONS = 3
_LONGEST = 40  # characters of an example
_PLAIN = "export plain numbers"
_THOUSANDS = re.compile(r"[-+]?\d{1,3}([,.' \u00a0\u202f]\d{3})+([.,]\d+)?")
_COMMA = re.compile(r"[-+]?\d+,\d+")
_CODE = re.compile(r"[A-Z]{3}\s*[-+]?\d.*|[-+]?\d.*\s*[A-Z]{3}")


class Reason(msgspec.Struct, frozen=True):
    """A column that breaks rows, how many, one of its values ("" where it is empty), and the table it is in."""

    column: str
    rows: int
    example: str
    place: str


def refuse_broken(opened: Opened, counted: int, read: int, rejected: Rejected, limit: int) -> None:
    """Raise RowsError where more rows are broken than `limit` allows; `counted` of the rows `read` are.

    What is wrong is asked only then, as that reads the data once more.
    """
    broken = counted + rejected.rows
    if broken <= limit:
        return
    reasons = [*_split(rejected), *_told(reasons_of(opened.tables) if counted else ())]
    number = f"at least {broken:,}" if rejected.at_least else f"{broken:,}"
    raise RowsError(
        f"{number} of {read + rejected.rows:,} rows cannot be used: {'; '.join(reasons)}",
        remedy=f"mend the export, or allow them with --broken-rows {broken}",
        rows=broken,
    )


def reasons_of(tables: Iterable[RawTable]) -> list[Reason]:
    """What breaks rows, the most frequent first."""
    found = [reason for table in tables for reason in _reasons(table)]
    return sorted(found, key=lambda reason: (-reason.rows, reason.place, reason.column))


def _reasons(table: RawTable) -> Iterable[Reason]:
    """From one query: for each column, the rows that it breaks and the first of its values there."""
    wrong = faults(table)
    sums: dict[str, Any] = {}
    for column, is_wrong in wrong.items():
        sums[f"{column} rows"] = is_wrong.sum()
        if column in table.columns:
            came = table.expression[table.came.get(column, table.columns.raw[column])]
            sums[f"{column} example"] = came.cast("string").max(where=is_wrong)
    (row,) = answered(table.expression.aggregate(**sums)).to_pylist()
    for column in wrong:
        if row[f"{column} rows"]:
            yield Reason(column, int(row[f"{column} rows"]), row.get(f"{column} example") or "", table.name)


def _told(reasons: Sequence[Reason]) -> list[str]:
    told = [_sentence(reason) for reason in reasons[:MOST_REASONS]]
    return [*told, "and others"] if len(reasons) > MOST_REASONS else told


def _sentence(reason: Reason) -> str:
    rows = "1 row" if reason.rows == 1 else f"{reason.rows:,} rows"
    return f"{reason.column} {_wrong(reason.column, reason.example.strip())} ({rows} of {reason.place})"


def _wrong(column: str, example: str) -> str:
    if example.upper() in ("", "NULL"):
        return "is empty"
    shown = f"such as '{example[:_LONGEST]}'"
    if column not in COSTS.values():
        return f"{_wrong_date(example)}, {shown}"
    what = _what(example)
    ready = f" such as {found}" if (found := with_dot(example)) else ""
    return f"is text with {what}, {shown}, {_PLAIN}{ready}" if what else f"is no number, {shown}"


def _wrong_date(example: str) -> str:
    if is_numeric(example):
        return "has dates whose day and month cannot be told apart"
    first, last = (each.year for each in sound_days())
    return f"is no date from {first} to {last}"


def _what(example: str) -> str:
    if any(unicodedata.category(character) == "Sc" for character in example) or _CODE.fullmatch(example):
        return "a currency sign"
    if example.startswith("(") and example.endswith(")"):
        return "parentheses"
    if _THOUSANDS.fullmatch(example):
        return "thousands separators"
    return "a decimal comma" if _COMMA.fullmatch(example) else ""


def _split(rejected: Rejected) -> list[str]:
    if not rejected.first:
        return []
    first = rejected.first
    rows = "1 row" if rejected.rows == 1 else f"{rejected.rows:,} rows"
    return [f"{rows} cannot be split into columns, the first is {first.file}:{first.line} ({first.reason})"]
