"""`decision`: what is asked of the audience, in one sentence, with its value, its cost and its date."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Slide, Tile, Tiles

TAKES = frozenset({"tiles"})
TILE = ("label", "value", "note")


def build(scene: Scene) -> Slide:
    """The title is the decision; `tiles` is a list of `label`, `value` and optionally `note`."""
    tiles = Tiles(tuple(_tile(scene, index) for index in scene.entries("tiles", TILE)))
    return scene.slide(tiles, role="statement")


def _tile(scene: Scene, index: int) -> Tile:
    at = ("tiles", index)
    return Tile(scene.text(*at, "label"), scene.text(*at, "value"), scene.text(*at, "note"))
