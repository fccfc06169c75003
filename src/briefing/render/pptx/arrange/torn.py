"""Words that are broken between letters, because the page is too narrow for them at a legible size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.render.pptx.boxes import Deck, Frame, Placed, PlaceholderBox, ShapeBox, TableBox
from briefing.render.pptx.fit import is_torn
from briefing.render.pptx.fonts import Typefaces
from briefing.render.pptx.look import Look


def torn(boxes: Sequence[Placed], faces: Typefaces) -> bool:
    """Whether a word is broken in any of the boxes."""
    return any(is_torn(frame, width, faces) for frame, width in _texts(boxes))


def torn_slides(deck: Deck, look: Look) -> tuple[int, ...]:
    """The numbers of the slides on which a word is broken, from 1."""
    faces = Typefaces(look.heading_font, look.body_font)
    slides = [slide for section in deck.sections for slide in section.slides]
    return tuple(number for number, slide in enumerate(slides, 1) if torn(slide.boxes, faces))


def _texts(boxes: Sequence[Placed]) -> Iterator[tuple[Frame, int]]:
    """The frames with the width that each has; those in the place that their layout gives them were fitted to it."""
    for each in boxes:
        if isinstance(each, TableBox):
            for row in each.rows:
                yield from ((cell.frame, width) for cell, width in zip(row, each.widths, strict=True))
        elif isinstance(each, ShapeBox | PlaceholderBox) and each.frame and each.box:
            yield each.frame, each.box.w
