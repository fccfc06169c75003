"""Audiences in YAML: a list, or a mapping with `defaults`, `audiences`, and a `matrix` that crosses lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from math import prod
from pathlib import Path

from briefing.documents.schema import at
from briefing.documents.text import did_you_mean, folded
from briefing.documents.yamlfile import Document, Step, read_yaml
from briefing.errors import Code, ContentError, Problem, Where

# One row of an audiences file: which columns there may be, and what is wrong with what stands in them.

# Column → what it is for, as docs/batch.md has it.
COLUMNS: Mapping[str, str] = {
    "name": "what the audience is called, and its files after it",
    "for": "personas, aliases and groups",
    "layout": "what is told",
    "theme": "how it looks",
    "formats": "as --format takes them, also several",
    "language": "the language that the layout is expected to be in",
    "title": "the title of the briefing, instead of the layout's",
    "presenter": "who presents",
    "where": "the part of the bill that is this audience's, as in SubAccountName = Retail",
    "minutes": "how long the story may take",
}
LISTS = frozenset(("for", "formats"))
FACTS = "organisation."  # before a fact that would else be taken for a column, as in organisation.name


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of one row: a text, or a list or mapping where YAML holds one; None is empty."""

    value: object
    where: Where


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column. `number` is what the user counts by: the row of the sheet, or the entry of the YAML list."""

    number: int
    cells: Mapping[str, Cell]
    where: Where
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the organisation that holds for one audience: `spend.current-monthly`, and what is written there."""

    key: str
    value: object


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom one briefing is for, and what is special about it. Empty fields are as the command line has them.

    An audience with `problems` cannot be made; the rest of it is as far as it could be read.
    """

    number: int
    name: str = ""
    people: tuple[str, ...] = ()
    layout: str = ""
    theme: str = ""
    formats: tuple[str, ...] = ()
    language: str = ""
    title: str = ""
    presenter: str = ""
    where: str = ""
    minutes: str = ""
    facts: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()
    places: Mapping[str, Where] = field(default_factory=dict, repr=False, compare=False)

    def problem(self, column: str, message: str, remedy: str = "") -> Problem:
        """A problem with a column of this row, at its place."""
        where = self.places.get(column) or self.places.get("", Where())
        place = f"row {self.number}, column '{column}'" if column in self.places else f"row {self.number}"
        return Problem(where, f"{place}: {message}", remedy)


def audience_of(row: Row) -> Audience:
    """The audience of a row, with everything that is wrong with the row itself."""
    places = {"": row.where, **{column: cell.where for column, cell in row.cells.items()}}
    bare = Audience(row.number, places=places)
    problems = [*row.problems, *_problems(row, bare)]
    texts = {column: _text(row, column) for column in COLUMNS if column not in LISTS}
    return Audience(
        row.number,
        people=_words(row, "for"),
        formats=_words(row, "formats"),
        facts=tuple(_facts(row)),
        problems=tuple(problems),
        places=places,
        **texts,
    )


@cache
def column_problem(column: str) -> Problem | None:
    """What is wrong with the name of a column, wherever it stands; None where there is such a column or fact."""
    if column in COLUMNS:
        return None
    from briefing.organisation.organisation import OrganisationFile
    from briefing.organisation.reader import key_problem

    if "." in column or "[" in column:
        found = key_problem(OrganisationFile, column.removeprefix(FACTS))
        return Problem(Where(), *found) if found else None
    message, remedy = f"unknown column '{column}'", f"write '{FACTS}{column}' for the organisation's"
    if not column or key_problem(OrganisationFile, column):
        remedy = did_you_mean(column, COLUMNS, f"the columns are {', '.join(COLUMNS)}, and facts such as spend.source")
    return Problem(Where(), message, remedy, Code.UNKNOWN_FIELD)


def _problems(row: Row, audience: Audience) -> Iterator[Problem]:
    for column, cell in row.cells.items():
        if unknown := column_problem(column):
            yield replace(unknown, where=cell.where, message=f"row {row.number}: {unknown.message}")
        elif column in COLUMNS and not _SOUND["list" if column in LISTS else "text"](cell.value):
            what = "names, in one text or a list" if column in LISTS else "one text"
            yield audience.problem(column, f"this should be {what}")
    if not _words(row, "for") and not row.problems:
        yield audience.problem("for", _nobody(row), "write for example cfo, or a group")


def _nobody(row: Row) -> str:
    return "nobody is named" if "for" in row.cells else "'for' is missing"


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_list(value: object) -> bool:
    return _is_text(value) or (isinstance(value, list) and all(isinstance(each, str) for each in value))


_SOUND: Mapping[str, Callable[[object], bool]] = {"text": _is_text, "list": _is_list}


def _text(row: Row, column: str) -> str:
    value = row.cells[column].value if column in row.cells else None
    return folded(value) if isinstance(value, str) else ""


def _words(row: Row, column: str) -> tuple[str, ...]:
    value = row.cells[column].value if column in row.cells else None
    listed = value if isinstance(value, list) else [value]
    words = (folded(part) for each in listed if isinstance(each, str) for part in re.split(r"[,\r\n]", each))
    return tuple(filter(None, words))


def _facts(row: Row) -> Iterator[Fact]:
    """The facts in the order of their columns; an empty cell of a sheet says nothing."""
    for column, cell in row.cells.items():
        if column not in COLUMNS and column_problem(column) is None:
            yield Fact(column.removeprefix(FACTS), cell.value)


KEYS = ("names", "defaults", "audiences", "matrix")
MAX_ROWS = 20_000

Cells = Mapping[str, Cell]


def rows_of_yaml(path: str | Path) -> tuple[list[Row], str]:
    """The rows of a YAML file, and its pattern for names if it has one.

    Raises ContentError for what is wrong with the file as a whole; what is wrong with a row stands in the row.
    """
    document = read_yaml(path, fold=True)
    if isinstance(document.value, list):
        return list(_listed(document, (), {}, 1)), ""
    if not isinstance(document.value, dict):
        remedy = "write '- for: cfo' for each audience"
        raise ContentError(Problem(document.where(), "the file should be a list of audiences", remedy))
    problems = [*_unknown_keys(document), *_shape_problems(document, document.value)]
    if problems:
        raise ContentError(*problems)
    defaults = dict(_cells(document, ("defaults",)))
    rows = list(_listed(document, ("audiences",), defaults, 1))
    rows += _crossed(document, defaults, len(rows) + 1)
    return rows, str(document.value.get("names") or "")


def _unknown_keys(document: Document) -> Iterator[Problem]:
    for key in document.value if isinstance(document.value, dict) else ():
        if key not in KEYS:
            remedy = did_you_mean(key, KEYS, f"the keys are {', '.join(KEYS)}; audiences stand under 'audiences'")
            yield Problem(document.where_key(key), f"unknown key '{key}'", remedy, Code.UNKNOWN_FIELD)


def _shape_problems(document: Document, value: Mapping[str, object]) -> Iterator[Problem]:
    shapes: Mapping[str, tuple[type, str]] = {
        "names": (str, "a pattern such as '{name}/{persona}-{layout}'"),
        "defaults": (dict, "a mapping from column to value"),
        "audiences": (list, "a list"),
        "matrix": (dict, "a mapping from a name to a list"),
    }
    for key, (kind, called) in shapes.items():
        if value.get(key) is not None and not isinstance(value[key], kind):
            yield Problem(document.where(key), f"'{key}' should be {called}")
    if isinstance(defaults := value.get("defaults"), dict):
        yield from _column_problems(document, defaults, "defaults")
    if isinstance(matrix := value.get("matrix"), dict):
        yield from _matrix_problems(document, matrix)


def _column_problems(document: Document, columns: Mapping[str, object], *path: Step) -> Iterator[Problem]:
    for column in columns:
        if problem := column_problem(column):
            yield replace(problem, where=document.where_key(*path, column))


def _matrix_problems(document: Document, matrix: Mapping[str, object]) -> Iterator[Problem]:
    for axis, entries in matrix.items():
        if not isinstance(entries, list) or not entries:
            yield Problem(document.where("matrix", axis), f"'{axis}' should be a list that is not empty")
            continue
        for index, entry in enumerate(entries):
            if isinstance(entry, dict):
                yield from _column_problems(document, entry, "matrix", axis, index)
        if axis not in COLUMNS and (problem := column_problem(axis)) and not all(isinstance(e, dict) for e in entries):
            remedy = f"{problem.remedy} Or write each entry as a mapping, '- name: …'"
            yield Problem(document.where_key("matrix", axis), f"'{axis}' is no column", remedy)
    count = prod(len(entries) for entries in matrix.values() if isinstance(entries, list))
    if count > MAX_ROWS:
        message = f"the matrix makes {count:,} audiences, more than {MAX_ROWS:,}"
        yield Problem(document.where("matrix"), message, "divide it into several files")


def _listed(document: Document, path: tuple[Step, ...], defaults: Cells, first: int) -> Iterator[Row]:
    entries = at(document, *path)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        where = document.where(*path, index)
        if isinstance(entry, dict):
            yield Row(first + index, {**defaults, **dict(_cells(document, (*path, index)))}, where)
        else:
            message = f"row {first + index}: an audience should be a mapping such as 'for: cfo'"
            yield Row(first + index, {}, where, (Problem(where, message),))


def _crossed(document: Document, defaults: Cells, first: int) -> Iterator[Row]:
    matrix = at(document, "matrix")
    if not matrix:
        return
    axes = [[*_entries(document, axis, entries)] for axis, entries in matrix.items()]
    for number, chosen in enumerate(product(*axes), first):
        cells = {column: cell for part in chosen for column, cell in part.items()}
        where = next(iter(cells.values())).where if cells else document.where("matrix")
        yield Row(number, {**defaults, **cells}, where)


def _entries(document: Document, axis: str, entries: Sequence[object]) -> Iterator[Cells]:
    """What each entry of an axis sets: several columns where it is a mapping, else the one the axis is called by."""
    for index, entry in enumerate(entries):
        path = ("matrix", axis, index)
        yield dict(_cells(document, path)) if isinstance(entry, dict) else {axis: Cell(entry, document.where(*path))}


def _cells(document: Document, path: tuple[Step, ...]) -> Iterator[tuple[str, Cell]]:
    value = at(document, *path)
    for column, item in value.items() if isinstance(value, dict) else ():
        yield column, Cell(item, document.where(*path, column))
