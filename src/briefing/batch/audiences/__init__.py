"""The audiences of a batch, read from YAML, CSV or Excel: one row, one briefing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.batch.audiences.rows import COLUMNS, MAX_ROWS, Audience, Fact, Row, audience_of, rows_of_yaml
from briefing.batch.audiences.workbook import rows_of_csv, rows_of_workbook
from briefing.documents.yamlfile import printable, shown
from briefing.errors import ContentError, FactError, Problem, Where

__all__ = ["COLUMNS", "SUFFIXES", "Audience", "Audiences", "Fact", "read_audiences"]


@dataclass(frozen=True, slots=True)
class Audiences:
    """The rows of one file in their order, and the pattern for names that it gives, if any; `file` is its name."""

    rows: tuple[Audience, ...]
    names: str
    file: str


SUFFIXES: Mapping[str, Callable[[Path], tuple[list[Row], str]]] = {
    ".yaml": rows_of_yaml,
    ".yml": rows_of_yaml,
    ".csv": lambda path: (rows_of_csv(path), ""),
    ".xlsx": lambda path: (rows_of_workbook(path), ""),
    ".xlsm": lambda path: (rows_of_workbook(path), ""),
}


def read_audiences(path: Path) -> Audiences:
    """Read a file of audiences. What is wrong with a row stands in its `problems`, and does not hide the others.

    Raises ContentError with every problem that concerns the whole file, and FactError where it cannot be read.
    """
    read = SUFFIXES.get(path.suffix.lower())
    if read is None:
        message = f"audiences cannot be read from a file that ends in '{path.suffix}'"
        raise FactError(message, Where(shown(path)), "give a .yaml, .csv or .xlsx file")
    rows, names = read(path)
    if not rows:
        remedy = "write a row for each audience, with 'for' at least"
        raise ContentError(Problem(Where(shown(path)), "there are no audiences in the file", remedy))
    if len(rows) > MAX_ROWS:
        message = f"there are {len(rows):,} audiences in the file, more than {MAX_ROWS:,}"
        raise ContentError(Problem(Where(shown(path)), message, "divide it into several files"))
    return Audiences(tuple(map(audience_of, rows)), names, printable(path.name))
