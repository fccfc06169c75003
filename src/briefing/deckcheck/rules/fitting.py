"""Whether a text fits its box, by the measure that decks are made with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from briefing.deckcheck.findings import Hit
from briefing.deckcheck.geometry import text_region
from briefing.deckcheck.rules.reading import quoted
from briefing.deckcheck.textsize import TextSize, text_size
from briefing.deckcheck.view import DeckView, ShapeView, SlideView
from briefing.render.pptx.boxes import EMU_PER_POINT, points

SLACK: Final = points(1)


@dataclass(frozen=True, slots=True)
class _Fit:
    slide: SlideView
    shape: ShapeView
    size: TextSize
    over: int  # EMU by which the text is higher than its box; 0 or less where it fits

    def hit(self, message: str) -> Hit:
        return Hit(self.slide.number, self.shape.name, message)


def does_not_fit(deck: DeckView) -> Iterator[Hit]:
    """Texts that are higher than their boxes."""
    for fit in _fits(deck):
        if fit.over > SLACK and fit.size.exact:
            yield fit.hit(_too_high(fit))


def word_torn(deck: DeckView) -> Iterator[Hit]:
    """Words that are broken between letters because their line is too short for them."""
    for fit in _fits(deck):
        if fit.size.torn and fit.size.exact:
            yield fit.hit(f"a word in '{quoted(fit.size.torn)}' is wider than its line, and is torn")


def may_not_fit(deck: DeckView) -> Iterator[Hit]:
    """The same for typefaces of which only a guess is known."""
    for fit in _fits(deck):
        if not fit.size.exact and fit.over > SLACK:
            yield fit.hit(f"{_too_high(fit)}, as far as can be said: the typeface is not one that is measured")


def _too_high(fit: _Fit) -> str:
    return f"the text is {fit.over / EMU_PER_POINT:.0f} pt higher than its box"


def _fits(deck: DeckView) -> Iterator[_Fit]:
    for slide in deck.slides:
        for shape in slide.shapes:
            if not shape.hidden:
                yield from _shape_fits(slide, shape)


def _shape_fits(slide: SlideView, shape: ShapeView) -> Iterator[_Fit]:
    text, box = shape.text, shape.box
    if text is not None and box is not None and shape.has_text and text.upright:
        region = text_region(shape, box)
        size = text_size(text, region.w)
        room = box.h if text.anchor == "ctr" else region.h  # what is centred goes over evenly, still within the outline
        over = size.height + text.insets.top + text.insets.bottom - room
        yield _Fit(slide, shape, size, 0 if text.autofit == "shape" else over)
    for cell in shape.table.cells if shape.table else ():  # rows grow with their texts; only a torn word is a fault
        if cell.text.upright:
            yield _Fit(slide, shape, text_size(cell.text, cell.box.w), 0)
