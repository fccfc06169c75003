"""`decision`: what is asked of the audience, in one sentence, with its value, its cost and its date."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.compose.kinds.ask import asks_blocks
from briefing.compose.scene import Scene
from briefing.model import Notice, Slide, Tile, Tiles

TAKES = frozenset({"tiles"})
LEAST_ALONE = 2  # tiles that tell something without a decision over them
TILE = ("label", "value", "note")


def build(scene: Scene) -> Slide | Notice:
    """The title is the decision; `tiles` is a list of `label`, `value` and optionally `note`.

    A tile whose value comes out empty is left out. Where several decisions are asked for and none of all, the slide
    shows them instead. Where nothing is asked of anybody in the room, the tiles stand for themselves, or are left out.
    """
    asks = scene.cast.asks
    if not scene.cast.asked and len(asks.single) > 1:
        return scene.slide(*asks_blocks(scene), role="statement")
    tiles = tuple(_tiles(scene))
    if not asks.single and len(tiles) < LEAST_ALONE:
        return Notice(scene.word("no-decision"))
    return scene.slide(*((Tiles(tiles),) if tiles else ()), role="statement")


def _tiles(scene: Scene) -> Iterator[Tile]:
    for index in scene.entries("tiles", TILE):
        label, value, note = (scene.text("tiles", index, key) for key in TILE)
        if value:
            yield Tile(label, value, note)
