"""A slide's budget of words: what a card says beyond it moves to the notes, and a notice tells."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from briefing.compose.scene import Scene
from briefing.model import Bullets, Card, Columns, Notice, Pairs, Slide, Text, Tiles

MOST_WORDS = 90  # an executive reads about 75 on a slide; a fifth more is still one glance


def within_budget(slide: Slide, scene: Scene) -> tuple[Slide, Notice | None]:
    """The slide with as many entries a card as the budget allows, at least one; the others are in its notes."""
    longest = max((len(card.items) for card in _cards(slide)), default=0)
    kept = next((most for most in range(longest, 1, -1) if word_count(_shortened(slide, most)) <= MOST_WORDS), 1)
    if kept >= longest or word_count(slide) <= MOST_WORDS:
        return slide, None
    further = (
        scene.word("further", heading=card.heading, items="; ".join(card.items[kept:]))
        for card in _cards(slide)
        if card.items[kept:]
    )
    short = replace(_shortened(slide, kept), notes=(*slide.notes, *further))
    return short, Notice(scene.word("shortened", headline=slide.title, kept=kept))


def word_count(slide: Slide) -> int:
    """The words of a slide outside its headline and tables."""
    return sum(len(text.split()) for block in slide.blocks for text in _texts(block))


def _texts(block: object) -> Iterator[str]:
    match block:
        case Text(text=text):
            yield text
        case Bullets(items=items, heading=heading):
            yield from (heading, *items)
        case Columns(cards=cards):
            yield from (text for card in cards for text in (card.heading, card.text, *card.items))
        case Pairs(rows=rows):
            yield from (text for row in rows for text in (row.left, row.right, row.tag))
        case Tiles(tiles=tiles):
            yield from (text for tile in tiles for text in (tile.label, tile.value, tile.note))


def _cards(slide: Slide) -> list[Card]:
    return [card for block in slide.blocks if isinstance(block, Columns) for card in block.cards]


def _shortened(slide: Slide, most: int) -> Slide:
    blocks = (
        Columns(tuple(replace(card, items=card.items[:most]) for card in block.cards))
        if isinstance(block, Columns)
        else block
        for block in slide.blocks
    )
    return replace(slide, blocks=tuple(blocks))
