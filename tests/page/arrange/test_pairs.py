"""Pairs: rows that read from left to right."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.model import Pair, Pairs
from briefing.page.arrange.arrange import torn
from briefing.page.arrange.canvas import Canvas, Piece, said
from briefing.page.arrange.pairs import place_pairs
from briefing.page.boxes import Box, Frame, LineBox, ShapeBox, inches

WIDE = Box(inches(0.6), inches(1.8), inches(12.1), inches(4.9))
HEADINGS = ("Before", "After", "Shown by")


def shapes(piece: Piece, start: str) -> list[ShapeBox]:
    return [box for box in piece.boxes if isinstance(box, ShapeBox) and box.name.startswith(start)]


def test_each_row_stands_from_left_to_right_with_an_arrow_in_the_middle(canvas: Canvas) -> None:
    piece = place_pairs(Pairs((Pair("Bills", "Alerts", "Days"),), HEADINGS), WIDE, canvas)
    (before,), (after,), (chip,) = (shapes(piece, name) for name in ("Before", "After", "Shown by"))
    (arrow,) = [box for box in piece.boxes if isinstance(box, LineBox) and box.arrows == "end"]
    assert before.box.right <= arrow.x1 < arrow.x2 <= after.box.x
    assert after.box.right <= chip.box.x
    assert arrow.y1 == arrow.y2 == before.box.y + before.box.h // 2


def test_the_headings_stand_over_their_columns(canvas: Canvas) -> None:
    piece = place_pairs(Pairs((Pair("a", "b", "c"),), HEADINGS), WIDE, canvas)
    assert [box.box.y for box in shapes(piece, "Heading")] == [WIDE.y] * 3
    assert shapes(piece, "Heading")[1].box.x == shapes(piece, "After")[0].box.x


def test_a_pair_without_a_tag_has_no_chip(canvas: Canvas) -> None:
    assert shapes(place_pairs(Pairs((Pair("a", "b"),), HEADINGS), WIDE, canvas), "Shown by") == []


def test_rows_are_of_one_height(canvas: Canvas) -> None:
    block = Pairs((Pair("a", "b", "c"), Pair(" ".join(["word"] * 25), "b", "c"), Pair("a", "b")), HEADINGS)
    piece = place_pairs(block, WIDE, canvas)
    assert len({box.box.h for box in shapes(piece, "Before")}) == 1
    assert piece.bottom <= WIDE.bottom


@pytest.mark.parametrize(
    "tag", [*("i" * count for count in range(35, 50)), "metric " * 9, "KPI " * 14, "anomalies " * 5]
)
def test_the_round_corners_of_a_chip_do_not_grow_with_it_and_leave_room_for_its_words(tag: str, canvas: Canvas) -> None:
    block = Pairs((Pair("a", "b", tag.strip()),), HEADINGS)
    for chip in shapes(place_pairs(block, WIDE, canvas), "Shown by"):
        ((_, share),) = chip.adjust
        radius = share / 100_000 * min(chip.box.w, chip.box.h)
        assert chip.frame is not None
        # DrawingML sets the text of a rounded rectangle in by 29289/100000 of the radius at each side.
        inside = round(chip.box.w - 2 * radius * 0.29289)
        assert canvas.height(chip.frame, inside) <= chip.box.h


def test_rows_that_do_not_fit_go_on_under_the_same_headings(canvas: Canvas) -> None:
    block = Pairs(tuple(Pair(f"l{n}", f"r{n}", f"t{n}") for n in range(30)), HEADINGS)
    piece = place_pairs(block, WIDE, canvas)
    assert isinstance(piece.rest, Pairs)
    assert piece.rest.headings == HEADINGS
    assert piece.rest.rows == block.rows[len(shapes(piece, "Before")) :]


def test_a_pair_higher_than_the_slide_is_divided_on_each_side(canvas: Canvas) -> None:
    block = Pairs((Pair(" ".join(["l"] * 2000), " ".join(["r"] * 50), "tag"), Pair("a", "b")), HEADINGS)
    piece = place_pairs(block, WIDE, canvas)
    assert isinstance(piece.rest, Pairs)
    first, second = piece.rest.rows
    assert (first.right, first.tag, second) == ("", "", Pair("a", "b"))
    assert first.left.startswith("l l")


def test_pairs_become_cards_where_words_would_be_broken(canvas: Canvas) -> None:
    block = Pairs(
        (Pair("Bills arrive late", "Alerts within hours", "Optimisation"), Pair("Nobody", "Owners")), HEADINGS
    )
    piece = place_pairs(block, replace(WIDE, w=inches(3)), canvas)
    cards = shapes(piece, "Card")
    assert [[*map(said, paragraphs(box))] for box in cards] == [
        ["Before: Bills arrive late", "After: Alerts within hours", "Shown by: Optimisation"],
        ["Before: Nobody", "After: Owners"],
    ]
    assert not torn(piece.boxes, canvas.faces)


def paragraphs(box: ShapeBox) -> list[Frame]:
    assert box.frame is not None
    return [replace(box.frame, paragraphs=(each,)) for each in box.frame.paragraphs]


def test_no_word_is_broken_for_a_larger_size(canvas: Canvas) -> None:
    """At the least size the words have room, at the sizes over it they have none."""
    rows = (Pair("Commitments are bought", "Buy quarterly", "Owner"), Pair("Teams have time", "Agree a share", "Owner"))
    for width in range(45, 75):
        piece = place_pairs(Pairs(rows, HEADINGS), replace(WIDE, w=inches(width / 10)), canvas)
        assert not torn(piece.boxes, canvas.faces), width
