"""`waiting`: what it costs to start later: the sentence, and the three cases."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from briefing.compose.chosen import explained
from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.model import Bullets, Notice, Slide, Text, Tile, Tiles

TAKES: frozenset[str] = frozenset()
CASES = ("low", "base", "high")
SIGNS = {-1: "negative", 0: "zero", 1: "positive"}
BULLETS = ("waiting-growth", "waiting-cost", "waiting-bound")


def build(scene: Scene) -> Slide | Notice:
    """Left out where the base case of the return cannot be reckoned."""
    figures = scene.cast.figures
    base = figures.find("return.base.cost-of-waiting")
    if not base:
        return left_out(scene, *(figures.missing("return.base") or ("savings",)))
    blocks = (Text(scene.word("waiting-lead"), "lead"), Tiles(tuple(_tiles(scene))))
    slide = scene.slide(
        *blocks,
        Bullets(tuple(filter(None, map(scene.word, BULLETS)))),
        title="waiting-title",
        label="waiting-label",
        notes="waiting-notes",
    )
    return replace(slide, notes=(*slide.notes, *explained(scene, base.id, "return.base.net")))


def _tiles(scene: Scene) -> Iterator[Tile]:
    for case in CASES:
        found = scene.cast.figures.find(f"return.{case}.cost-of-waiting")
        if found:
            label = scene.word("waiting-case", scenario=scene.cast.case(case))
            what = SIGNS[found.sign] if found.known else "unknown"
            yield Tile(label, found.size, scene.word(f"waiting-{what}"))
