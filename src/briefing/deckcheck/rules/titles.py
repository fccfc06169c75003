"""Slide titles: what a listener hears first, and the only way to tell slides apart in an outline."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.deckcheck.findings import Hit
from briefing.deckcheck.view import DeckView, SlideView


def no_title(deck: DeckView) -> Iterator[Hit]:
    """Slides without a title placeholder."""
    for slide in deck.slides:
        if slide.shapes and slide.title is None:
            yield Hit(slide.number, "", "the slide has no title placeholder")


def empty_title(deck: DeckView) -> Iterator[Hit]:
    """Slides whose title placeholder holds no text."""
    for slide in deck.slides:
        if slide.title is not None and not _words(slide):
            yield Hit(slide.number, slide.title.name, "the title is empty")


def title_twice(deck: DeckView) -> Iterator[Hit]:
    """Slides that say the title of an earlier slide."""
    seen: dict[str, int] = {}
    for slide in deck.slides:
        words = _words(slide)
        if words.casefold() in seen:
            first = seen[words.casefold()]
            yield Hit(
                slide.number,
                slide.title.name if slide.title else "",
                f"the title '{words}' is that of slide {first} too",
            )
        elif words:
            seen[words.casefold()] = slide.number


def no_file_title(deck: DeckView) -> Iterator[Hit]:
    """A file without a title in its properties: a screen reader says the file's name instead."""
    if not deck.title:
        yield Hit(0, "", "the file's properties hold no title")


def _words(slide: SlideView) -> str:
    title = slide.title
    return " ".join(title.text.text.split()) if title is not None and title.text is not None else ""
