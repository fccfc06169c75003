"""Audiences in YAML: a list, or a mapping with `defaults`, `audiences`, and a `matrix` that crosses lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from pathlib import Path

from briefing.errors import ContentError, Problem
from briefing.library.audiencerow import COLUMNS, Cell, Row, column_problem
from briefing.library.schema import at
from briefing.library.text import did_you_mean
from briefing.library.yamlfile import Document, Step, read_yaml

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
            yield Problem(document.where_key(key), f"unknown key '{key}'", remedy)


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
            yield Problem(document.where_key(*path, column), *problem)


def _matrix_problems(document: Document, matrix: Mapping[str, object]) -> Iterator[Problem]:
    for axis, entries in matrix.items():
        if not isinstance(entries, list) or not entries:
            yield Problem(document.where("matrix", axis), f"'{axis}' should be a list that is not empty")
            continue
        for index, entry in enumerate(entries):
            if isinstance(entry, dict):
                yield from _column_problems(document, entry, "matrix", axis, index)
        if axis not in COLUMNS and (problem := column_problem(axis)) and not all(isinstance(e, dict) for e in entries):
            remedy = f"{problem[1]} Or write each entry as a mapping, '- name: …'"
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
