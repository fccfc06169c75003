"""Tiles: big figures, or phrases of a few lines."""

from __future__ import annotations

from briefing.model import Tile, Tiles
from briefing.render.pptx.arrange.canvas import Canvas, Piece
from briefing.render.pptx.arrange.tiles import place_tiles
from briefing.render.pptx.boxes import Box, Frame, LineBox, ShapeBox, inches

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
