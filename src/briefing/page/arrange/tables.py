"""Tables: native, hairlines between rows only, marks drawn as badges, dots and arrows; long ones continue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Card, Cell, Columns, Mark, Table
from briefing.page.arrange.canvas import Canvas, Piece, largest, paragraph, text_box
from briefing.page.arrange.cards import longest_word, place_cards
from briefing.page.arrange.text import cut_short
from briefing.page.boxes import Align, Box, Frame, Insets, ShapeBox, TableBox, TableCell, inches
from briefing.page.fit import widest_word

PAD = Insets(inches(0.1), inches(0.05), inches(0.1), inches(0.05))
NARROW, TIGHT = inches(7), inches(0.05)  # a page, and what is left of the margins of its cells
LOW = inches(6.75)  # a page, which holds few rows
THIN = inches(0.03)  # what is left there over and under the texts of a row
BY_LENGTH = (0.25, 0.5, 0.75)  # how much the lengths of texts count beside the weights of columns there
HAIR = inches(0.02)  # of a column beside its longest word
KEY_HEIGHT = inches(0.3)
TALLEST_HEADER = 1 / 3  # of the box, like the next
TALLEST_KEY = 1 / 5
USUAL_HEADER = inches(0.9)  # no header is too tall that is lower, if only a row has room under it
TALLEST_ROW = inches(1.1)  # beyond it a table looks sparse
DOT = 1.4  # of the text size: a mark that stands alone has to be seen from afar
SHORT_VALUE, LONG_LINE = 20, 28  # characters
LINE_END = "\n"
WIDEST_WORD = 0.3  # of a table that has no room for all: a longer word is broken


class Look(Struct, frozen=True):
    """How a mark is drawn: text before the words of the cell, or instead of them, colour, ground, weight."""

    symbol: str = ""
    alone: bool = False
    color: str = "ink"
    fill: str = ""
    bold: bool = False
    align: Align = "l"


LOOKS: Mapping[Mark, Look] = {
    "": Look(),
    "yes": Look("●", True, "accent", align="ctr"),
    "no": Look("○", True, "muted", align="ctr"),
    "accountable": Look(color="paper", fill="accent", bold=True, align="ctr"),
    "responsible": Look(color="accent", fill="accent-soft", bold=True, align="ctr"),
    "consulted": Look(color="muted", align="ctr"),
    "informed": Look(color="muted", align="ctr"),
    "none": Look(color="muted", align="ctr"),
    "now": Look(color="paper", fill="accent", bold=True, align="ctr"),
    "goal": Look(color="accent", fill="accent-soft", bold=True, align="ctr"),
    "figure": Look(align="r"),
    "turned": Look(fill="accent-soft", bold=True, align="r"),
    "up": Look("▲ ", color="ink"),
    "down": Look("▼ ", color="ink"),
    "target": Look("◆ ", color="ink"),
}


class Grid(Struct, frozen=True):
    """A table's frames with the heights that they need, header first, in columns of these widths."""

    widths: tuple[int, ...]
    frames: tuple[tuple[Frame, ...], ...]
    heights: tuple[int, ...]


def place_table(block: Table, box: Box, canvas: Canvas) -> Piece:
    """As many rows as fit at a legible size; the others go on under the same header, evenly.

    Where the page is too narrow for the words of all columns, or the header takes most of it, each row is a card.
    """
    if not block.header:
        return Piece((), box.y)
    if _is_cramped(block, box, canvas):
        return place_cards(_as_cards(block), box, canvas)
    block = _with_short_key(block, box, canvas)
    room = Box(box.x, box.y, box.w, box.h - _key_height(block, box.w, canvas))
    sizes = canvas.scale
    whole = largest(sizes.body, sizes.table_floor, lambda size: _fitting(block, room, canvas, size))
    return _drawn(block, block, whole, room, canvas) if whole else _continued(block, room, canvas)


def _is_cramped(block: Table, box: Box, canvas: Canvas) -> bool:
    """Whether words would be broken that cards leave whole, or the header leaves no room for its rows."""
    size = canvas.scale.table_floor
    torn = len(block.header) > 1 and sum(_longest_words(block, canvas, size)) > box.w
    if torn and all(longest_word(card, canvas) <= box.w for card in _as_cards(block).cards):
        return True
    header, *rows = _grid(block, box.w, canvas, size).heights
    lowest = canvas.height(canvas.frame(size=size, insets=_pad(canvas)), box.w) if rows else 0
    return header > min(max(box.h * TALLEST_HEADER, USUAL_HEADER), box.h - lowest)


def _as_cards(block: Table) -> Columns:
    """A card a row: its first cell over the others, each with the header of its column; the key at the end."""
    first, *others = block.header
    rows = tuple(
        Card(_named(first, cell), tuple(_named(*each) for each in zip(others, cells, strict=True) if _words(each[1])))
        for cell, *cells in block.rows
    )
    key = (Card("", text=block.key),) if block.key else ()
    return Columns((*(rows or (Card("", block.header),)), *key))


def _named(header: str, cell: Cell) -> str:
    """A value after its header; a short one under a long header, where no sign is parted from its amount."""
    text = _words(cell)
    under = len(text) <= SHORT_VALUE < LONG_LINE < len(header) + len(text)
    return f"{header}:{LINE_END if under else ' '}{text}" if header else text


def _words(cell: Cell) -> str:
    """What a cell shows."""
    look = LOOKS[cell.mark]
    return look.symbol if look.alone else f"{look.symbol}{cell.text}"


def _with_short_key(block: Table, box: Box, canvas: Canvas) -> Table:
    """The table with a key that is as long as a text of its own as its last row."""
    if _key_height(block, box.w, canvas) <= box.h * TALLEST_KEY:
        return block
    row = (Cell(block.key), *(Cell("") for _ in block.header[1:]))
    return replace(block, key="", rows=(*block.rows, row))


def _fitting(block: Table, room: Box, canvas: Canvas, size: float) -> Grid | None:
    """The grid at a size at which all rows fit and, above the floor, every word stays whole."""
    is_torn = sum(_longest_words(block, canvas, size)) > room.w
    if is_torn and size > canvas.scale.table_floor:
        return None
    grid = _grid(block, room.w, canvas, size)
    return grid if sum(grid.heights) <= room.h else None


def _grid(block: Table, width: int, canvas: Canvas, size: float) -> Grid:
    widths = _widths(block, width, canvas, size)
    frames = _frames(block, canvas, size)
    return Grid(widths, frames, tuple(_row_height(row, widths, canvas) for row in frames))


def _frames(block: Table, canvas: Canvas, size: float) -> tuple[tuple[Frame, ...], ...]:
    """The texts of the header and of each row."""
    first = not any(row[0].mark for row in block.rows)
    header = (_header(*each, canvas, size) for each in zip(block.header, _aligned(block), strict=True))
    body = (
        tuple(_cell(cell, canvas, size, bold=first and not index) for index, cell in enumerate(row))
        for row in block.rows
    )
    return (tuple(header), *body)


def _pad(canvas: Canvas) -> Insets:
    """The margins of cells: words come first on a narrow page, and rows on a low one; free room stretches them."""
    pad = PAD if canvas.look.width >= NARROW else replace(PAD, left=TIGHT, right=TIGHT)
    return pad if canvas.look.height >= LOW else replace(pad, top=THIN, bottom=THIN)


def _aligned(block: Table) -> list[Align]:
    """How the cells under each header are aligned, where all are alike."""
    columns = ({LOOKS[row[index].mark].align for row in block.rows} for index in range(len(block.header)))
    return [each.pop() if len(each) == 1 else "l" for each in columns]


def _header(text: str, align: Align, canvas: Canvas, size: float) -> Frame:
    words = paragraph(text, align=align)
    return canvas.frame(words, size=size, bold=True, color="ink", anchor="ctr", insets=_pad(canvas))


def _cell(cell: Cell, canvas: Canvas, size: float, *, bold: bool) -> Frame:
    look = LOOKS[cell.mark]
    words = paragraph(_words(cell), align=look.align, size=size * DOT if look.alone else 0)
    return canvas.frame(words, size=size, bold=bold or look.bold, color=look.color, anchor="ctr", insets=_pad(canvas))


def _row_height(row: Sequence[Frame], widths: Sequence[int], canvas: Canvas) -> int:
    return max(canvas.height(frame, width) for frame, width in zip(row, widths, strict=True))


def _widths(block: Table, total: int, canvas: Canvas, size: float) -> tuple[int, ...]:
    """Column widths by weight, but none narrower than its longest word."""
    wished: list[float] = [*block.weights] or [1.0] * len(block.header)
    needed = _longest_words(block, canvas, size)
    if sum(needed) > total:
        most = round(total * WIDEST_WORD)
        needed = [min(most, each) for each in needed]
    if sum(needed) > total:
        wished, needed = [*map(float, needed)], [0] * len(needed)
    widths = [max(need, round(total * wish / sum(wished))) for need, wish in zip(needed, wished, strict=True)]
    spare = [width - need for width, need in zip(widths, needed, strict=True)]
    excess = sum(widths) - total
    if excess > 0 and any(spare):
        widths = [width - excess * free // sum(spare) for width, free in zip(widths, spare, strict=True)]
    widths[0] += total - sum(widths)
    return tuple(widths)


def _longest_words(block: Table, canvas: Canvas, size: float) -> list[int]:
    """What the longest word of each column needs."""
    columns = zip(*_frames(block, canvas, size), strict=True)
    return [max(widest_word(frame, canvas.faces) for frame in column) + HAIR for column in columns]


def _continued(block: Table, room: Box, canvas: Canvas) -> Piece:
    grid = _lowest_grid(block, room.w, canvas)
    count = _rows_that_fit(grid.heights, room.h)
    if not count:
        return _first_row_divided(block, room, canvas)
    pages = -(-len(block.rows) // count)
    count = min(count, -(-len(block.rows) // pages))
    part = Grid(grid.widths, grid.frames[: count + 1], grid.heights[: count + 1])
    sizes, shown = canvas.scale, replace(block, rows=block.rows[:count])
    part = largest(sizes.body, sizes.table_floor, lambda size: _fitting(shown, room, canvas, size)) or part
    return _drawn(block, replace(block, rows=block.rows[count:]), part, room, canvas)


def _lowest_grid(block: Table, width: int, canvas: Canvas) -> Grid:
    """The grid at the least size; on a low page with the columns at which its rows are lowest."""
    usual = _grid(block, width, canvas, canvas.scale.table_floor)
    if canvas.look.height >= LOW:
        return usual
    lengths = [sum(len(cell.text) for cell in column) for column in zip(*block.rows, strict=True)]
    own, whole = [*block.weights] or [1.0] * len(lengths), sum(lengths) or 1
    mixed = (
        [(1 - part) * weight / sum(own) + part * length / whole for weight, length in zip(own, lengths, strict=True)]
        for part in BY_LENGTH
    )
    grids = [_grid(replace(block, weights=tuple(each)), width, canvas, canvas.scale.table_floor) for each in mixed]
    return min((usual, *grids), key=lambda grid: sum(grid.heights))


def _rows_that_fit(heights: Sequence[int], room: int) -> int:
    used, count = heights[0], 0
    while count + 1 < len(heights) and used + heights[count + 1] <= room:
        used += heights[count + 1]
        count += 1
    return count


def _first_row_divided(block: Table, room: Box, canvas: Canvas) -> Piece:
    """One row is higher than the slide: each cell shows what fits, the rest of the row goes on."""
    grid = _grid(block, room.w, canvas, canvas.scale.table_floor)
    height = room.h - grid.heights[0]
    places = (Box(0, 0, width, height) for width in grid.widths)
    parts = [cut_short(frame, place, canvas) for frame, place in zip(grid.frames[1], places, strict=True)]
    later = tuple(Cell(more, cell.mark if more else "") for (_, more), cell in zip(parts, block.rows[0], strict=True))
    rows = (later, *block.rows[1:]) if any(cell.text for cell in later) else block.rows[1:]
    shown = Grid(grid.widths, (grid.frames[0], tuple(first for first, _ in parts)), (grid.heights[0], height))
    return _drawn(block, replace(block, rows=rows), shown, room, canvas)


def _drawn(block: Table, rest: Table, grid: Grid, room: Box, canvas: Canvas) -> Piece:
    heights = _stretched(grid.heights, room.h)
    fills = [[LOOKS[cell.mark].fill for cell in row] for row in block.rows]
    header = tuple(TableCell(frame, "surface", "line") for frame in grid.frames[0])
    rows = [
        tuple(TableCell(frame, fill, "line") for frame, fill in zip(row, ground, strict=True))
        for row, ground in zip(grid.frames[1:], fills, strict=False)
    ]
    at = Box(room.x, room.y, sum(grid.widths), sum(heights))
    table = TableBox(at, grid.widths, heights, (header, *rows), "Table", block.summary)
    left = rest if rest is not block and rest.rows else None
    key = _key(block, at, canvas)
    return Piece((table, *key), key[-1].box.bottom if key else at.bottom, left)


def _stretched(heights: Sequence[int], room: int) -> tuple[int, ...]:
    """Rows take up free room evenly, up to the height beyond which a table looks sparse."""
    spare = max(0, room - sum(heights)) // len(heights)
    return (heights[0], *(max(height, min(height + spare, TALLEST_ROW)) for height in heights[1:]))


def _key_frame(block: Table, canvas: Canvas) -> Frame:
    return canvas.frame(
        paragraph(block.key), size=canvas.scale.label, color="muted", anchor="b", insets=Insets(_pad(canvas).left)
    )


def _key_height(block: Table, width: int, canvas: Canvas) -> int:
    return max(KEY_HEIGHT, canvas.height(_key_frame(block, canvas), width)) if block.key else 0


def _key(block: Table, table: Box, canvas: Canvas) -> tuple[ShapeBox, ...]:
    if not block.key:
        return ()
    height = _key_height(block, table.w, canvas)
    return (text_box("Key", Box(table.x, table.bottom, table.w, height), _key_frame(block, canvas)),)
