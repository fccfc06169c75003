"""Whether letters can be read: their contrast with what lies behind them, and their size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from briefing.check.deck.geometry import PICTURE, Ground, area_within, ground_of_cell, ground_under, text_area
from briefing.check.deck.listening import quoted
from briefing.check.deck.view import FOOTER_TYPES, DeckView, Hit, RunView, ShapeView, SlideView
from briefing.ooxml.colors import Color
from briefing.page.look import density
from briefing.page.palette import LARGE, TEXT, contrast

LARGE_SIZE: Final = 18.0
LARGE_BOLD_SIZE: Final = 14.0
LEAST: Final = 9.0  # nobody reads less from a screen
LABEL_FLOOR: Final = 10.5
TABLE_FLOOR: Final = 12.0
BODY_FLOOR: Final = 14.0
LABEL: Final = 56  # letters, in bold, of what names the text under it
RUNNING: Final = 160  # characters from which a text is no label any more
SMALL_PRINT: Final = ("source", "footnote", "note")  # names that make a text small print, however long
_ROUNDING: Final = 0.005


@dataclass(frozen=True, slots=True)
class _Seen:
    """Some text before its ground; `color` None where it cannot be judged."""

    slide: SlideView
    shape: ShapeView
    text: str
    color: Color | None
    needed: float
    ground: Ground

    @property
    def ratio(self) -> float:
        """The least contrast with what lies behind it."""
        color = self.color
        plain = [each for each in self.ground if each != PICTURE]
        return min((contrast(color.over(each), each) for each in plain), default=21.0) if color else 21.0


def low_contrast(deck: DeckView) -> Iterator[Hit]:
    """Texts that stand out too little; of each shape the worst."""
    for slide in deck.slides:
        for shape in slide.shapes:
            poor = [seen for seen in _seen(slide, shape) if seen.ratio < seen.needed - _ROUNDING]
            if poor:
                yield _poor(min(poor, key=lambda seen: seen.ratio / seen.needed))


def unknown_contrast(deck: DeckView) -> Iterator[Hit]:
    """Texts on a picture, where nobody can say what lies behind a letter."""
    for slide in deck.slides:
        for shape in slide.shapes:
            found = next((seen for seen in _seen(slide, shape) if PICTURE in seen.ground), None)
            if found is not None:
                yield Hit(slide.number, shape.name, f"'{quoted(found.text)}' stands on a picture")


def unreadable_size(deck: DeckView) -> Iterator[Hit]:
    """Text that is too small for any screen."""
    for slide in deck.slides:
        for shape in slide.shapes:
            size, text, _ = min(_sizes(shape, deck), default=(LEAST, "", 0))
            if size < LEAST - _ROUNDING:
                yield Hit(slide.number, shape.name, f"{_named(text)} is set in {size:g} pt; {LEAST:g} pt is the least")


def small_size(deck: DeckView) -> Iterator[Hit]:
    """Text below the floor of its sort; what is too small for any screen has its own check."""
    for slide in deck.slides:
        for shape in slide.shapes:
            small = [each for each in _sizes(shape, deck) if LEAST - _ROUNDING <= each[0] < each[2] - _ROUNDING]
            if small:
                size, text, floor = min(small)
                yield Hit(slide.number, shape.name, f"{_named(text)} is set in {size:g} pt; {floor:g} pt reads well")


def _seen(slide: SlideView, shape: ShapeView) -> Iterator[_Seen]:
    if shape.hidden or shape.box is None:
        return
    if shape.has_text and shape.text and (area := text_area(shape)):
        ground = ground_under(slide, shape, area)
        yield from (_run(slide, shape, run, ground) for run in shape.text.runs)
    for cell in shape.table.cells if shape.table else ():
        if cell.judged and cell.text.text.strip():
            ground = ground_of_cell(slide, shape, cell, area_within(cell.text, cell.box))
            yield from (_run(slide, shape, run, ground) for run in cell.text.runs)
    if shape.chart is not None and shape.chart.colors:
        ground = ground_under(slide, shape, shape.box)
        yield from (_Seen(slide, shape, "", color, TEXT, ground) for color in shape.chart.colors)


def _run(slide: SlideView, shape: ShapeView, run: RunView, ground: Ground) -> _Seen:
    large = run.size >= LARGE_SIZE or (run.bold and run.size >= LARGE_BOLD_SIZE)
    return _Seen(slide, shape, run.text, run.color, LARGE if large else TEXT, ground)


def _poor(seen: _Seen) -> Hit:
    assert seen.color is not None
    pairs = [(seen.color.over(each), each) for each in seen.ground if each != PICTURE]
    front, back = min(pairs, key=lambda pair: contrast(*pair))
    ratio = f"a contrast of {seen.ratio:.1f}:1 ({front} on {back})"
    return Hit(seen.slide.number, seen.shape.name, f"{_named(seen.text)} has {ratio}; {seen.needed:g}:1 is needed")


def _named(text: str) -> str:
    return f"'{quoted(text)}'" if text else "text of the chart"


def _sizes(shape: ShapeView, deck: DeckView) -> Iterator[tuple[float, str, float]]:
    """Size, text and floor of everything that a shape shows, on a small page in proportion."""
    share = density(deck.width, deck.height)
    yield from ((size, text, max(LEAST, floor * share)) for size, text, floor in _usual_sizes(shape))


def _usual_sizes(shape: ShapeView) -> Iterator[tuple[float, str, float]]:
    if shape.text is not None:
        floor = _floor(shape, len(shape.text.text))
        for number, run in enumerate(shape.text.runs):
            label = not number and run.bold and len(run.text) <= LABEL < len(shape.text.text)
            yield round(run.size, 2), run.text, LABEL_FLOOR if label else floor
    for cell in shape.table.cells if shape.table else ():
        yield from ((round(run.size, 2), run.text, TABLE_FLOOR) for run in cell.text.runs)
    if shape.chart is not None:
        yield from ((size, "", TABLE_FLOOR) for size in shape.chart.sizes)


def _floor(shape: ShapeView, length: int) -> float:
    """The size of a footer is the template's, and nothing is read there but once: what can be read is enough."""
    if shape.placeholder in FOOTER_TYPES:
        return LEAST
    small = shape.name.casefold().startswith(SMALL_PRINT)
    return BODY_FLOOR if length > RUNNING and not small else LABEL_FLOOR
