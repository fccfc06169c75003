"""`sources`: what the briefing rests on, and under which licence."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.compose.scene import Scene
from briefing.model import Cell, Slide, Table

TAKES: frozenset[str] = frozenset()


def build(scene: Scene) -> Slide:
    """The sources come from framework.yaml; the attribution that the licence asks for stands under them."""
    facts = scene.cast.framework
    header = tuple(scene.word(key) for key in ("source-title", "source-publisher", "source-use", "source-licence"))
    rows = tuple(
        (Cell(each.title), Cell(f"{each.publisher}, {each.year}"), Cell(each.used_for), Cell(each.licence))
        for each in facts.sources
    )
    table = Table(header, rows, (4.0, 2.6, 4.0, 1.5), summary=scene.word("sources-summary"))
    return replace(scene.slide(table), source=facts.attribution)
