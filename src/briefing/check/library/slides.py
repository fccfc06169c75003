"""What only the finished slides show: too much text, words that grate, titles that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from briefing.check.library.findings import Hit
from briefing.check.library.shelf import APPENDIX, Deck, Shelf, continues, is_ours, look_of
from briefing.check.library.texts import texts, with_text
from briefing.errors import Where
from briefing.library.layout import Layout
from briefing.library.persona import Gap, Persona
from briefing.model import LeftOut, Notice, Slide, Untold
from briefing.page.look import Look

SHORT: Final = 40  # characters: what is left of a text, to see whether the slide then fits
LONG: Final = 80  # characters: a text that is shorter is not to blame, however little it lacks
# Kinds that show the words to avoid, or what the persona says itself; and the tables of the appendix, for reference.
QUOTING: Final = ("language", "objections", *APPENDIX)


def entry_too_long(shelf: Shelf) -> Iterator[Hit]:
    """Texts without which their slide would not continue on another one."""
    for deck, slide, text in _long(shelf):
        if text is not None:
            where = shelf.places.of(text) or deck.place_of(slide)
            yield Hit(where, {**_names(deck, slide), "text": _shortened(text), "length": len(text)}, deck.about)


def slide_too_full(shelf: Shelf) -> Iterator[Hit]:
    """Slides that continue on another one, and no single text is to blame."""
    for deck, slide, text in _long(shelf):
        if text is None:
            yield Hit(deck.place_of(slide), _names(deck, slide), deck.about)


def notice(shelf: Shelf) -> Iterator[Hit]:
    """What a run would tell besides: words that were moved to the notes, slides left out."""
    told = [(deck, each.message) for deck in shelf.made.decks for each in _notices(deck)]
    places = _Places(shelf, [(deck.persona, deck.layout) for deck, _ in told])
    for deck, message in told:
        values = {"notice": message.removesuffix("."), **_names(deck)}
        yield Hit(places.of(deck.persona, deck.layout), values, deck.about)


def _notices(deck: Deck) -> Iterator[Notice]:
    """The notices of a briefing but for those with checks of their own, and what a layout without notes leaves out."""
    return (each for each in deck.briefing.notices if not isinstance(each, LeftOut | Gap | Untold))


class _Places:
    """Whose fault it is: the layout's where every persona has trouble with it, else the persona's.

    Layouts of ours are in order; whoever has trouble with one lacks something.
    """

    def __init__(self, shelf: Shelf, pairs: Iterable[tuple[Persona, Layout]]) -> None:
        self.everybody = len(shelf.personas)
        self.troubled: dict[str, set[str]] = {}
        for persona, layout in pairs:
            self.troubled.setdefault(layout.file, set()).add(persona.file)

    def of(self, persona: Persona, layout: Layout) -> Where:
        of_layout = 1 < len(self.troubled[layout.file]) == self.everybody and not is_ours(layout.file)
        return Where(layout.file if of_layout else persona.file, 1, 1)


def jargon(shelf: Shelf) -> Iterator[Hit]:
    """Words that a persona does not want to hear, on slides that are shown to it."""
    for deck in shelf.made.decks:
        terms = [(each, _term(each)) for each in deck.persona.language.avoid if each.strip()]
        for slide in deck.briefing.slides() if terms else ():
            for text in texts(slide) if slide.kind not in QUOTING else ():
                for word, pattern in terms:
                    if pattern.search(text):
                        where = shelf.places.of(text) or deck.place_of(slide)
                        yield Hit(where, {**_names(deck, slide), "word": word}, deck.about)


def title_twice(shelf: Shelf) -> Iterator[Hit]:
    """Titles that would stand twice in a deck, had compose not told them apart."""
    for deck in shelf.made.decks:
        for slide in deck.briefing.slides():
            if slide.twin:
                yield Hit(deck.place_of(slide), {**_names(deck, slide), "title": slide.twin}, deck.about)


def nothing_left(shelf: Shelf) -> Iterator[Hit]:
    """Layouts that have no slide for a persona."""
    places = _Places(shelf, shelf.made.empty)
    for persona, layout in shelf.made.empty:
        values = {"persona": persona.name, "layout": layout.name}
        yield Hit(places.of(persona, layout), values, (persona.file, layout.file))


def _long(shelf: Shelf) -> Iterator[tuple[Deck, Slide, str | None]]:
    """The slides that continue, each with the text that is to blame, if one is; the same slide is judged once."""
    look = look_of(shelf)
    blamed: dict[Slide, str | None] = {}
    for deck in shelf.made.decks:
        for slide in deck.long:
            if slide not in blamed:
                blamed[slide] = _to_blame(slide, deck, look)
            yield deck, slide, blamed[slide]


def _to_blame(slide: Slide, deck: Deck, look: Look) -> str | None:
    """The longest text of a slide, where the slide fits as soon as that one is short."""
    longest = max(texts(slide.blocks), key=len, default="")
    longest = max((longest, slide.title), key=len)
    if len(longest) <= LONG:
        return None
    fits = not continues(with_text(slide, longest, longest[:SHORT]), deck.briefing, look)
    return longest if fits else None


def _term(word: str) -> re.Pattern[str]:
    """A word or phrase as such, in any case and over any white space, not as a part of a longer word."""
    phrase = r"\s+".join(map(re.escape, word.split()))
    return re.compile(rf"(?<!\w){phrase}(?!\w)", re.IGNORECASE)


def _names(deck: Deck, slide: Slide | None = None) -> dict[str, object]:
    named = {"persona": deck.persona.name, "layout": deck.layout.name}
    return {**named, "slide": slide.title} if slide else dict(named)


def _shortened(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"
