"""`maturity`: crawl, walk, run: where each capability stands today, and where it is to be."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.library.organisationparts import LEVELS, Maturity
from briefing.model import Cell, Notice, Slide, Table

TAKES: frozenset[str] = frozenset()
ON_THE_WAY = "→"


def build(scene: Scene) -> Slide | Notice:
    """A row a capability, a column a level; notes that nobody wrote leave no column behind."""
    facts = scene.cast.company.facts if scene.cast.company else None
    stands = {name: each for name, each in facts.maturity.items() if each.current or each.target} if facts else {}
    if not stands:
        return left_out(scene, "maturity")
    told = scene.telling(**_counts(stands.values()))
    noted = any(each.note for each in stands.values())
    header = (scene.word("capability"), *(scene.word(level) for level in LEVELS))
    rows = tuple(_row(scene, name, each, noted=noted) for name, each in stands.items())
    weights = (2.8, 1.2, 1.2, 1.2, *((4.2,) if noted else ()))
    header = (*header, *((scene.word("maturity-note"),) if noted else ()))
    table = Table(header, rows, weights, summary=told.word("maturity-summary"))
    return told.slide(table, title="maturity-title", label="maturity-label", notes="maturity-notes")


def _counts(stands: Iterable[Maturity]) -> dict[str, int]:
    """How many capabilities there are, are to move up, are to run of these, and stand where they are to be."""
    found = list(stands)
    aimed = [(each, _rank(each.current), _rank(each.target)) for each in found if each.current and each.target]
    rising = [each for each, now, then in aimed if then > now]
    return {
        "total": len(found),
        "rising": len(rising),
        "running": sum(each.target == "run" for each in rising),
        "settled": sum(then == now for _, now, then in aimed),
    }


def _rank(level: str) -> int:
    return next(place for place, each in enumerate(LEVELS) if each == level)


def _row(scene: Scene, name: str, stand: Maturity, *, noted: bool) -> tuple[Cell, ...]:
    levels = (_cell(scene, level, stand) for level in LEVELS)
    return (Cell(scene.word("capability-name", id=name)), *levels, *((Cell(stand.note),) if noted else ()))


def _cell(scene: Scene, level: str, stand: Maturity) -> Cell:
    if level == stand.current:
        return Cell(scene.word("maturity-now"), "now")
    if level == stand.target:
        return Cell(scene.word("maturity-target"), "goal")
    between = stand.current and stand.target and _rank(stand.current) < _rank(level) < _rank(stand.target)
    return Cell(ON_THE_WAY if between else "", "none")
