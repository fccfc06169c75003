"""What could not be read, in words: exceptions of the engine, and rows that could not be split into columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import duckdb
import msgspec

from briefing.bill.focus.clouds import fault_of_cloud, is_cloud, known_fault_of_cloud
from briefing.bill.focus.columns import cut_off, damaged
from briefing.bill.focus.locations import BillFile
from briefing.bill.focus.scrubbing import one_line
from briefing.errors import BriefingError, FactError

# Rows of CSV that could not be split into columns: how many the engine left out, and the first of them.

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


# What an exception of DuckDB while it reads files means to whoever gave the files.

_THE_DATA = BillFile("", "the billing data")


def fault_of_file(error: Exception, files: Iterable[BillFile]) -> BriefingError | None:
    """The sentence for the user, naming the file where the engine does; None where the program is at fault."""
    if not isinstance(error, (duckdb.Error, OSError)):
        return None
    text = str(error)
    file = _named(text, files)
    if told := _known(text, file):
        return told
    if is_cloud(file.path):
        return fault_of_cloud(text, file.path)
    return FactError(f"{file.shown} cannot be read: {one_line(text)}", remedy="look at the data, or export them again")


def _known(text: str, file: BillFile) -> FactError | None:
    for words, fault in _FAULTS.items():
        if words in text:
            return fault(file)
    return known_fault_of_cloud(text, file.path) if is_cloud(file.path) else None


def fault_of_footer(error: duckdb.Error, file: BillFile) -> BriefingError:
    """What is wrong where already the list of columns of a Parquet file cannot be read."""
    unread = fault_of_file(error, [file]) if isinstance(error, duckdb.NotImplementedException) else None
    return _known(str(error), file) or unread or damaged(file)


def _named(text: str, files: Iterable[BillFile]) -> BillFile:
    """The file whose path stands in the text, the longest first; the only one where none does."""
    files = tuple(files)
    here = [file for file in files if file.path in text]
    return max(here, key=lambda file: len(file.path)) if here else files[0] if len(files) == 1 else _THE_DATA


def _line_ends(file: BillFile) -> FactError:
    return FactError(f"{file.shown} cannot be split into rows{NOT_ROWS}", remedy="export the file again")


def _no_memory(file: BillFile) -> FactError:
    return FactError("the billing data need more memory than there is", remedy="give fewer files at a time")


def _no_room(file: BillFile) -> FactError:
    return FactError("there is no room for what does not fit into memory", remedy="free the folder for temporary files")


def _changed(file: BillFile) -> FactError:
    return FactError(f"{file.shown} went away while it was read", remedy="give it again")


def _forbidden(file: BillFile) -> FactError:
    return FactError(f"{file.shown} may not be read", remedy="change its permissions")


# Words of the engine (DuckDB 1 and 2), the first that stand in its text decide.
_FAULTS: Mapping[str, Callable[[BillFile], FactError]] = {
    "Unexpected end of GZIP stream": cut_off,
    "Failed to decode gzip stream": damaged,
    "No magic bytes found at end of file": cut_off,
    "too small to be a Parquet file": cut_off,
    "don't know what type": damaged,
    "TProtocolException": damaged,
    "Footer length error": damaged,
    "Invalid string encoding found in Parquet file": damaged,
    "reached an invalid state": _line_ends,
    "No space left on device": _no_room,
    "max_temp_directory_size": _no_room,
    "Out of Memory": _no_memory,
    "No such file": _changed,
    "Permission denied": _forbidden,
}
