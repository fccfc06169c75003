"""Tiles: a label, a big value and a note, up to four in a row with hairlines between them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefing.model import Tile, Tiles
from briefing.render.pptx.arrange.canvas import Canvas, Piece, columns, paragraph, text_box
from briefing.render.pptx.arrange.continued import divide
from briefing.render.pptx.boxes import Box, Frame, LineBox, Paragraph, Placed, inches
from briefing.render.pptx.fit import line_count

ACROSS = 4
GAP = inches(0.6)
BIG = 34.0  # a short phrase, such as a date, still on one line
PHRASE = 24.0
LINES = 4
VERDICTS = {"good": "positive", "bad": "negative"}


def place_tiles(block: Tiles, box: Box, canvas: Canvas) -> Piece:
    """All values at one size: figures big, phrases at most four lines; what does not fit goes on."""
    if not block.tiles:
        return Piece((), box.y)
    shown, later = block.tiles[:ACROSS], block.tiles[ACROSS:]
    cells = columns(box, [1] * len(shown), GAP)
    frames, rest = _frames(shown, cells[0], canvas), tuple(later)
    if frames is None:
        parts = [_divided(tile, cell, canvas) for tile, cell in zip(shown, cells, strict=True)]
        frames = [frame for frame, _ in parts]
        rest = (*(more for _, more in parts if more), *later)
    tallest = max(canvas.height(frame, cells[0].w) for frame in frames)
    boxes = [*_rules(cells, tallest, canvas), *_texts(shown, frames, cells, tallest)]
    return Piece(tuple(boxes), box.y + tallest, replace(block, tiles=rest) if rest else None)


def _frames(tiles: Sequence[Tile], cell: Box, canvas: Canvas) -> list[Frame] | None:
    sizes = [
        canvas.scale.number,
        BIG,
        PHRASE,
        22.0,
        canvas.scale.number_floor,
        18.0,
        canvas.scale.body,
        canvas.scale.body_floor,
    ]
    for size in sizes:
        lines = 1 if size >= BIG else LINES
        frames = [_frame(tile, canvas, size) for tile in tiles]
        values = [canvas.frame(paragraph(tile.value), size=size, bold=True) for tile in tiles]
        short = all(line_count(value, cell.w, canvas.faces) <= lines for value in values)
        if short and all(canvas.height(frame, cell.w) <= cell.h for frame in frames):
            return frames
    return None


def _frame(tile: Tile, canvas: Canvas, size: float) -> Frame:
    small = canvas.scale.body_floor
    parts = (
        (tile.label, paragraph(tile.label, bold=True, color=canvas.color("accent"), size=small, after=8)),
        (tile.value, paragraph(tile.value, bold=True, size=size, after=8)),
        (tile.change, _change(tile, canvas, small)),
        (tile.note, paragraph(tile.note, color=canvas.color("muted"), size=small)),
    )
    return canvas.frame(*(each for text, each in parts if text), size=size)


def _change(tile: Tile, canvas: Canvas, size: float) -> Paragraph:
    """The change with its sign, and in words whether it is for the better; the colour says the same."""
    words = f"  {tile.judgement}" if tile.judgement else ""
    color = canvas.color(VERDICTS.get(tile.verdict, "muted"))
    return paragraph(f"{tile.change}{words}", bold=True, color=color, size=size, after=8)


def _texts(tiles: Sequence[Tile], frames: Sequence[Frame], cells: Sequence[Box], height: int) -> list[Placed]:
    return [
        text_box(f"Tile {number}: {tile.label}", Box(cell.x, cell.y, cell.w, height), frame)
        for number, (tile, frame, cell) in enumerate(zip(tiles, frames, cells, strict=True), 1)
    ]


def _rules(cells: Sequence[Box], height: int, canvas: Canvas) -> list[Placed]:
    color = canvas.color("line")
    between = (cell.x - GAP // 2 for cell in cells[1:])
    return [LineBox(x, cells[0].y, x, cells[0].y + height, f"Divider {n}", color) for n, x in enumerate(between, 1)]


def _in_words(tile: Tile) -> Tile:
    """The tile with its change as part of the note."""
    note = "  ".join(each for each in (tile.change, tile.judgement, tile.note) if each)
    return Tile(tile.label, tile.value, note)


def _divided(tile: Tile, cell: Box, canvas: Canvas) -> tuple[Frame, Tile | None]:
    """What fits of a tile, and a tile of the same label with the rest."""
    tile = _in_words(tile)
    shown, rest = divide(_frame(tile, canvas, canvas.scale.body_floor), cell, canvas, headed=bool(tile.label))
    if rest is None:
        return shown, None
    value_left = len(rest.texts) > 1 or not tile.note
    value, note = (*rest.texts, "", "")[:2] if value_left else ("", rest.texts[0])
    return shown, Tile(rest.heading, value, note)
