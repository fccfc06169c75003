"""`raci`: who is accountable, responsible, consulted and informed for each task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from briefing.compose.scene import Scene
from briefing.library.raci import Raci, RaciRow, mark
from briefing.model import Cell, Mark, Slide, Table

if TYPE_CHECKING:  # figures are worked out only where a company's facts are given
    from briefing.library.organisationparts import RaciOverride

TAKES: frozenset[str] = frozenset()
MARKS: dict[str, Mark] = {
    "A": "accountable",
    "A/R": "accountable",
    "R": "responsible",
    "C": "consulted",
    "I": "informed",
    "-": "none",
}


def build(scene: Scene) -> Slide:
    """The matrix comes from framework.yaml, with the organisation's own rows; one A and at least one R in each."""
    own = scene.cast.company.facts.raci if scene.cast.company else None
    matrix = overridden(scene.cast.framework.raci, own) if own else scene.cast.framework.raci
    header = (scene.word("task"), *(role.name for role in matrix.roles))
    rows = tuple((Cell(row.task), *(_cell(mark) for mark in row.marks)) for row in matrix.rows)
    weights = (2.6, *(1.0 for _ in matrix.roles))
    summary = scene.word("raci-summary", matrix=matrix)
    return scene.slide(Table(header, rows, weights, scene.word("raci-key"), summary))


def overridden(matrix: Raci, own: RaciOverride) -> Raci:
    """The matrix with rows of the same task replaced, others after them, and columns of the organisation's own.

    Of the framework's rows those stay that still have somebody accountable and somebody responsible in such columns.
    """
    roles = own.roles or matrix.roles
    places = [role.id for role in roles]
    added = {each["task"] or "": each for each in own.rows}
    kept = [_under(row, matrix, places) for row in matrix.rows]
    rows = {row.task.casefold(): row for row in kept if _is_whole(row)}
    rows |= {task.casefold(): _row(task, each, places) for task, each in added.items()}
    return Raci(roles=roles, rows=tuple(rows.values())) if rows else matrix


def _under(row: RaciRow, matrix: Raci, places: list[str]) -> RaciRow:
    marks = dict(zip((role.id for role in matrix.roles), row.marks, strict=True))
    return _row(row.task, marks, places)


def _row(task: str, marks: Mapping[str, str | None], places: list[str]) -> RaciRow:
    return RaciRow(task=task, marks=tuple(mark(marks.get(place)) for place in places))


def _is_whole(row: RaciRow) -> bool:
    letters = list(_letters(row))
    return letters.count("A") == 1 and "R" in letters


def _letters(row: RaciRow) -> Iterator[str]:
    for each in row.marks:
        yield from each.split("/")


def _cell(mark: str) -> Cell:
    return Cell("–" if mark == "-" else mark, MARKS[mark])
