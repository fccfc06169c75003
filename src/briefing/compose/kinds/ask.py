"""`ask`: the closing slide: one sentence, and who decides what by when."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.library.persona import Persona
from briefing.model import Block, Card, Columns, Notice, Slide, Tile, Tiles

TAKES: frozenset[str] = frozenset()


def build(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where no persona has an ask."""
    asked = tuple(persona for persona in scene.cast.personas if persona.ask)
    if not asked:
        return Notice(scene.word("no-ask"))
    return scene.slide(_steps(scene, asked), role="closing", notes="ask-notes")


def _steps(scene: Scene, asked: tuple[Persona, ...]) -> Block:
    if len(asked) == 1:
        return _one(scene, asked[0])
    if len(asked) <= 4:
        return Tiles(tuple(_tile(each) for each in asked))
    return Columns(tuple(Card(each.name, text=each.ask.decision) for each in asked if each.ask))


def _one(scene: Scene, persona: Persona) -> Tiles:
    ask = persona.ask
    assert ask is not None
    parts = {"ask-decision": ask.decision, "ask-why": ask.why, "ask-by": ask.by}
    return Tiles(tuple(Tile(scene.word(key), value) for key, value in parts.items() if value))


def _tile(persona: Persona) -> Tile:
    assert persona.ask is not None
    return Tile(persona.name, persona.ask.decision, persona.ask.by)
