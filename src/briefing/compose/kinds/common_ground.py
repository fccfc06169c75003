"""`common-ground`: what the audience shares, a row an item and a column a persona, and what each has alone."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.compose.common import Item
from briefing.compose.scene import Scene
from briefing.library.persona import Persona
from briefing.model import Block, Card, Cell, Columns, Notice, Slide, Table

TAKES: frozenset[str] = frozenset()
ROWS = 8
ALONE = 3
MOST_BESIDE = 4


def build(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where there is one persona only or nothing is shared.

    Beside columns for more than four personas nothing else fits: what each has alone is in the notes then.
    """
    common = scene.cast.common
    if len(scene.cast.personas) < 2 or not common.shared:
        return Notice(scene.word("no-common-ground"))
    apart = _apart(scene)
    wide = len(scene.cast.personas) > MOST_BESIDE
    blocks: tuple[Block, ...] = (_table(scene, common.shared[:ROWS]), *(() if wide else apart))
    slide = scene.slide(*blocks, title="common-title", notes="common-notes", flow="down" if wide else "beside")
    alone = (line for block in apart for card in block.cards for line in card.items) if wide else ()
    return replace(slide, notes=(*slide.notes, *_unshown(scene, common.shared[ROWS:]), *alone))


def _table(scene: Scene, items: tuple[Item, ...]) -> Table:
    personas = scene.cast.personas
    header = (scene.word("shared"), *(persona.name for persona in personas))
    rows = tuple((Cell(_named(scene, item)), *(_dot(scene, item, each) for each in personas)) for item in items)
    weights = (4.0, *(6 / (2 + len(personas)) for _ in personas))
    return Table(header, rows, weights, scene.word("common-key"), scene.word("common-summary"))


def _named(scene: Scene, item: Item) -> str:
    return scene.word("common-item", list=scene.word(f"one-{item.list.replace('_', '-')}"), item=item.text)


def _dot(scene: Scene, item: Item, persona: Persona) -> Cell:
    has = persona.identifier in item.holders
    return Cell(scene.word("yes" if has else "no"), "yes" if has else "no")


def _apart(scene: Scene) -> tuple[Columns, ...]:
    alone, personas = scene.cast.common.alone, scene.cast.personas
    if len(personas) > 3:
        items = tuple(f"{each.name}: {alone[each.identifier][0].text}" for each in personas if alone[each.identifier])
        return (Columns((Card(scene.word("apart"), items),)),) if items else ()
    cards = (Card(scene.word("alone", name=each.name), _first(alone[each.identifier])) for each in personas)
    kept = tuple(card for card in cards if card.items)
    return (Columns(kept),) if kept else ()


def _first(items: tuple[Item, ...]) -> tuple[str, ...]:
    return tuple(item.text for item in items[:ALONE])


def _unshown(scene: Scene, items: tuple[Item, ...]) -> tuple[str, ...]:
    return (scene.word("also-shared", items="; ".join(item.text for item in items)),) if items else ()
