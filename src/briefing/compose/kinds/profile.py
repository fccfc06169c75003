"""`persona-profile`: one persona's goal over objectives, frustrations, key metrics and FinOps benefits."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Block, Card, Columns, Slide, Text

TAKES: frozenset[str] = frozenset()


def build(scene: Scene) -> Slide:
    """The title falls back on the persona's first key message."""
    persona = scene.star()
    blocks: list[Block] = [Text(persona.primary_goal, "lead")] if persona.primary_goal else []
    blocks.append(Columns(quadrants(scene)))
    return scene.slide(*blocks, title="profile-title", label="persona-label", notes="profile-notes")


def quadrants(scene: Scene) -> tuple[Card, ...]:
    """The four lists of a persona as cards; a list that is empty gives none."""
    persona = scene.star()
    lists = {
        "objectives": tuple(entry.item for entry in persona.objectives),
        "frustrations": tuple(entry.item for entry in persona.frustrations),
        "key-metrics": tuple(scene.cast.metric(entry) for entry in persona.key_metrics),
        "finops-benefits": tuple(entry.item for entry in persona.finops_benefits),
    }
    return tuple(Card(scene.word(name), items, icon=name) for name, items in lists.items() if items)
