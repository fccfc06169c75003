"""`talking-points`: what to say to one persona, what hurts here, and what to expect."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.compose.scene import Scene
from briefing.model import Card, Columns, Notice, Slide

TAKES: frozenset[str] = frozenset()
PAINS = 2
FIGURES = 3
ICONS: Mapping[str, str] = {
    "points-say": "finops-benefits",
    "points-pain": "frustrations",
    "points-frustrations": "frustrations",
    "points-bill": "key-metrics",
    "points-expect": "objectives",
}


def build(scene: Scene) -> Slide | Notice:
    """Key messages, the persona's own pain points, and questions; left out, with a notice, where there are none.

    A persona that nobody has written messages for yet is spoken to with its benefits and frustrations.
    """
    persona = scene.star()
    plain = not persona.key_messages
    lists = {
        "points-say": persona.key_messages or tuple(each.item for each in persona.finops_benefits),
        "points-pain": (pains := _pains(scene, persona.identifier)),
        "points-frustrations": tuple(each.item for each in persona.frustrations if plain and not pains),
        "points-bill": _billed(scene),
        "points-expect": persona.questions,
    }
    cards = tuple(Card(scene.word(name), items, icon=ICONS[name]) for name, items in lists.items() if items)
    if not cards:
        return Notice(scene.word("no-points"))
    return scene.slide(Columns(cards), title="points-title", label="persona-label", notes="points-notes")


def _billed(scene: Scene) -> tuple[str, ...]:
    """The first figures of the bill that the persona's key metrics name."""
    if not scene.cast.bill:
        return ()
    from briefing.compose.kinds.spend_kpis import baseline_tiles  # nothing of it is needed without a bill

    tiles = baseline_tiles(scene)[:FIGURES]
    return tuple(scene.word("points-figure", label=each.label, value=each.value) for each in tiles)


def _pains(scene: Scene, identifier: str) -> tuple[str, ...]:
    facts = scene.cast.company.facts if scene.cast.company else None
    return tuple(each.text for each in (facts.pain_points if facts else ()) if identifier in each.who)[:PAINS]
