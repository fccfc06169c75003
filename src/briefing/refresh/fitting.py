"""Texts that no longer fit their boxes: set smaller, down to the least size of the type scale, and else told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from briefing.check.deck.checks import read_deck
from briefing.check.deck.placing import SLACK, grown_height, text_over
from briefing.check.deck.view import DeckView, ShapeView, SlideView, TextView
from briefing.refresh.deck import DeckFile, Shape
from briefing.refresh.edits import shrink
from briefing.refresh.report import Change

FLOOR: Final = 14.0  # points of running text, below which a reader at the table leans forward
TITLE_FLOOR: Final = 24.0
STEP: Final = 1.0


def fit(deck: DeckFile, changes: Sequence[Change], slides: frozenset[int]) -> Iterator[Change]:
    """Set the new texts of these slides smaller where that is needed; a row for each that is smaller or too long."""
    rows = [(each.slide, each.shape, each.how == "replaced") for each in changes if each.slide in slides]
    theirs = {
        (slide, shape) for slide, shape, is_ours in rows if not is_ours
    }  # how long these are is a person's choice
    wanted = {(slide, shape) for slide, shape, is_ours in rows if is_ours} - theirs
    longer = Counter[tuple[int, str]]()
    for each in changes:
        longer[each.slide, each.shape] += len(each.now) - len(each.theirs)
    wanted = {each for each in wanted if longer[each] > 0}  # what is no longer than before is no worse than before
    if not wanted:
        return
    deck.settle()
    view = read_deck(deck.path, deck.parts, {slide for slide, _ in wanted})
    shapes = {(slide.part, str(each.base.id)): each for slide in deck.slides for each in slide.shapes}
    for slide in view.slides:
        for shape in slide.shapes:
            if (slide.number, shape.name) in wanted and (there := shapes.get((slide.part, shape.id))):
                yield from _fitted(deck, view, slide, shape, there)


def _fitted(deck: DeckFile, view: DeckView, slide: SlideView, shape: ShapeView, there: Shape) -> Iterator[Change]:
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
    while text_over(shape, less, box)[1] > SLACK and any(
        run.size > floor for each in less.paragraphs for run in each.runs
    ):
        by += STEP
        less = _smaller(text, by, floor)
    sizes = [run.size for each in text.paragraphs for run in each.runs]
    if by and there.body is not None and shrink(there.body, sizes, by, floor):
        deck.change(slide.part)
    still = text_over(shape, less, box)[1] > SLACK
    largest = max((run.size for each in less.paragraphs for run in each.runs), default=0.0)
    said = f"the text is too long for its box at {largest:g} pt" if still else f"the text is set in {largest:g} pt"
    yield Change(slide.number, title, shape.name, "", "", said, "overflow" if still else "shrunk", place=place)


def _smaller(text: TextView, by: float, floor: float) -> TextView:
    paragraphs = (
        replace(each, runs=tuple(replace(run, size=max(min(floor, run.size), run.size - by)) for run in each.runs))
        for each in text.paragraphs
    )
    return replace(text, paragraphs=tuple(paragraphs))
