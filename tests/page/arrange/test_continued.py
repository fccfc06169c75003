"""Dividing between slides: a headed text, and the list of the backup."""

from __future__ import annotations

import pytest

from briefing.model import Block, Contents, Entry, Jump
from briefing.page.arrange.canvas import Canvas, bullets, paragraph, said
from briefing.page.arrange.contents import place_contents
from briefing.page.arrange.text import cut_short, divide
from briefing.page.boxes import Box, ShapeBox, inches


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


LISTED = Box(inches(0.6), inches(1.7), inches(12.1), inches(4.4))


def contents(count: int) -> Contents:
    """So many slides under headings of five each, with headlines of a line or two."""
    jumps = [Jump("Savings are in sight" + n % 2 * ", and most of them are ours", f"s{n}") for n in range(count)]
    return Contents(tuple(Entry(f"Group {n}", tuple(jumps[n : n + 5])) for n in range(0, count, 5)))


@pytest.mark.parametrize("count", [30, 36, 40, 50, 70, 100, 140])
def test_the_list_of_the_backup_goes_on_with_about_as_much_as_it_began_with(canvas: Canvas, count: int) -> None:
    pages: list[list[ShapeBox]] = []
    left: Block | None = contents(count)
    while isinstance(left, Contents):
        piece = place_contents(left, LISTED, canvas)
        boxes = [each for each in piece.boxes if isinstance(each, ShapeBox)]
        pages.append([each for each in boxes if each.name == "Way"])
        assert all(each.box.bottom <= LISTED.bottom for each in boxes)
        left = piece.rest
    assert [each.link for page in pages for each in page] == [f"s{n}" for n in range(count)]
    counts = [*map(len, pages)]
    assert min(counts) * 3 >= max(counts) * 2, counts


def test_lines_of_a_list_stand_nearer_before_a_few_of_them_go_on(canvas: Canvas) -> None:
    assert place_contents(contents(36), LISTED, canvas).rest is None
