"""Dividing a headed text between two slides."""

from __future__ import annotations

from briefing.page.arrange.canvas import Canvas, bullets, paragraph, said
from briefing.page.arrange.text import cut_short, divide
from briefing.page.boxes import Box, inches


def test_a_text_that_fits_leaves_nothing(canvas: Canvas) -> None:
    frame = canvas.frame(paragraph("Heading"), paragraph("Text"), size=14)
    assert divide(frame, Box(0, 0, inches(4), inches(2)), canvas, headed=True) == (frame, None)


def test_the_heading_is_repeated_over_the_rest(canvas: Canvas) -> None:
    frame = canvas.frame(paragraph("Heading"), *bullets(f"Item {n}" for n in range(9)), size=14)
    shown, rest = divide(frame, Box(0, 0, inches(4), inches(1.2)), canvas, headed=True)
    assert rest is not None
    assert (rest.heading, rest.goes_on) == ("Heading", False)
    assert said(shown) + " " + " ".join(rest.texts) == "Heading " + " ".join(f"Item {n}" for n in range(9))


def test_a_bullet_that_would_fit_alone_but_not_under_its_heading_is_divided_and_not_put_off_for_ever(
    canvas: Canvas,
) -> None:
    item = " ".join(["word"] * 40)
    frame = canvas.frame(paragraph("Heading", after=6), *bullets([item]), size=14)
    alone = canvas.height(canvas.frame(*bullets([item]), size=14), inches(3))
    shown, rest = divide(frame, Box(0, 0, inches(3), alone), canvas, headed=True)
    assert rest is not None
    assert rest.goes_on
    assert len(shown.paragraphs) == 2


def test_a_heading_that_takes_half_of_the_box_is_read_on_and_not_repeated(canvas: Canvas) -> None:
    heading = " ".join(f"h{n}" for n in range(60))
    frame = canvas.frame(paragraph(heading), paragraph("Text"), size=14)
    shown, rest = divide(frame, Box(0, 0, inches(2), inches(1)), canvas, headed=True)
    assert rest is not None
    assert f"{said(shown)} {rest.heading}" == heading
    assert rest.texts == ("Text",)


def test_cutting_short_keeps_every_word(canvas: Canvas) -> None:
    text = " ".join(f"w{n}" for n in range(80))
    shown, left = cut_short(canvas.frame(paragraph(text), size=14), Box(0, 0, inches(2), inches(1)), canvas)
    assert left
    assert f"{said(shown)} {left}" == text
    assert canvas.height(shown, inches(2)) <= inches(1)
