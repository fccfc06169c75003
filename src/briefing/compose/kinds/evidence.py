"""`evidence`: what others have published, marked as such; no figure of the company is made from it."""

from __future__ import annotations

from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.library.evidence import Evidence
from briefing.model import Cell, Notice, Slide, Table

TAKES: frozenset[str] = frozenset()


def build(scene: Scene) -> Slide | Notice:
    """Only beside own figures: without them there is nothing to compare."""
    if not scene.cast.figures or not scene.cast.evidence:
        return left_out(scene, "spend.current-monthly")
    keys = ("evidence-fact", "evidence-figure", "evidence-source", "evidence-sample")
    header = tuple(scene.word(key) for key in keys)
    rows = tuple(_row(scene, each) for each in scene.cast.evidence)
    table = Table(header, rows, (4.6, 1.6, 3.6, 2.7), summary=scene.word("evidence-summary"))
    return scene.slide(table, title="evidence-title", label="evidence-label", notes="evidence-notes")


def _row(scene: Scene, each: Evidence) -> tuple[Cell, ...]:
    source = scene.word("evidence-from", publisher=each.publisher, title=each.title, year=each.year)
    sample = scene.word("evidence-sampled", sample=each.sample, basis=each.basis)
    return Cell(each.fact), Cell(each.figure), Cell(source), Cell(sample)
