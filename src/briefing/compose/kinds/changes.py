"""`changes`: what FinOps changes for each persona, a card a persona."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.library.persona import Persona
from briefing.model import Card, Columns, Slide

TAKES: frozenset[str] = frozenset()


def build(scene: Scene) -> Slide:
    """The changes of the persona's answers, or the benefits where there are none."""
    cards = tuple(Card(each.name, _changes(each), icon=each.group or "finops-benefits") for each in scene.cast.personas)
    return scene.slide(Columns(cards), notes="changes-notes")


def _changes(persona: Persona) -> tuple[str, ...]:
    changes = tuple(answer.change for answer in persona.answers if answer.change)
    return changes or tuple(entry.item for entry in persona.finops_benefits)
