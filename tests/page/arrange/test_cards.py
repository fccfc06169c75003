"""Cards: one size and one height for cards of equal rank."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.model import Block, Card, Columns
from briefing.page.arrange.arrange import torn
from briefing.page.arrange.canvas import Canvas, Piece
from briefing.page.arrange.cards import place_cards
from briefing.page.boxes import Box, IconBox, ShapeBox, inches

WIDE = Box(inches(0.6), inches(1.8), inches(12.1), inches(4.9))
SHORT = tuple(Card(f"Card {n}", (f"first {n}", f"second {n}")) for n in range(20))


def grounds(piece: Piece) -> list[ShapeBox]:
    return [box for box in piece.boxes if isinstance(box, ShapeBox)]


@pytest.mark.parametrize(("count", "rows"), [(1, [1]), (3, [3]), (4, [4]), (5, [3, 2]), (6, [3, 3]), (8, [4, 4])])
def test_more_than_four_stand_in_even_rows(count: int, rows: list[int], canvas: Canvas) -> None:
    found = grounds(place_cards(Columns(SHORT[:count]), WIDE, canvas))
    tops = sorted({box.box.y for box in found})
    assert [sum(box.box.y == top for box in found) for top in tops] == rows


def test_cards_of_a_slide_are_alike(canvas: Canvas) -> None:
    cards = (Card("A", ("one",)), Card("B", tuple(f"a longer item number {n}" for n in range(6))))
    found = grounds(place_cards(Columns(cards), WIDE, canvas))
    assert len({(box.box.w, box.box.h, box.box.y) for box in found}) == 1
    assert len({box.frame.size for box in found if box.frame}) == 1


def test_a_card_that_would_be_mostly_empty_is_lower_than_its_cell(canvas: Canvas) -> None:
    (card,) = grounds(place_cards(Columns((Card("A", ("one",)),)), WIDE, canvas))
    assert card.box.h < WIDE.h / 2


def test_an_icon_stands_over_its_heading_and_the_text_keeps_clear_of_it(canvas: Canvas) -> None:
    ground, icon = place_cards(Columns((Card("Objectives", ("one",), icon="objectives"),)), WIDE, canvas).boxes
    assert isinstance(ground, ShapeBox)
    assert isinstance(icon, IconBox)
    assert ground.frame is not None
    assert icon.box.bottom <= ground.box.y + ground.frame.insets.top


def test_an_unknown_icon_is_left_out(canvas: Canvas) -> None:
    assert len(place_cards(Columns((Card("A", ("one",), icon="unicorn"),)), WIDE, canvas).boxes) == 1


def test_too_many_cards_go_on_in_whole_rows(canvas: Canvas) -> None:
    piece = place_cards(Columns(SHORT), WIDE, canvas)
    shown = len(grounds(piece))
    assert isinstance(piece.rest, Columns)
    assert shown % 4 == 0
    assert piece.rest.cards == SHORT[shown:]


def test_a_card_that_is_too_long_goes_on_under_its_heading(canvas: Canvas) -> None:
    long = Card("Long", tuple(" ".join(["words"] * 30) for _ in range(12)), icon="objectives")
    piece = place_cards(Columns((long, Card("Short", ("one",)))), WIDE, canvas)
    assert isinstance(piece.rest, Columns)
    (rest,) = piece.rest.cards
    assert (rest.heading, rest.icon) == ("Long", "objectives")
    assert len(rest.items) < len(long.items)


def test_on_an_inverse_ground_cards_are_outlined_and_not_filled(canvas: Canvas) -> None:
    inverse = Canvas(canvas.look, canvas.faces, inverse=True)
    (card,) = grounds(place_cards(Columns((Card("A", text="b"),)), WIDE, inverse))
    assert (card.fill, bool(card.outline)) == ("", True)


@pytest.mark.parametrize("wide", range(24, 60, 4))
def test_no_word_is_broken_on_a_page_that_is_wide_enough_for_it(wide: int, canvas: Canvas) -> None:
    block: Block | None = Columns(
        tuple(Card(f"Card {n}", ("infrastructure", "ask.persona.amount", "short one")) for n in range(9))
    )
    for _ in range(20):
        assert isinstance(block, Columns)
        piece = place_cards(block, replace(WIDE, w=inches(wide / 10), h=inches(3)), canvas)
        assert not torn(piece.boxes, canvas.faces)
        block = piece.rest
        if block is None:
            return
    raise AssertionError("does not end")


@pytest.mark.parametrize("high", range(18, 40, 2))
def test_a_card_that_goes_on_has_two_lines_at_the_least(high: int, canvas: Canvas) -> None:
    block: Block | None = Columns((Card("Heading", tuple(f"item {n} is short" for n in range(9))),))
    room = replace(WIDE, w=inches(3), h=inches(high / 10))
    for number in range(20):
        assert isinstance(block, Columns)
        piece = place_cards(block, room, canvas)
        (frame,) = [box.frame for box in grounds(piece) if box.frame]
        assert number == 0 or len(frame.paragraphs) > 2  # with its heading
        block = piece.rest
        if block is None:
            return
    raise AssertionError("does not end")


def test_more_cards_stand_on_a_slide_where_wide_ones_take_less_height(canvas: Canvas) -> None:
    cards = tuple(
        Card(f"Card {n}", ("a sentence that takes one line of a wide card, and six of a narrow one",)) for n in range(9)
    )
    piece = place_cards(Columns(cards), replace(WIDE, w=inches(5.2), h=inches(4)), canvas)
    assert len(grounds(piece)) >= 3


def test_icons_give_way_before_a_card_goes_to_another_slide(canvas: Canvas) -> None:
    names = ("objectives", "frustrations", "key-metrics", "finops-benefits")
    cards = tuple(Card(name, tuple(f"item {n}" for n in range(4)), icon=name) for name in names)
    with_icons, low = (place_cards(Columns(cards), replace(WIDE, h=inches(h)), canvas) for h in (4.9, 2.1))
    assert sum(isinstance(box, IconBox) for box in with_icons.boxes) == 4
    assert low.rest is None
    assert not any(isinstance(box, IconBox) for box in low.boxes)
    assert [box.fill for box in grounds(low)] == [box.fill for box in grounds(with_icons)]
