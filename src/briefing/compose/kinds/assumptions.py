"""`assumptions`: every figure that the briefing says, in full, and the key or the formula that it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from briefing.compose.missing import left_out
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.model import Cell, Notice, Slide, Table

TAKES: frozenset[str] = frozenset()
TERMS = "terms."
LEAST_TOGETHER = 3  # figures of a bill that count the same; fewer say it each


def build(scene: Scene) -> Slide | Notice:
    """Made after all other slides, so that none of their figures is left out; in the order of `briefing figures`."""
    said = _said(scene)
    if not said:
        return left_out(scene, "spend.current-monthly")
    keys = ("assumptions-figure", "assumptions-shown", "assumptions-full", "assumptions-origin")
    header = tuple(scene.word(key) for key in keys)
    rows = tuple(_rows(scene, said))
    table = Table(header, rows, (3.9, 1.5, 1.9, 5.2), summary=scene.word("assumptions-summary"))
    return scene.slide(table, title="assumptions-title", label="assumptions-label", notes="assumptions-notes")


def _said(scene: Scene) -> list[Said]:
    """What has been said, and the terms that the return rests on."""
    figures = scene.cast.figures
    if not figures.voice or not figures.voice.log:
        return []
    log = figures.voice.log
    rests = any(id.startswith(("return.", "break-even")) for id in log)
    return [figures[id] for id in figures if id in log or (rests and id.startswith(TERMS))]


def _rows(scene: Scene, said: list[Said]) -> Iterator[tuple[Cell, ...]]:
    """A row a figure; those of a bill that count the same stand together, under a row that says what they count."""
    for basis in dict.fromkeys(each.basis for each in said):
        found = [each for each in said if each.basis == basis]
        apart = bool(basis) and len(found) >= LEAST_TOGETHER
        if apart:
            yield Cell(scene.word("assumptions-basis")), Cell(""), Cell(""), Cell(basis)
        yield from (_row(scene, each, "" if apart else basis) for each in found)


def _row(scene: Scene, figure: Said, basis: str) -> tuple[Cell, ...]:
    short, full = figure.short, figure.full
    origin = _origin(scene, figure)
    return Cell(figure.name), Cell(short), Cell(full), Cell("; ".join(filter(None, (origin, basis))))


def _origin(scene: Scene, figure: Said) -> str:
    """The place of a fact that is shown as it stands, and else the formula."""
    if not figure.is_stated:
        return figure.formula
    (origin,) = figure.figure.origins
    redacted = scene.cast.company is not None and scene.cast.company.facts.redacted
    file = "" if redacted else PurePath(origin.file).name
    return scene.word("assumptions-stated", file=file, fact=origin.key, line=origin.line)
