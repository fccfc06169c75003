"""The briefing as Markdown that reads well on a code host and in a wiki.

Front matter, one heading a section and a slide, tables, Mermaid drawings with their words below, and the speaker
notes folded under each slide. The same briefing always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from briefing.model import Briefing, Section, Slide, Words
from briefing.render.markdown_blocks import block_parts
from briefing.render.markdown_text import front_matter, heading, html, inline, italic, one_line, paragraph
from briefing.render.rendered import Rendered


def render(briefing: Briefing) -> Rendered:
    """The briefing as UTF-8 Markdown that ends in a newline."""
    text = "\n\n".join(_document(briefing)) + "\n"
    return Rendered(text.encode(), pages=sum(1 for _ in briefing.slides()))


def _document(briefing: Briefing) -> Iterator[str]:
    yield _front_matter(briefing)
    yield heading(1, briefing.title)
    yield from _byline(briefing)
    for section in briefing.sections:
        yield from _section(section, briefing)


def _byline(briefing: Briefing) -> Iterator[str]:
    """Author and date, as far as the title slide does not tell them."""
    told = [
        part for slide in briefing.slides() if slide.role == "title" for part in _slide(slide, 2, "", briefing.words)
    ]
    day = inline(briefing.date_text)
    if day and day not in told:
        yield f"*{day}*"


def _front_matter(briefing: Briefing) -> str:
    return front_matter(
        (
            ("title", briefing.title),
            ("date", briefing.date.isoformat()),
            ("language", briefing.language),
            ("author", briefing.author),
            ("subject", briefing.subject),
            ("keywords", briefing.keywords),
        )
    )


def _section(section: Section, briefing: Briefing) -> Iterator[str]:
    """Title slides that open a section stand before its heading: they belong to the document, not to a part of it."""
    opening = tuple(takewhile(lambda slide: slide.role == "title", section.slides))
    others = section.slides[len(opening) :]
    for slide in opening:
        yield from _slide(slide, 2, briefing.title, briefing.words)
    if others and one_line(section.title):
        yield heading(2, section.title)
    for slide in others:
        yield from _slide(slide, 3, section.title, briefing.words)


def _slide(slide: Slide, level: int, above: str, words: Words) -> Iterator[str]:
    """A headline that only repeats the heading above it is left out."""
    if one_line(slide.title) != one_line(above):
        yield heading(level, slide.title)
    head = (italic(slide.label), paragraph(slide.subtitle))
    yield from (part for part in head if part)
    for block in slide.blocks:
        yield from block_parts(block)
    if one_line(slide.source):
        yield italic(slide.source)
    if any(one_line(note) for note in slide.notes):
        yield _notes(slide, words)


def _notes(slide: Slide, words: Words) -> str:
    """Blank lines round the paragraphs make Markdown read them as Markdown inside the HTML element."""
    paragraphs = (paragraph(note) for note in slide.notes if one_line(note))
    return "\n\n".join([f"<details>\n<summary>{html(words.notes)}</summary>", *paragraphs, "</details>"])
