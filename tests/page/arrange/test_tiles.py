"""Tiles: big figures, or phrases of a few lines."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.model import Block, Tile, Tiles
from briefing.page.arrange.arrange import torn
from briefing.page.arrange.canvas import Canvas, Piece
from briefing.page.arrange.insight import place_insight, place_large_tiles
from briefing.page.arrange.tiles import place_tiles
from briefing.page.boxes import Box, Frame, LineBox, ShapeBox, inches

WIDE = Box(inches(0.6), inches(1.8), inches(12.1), inches(4.9))


def frames(piece: Piece) -> list[Frame]:
    return [box.frame for box in piece.boxes if isinstance(box, ShapeBox) and box.frame]


def test_figures_are_big(canvas: Canvas) -> None:
    (frame,) = frames(place_tiles(Tiles((Tile("Savings", "12 %", "of spend"),)), WIDE, canvas))
    assert frame.size == canvas.scale.number
    assert [run.text for each in frame.paragraphs for run in each.runs] == ["Savings", "12 %", "of spend"]


def test_phrases_are_smaller_and_all_values_of_one_size(canvas: Canvas) -> None:
    block = Tiles((Tile("A", "42"), Tile("B", "A sponsor, a small team, and a share of engineering time")))
    sizes = {frame.size for frame in frames(place_tiles(block, WIDE, canvas))}
    assert len(sizes) == 1
    assert sizes.pop() <= 24


def test_labels_and_notes_are_14_points_whatever_the_value(canvas: Canvas) -> None:
    (frame,) = frames(place_tiles(Tiles((Tile("A", "42", "note"),)), WIDE, canvas))
    assert [each.runs[0].size for each in frame.paragraphs] == [14, 44, 14]


def test_a_hairline_stands_between_tiles(canvas: Canvas) -> None:
    piece = place_tiles(Tiles((Tile("A", "1"), Tile("B", "2"), Tile("C", "3"))), WIDE, canvas)
    lines = [box for box in piece.boxes if isinstance(box, LineBox)]
    places = [box.box for box in piece.boxes if isinstance(box, ShapeBox)]
    assert len(lines) == 2
    assert all(left.right < line.x1 < right.x for left, line, right in zip(places, lines, places[1:], strict=False))


def test_more_than_four_go_on(canvas: Canvas) -> None:
    tiles = tuple(Tile(f"L{n}", f"V{n}") for n in range(12))
    piece = place_tiles(Tiles(tiles), WIDE, canvas)
    assert len(frames(piece)) == 4
    assert piece.rest == Tiles(tiles[4:])


def test_tiles_that_wait_come_after_the_rest_of_those_that_were_too_long(canvas: Canvas) -> None:
    tiles = (Tile("Long", " ".join(["word"] * 2000)), *(Tile(f"L{n}", f"V{n}") for n in range(6)))
    piece = place_tiles(Tiles(tiles), WIDE, canvas)
    assert isinstance(piece.rest, Tiles)
    assert [tile.label for tile in piece.rest.tiles] == ["Long", "L3", "L4", "L5"]


def test_a_value_that_is_too_long_goes_on_under_its_label_with_its_note(canvas: Canvas) -> None:
    piece = place_tiles(Tiles((Tile("Label", " ".join(["word"] * 2000), "note"),)), WIDE, canvas)
    assert isinstance(piece.rest, Tiles)
    (rest,) = piece.rest.tiles
    assert (rest.label, rest.note) == ("Label", "note")
    assert rest.value.startswith("word")


def test_fewer_tiles_stand_in_a_row_where_their_words_or_figures_have_no_room(canvas: Canvas) -> None:
    tiles = (Tile("Up for renewal", "€96k"), Tile("Cost", "€21,620"), Tile("September", "1"), Tile("Availability", "2"))
    piece = place_tiles(Tiles(tiles), replace(WIDE, w=inches(3.4)), canvas)
    places = [box.box for box in piece.boxes if isinstance(box, ShapeBox)]
    assert piece.rest is None
    assert [box.x for box in places] == [places[0].x, places[1].x] * 2
    assert places[2].y == places[3].y > places[0].bottom
    assert not torn(piece.boxes, canvas.faces)
    assert min(frame.size for frame in frames(piece)) >= canvas.scale.number_floor


def test_no_row_of_tiles_is_much_shorter_than_the_others(canvas: Canvas) -> None:
    tiles = tuple(Tile(f"Label {n}", "€21,620", "a note that says how it is worked out") for n in range(4))
    for width in range(12, 2, -1):
        boxes = place_tiles(Tiles(tiles), replace(WIDE, w=inches(width)), canvas).boxes
        tops = [box.box.y for box in boxes if isinstance(box, ShapeBox)]
        assert len({tops.count(top) for top in tops}) == 1


def test_no_figure_is_broken_on_the_narrowest_page_that_has_room_for_it(canvas: Canvas) -> None:
    block: Block | None = Tiles(tuple(Tile(f"Responsibility {n}", "€1,021,620", "a year") for n in range(4)))
    for _ in range(10):
        assert isinstance(block, Tiles)
        piece = place_tiles(block, replace(WIDE, w=inches(1.7), h=inches(1.5)), canvas)
        assert not torn(piece.boxes, canvas.faces)
        block = piece.rest
        if block is None:
            return
    raise AssertionError("does not end")


def test_figures_alone_fill_the_slide_and_the_first_is_by_far_the_largest(canvas: Canvas) -> None:
    for count in range(1, 5):
        piece = place_large_tiles(
            Tiles(tuple(Tile(f"Label{n}", f"€{n}.2m", "a note") for n in range(count))), WIDE, canvas
        )
        first, *others = frames(piece)
        panel = next(box for box in piece.boxes if isinstance(box, ShapeBox) and box.name.startswith("Tile 1"))
        assert (panel.box.y, panel.box.bottom, piece.bottom) == (WIDE.y, WIDE.bottom, WIDE.bottom)
        assert first.size >= 96
        assert all(each.size <= first.size * 0.65 for each in others)
        assert len({each.size for each in others}) <= 1


def test_phrases_that_are_too_long_to_be_large_are_plain_tiles(canvas: Canvas) -> None:
    words = "A sponsor, a small team, and a share of engineering time that each team chooses by itself " * 4
    block = Tiles(tuple(Tile(f"L{n}", words) for n in range(4)))
    assert place_large_tiles(block, WIDE, canvas) == place_tiles(block, WIDE, canvas)


def test_the_last_figure_of_a_column_stands_on_its_foot(canvas: Canvas) -> None:
    column = Box(WIDE.x, WIDE.y, inches(3.3), WIDE.h)
    boxes = place_insight((Tile("A", "42 %"), Tile("B", "1"), Tile("C", "2")), column, canvas)
    assert boxes is not None
    last = max(box.box.bottom for box in boxes if isinstance(box, ShapeBox))
    assert last > WIDE.bottom - inches(0.1)
