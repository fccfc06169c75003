"""Running text: size, rule, and what goes on."""

from __future__ import annotations

import pytest

from briefing.model import Bullets, Slide, Text
from briefing.page.arrange.arrange import arrange
from briefing.page.arrange.canvas import Canvas, Piece
from briefing.page.arrange.text import place_bullets, place_text
from briefing.page.boxes import Box, PlaceholderBox, ShapeBox, inches
from briefing.page.look import Look
from placed import slides
from samples import briefing

WIDE = Box(inches(0.6), inches(1.8), inches(12.1), inches(4.9))


def last(piece: Piece) -> ShapeBox:
    box = piece.boxes[-1]
    assert isinstance(box, ShapeBox)
    assert box.frame is not None
    return box


@pytest.mark.parametrize(("style", "size"), [("lead", 20), ("body", 16), ("statement", 26)])
def test_each_style_has_its_size(style: str, size: float, canvas: Canvas) -> None:
    frame = last(place_text(Text("Short.", style), WIDE, canvas)).frame  # type: ignore[arg-type]
    assert frame is not None
    assert frame.size == size


def test_a_lead_and_a_statement_have_a_rule_at_their_left_and_body_text_none(canvas: Canvas) -> None:
    for style, count in (("lead", 2), ("statement", 2), ("body", 1)):
        assert len(place_text(Text("Short.", style), WIDE, canvas).boxes) == count  # type: ignore[arg-type]
    rule, text = place_text(Text("Short.", "lead"), WIDE, canvas).boxes
    assert isinstance(rule, ShapeBox)
    assert isinstance(text, ShapeBox)
    assert text.frame is not None
    assert rule.box.x == WIDE.x
    assert rule.box.right < text.box.x + text.frame.insets.left


def test_running_text_takes_what_it_needs_and_a_statement_the_middle_of_its_region(canvas: Canvas) -> None:
    assert last(place_text(Text("Short."), WIDE, canvas)).box.h < inches(0.5)
    statement = last(place_text(Text("Short.", "statement"), WIDE, canvas))
    assert statement.box == WIDE
    assert statement.frame is not None
    assert statement.frame.anchor == "ctr"


def test_long_text_gets_smaller_before_it_goes_on(canvas: Canvas) -> None:
    piece = place_text(Text(" ".join(["word"] * 200), "lead"), Box(0, 0, inches(12), inches(2.6)), canvas)
    frame = last(piece).frame
    assert frame is not None
    assert piece.rest is None
    assert 14 <= frame.size < 20


def test_text_that_goes_on_keeps_its_style(canvas: Canvas) -> None:
    piece = place_text(Text(" ".join(["word"] * 2000), "lead"), WIDE, canvas)
    assert isinstance(piece.rest, Text)
    assert piece.rest.style == "lead"
    assert piece.bottom <= WIDE.bottom


def test_bullets_that_go_on_keep_their_heading_over_them_but_never_twice(canvas: Canvas) -> None:
    block = Bullets(tuple(f"Item {n}" for n in range(60)), "Heading")
    piece = place_bullets(block, WIDE, canvas)
    assert isinstance(piece.rest, Bullets)
    assert piece.rest.heading == "Heading"
    assert "Heading" not in piece.rest.items
    frame = last(piece).frame
    assert frame is not None
    shown = [run.text for each in frame.paragraphs for run in each.runs]
    assert shown + list(piece.rest.items) == ["Heading", *block.items]


def test_under_a_statement_what_follows_has_its_room_on_the_same_slide(look: Look) -> None:
    slide = Slide("mine", "Title", (Text("A statement.", "statement"), Bullets(("One", "Two"))))
    (made,) = slides(arrange(briefing("", slide), look)[0])[1:]
    named = {each.name: each.box for each in made.boxes if isinstance(each, ShapeBox | PlaceholderBox) and each.box}
    assert named["Statement"].bottom < named["Bullets"].y
