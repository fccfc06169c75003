"""What is to blame for a slide that continues: the one text that is too long for it (B109), or no single one (B110)."""

from __future__ import annotations

from dataclasses import replace as dataclass_replace
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from briefing.check.library import slides
from briefing.check.library.shelf import Deck, continues
from briefing.check.library.slides import LONG, SHORT, entry_too_long, slide_too_full
from briefing.check.library.texts import Places
from briefing.library.library import Library
from briefing.model import Bullets, Section, Slide
from briefing.page.look import Look
from conftest import Brief

WIDE = "漢字"  # as wide as they are high, so that a line holds few


def long_text(length: int) -> str:
    return (WIDE * length)[:length]


def slide_of(number: int, length: int) -> Slide:
    """A slide of three columns: in the first one so many bullets of a word, and a text of that length."""
    first = Bullets((*map(str, range(number)), long_text(length)))
    others = (Bullets(("One",)), Bullets(("Two",)))
    return Slide("text", "Everything at once", (first, *others), flow="beside", id="s")


@pytest.fixture
def deck(brief: Brief, library: Library) -> Deck:
    (persona,) = library.select(["cfo"])
    return Deck(persona, library.layout("pitch"), brief("cfo", "pitch"))


@pytest.fixture
def blamed(deck: Deck, look: Look, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`blamed(slide)`: the codes and values that are told of a deck of this slide."""
    monkeypatch.setattr(slides, "look_of", lambda shelf: look)

    def told(slide: Slide) -> list[tuple[str, Any]]:
        alone = replace(deck.briefing, sections=(Section("", (slide,)),))
        long = (slide,) if continues(slide, alone, look) else ()
        made = dataclass_replace(deck, briefing=alone, long=long)
        shelf: Any = SimpleNamespace(made=SimpleNamespace(decks=(made,)), places=Places(()))
        checks = {"B109": entry_too_long, "B110": slide_too_full}
        return [(code, hit.values) for code, check in checks.items() for hit in check(shelf)]

    return told


@pytest.fixture
def full(deck: Deck, look: Look) -> int:
    """So many bullets that there is room for a short text beside them, and none for one of 80 characters."""

    def overflows(number: int, length: int) -> bool:
        return continues(slide_of(number, length), deck.briefing, look)

    return next(each for each in range(5, 20) if overflows(each, LONG) and not overflows(each, SHORT))


def test_a_slide_that_holds_what_it_has_is_not_told(blamed: Any, full: int) -> None:
    assert blamed(slide_of(full, SHORT)) == []


def test_a_text_is_to_blame_from_81_characters_on(blamed: Any, full: int) -> None:
    ((code, values),) = blamed(slide_of(full, LONG))
    assert (code, values["slide"]) == ("B110", "Everything at once")
    ((code, values),) = blamed(slide_of(full, LONG + 1))
    assert (code, values["length"], len(values["text"])) == ("B109", 81, SHORT)
    assert values["text"] == long_text(SHORT - 1).rstrip() + "…"
    assert (values["persona"], values["layout"]) == ("CFO", "pitch")


def test_a_text_is_not_to_blame_where_the_slide_continues_without_it(blamed: Any, full: int) -> None:
    assert [code for code, _ in blamed(slide_of(full + 1, 200))] == ["B110"]


def test_a_title_may_be_the_longest_text(blamed: Any, full: int) -> None:
    slide = replace(slide_of(full - 1, SHORT), title=long_text(400).strip())
    assert [(code, values["length"]) for code, values in blamed(slide)] == [("B109", len(slide.title))]


def test_a_text_of_40_characters_is_named_whole() -> None:
    assert slides._shortened("x" * SHORT) == "x" * SHORT
    assert slides._shortened("x" * (SHORT + 1)) == "x" * (SHORT - 1) + "…"
