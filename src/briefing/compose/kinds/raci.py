"""`raci`: who is accountable, responsible, consulted and informed for each task."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Cell, Mark, Slide, Table

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
    """The matrix comes from framework.yaml; a row has exactly one A and at least one R."""
    matrix = scene.cast.framework.raci
    header = (scene.word("task"), *(role.name for role in matrix.roles))
    rows = tuple((Cell(row.task), *(_cell(mark) for mark in row.marks)) for row in matrix.rows)
    weights = (2.6, *(1.0 for _ in matrix.roles))
    return scene.slide(Table(header, rows, weights, scene.word("raci-key"), scene.word("raci-summary")))


def _cell(mark: str) -> Cell:
    return Cell("–" if mark == "-" else mark, MARKS[mark])
