"""The deck and the Markdown of a briefing say the same: no sentence is in one of them alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

import pytest

from briefing.model import Diagram, Rows, Table, Timeline, Tracks
from decks import reading
from decks.cases import Made
from markdown_reading import plain, without_drawings

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
NOTES_FOLD = re.compile(r"<details>\n<summary>.*?</summary>|</details>")
ANCHOR = re.compile(r'<a id="[^"]*"></a>')
LINK = re.compile(r"\[([^\]]*)\]\(#[^)]*\)")
HEADLINE = re.compile(r"^#{2,3} (.+)$", re.MULTILINE)
RULER = re.compile(r"^\|( --- \|)+$", re.MULTILINE)
# Where Markdown puts a mark, the deck starts another paragraph, cell or shape.
BETWEEN = re.compile(r"\*\*|^\*|\*$|^#+ |^> |^(?:-|\d+\.) | – | → |(?<!\\)\|")
# Arrows and signs beside a word, which Markdown draws otherwise or says in words.
SIGNS = "▲▼◆●○→← "
FOOTERS = (10, 11, 12)  # placeholders of date, footer and number, by their index in the built-in themes


@pytest.fixture(autouse=True)
def without_figures(deck: Made) -> None:
    """Figures, dates and owners stand in shapes of their own in the deck, and joined in Markdown."""
    if deck.case.company or deck.case.layout == "figures":
        pytest.skip("figures and dates are joined differently; tests of the blocks and of traceability compare them")


def test_what_the_deck_says_is_in_the_markdown(deck: Made) -> None:
    markdown = plain(deck.markdown.data.decode())
    assert [said for said in deck_says(deck) if said not in markdown] == []


def test_what_the_markdown_says_is_in_the_deck(deck: Made) -> None:
    texts = " ".join((*deck_texts(deck), *drawn_in_the_deck(deck)))
    assert [said for said in markdown_says(deck) if said not in texts] == []


def test_the_headlines_come_in_the_same_order(deck: Made) -> None:
    wanted = [headline for headline, _ in groupby(headlines(deck))]
    found = iter([plain(headline) for headline in HEADLINE.findall(deck.markdown.data.decode())])
    assert [headline for headline in wanted if headline not in found] == []


def headlines(deck: Made) -> Iterator[str]:
    return (without_count(reading.title(slide), deck) for _, slide in reading.slides(deck.path))


def without_count(title: str, deck: Made) -> str:
    """The title without the `(2/3)` of a slide that continues another."""
    count = re.escape(deck.briefing.words.continued).replace(r"\{n\}", r"\d+").replace(r"\{of\}", r"\d+")
    return re.sub(rf"\s{count}$", "", title)


def deck_says(deck: Made) -> Iterator[str]:
    """Every paragraph of slides and notes, without signs, footers and counts."""
    for _, slide in reading.slides(deck.path):
        footers = {shape.text_frame.text for shape in slide.placeholders if shape.placeholder_format.idx in FOOTERS}
        for text in (*reading.texts(slide), *reading.notes(slide).split("\n")):
            if text not in footers and not text.isdigit():  # the list of the backup says the numbers of slides
                yield without_count(" ".join(text.split()), deck).strip(SIGNS)


def deck_texts(deck: Made) -> Iterator[str]:
    """Whatever a deck says anywhere: slides, notes, alternative texts, names of sections, title."""
    yield from deck_says(deck)
    yield from (reading.alt_text(shape) for _, shape in reading.shapes(deck.path))
    yield from (name for name, _ in reading.sections(deck.path))
    yield from (deck.briefing.title, deck.briefing.date_text)


def drawn_in_the_deck(deck: Made) -> Iterator[str]:
    """What Markdown says in words because it cannot draw it: what a timeline or diagram shows, what a mark means."""
    for block in (block for slide in deck.briefing.slides() for block in slide.blocks):
        if isinstance(block, Timeline | Diagram):
            yield block.summary
        if hasattr(block, "table"):  # drawn, it needs no headings
            yield from block.table.header
            yield block.table.key
        if isinstance(block, Rows):  # what stands over its period there is one cell here
            yield from (row[0].text for row in block.table.rows)
        if isinstance(block, Tracks):  # its names and what stands at their ends are one cell in a table
            yield from (cell.text for row in block.table.rows for cell in row)
        if isinstance(block, Table):
            yield from (cell.text for row in block.rows for cell in row if cell.mark)


def markdown_says(deck: Made) -> Iterator[str]:
    """Every piece of text between the marks of Markdown, without front matter and drawings."""
    text = without_drawings(deck.markdown.data.decode())
    for mark in (FRONT_MATTER, NOTES_FOLD, RULER, ANCHOR):
        text = mark.sub("", text)
    text = LINK.sub(r"\1", text)
    for line in text.split("\n"):
        yield from (plain(piece).strip(SIGNS).removesuffix(":") for piece in BETWEEN.split(line))
