"""`cards`: headed cards of equal rank, for slides that people add to a layout of their own."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Block, Card, Columns, Slide, Text

TAKES = frozenset({"lead", "cards"})
CARD = ("heading", "items", "text", "icon")


def build(scene: Scene) -> Slide:
    """`cards` is a list of `heading` with `text` or `items`, and optionally `icon`."""
    lead = scene.text("lead")
    blocks: list[Block] = [Text(lead, "lead")] if lead else []
    blocks.append(Columns(tuple(_card(scene, index) for index in scene.entries("cards", CARD))))
    return scene.slide(*blocks)


def _card(scene: Scene, index: int) -> Card:
    at = ("cards", index)
    return Card(
        heading=scene.text(*at, "heading"),
        items=scene.texts(*at, "items"),
        text=scene.text(*at, "text"),
        icon=scene.text(*at, "icon"),
    )
