"""Slides that continue one another end: each of them leaves less to say."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.model import Block, Card, Cell, Columns, Link, Node, Slide, Table, Text, Tile
from briefing.model import Diagram as Drawing
from briefing.page.arrange.arrange import arrange
from briefing.page.arrange.text import as_text, measure
from briefing.page.boxes import Box, inches
from briefing.page.look import Look
from page.arrange.test_extremes import KINDS, one_of_each
from placed import letters, slides, words_of, words_on
from samples import briefing

TEXT = " ".join(f"word{n}" for n in range(30))


def low(look: Look, height: float, width: float = 4.0) -> Look:
    """The look with hardly any room for content, as a template may leave it."""
    room = Box(inches(1), inches(3), inches(width), inches(height))
    return replace(look, layouts={role: replace(each, region=room) for role, each in look.layouts.items()})


@pytest.mark.parametrize(
    "height", [0.1, pytest.param(0.0, marks=pytest.mark.slow), pytest.param(0.4, marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("kind", KINDS)
def test_every_block_ends_in_a_region_that_is_too_low_for_a_line(kind: str, height: float, look: Look) -> None:
    block = one_of_each(TEXT)[kind]
    found = slides(arrange(briefing("", Slide("text", "Title", (block,), source="Source")), low(look, height))[0])[1:]
    assert letters(words_of(Slide("text", "Title", (block,)))) - letters(words_on(found, look)) == letters(
        words_of(Slide("", "", ()))
    )
    assert len(found) <= 400


def test_a_text_takes_more_than_sixty_slides_where_it_has_to(look: Look) -> None:
    found = slides(arrange(briefing("", Slide("text", "Title", (Text(TEXT * 20),))), low(look, 0.2, 2))[0])
    assert len(found) > 60


def test_what_is_left_is_measured_in_drawings_and_then_in_letters() -> None:
    drawing = Drawing("hub", (Node("a", "Ab", "cd"),), (Link("a", "a", "e f"),), summary="not said")
    assert measure((Text("a b", "lead"), drawing)) == (1, 8)
    assert measure((Columns((Card("a", ("b",), "c", "icon"),)),)) == (0, 3)
    assert measure(()) == (0, 0)


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (Table(("A", "B"), ((Cell("c d", "up"), Cell("e")),), key="f", summary="g"), "A B c d e f"),
        (Text("a\n\nb", "lead"), "a b"),
    ],
)
def test_a_block_becomes_running_text_of_all_its_words(block: Block, text: str) -> None:
    assert as_text((block, Tile("x", "y"))) == (Text(text), Tile("x", "y"))  # type: ignore[arg-type,comparison-overlap]
