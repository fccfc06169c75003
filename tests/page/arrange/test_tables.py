"""Tables: columns, marks, and rows that go on."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.model import Block, Cell, Columns, Mark, Table
from briefing.page.arrange.arrange import torn
from briefing.page.arrange.canvas import Canvas, Piece
from briefing.page.arrange.cards import place_cards
from briefing.page.arrange.tables import LOOKS, place_table
from briefing.page.boxes import Box, Frame, ShapeBox, TableBox, inches
from placed import least

WIDE = Box(inches(0.6), inches(1.8), inches(12.1), inches(4.9))
MARKS: tuple[Mark, ...] = (
    "yes",
    "no",
    "accountable",
    "responsible",
    "consulted",
    "informed",
    "none",
    "up",
    "down",
    "target",
    "now",
    "goal",
    "figure",
    "turned",
)


def rows(count: int) -> tuple[tuple[Cell, ...], ...]:
    return tuple((Cell(f"Task {n}"), Cell(f"Text {n}")) for n in range(count))


def table(piece: Piece) -> TableBox:
    box = piece.boxes[0]
    assert isinstance(box, TableBox)
    return box


def text(frame: Frame) -> str:
    return "".join(run.text for each in frame.paragraphs for run in each.runs)


def test_the_header_comes_first_and_widths_and_heights_make_up_the_box(canvas: Canvas) -> None:
    found = table(place_table(Table(("A", "B"), rows(5), summary="What it shows."), WIDE, canvas))
    assert [text(cell.frame) for cell in found.rows[0]] == ["A", "B"]
    assert sum(found.widths) == found.box.w == WIDE.w
    assert sum(found.heights) == found.box.h
    assert found.alt == "What it shows."


def test_columns_have_their_weights(canvas: Canvas) -> None:
    found = table(place_table(Table(("A", "B"), rows(2), (3, 1)), WIDE, canvas))
    assert found.widths[0] == pytest.approx(3 * found.widths[1], rel=0.01)


def test_a_column_is_no_narrower_than_its_longest_word(canvas: Canvas) -> None:
    cells = ((Cell("Responsibilities"), Cell("b")),)
    found = table(place_table(Table(("A", "B"), cells, (1, 20)), WIDE, canvas))
    assert canvas.height(found.rows[1][0].frame, found.widths[0]) == canvas.height(
        found.rows[1][1].frame, found.widths[1]
    )


def test_no_column_is_ever_without_width(canvas: Canvas) -> None:
    header = tuple(f"H{n}" for n in range(12))
    found = table(place_table(Table(header, (tuple(Cell("i" * 300) for _ in header),)), WIDE, canvas))
    assert min(found.widths) > inches(0.5)
    assert sum(found.widths) == WIDE.w


def cards(piece: Piece) -> list[str]:
    """The texts of the cards that stand for the rows of a table."""
    frames = [each.frame for each in piece.boxes if isinstance(each, ShapeBox) and each.name.startswith("Card")]
    assert len(frames) == len(piece.boxes)
    return [
        "|".join(text(replace(frame, paragraphs=(each,))) for each in frame.paragraphs) for frame in frames if frame
    ]


def test_rows_become_cards_where_words_would_be_broken(canvas: Canvas) -> None:
    header = tuple("Internationalisation" for _ in range(12))
    piece = place_table(Table(header, (tuple(Cell(f"b{n}") for n in range(12)),)), WIDE, canvas)
    assert piece.rest is None
    (card,) = cards(piece)
    assert card.startswith("Internationalisation: b0|Internationalisation: b1|")
    assert card.endswith("Internationalisation: b11")


def test_cards_say_marks_and_key_too_and_leave_out_what_is_empty(canvas: Canvas) -> None:
    cells = (Cell("Unit cost"), Cell("", "yes"), Cell(""), Cell("lower", "down"))
    block = Table(("", "Controlling", "Infrastructure", "Responsibility"), (cells,), key="● cares")
    narrow = replace(WIDE, w=inches(2.4))
    assert cards(place_table(block, narrow, canvas)) == ["Unit cost|Controlling: ●|Responsibility: ▼ lower", "● cares"]


def test_a_short_value_stands_under_a_long_header(canvas: Canvas) -> None:
    block = Table(("Month", "Low: does not pay back within 36 months"), ((Cell("3"), Cell("−€230,294.23")),))
    narrow = replace(WIDE, w=inches(1.6))
    assert cards(place_table(block, narrow, canvas)) == [
        "Month: 3|Low: does not pay back within 36 months:\n−€230,294.23"
    ]


@pytest.mark.parametrize("wide", range(23, 120, 6))
@pytest.mark.parametrize("columns", [2, 4, 7])
def test_no_word_is_broken_on_a_page_that_is_wide_enough_for_it(wide: int, columns: int, canvas: Canvas) -> None:
    header = ("Responsibility", "IT domains", "Who decides", "Engineering", "Finance", "Procurement", "Business")
    cells = tuple(
        Cell(each) for each in ("Commitment", "optimisation", "−€1,230.50", "A", "–", "forecast", "unit cost")
    )
    block: Block | None = Table(header[:columns], (cells[:columns],) * 3, key="A accountable")
    room = Box(inches(0.4), inches(1.5), inches(wide / 10), inches(4))
    for _ in range(40):
        piece = place_any(block, room, canvas)
        assert not torn(piece.boxes, canvas.faces)
        block = piece.rest
        if block is None:
            return
    raise AssertionError("does not end")


def place_any(block: Block | None, room: Box, canvas: Canvas) -> Piece:
    if isinstance(block, Table):
        return place_table(block, room, canvas)
    assert isinstance(block, Columns)
    return place_cards(block, room, canvas)


@pytest.mark.parametrize("words", [8, 20, 60, 200])
@pytest.mark.parametrize("high", [0.7, 1.3, 4.9])
def test_a_header_is_never_divided(words: int, high: float, canvas: Canvas) -> None:
    long = " ".join(f"w{n}" for n in range(words))
    block: Block | None = Table((long, "B"), rows(3))
    room = replace(WIDE, h=inches(high))
    for _ in range(100):
        piece = place_any(block, room, canvas)
        for each in piece.boxes:
            if isinstance(each, TableBox):
                assert text(each.rows[0][0].frame) == long
                assert each.box.h <= room.h
        block = piece.rest
        if block is None:
            return
    raise AssertionError("does not end")


def test_a_table_is_set_smaller_before_a_word_is_broken(canvas: Canvas) -> None:
    header = tuple("Responsibilities" for _ in range(7))
    found = table(place_table(Table(header, (tuple(Cell("R") for _ in header),)), WIDE, canvas))
    sizes = {cell.frame.size for row in found.rows for cell in row}
    assert sizes < {12, 13, 14, 15}
    assert len({canvas.height(cell.frame, width) for cell, width in zip(found.rows[0], found.widths, strict=True)}) == 1
    assert canvas.height(found.rows[0][0].frame, found.widths[0]) < 2 * 12_700 * found.rows[0][0].frame.size


def test_every_mark_has_a_look() -> None:
    assert set(LOOKS) == {"", *MARKS}


@pytest.mark.parametrize(
    ("cell", "drawn"),
    [
        (Cell("yes", "yes"), "●"),
        (Cell("no", "no"), "○"),
        (Cell("higher", "up"), "▲ higher"),
        (Cell("lower", "down"), "▼ lower"),
        (Cell("on target", "target"), "◆ on target"),
        (Cell("A/R", "accountable"), "A/R"),
        (Cell("plain"), "plain"),
    ],
)
def test_marks_are_drawn(cell: Cell, drawn: str, canvas: Canvas) -> None:
    found = table(place_table(Table(("A", "B"), ((Cell("a"), cell),)), WIDE, canvas))
    assert text(found.rows[1][1].frame) == drawn


def test_accountable_and_responsible_have_a_ground_of_their_own(canvas: Canvas) -> None:
    cells = (Cell("t"), Cell("A", "accountable"), Cell("R", "responsible"), Cell("I", "informed"))
    found = table(place_table(Table(("", "a", "b", "c"), (cells,)), WIDE, canvas))
    assert [cell.fill for cell in found.rows[1]] == ["", "accent", "accent-soft", ""]


@pytest.mark.parametrize("count", [1, 5, 11, 12, 13, 14, 30])
def test_the_key_stands_under_the_table_and_inside_its_place(count: int, canvas: Canvas) -> None:
    found, key = place_table(Table(("A", "B"), rows(count), key="What the marks mean"), WIDE, canvas).boxes
    assert isinstance(found, TableBox)
    assert isinstance(key, ShapeBox)
    assert key.box.y == found.box.bottom
    assert key.box.bottom <= WIDE.bottom


def test_rows_that_do_not_fit_go_on_evenly_under_the_same_header(canvas: Canvas) -> None:
    block, counts = Table(("A", "B"), rows(40), key="Key"), []
    while True:
        piece = place_table(block, WIDE, canvas)
        found = table(piece)
        assert [text(cell.frame) for cell in found.rows[0]] == ["A", "B"]
        counts.append(len(found.rows) - 1)
        if piece.rest is None:
            break
        assert isinstance(piece.rest, Table)
        block = piece.rest
    assert sum(counts) == 40
    assert max(counts) - min(counts) <= len(counts)


def test_each_part_of_a_table_that_goes_on_is_as_large_as_it_can_be(canvas: Canvas) -> None:
    sizes: list[float] = []
    block: Table | None = Table(("A", "B"), rows(24))
    while block:
        piece = place_table(block, WIDE, canvas)
        sizes.append(table(piece).rows[1][0].frame.size)
        assert piece.rest is None or isinstance(piece.rest, Table)
        block = piece.rest
    assert len(sizes) == 2
    assert sizes[0] == sizes[1] > canvas.scale.table_floor


def test_a_row_higher_than_the_slide_goes_on_in_its_own_columns(canvas: Canvas) -> None:
    block = Table(("A", "B"), ((Cell("short"), Cell(" ".join(["word"] * 900))), (Cell("c"), Cell("d"))))
    piece = place_table(block, WIDE, canvas)
    assert isinstance(piece.rest, Table)
    first = piece.rest.rows[0]
    assert first[0].text == ""
    assert first[1].text.startswith("word")
    assert piece.rest.rows[1:] == block.rows[1:]


def test_a_key_too_long_for_its_place_becomes_a_row(canvas: Canvas) -> None:
    long = " ".join(f"w{n}" for n in range(200))
    piece = place_table(Table(("A", "B"), rows(1), key=long), WIDE, canvas)
    assert len(piece.boxes) == 1
    assert text(table(piece).rows[2][0].frame).startswith("w0 w1 w2")


def test_columns_of_low_pages_follow_their_texts(canvas: Canvas) -> None:
    """Fewer slides for a table whose weights give a column of long texts too little."""
    rows = tuple((Cell(f"Task {n}"), Cell("a long text of many words " * 4)) for n in range(12))
    block = Table(("Task", "Text"), rows, weights=(3.0, 1.0))
    low = replace(canvas, look=replace(canvas.look, height=inches(5.6)))
    room = replace(WIDE, w=inches(9), h=inches(3.5))
    counts = [len(table(place_table(block, room, each)).rows) for each in (canvas, low)]
    assert counts[1] > counts[0] + 1


UNEVEN = Table(("A", "B"), tuple((Cell(f"Task {n}"), Cell("word " * (n * 12))) for n in range(4)))


def test_a_table_stays_whole_where_its_rows_fill_the_room_to_the_last(canvas: Canvas) -> None:
    """At the least height that holds all rows nothing is left over, and with a hair less the table goes on."""
    high = least(lambda h: place_table(UNEVEN, replace(WIDE, h=h), canvas).rest is None, inches(0.8), WIDE.h)
    found = table(place_table(UNEVEN, replace(WIDE, h=high), canvas))
    assert sum(found.heights) == found.box.h == high
    assert {cell.frame.size for row in found.rows for cell in row} == {canvas.scale.table_floor}


def test_a_table_that_goes_on_shows_every_row_that_still_fits(canvas: Canvas) -> None:
    high = least(lambda h: len(table(place_table(UNEVEN, replace(WIDE, h=h), canvas)).rows) > 2, inches(0.8), WIDE.h)
    piece = place_table(UNEVEN, replace(WIDE, h=high), canvas)
    assert sum(table(piece).heights) == high, "header and two rows fill the room to the last"
    assert isinstance(piece.rest, Table)
    assert piece.rest.rows == UNEVEN.rows[2:]
