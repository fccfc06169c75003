"""The canvas: columns, sizes and colours that every composition shares."""

from __future__ import annotations

from itertools import pairwise

import pytest

from briefing.page.arrange.canvas import GUTTER, Canvas, bullets, columns, largest, paragraph, said
from briefing.page.boxes import Box, Frame, inches

WIDE = Box(100, 200, inches(12), inches(5))


@pytest.mark.parametrize("weights", [[1], [1, 1], [1, 1, 1], [3.6, 0.8, 4.8, 2.8], [1] * 7])
def test_columns_fill_the_box_with_gaps_between_them(weights: list[float]) -> None:
    found = columns(WIDE, weights)
    assert found[0].x == WIDE.x
    assert found[-1].right == WIDE.right
    assert [right.x - left.right for left, right in pairwise(found)] == [GUTTER] * (len(weights) - 1)
    assert {(each.y, each.h) for each in found} == {(WIDE.y, WIDE.h)}


def test_columns_are_as_wide_as_their_weights_say() -> None:
    left, right = columns(Box(0, 0, 1000 + GUTTER, 10), [3, 1])
    assert (left.w, right.w) == (750, 250)


def test_the_largest_size_that_succeeds_is_taken() -> None:
    assert largest(20, 14, lambda size: size if size <= 17 else None) == 17
    assert largest(20, 14, lambda size: size if size <= 14 else None) == 14
    assert largest(20, 14, lambda size: None) is None


def test_what_a_frame_says_is_its_paragraphs_with_blanks_between() -> None:
    assert said(Frame((paragraph("a b"), paragraph("c")), 14)) == "a b c"
    assert said(None) == ""


def test_bullets_hang() -> None:
    assert all(each.bullet and each.indent > 0 for each in bullets(["a", "b"]))


def test_colours_change_parts_on_an_inverse_ground(canvas: Canvas) -> None:
    inverse = Canvas(canvas.look, canvas.faces, inverse=True)
    assert canvas.frame(paragraph("a"), size=14).color == "ink"
    assert inverse.frame(paragraph("a"), size=14).color == "paper"
    assert inverse.color("positive") == "positive"
