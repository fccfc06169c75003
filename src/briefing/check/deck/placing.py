"""Where things stand: on the slide, beside each other, and not under each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from briefing.check.deck.geometry import TextSize, layers_of, text_area, text_region, text_size
from briefing.check.deck.listening import quoted
from briefing.check.deck.view import DeckView, Hit, ShapeView, SlideView, TextView
from briefing.page.boxes import EMU_PER_INCH, EMU_PER_POINT, Box, points

# Whether a text fits its box, by the measure that decks are made with.

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
        yield _Fit(slide, shape, *text_over(shape, text, box))
    for cell in shape.table.cells if shape.table else ():  # rows grow with their texts; only a torn word is a fault
        if cell.text.upright:
            yield _Fit(slide, shape, text_size(cell.text, cell.box.w), 0)


def text_over(shape: ShapeView, text: TextView, box: Box) -> tuple[TextSize, int]:
    """The size of a text in the box of a shape, and by how much it is higher; 0 or less where it fits."""
    region = text_region(shape, box)
    size = text_size(text, region.w)
    room = box.h if text.anchor == "ctr" else region.h  # what is centred goes over evenly, still within the outline
    over = size.height + text.insets.top + text.insets.bottom - room
    return size, 0 if text.autofit == "shape" else over


TOUCH: Final = points(3)  # lines have some air above and below their letters
SHARE: Final = 0.02  # of a text that may be covered, such as by the corner of a rounded shape
BOX_SHARE: Final = 0.05  # of the smaller box


@dataclass(frozen=True, slots=True)
class _Placed:
    """A shape and the area that counts."""

    order: int
    shape: ShapeView
    area: Box


def off_slide(deck: DeckView) -> Iterator[Hit]:
    """What stands over the edge of the slide; ornament may, as long as some of it is seen."""
    edge = Box(-SLACK, -SLACK, deck.width + 2 * SLACK, deck.height + 2 * SLACK)
    for slide in deck.slides:
        for shape in slide.shapes:
            if (area := _shown(shape)) is None or shape.hidden or _within(area, edge):
                continue
            gone = not _overlap(area, edge)
            if gone or not _is_ornament(shape):
                yield Hit(slide.number, shape.name, f"it {_how_far(area, deck)}")


def text_on_text(deck: DeckView) -> Iterator[Hit]:
    """Texts whose letters run into each other."""
    for slide in deck.slides:
        for one, other in _pairs(_lettered(slide), TOUCH):
            yield Hit(slide.number, other.shape.name, f"its text runs into that of '{one.shape.name}'")


def boxes_overlap(deck: DeckView) -> Iterator[Hit]:
    """Text boxes that overlap although their letters do not meet yet."""
    for slide in deck.slides:
        lettered = {(one.order, other.order) for one, other in _pairs(_lettered(slide), TOUCH)}
        for one, other in _pairs(_open_boxes(slide), TOUCH):
            shared = _overlap(one.area, other.area)
            smaller = min(one.area.w * one.area.h, other.area.w * other.area.h)
            if shared > BOX_SHARE * smaller and (one.order, other.order) not in lettered:
                yield Hit(slide.number, other.shape.name, f"its box overlaps that of '{one.shape.name}'")


def covered(deck: DeckView) -> Iterator[Hit]:
    """Texts that a later shape hides."""
    for slide in deck.slides:
        texts = [each for each in _lettered(slide) if each.shape.table is None]
        above = [each for order, shape in enumerate(slide.shapes) for each in _opaque(order, shape)]
        for text in texts:
            for each in above:
                if each.order > text.order and _hides(each.area, text.area):
                    yield Hit(slide.number, text.shape.name, f"its text is covered by '{each.shape.name}'")
                    break


def grown_height(shape: ShapeView) -> int:
    """The height of a table after PowerPoint has made its rows as high as their texts."""
    if shape.table is None:
        return 0
    needed = list(shape.table.row_heights)
    for cell in shape.table.cells:
        own = text_size(cell.text, cell.box.w).height + cell.text.insets.top + cell.text.insets.bottom
        if cell.box.h <= shape.table.row_heights[cell.row - 1]:  # not one that spans several rows
            needed[cell.row - 1] = max(needed[cell.row - 1], own)
    return sum(needed)


def _shown(shape: ShapeView) -> Box | None:
    """The area that must stand on the slide: of a text its letters, of a table all rows at their full height."""
    if shape.box is None or shape.kind == "group":
        return None
    if shape.table is not None:
        return Box(shape.box.x, shape.box.y, shape.box.w, max(shape.box.h, grown_height(shape)))
    return text_area(shape) if shape.has_text else shape.box


def _is_ornament(shape: ShapeView) -> bool:
    return shape.decorative or (shape.kind in {"shape", "connector"} and not shape.has_text and not shape.alt)


def _how_far(area: Box, deck: DeckView) -> str:
    beyond = {
        "left": -area.x,
        "right": area.right - deck.width,
        "upper": -area.y,
        "lower": area.bottom - deck.height,
    }
    side = max(beyond, key=lambda each: beyond[each])
    return f"stands {beyond[side] / EMU_PER_INCH:.2f} in over the {side} edge of the slide"


def _lettered(slide: SlideView) -> list[_Placed]:
    """Texts, with the area that their letters take, and tables."""
    shown = ((order, shape) for order, shape in enumerate(slide.shapes) if not shape.hidden)
    counted = ((order, shape) for order, shape in shown if shape.has_text or shape.table is not None)
    return [_Placed(order, shape, area) for order, shape in counted if (area := _shown(shape)) and not shape.turned]


def _open_boxes(slide: SlideView) -> list[_Placed]:
    """Text boxes without a fill of their own, which is what makes one a panel."""
    return [
        _Placed(order, shape, shape.box)
        for order, shape in enumerate(slide.shapes)
        if shape.has_text
        and shape.box
        and not shape.hidden
        and not shape.turned
        and not (shape.fill and shape.fill.colors)
    ]


def _opaque(order: int, shape: ShapeView) -> Iterator[_Placed]:
    for layer in layers_of(shape):
        if layer.box is not None and (layer.fill.opaque or layer.fill.busy) and not shape.turned:
            yield _Placed(order, shape, layer.box)


def _pairs(placed: Sequence[_Placed], least: int) -> Iterator[tuple[_Placed, _Placed]]:
    """Pairs that share an area of more than `least` in both directions, in the order of the slide."""
    open_: list[_Placed] = []
    for each in sorted(placed, key=lambda one: one.area.x):
        open_ = [one for one in open_ if one.area.right - each.area.x > least]
        for one in open_:
            low, high = max(one.area.y, each.area.y), min(one.area.bottom, each.area.bottom)
            if high - low > least and each.area.w > least:
                yield (one, each) if one.order < each.order else (each, one)
        open_.append(each)


def _hides(cover: Box, text: Box) -> bool:
    wide = min(cover.right, text.right) - max(cover.x, text.x)
    high = min(cover.bottom, text.bottom) - max(cover.y, text.y)
    return wide > TOUCH and high > TOUCH and wide * high > SHARE * text.w * text.h


def _overlap(one: Box, other: Box) -> int:
    wide = min(one.right, other.right) - max(one.x, other.x)
    high = min(one.bottom, other.bottom) - max(one.y, other.y)
    return wide * high if wide > 0 and high > 0 else 0


def _within(box: Box, outer: Box) -> bool:
    return box.x >= outer.x and box.y >= outer.y and box.right <= outer.right and box.bottom <= outer.bottom
