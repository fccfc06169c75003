"""`talking-points`: what to say to one persona, what hurts here, and what to expect."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Card, Columns, Notice, Slide

TAKES: frozenset[str] = frozenset()
PAINS = 2


def build(scene: Scene) -> Slide | Notice:
    """Key messages, the persona's own pain points, and questions; left out, with a notice, where there are none.

    A persona that nobody has written messages for yet is spoken to with its benefits and frustrations.
    """
    persona = scene.star()
    plain = not persona.key_messages
    lists = {
        "points-say": persona.key_messages or tuple(each.item for each in persona.finops_benefits),
        "points-pain": _pains(scene, persona.identifier) or tuple(each.item for each in persona.frustrations if plain),
        "points-expect": persona.questions,
    }
    icons = {"points-say": "finops-benefits", "points-pain": "frustrations", "points-expect": "objectives"}
    cards = tuple(Card(scene.word(name), items, icon=icons[name]) for name, items in lists.items() if items)
    if not cards:
        return Notice(scene.word("no-points"))
    return scene.slide(Columns(cards), title="points-title", label="persona-label", notes="points-notes")


def _pains(scene: Scene, identifier: str) -> tuple[str, ...]:
    facts = scene.cast.company.facts if scene.cast.company else None
    return tuple(each.text for each in (facts.pain_points if facts else ()) if identifier in each.who)[:PAINS]
