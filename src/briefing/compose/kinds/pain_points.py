"""`pain-points`: what hurts today, who feels it, what it cost and who says so; those in the room first."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.compose.written import money
from briefing.library.organisationparts import PainPoint
from briefing.model import Cell, Notice, Slide, Table

TAKES: frozenset[str] = frozenset()
MOST = 6
WEIGHTS = {"pain-who": 2.2, "pain-text": 4.6, "pain-cost": 2.6, "pain-source": 2.6}


def build(scene: Scene) -> Slide | Notice:
    """A row a pain point; a column that no point has anything for is left out, and so is what six rows do not hold."""
    facts = scene.cast.company.facts if scene.cast.company else None
    if not facts or not facts.pain_points:
        return left_out(scene, "pain-points")
    points = sorted(facts.pain_points, key=lambda each: _place(scene, each))
    own = [each for each in points if _place(scene, each) < len(_room(scene))]
    told = scene.telling(points=len(points), own=len(own), priced=sum(each.cost is not None for each in points))
    slide = told.slide(_table(told, points[:MOST]), title="pain-title", label="pain-label", notes="pain-notes")
    further = tuple(scene.word("pain-further", text=each.text) for each in points[MOST:])
    return replace(slide, notes=(*slide.notes, *further))


def _room(scene: Scene) -> list[str]:
    """Who is in the room, the persona of this turn first."""
    ids = [each.identifier for each in scene.cast.personas]
    return [scene.persona.identifier] if scene.persona else ids


def _place(scene: Scene, point: PainPoint) -> int:
    """Where the first in the room who feels it stands; after all of them where nobody does."""
    room = _room(scene)
    return min((room.index(each) for each in point.who if each in room), default=len(room))


def _table(scene: Scene, points: list[PainPoint]) -> Table:
    rows = [_row(scene, each) for each in points]
    kept = [key for key in WEIGHTS if any(row[key] for row in rows)]
    header = tuple(scene.word(key) for key in kept)
    cells = tuple(tuple(Cell(row[key]) for key in kept) for row in rows)
    return Table(header, cells, tuple(WEIGHTS[key] for key in kept), summary=scene.word("pain-summary"))


def _row(scene: Scene, point: PainPoint) -> dict[str, str]:
    room = _room(scene)
    who = sorted(point.who, key=lambda each: room.index(each) if each in room else len(room))
    cost = money(scene, point.cost)
    return {
        "pain-who": ", ".join(scene.name_of(each) for each in who),
        "pain-text": point.text,
        "pain-cost": scene.word("pain-cost-cell", cost=cost, period=point.period) if cost else "",
        "pain-source": point.source,
    }
