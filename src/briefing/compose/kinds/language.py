"""`language`: the words that one persona uses, those to avoid, and the numbers that belong to others."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.library.persona import Persona
from briefing.model import Card, Columns, Notice, Slide

TAKES: frozenset[str] = frozenset()
MOST = 5


def build(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where the persona has neither words to use nor words to avoid."""
    persona = scene.star()
    if not (persona.language.use or persona.language.avoid):
        return Notice(scene.word("no-language"))
    lists = {
        "language-use": persona.language.use,
        "language-avoid": persona.language.avoid,
        "language-leave-out": _of_others(scene, persona),
    }
    icons = {"language-use": "finops-benefits", "language-avoid": "frustrations", "language-leave-out": "key-metrics"}
    cards = tuple(Card(scene.word(name), items, icon=icons[name]) for name, items in lists.items() if items)
    return scene.slide(Columns(cards), title="language-title", label="persona-label", notes="language-notes")


def _of_others(scene: Scene, persona: Persona) -> tuple[str, ...]:
    """KPIs of the catalogue that others answer for: they only cost this persona's attention."""
    own = {entry.id for entry in persona.key_metrics}
    others = (kpi for kpi in scene.cast.kpis.values() if kpi.personas and persona.identifier not in kpi.personas)
    return tuple(kpi.name for kpi in others if kpi.id not in own)[:MOST]
