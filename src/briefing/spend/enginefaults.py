"""What an exception of DuckDB while it reads files means to whoever gave the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import duckdb

from briefing.errors import BriefingError, FactError
from briefing.spend.clouds import fault_of_cloud, is_cloud
from briefing.spend.forms import cut_off, damaged
from briefing.spend.places import BillFile
from briefing.spend.rejects import NOT_ROWS
from briefing.spend.scrubbing import one_line

_THE_DATA = BillFile("", "the billing data")


def fault_of_file(error: Exception, files: Iterable[BillFile]) -> BriefingError | None:
    """The sentence for the user, naming the file where the engine does; None where the program is at fault."""
    if not isinstance(error, (duckdb.Error, OSError)):
        return None
    text = str(error)
    file = _named(text, files)
    for words, fault in _FAULTS.items():
        if words in text:
            return fault(file)
    if is_cloud(file.path):
        return fault_of_cloud(text, file.path)
    return FactError(f"{file.shown} cannot be read: {one_line(text)}", remedy="look at the data, or export them again")


def fault_of_footer(error: duckdb.Error, file: BillFile) -> BriefingError:
    """What is wrong where already the list of columns of a Parquet file cannot be read."""
    told = fault_of_file(error, [file])
    is_told = told is not None and " cannot be read: " not in str(told)
    return told if told and (is_told or isinstance(error, duckdb.NotImplementedException)) else damaged(file)


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
