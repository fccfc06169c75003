"""Tiles: a label, a big value and a note, up to four in a row with hairlines between them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefing.model import Tile, Tiles
from briefing.page.arrange.canvas import Canvas, Piece, columns, paragraph, text_box
from briefing.page.arrange.text import divide
from briefing.page.boxes import Box, Frame, LineBox, Paragraph, Placed, inches
from briefing.page.fit import is_torn, line_count, widest_word

ACROSS = 4
GAP = inches(0.6)
BIG = 34.0  # a short phrase, such as a date, still on one line
PHRASE = 24.0
LINES = 4
VERDICTS = {"good": "positive", "bad": "negative"}


def place_tiles(block: Tiles, box: Box, canvas: Canvas) -> Piece:
    """All values at one size: figures big, phrases at most four lines; what does not fit goes on.

    Where the page is too narrow for their words, fewer stand in a row.
    """
    if not block.tiles:
        return Piece((), box.y)
    shown, later = block.tiles[:ACROSS], block.tiles[ACROSS:]
    for least in (canvas.scale.number_floor, canvas.scale.body_floor):
        for across in _even(len(shown)):
            grid = _grid(len(shown), across, box)
            frames = _frames(shown, grid[0], canvas, least)
            if frames:
                return _drawn(shown, frames, grid, across, later, canvas)
    return _first_row_divided(block.tiles, box, canvas)


def _even(count: int) -> list[int]:
    """How many tiles may stand in a row, the most first, so that no row is much shorter than the others."""
    return [across for across in range(count, 0, -1) if across == -(-count // -(-count // across))]


def _grid(count: int, across: int, box: Box) -> list[Box]:
    """The cells of tiles in rows."""
    rows = -(-count // across)
    height = (box.h - GAP * (rows - 1)) // rows
    cells = columns(box, [1] * across, GAP)
    return [Box(cell.x, box.y + row * (height + GAP), cell.w, height) for row in range(rows) for cell in cells][:count]


def _first_row_divided(tiles: Sequence[Tile], box: Box, canvas: Canvas) -> Piece:
    """Not even in one column is there room for all: as many as their words allow in a row show what they can."""
    widest = [widest_word(_frame(tile, canvas, canvas.scale.body_floor), canvas.faces) for tile in tiles[:ACROSS]]
    room = [across for across in range(len(widest), 1, -1) if max(widest) <= columns(box, [1] * across, GAP)[0].w]
    across = room[0] if room else 1
    shown, later = tiles[:across], tiles[across:]
    cells = _grid(across, across, box)
    parts = [_divided(tile, cell, canvas) for tile, cell in zip(shown, cells, strict=True)]
    rest = (*(more for _, more in parts if more), *later)
    return _drawn(shown, [frame for frame, _ in parts], cells, across, rest, canvas)


def _drawn(
    tiles: Sequence[Tile],
    frames: Sequence[Frame],
    grid: Sequence[Box],
    across: int,
    rest: Sequence[Tile],
    canvas: Canvas,
) -> Piece:
    boxes: list[Placed] = []
    top = grid[0].y
    for start in range(0, len(tiles), across):
        row = slice(start, start + across)
        tallest = max(canvas.height(frame, grid[0].w) for frame in frames[row])
        cells = [replace(cell, y=top, h=tallest) for cell in grid[row]]
        boxes += [*_rules(cells, start, canvas), *_texts(tiles[row], frames[row], cells, start)]
        top += tallest + GAP
    return Piece(tuple(boxes), top - GAP, Tiles(tuple(rest)) if rest else None)


def _frames(tiles: Sequence[Tile], cell: Box, canvas: Canvas, least: float) -> list[Frame] | None:
    """The tiles at the largest size at which they fit and no word is broken."""
    scale = canvas.scale
    sizes = (scale.number, BIG, PHRASE, 22.0, scale.number_floor, 18.0, scale.body, scale.body_floor)
    for size in (each for each in sizes if each >= least):
        lines = 1 if size >= BIG else LINES
        frames = [_frame(tile, canvas, size) for tile in tiles]
        values = [canvas.frame(paragraph(tile.value), size=size, bold=True) for tile in tiles]
        short = all(line_count(value, cell.w, canvas.faces) <= lines for value in values)
        if short and all(_holds(cell, frame, canvas) for frame in frames):
            return frames
    return None


def _holds(cell: Box, frame: Frame, canvas: Canvas) -> bool:
    return canvas.height(frame, cell.w) <= cell.h and not is_torn(frame, cell.w, canvas.faces)


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


def _texts(tiles: Sequence[Tile], frames: Sequence[Frame], cells: Sequence[Box], start: int) -> list[Placed]:
    return [
        text_box(f"Tile {number}: {tile.label}", cell, frame)
        for number, (tile, frame, cell) in enumerate(zip(tiles, frames, cells, strict=True), start + 1)
    ]


def _rules(cells: Sequence[Box], start: int, canvas: Canvas) -> list[Placed]:
    color = canvas.color("line")
    between = [(cell.x - GAP // 2, cell) for cell in cells[1:]]
    return [LineBox(x, at.y, x, at.bottom, f"Divider {n}", color) for n, (x, at) in enumerate(between, start + 1)]


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
