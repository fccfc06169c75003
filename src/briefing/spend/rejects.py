"""Rows of CSV that could not be split into columns: how many the engine left out, and the first of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import duckdb
import msgspec

from briefing.errors import FactError
from briefing.spend.places import BillFile

LIMIT = 500_000  # notes kept for each file, one for each column that a row lacks; more only take memory
_ROWS = """
    select s.file_path, e.line, max(e.error_type::varchar) as kind, arg_min(e.error_message, e.column_idx) as message,
        bool_or(contains(rtrim(e.csv_line), chr(10))) as is_long
    from reject_errors e join reject_scans s using (scan_id, file_id)
    group by s.file_path, e.line
"""
_FIRST = f"select file_path, line, kind, message from ({_ROWS}) order by all limit 1"
_COUNT = f"select count(*) from ({_ROWS})"
_FULL = "select count(*) from (select 1 from reject_errors group by scan_id, file_id having count(*) >= {})"
_RUNAWAY = f"""
    select file_path, line from ({_ROWS})
    where kind = 'LINE SIZE OVER MAXIMUM' or (kind = 'UNQUOTED VALUE' and is_long) order by all limit 1
"""
NOT_ROWS = ": a quote is not closed, or line ends are of two kinds"
_NUMBERS = re.compile(r"Columns: (\d+) Found: (\d+)")


class Rejection(msgspec.Struct, frozen=True):
    """A row that could not be split into columns."""

    file: str
    line: int
    reason: str


class Rejected(msgspec.Struct, frozen=True):
    """Rows that the CSV reader could not split, and the first of them; `at_least` where it stopped counting."""

    rows: int = 0
    first: Rejection | None = None
    at_least: bool = False


def rejected(connection: duckdb.DuckDBPyConnection, files: Iterable[BillFile]) -> Rejected:
    """The rows lost in the queries so far, each once however often it was read.

    Raises FactError for a quote that is never closed: nobody can say how many rows are lost behind it.
    """
    shown = {file.path: file.shown for file in files}
    try:
        rows = _number(connection, _COUNT)
    except duckdb.CatalogException:
        return Rejected()  # no CSV was read yet, and the engine made no tables for rejects
    if not rows:
        return Rejected()
    _refuse_runaways(connection, shown)
    path, line, kind, message = connection.execute(_FIRST).fetchall()[0]
    first = Rejection(shown.get(path, path), line, _reason(kind, message))
    return Rejected(rows, first, _number(connection, _FULL.format(LIMIT)) > 0)


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])


def _refuse_runaways(connection: duckdb.DuckDBPyConnection, shown: Mapping[str, str]) -> None:
    for path, line in connection.execute(_RUNAWAY).fetchall():
        message = f"{shown.get(path, path)}:{line} cannot be told apart from the rows after it{NOT_ROWS}"
        raise FactError(message, remedy="export the file again")


def _reason(kind: str, message: str) -> str:
    told = _REASONS.get(kind)
    return told(message) if told else "it cannot be split into columns"


def _of_count(message: str) -> str:
    found = _NUMBERS.search(message)
    return f"{found[2]} columns instead of {found[1]}" if found else "the number of columns is wrong"


_REASONS: Mapping[str, Callable[[str], str]] = {
    "MISSING COLUMNS": _of_count,
    "TOO MANY COLUMNS": _of_count,
    "UNQUOTED VALUE": lambda _: "a quote stands in the middle of a value",
    "INVALID ENCODING": lambda _: "the text is not in UTF-8",
}
