"""`ask`: the closing slide: one sentence, and who decides what by when; with the company's own facts for what money."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.compose.asked import Asked
from briefing.compose.scene import Scene
from briefing.model import Block, Card, Columns, Notice, Slide, Text, Tile, Tiles

TAKES: frozenset[str] = frozenset()
MOST_TILES = 4
MOST_LETTERS = 120  # of a decision that is read in a tile


def build(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where nothing is asked of anybody in the room."""
    if not scene.cast.asks.single:
        return Notice(scene.word("no-ask"))
    blocks = _alone(scene, scene.cast.asked) if scene.cast.together else asks_blocks(scene)
    return scene.slide(*blocks, role="closing", notes="ask-notes")


def _alone(scene: Scene, asked: Asked) -> tuple[Block, ...]:
    """One decision alone: in a tile beside what it takes, or over it where it is too long to be read in one."""
    if len(asked.decision) <= MOST_LETTERS:
        return (Tiles(tuple(_parts(scene, asked, asked.decision))),)
    tiles = tuple(_parts(scene, asked))
    return (Text(asked.decision, "lead"), *((Tiles(tiles),) if tiles else ()))


def _parts(scene: Scene, asked: Asked, decision: str = "") -> Iterator[Tile]:
    """What is decided and why, what it takes, by when, who decides."""
    parts = {
        "ask-decision": decision,
        "ask-why": asked.why,
        "asked-amount": _needs(scene, asked),
        "ask-by": asked.by or asked.date,
        "asked-owner": asked.owner,
    }
    return (Tile(scene.word(key), value) for key, value in parts.items() if value)


def asks_blocks(scene: Scene) -> tuple[Block, ...]:
    """What is asked of all first, and then what is asked of single personas."""
    names = {each.identifier: each.name for each in scene.cast.personas}
    common, own = scene.cast.asks.common, [(names[id], each) for id, each in scene.cast.asks.own.items()]
    named = [(scene.word("ask-decision"), common), *own] if common else own
    if len(named) <= MOST_TILES:
        return (Tiles(tuple(_tile(scene, name, each) for name, each in named)),)
    lead = (Text(_tile(scene, "", common).value, "lead"),) if common else ()
    return (*lead, Columns(tuple(Card(name, text=_tile(scene, "", each).value) for name, each in own)))


def _tile(scene: Scene, name: str, asked: Asked) -> Tile:
    """A decision over what it takes, who takes it, and by when."""
    needs, when = _needs(scene, asked), scene.word("by-day", date=asked.date) if asked.date else asked.by
    value = asked.decision or needs or when or asked.owner
    return Tile(name, value, ", ".join(each for each in (needs, asked.owner, when) if each and each != value))


def _needs(scene: Scene, asked: Asked) -> str:
    """What a decision takes in money and people; empty where nobody says."""
    if not (asked.amount or asked.people):
        return ""
    positions = scene.word("positions", people=asked.people) if asked.people else ""
    return scene.word("ask-needs", amount=asked.amount, people=asked.people, positions=positions)
