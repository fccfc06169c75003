"""`principles`: the six FinOps principles as short cards."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Card, Columns, Slide

TAKES: frozenset[str] = frozenset()


def build(scene: Scene) -> Slide:
    """The principles come from framework.yaml."""
    cards = tuple(Card(each.name, text=each.text) for each in scene.cast.framework.principles)
    return scene.slide(Columns(cards))
