"""`objections`: what one persona may say against it, and the reply."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Card, Columns, Notice, Slide

TAKES: frozenset[str] = frozenset()


def build(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where the persona has no objections."""
    persona = scene.star()
    if not persona.objections:
        return Notice(scene.word("no-objections"))
    cards = tuple(Card(scene.word("objection", text=each.objection), text=each.reply) for each in persona.objections)
    return scene.slide(Columns(cards), title="objections-title", label="persona-label", notes="objections-notes")
