"""`ask`: the closing slide: one sentence, and who decides what by when; with the company's own facts for what money."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.compose.asked import Asked, asked_of
from briefing.compose.scene import Scene
from briefing.library.persona import Persona
from briefing.model import Block, Card, Columns, Notice, Slide, Tile, Tiles

TAKES: frozenset[str] = frozenset()
MOST_TILES = 4


def build(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where neither a persona nor the company asks for anything."""
    if scene.cast.together or (len(scene.cast.personas) == 1 and scene.cast.asked):
        return scene.slide(Tiles(tuple(_own(scene, scene.cast.asked))), role="closing", notes="ask-notes")
    asked = tuple(each for each in scene.cast.personas if each.ask or asked_of(scene.cast, each))
    if not asked:
        return Notice(scene.word("no-ask"))
    return scene.slide(_steps(scene, asked), role="closing", notes="ask-notes")


def _own(scene: Scene, asked: Asked) -> Iterator[Tile]:
    """What the company asks of one persona, or of all together: the decision, what it takes, by when, who decides."""
    ask = scene.cast.personas[0].ask
    if decision := asked.decision or (ask.decision if ask else ""):
        yield Tile(scene.word("ask-decision"), decision)
    if needs := _needs(scene, asked):
        yield Tile(scene.word("asked-amount"), needs)
    if asked.date:
        yield Tile(scene.word("asked-date"), asked.date)
    if asked.owner:
        yield Tile(scene.word("asked-owner"), asked.owner)


def _needs(scene: Scene, asked: Asked) -> str:
    positions = scene.word("positions", people=asked.people) if asked.people else ""
    return scene.word("ask-needs", amount=asked.amount, people=asked.people, positions=positions) if asked else ""


def _steps(scene: Scene, asked: tuple[Persona, ...]) -> Block:
    if len(asked) == 1 and asked[0].ask and not asked_of(scene.cast, asked[0]):
        return _one(scene, asked[0])
    if len(asked) <= MOST_TILES:
        return Tiles(tuple(_tile(scene, each) for each in asked))
    return Columns(tuple(Card(each.name, text=_decision(scene, each)) for each in asked))


def _one(scene: Scene, persona: Persona) -> Tiles:
    ask = persona.ask
    assert ask is not None
    parts = {"ask-decision": ask.decision, "ask-why": ask.why, "ask-by": ask.by}
    return Tiles(tuple(Tile(scene.word(key), value) for key, value in parts.items() if value))


def _decision(scene: Scene, persona: Persona) -> str:
    return asked_of(scene.cast, persona).decision or (persona.ask.decision if persona.ask else "")


def _tile(scene: Scene, persona: Persona) -> Tile:
    """What the company asks of this persona, and else what the library does."""
    own = asked_of(scene.cast, persona)
    if not own:
        assert persona.ask is not None
        return Tile(persona.name, persona.ask.decision, persona.ask.by)
    when = scene.word("by-day", date=own.date) if own.date else ""
    note = ", ".join(filter(None, (_needs(scene, own), own.owner, when)))
    return Tile(persona.name, _decision(scene, persona), note)
