"""The Markdown and the deck of a briefing say the same: every text of it stands in both."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from briefing.formats.markdown import render
from briefing.model import Briefing, Cell, Diagram, Rows, Slide, Table, Timeline, Tracks
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import Deck, IconBox, LineBox, ShapeBox, TableBox
from briefing.page.look import Look
from conftest import LAYOUTS, PEOPLE, Brief
from markdown_reading import plain, without_drawings
from placed import said_on, slides
from samples import texts

pytestmark = pytest.mark.sampled

AUDIENCES = (*PEOPLE, "cfo,cto", "all")


def folded(text: str) -> str:
    return " ".join(text.split())


def texts_of(made: Briefing) -> set[str]:
    """Every text that a reader is to get: on slides, in notes, and as the names of sections."""
    found = {made.title, *(section.title for section in made.sections)}
    return {folded(each) for each in (*found, *(text for slide in made.slides() for text in _of(slide)))}


def _of(slide: Slide) -> Iterator[str]:
    for each in texts(slide):
        # What a dot says in words, and what a drawing shows, is for those who do not see it; its stops are drawn.
        if each not in dots(slide) | summaries(slide) | stops(slide):
            yield each


def dots(slide: Slide) -> set[str]:
    tables = [block for block in slide.blocks if isinstance(block, Table)]
    cells = [cell for table in tables for row in table.rows for cell in row]
    return {cell.text for cell in cells if isinstance(cell, Cell) and cell.mark in ("yes", "no")}


def stops(slide: Slide) -> set[str]:
    """Stops of tracks, and the heads of rows that are drawn: a table that says them has them, a drawing may not."""
    drawn = [block for block in slide.blocks if isinstance(block, Tracks | Rows)]
    ends = {stop for block in drawn if isinstance(block, Tracks) for stop in block.stops}
    return ends | {heading for block in drawn for heading in block.headings}


def summaries(slide: Slide) -> set[str]:
    return {block.summary for block in slide.blocks if isinstance(block, Timeline | Diagram)}


def read_deck(deck: Deck, look: Look) -> str:
    """All that a deck says: its boxes, alternative texts, notes and section names. A list that goes on reads on."""
    said = [deck.title, *(section.title for section in deck.sections)]
    for slide in slides(deck):
        said += [slide.title, *(each.text for each in said_on(slide, look)), *slide.notes]
        said += [each.alt for each in slide.boxes if isinstance(each, ShapeBox | LineBox | TableBox | IconBox)]
    return "\n".join(folded(each) for each in said)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("for_", AUDIENCES)
def test_every_text_stands_in_both(for_: str, layout: str, brief: Brief, look: Look) -> None:
    made = brief(for_, layout)
    markdown = plain(without_drawings(render(made).data.decode()))
    deck = read_deck(arrange(made, look)[0], look)
    wanted = texts_of(made)
    first = made.sections[0]
    unnamed = {first.title} if all(slide.role == "title" for slide in first.slides) else set()
    assert {each for each in wanted - unnamed if each not in markdown} == set()
    over = {
        folded(row.hero)
        for slide in made.slides()
        for block in slide.blocks
        if isinstance(block, Rows)
        for row in block.rows
    }
    drawn = {part for each in wanted for part in (each.split(", ") if each in over else [each])}  # one over the other
    assert {each for each in drawn if each not in deck} == set()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_drawing_shows_is_told_in_words_in_both(layout: str, brief: Brief, look: Look) -> None:
    made = brief("cfo,cto", layout)
    told = {each for slide in made.slides() for each in summaries(slide)}
    markdown, deck = plain(render(made).data.decode()), read_deck(arrange(made, look)[0], look)
    assert {each for each in told if each not in markdown} == set()
    assert {each for each in told if each not in deck} == set()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("for_", ["cfo,cto", "all"])
def test_neither_says_a_sentence_that_the_other_does_not(for_: str, layout: str, brief: Brief, look: Look) -> None:
    """What stands on a slide is in the Markdown, but for the arrows and the numbers of slides that go on."""
    made = brief(for_, layout)
    markdown = set(re.findall(r"\w+", plain(render(made).data.decode())))
    for slide in slides(arrange(made, look)[0]):
        said = " ".join(each.text for each in said_on(slide, look))
        own = set(re.findall(r"\((\d+)/(\d+)\)$", slide.title) and re.findall(r"\w+", slide.title)[-2:])
        listed = {each.text for each in said_on(slide, look) if each.name.startswith("Number")}
        assert set(re.findall(r"\w+", said)) - own - listed - markdown == set(), slide.title
