"""Texts that no longer fit their boxes: set smaller, down to the least size of the type scale, and else told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from briefing.check.deck.checks import read_deck
from briefing.check.deck.placing import SLACK, grown_height, text_over
from briefing.check.deck.view import DeckView, ShapeView, SlideView, TextView
from briefing.formats.pptx.base import Base, Left
from briefing.refresh.deck import DeckFile, Shape
from briefing.refresh.edits import shrink
from briefing.refresh.report import Change
from briefing.refresh.tables import join
from briefing.refresh.telling import marked

FLOOR: Final = 14.0  # points of running text, below which a reader at the table leans forward
TITLE_FLOOR: Final = 24.0
STEP: Final = 1.0


def fit(
    deck: DeckFile, changes: Sequence[Change], slides: frozenset[int], long: frozenset[tuple[int, str]] = frozenset()
) -> Iterator[Change]:
    """Set the new texts of these slides smaller where that is needed; a row for each that is smaller or too long.

    Slides are counted as they now are. Of texts that were told to be too `long` it is told again where they still are.
    """
    rows = [(each.slide, each.shape, each.how == "replaced") for each in changes if each.slide in slides]
    theirs = {
        (slide, shape) for slide, shape, is_ours in rows if not is_ours
    }  # how long these are is a person's choice
    wanted = {(slide, shape) for slide, shape, is_ours in rows if is_ours} - theirs
    longer = Counter[tuple[int, str]]()
    for each in changes:
        longer[each.slide, each.shape] += len(each.now) - len(each.theirs)
    wanted = {each for each in wanted if longer[each] > 0}  # what is no longer than before is no worse than before
    asked = {slide for slide, _ in wanted | long}
    if not asked:
        return
    deck.settle()
    parts = {place: part for place, part in enumerate(deck.slide_parts, 1) if place in asked}
    view = read_deck(deck.path, deck.parts, asked)
    for slide in view.slides:
        known = {str(each.base.id): each for each in deck.slide(parts[slide.number], slide.number, 0).shapes}
        for shape in slide.shapes:
            at = slide.number, shape.name
            if at in wanted and shape.id in known:
                yield from _fitted(deck, view, slide, shape, known[shape.id])
            elif at in long:
                yield from _fitted(deck, view, slide, shape, None)


def too_long(deck: DeckFile, base: Base, rows: Sequence[Change]) -> Iterator[Left]:
    """What a deck remembers of texts that do not fit, so that it is told again until they do."""
    there = {each.id: each for each in base.slides if not each.gone}
    places = {number: (part, there.get(id)) for number, (id, part) in enumerate(deck.listed, 1)}
    for each in rows:
        part, slide = places[each.slide]
        shapes = deck.slide(part, 0, 0).shapes if slide and each.how == "overflow" else []
        found = next((shape.base for shape in shapes if shape.base.name == each.shape), None)
        if slide and found:
            yield Left("overflow", slide.key, slide.page, each.shape, "", "", marked(join(found.read)))


def _fitted(
    deck: DeckFile, view: DeckView, slide: SlideView, shape: ShapeView, there: Shape | None
) -> Iterator[Change]:
    """The row of a text that does not fit; it is set smaller where its shape is given."""
    title, box = (slide.title.text.text if slide.title and slide.title.text else ""), shape.box
    place = (box.x, box.y) if box else (0, 0)
    if shape.table is not None and box is not None and box.y + grown_height(shape) > view.height:
        yield Change(
            slide.number, title, shape.name, "", "", "the table is higher than the slide", "overflow", place=place
        )
    text = shape.text
    if text is None or box is None or not text.upright or not shape.has_text:
        return
    if text_over(shape, text, box)[1] <= SLACK:
        return
    floor, by, less = (TITLE_FLOOR if shape.is_title else FLOOR), 0.0, text
    while there and text_over(shape, less, box)[1] > SLACK and _shrinks(less, floor):
        by += STEP
        less = _smaller(text, by, floor)
    sizes = [run.size for each in text.paragraphs for run in each.runs]
    if by and there and there.body is not None and shrink(there.body, sizes, by, floor):
        deck.change(slide.part)
    still = text_over(shape, less, box)[1] > SLACK
    largest = max((run.size for each in less.paragraphs for run in each.runs), default=0.0)
    said = f"the text is too long for its box at {largest:g} pt" if still else f"the text is set in {largest:g} pt"
    yield Change(slide.number, title, shape.name, "", "", said, "overflow" if still else "shrunk", place=place)


def _shrinks(text: TextView, floor: float) -> bool:
    return any(run.size > floor for each in text.paragraphs for run in each.runs)


def _smaller(text: TextView, by: float, floor: float) -> TextView:
    paragraphs = (
        replace(each, runs=tuple(replace(run, size=max(min(floor, run.size), run.size - by)) for run in each.runs))
        for each in text.paragraphs
    )
    return replace(text, paragraphs=tuple(paragraphs))
