"""Tracks: one line for each thing from where it stands to where it is to be; as a table where there is no room."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Track, Tracks
from briefing.page.arrange.canvas import STEP, Canvas, Piece, columns, largest, paragraph, text_box
from briefing.page.arrange.tables import place_table
from briefing.page.boxes import ASIDE_OPACITY, Align, Box, Frame, LineBox, Placed, ShapeBox, inches
from briefing.page.fit import is_torn, natural_width

WEIGHTS = (3.3, 5.4, 3.2)
WHOLE = (3.4, 5.2, 1.6)  # where lines are filled
LEAST_WHOLE = inches(4.5)
BARE = (3.3, 8.6)  # where nothing stands beside the lines
NARROWEST = inches(8)
HEAD, KEY = inches(0.35), inches(0.35)
TALLEST, LOWEST = inches(2.6), inches(0.3)
# Points of names, and by which values are larger where there is room, by how many rows share the slide.
LARGEST = {1: (30.0, 24.0), 2: (26.0, 16.0)}
USUAL = (22.0, 8.0)
DOT, SMALL = inches(0.26), inches(0.09)
WIDEST_VALUE = 0.32  # of the line, at either end of it
WIDEST_OF_FEW = 0.4
TALL = inches(1.2)  # a row in which values have room over their dots
SEVERAL = 2
SMALLER = 0.7  # of a name's size: what stands under it
BAR, LARGEST_WHOLE = inches(0.42), 18.0
SLIM = 0.34  # of a row's height, where that is less


class Lines(Struct, frozen=True):
    """The frames of each row: name, what stands beside the line, and the values at its dots."""

    frames: tuple[tuple[Frame, Frame, Frame, Frame], ...]
    room: int  # for the value at either end


def place_tracks(block: Tracks, box: Box, canvas: Canvas) -> Piece:
    """Rows share the height; those that do not fit go on under the same headings, evenly."""
    if not block.rows:
        return Piece((), box.y)
    key = canvas.frame(paragraph(block.key), size=canvas.scale.label, color="muted", anchor="b")
    under = max(KEY, canvas.height(key, box.w)) if block.key else 0
    body = Box(box.x, box.y + HEAD, box.w, box.h - HEAD - under)
    if box.w < (LEAST_WHOLE if block.whole else NARROWEST) or body.h < LOWEST:
        return place_table(block.table, box, canvas)
    count = len(block.rows)
    while count:
        part = replace(block, rows=block.rows[:count])
        height = min(body.h // count, TALLEST) if len(block.rows) > 1 else body.h
        weights = WHOLE if block.whole else WEIGHTS
        cells = columns(replace(body, h=height), weights if _has_aside(block) else BARE)
        found = _fitting(part, cells, canvas)
        if found:
            break
        count -= 1
    else:
        return place_table(block.table, box, canvas)
    if count < len(block.rows):
        pages = -(-len(block.rows) // count)
        even = -(-len(block.rows) // pages)
        if even < count:
            return _on_pages(block, even, box, canvas)
    boxes = [*_head(block, cells, box, canvas)]
    for number, (row, frames) in enumerate(zip(part.rows, found.frames, strict=True), 1):
        boxes += _row(
            block, row, frames, number, [_lower(each, (number - 1) * height) for each in cells], found, canvas
        )
    bottom = body.y + count * height
    if block.key:
        name = "Footnote" if block.whole else "Key"  # of what is whole it says where the figures come from
        boxes.append(text_box(name, Box(box.x, bottom, box.w, under), key))
        bottom += under
    rest = replace(block, rows=block.rows[count:])
    return Piece(tuple(boxes), bottom, rest if rest.rows else None)


def _on_pages(block: Tracks, count: int, box: Box, canvas: Canvas) -> Piece:
    piece = place_tracks(replace(block, rows=block.rows[:count]), box, canvas)
    return replace(piece, rest=replace(block, rows=block.rows[count:]))


def _has_aside(block: Tracks) -> bool:
    return any(row.aside or row.far for row in block.rows)


def _lower(box: Box, by: int) -> Box:
    return replace(box, y=box.y + by)


def _fitting(block: Tracks, cells: list[Box], canvas: Canvas) -> Lines | None:
    if cells[0].h < LOWEST:
        return None
    most = LARGEST_WHOLE if block.whole else LARGEST.get(len(block.rows), USUAL)[0]
    few = len(block.rows) in LARGEST and _stands_over(block, cells[0])  # whose values are large beside any text
    found = (
        largest(most, canvas.scale.table_floor, partial(_at, block, cells, canvas, is_large=each))
        for each in ((True, False) if few else (False,))
    )
    return next(filter(None, found), None)


def _at(block: Tracks, cells: list[Box], canvas: Canvas, size: float, *, is_large: bool) -> Lines | None:
    made = [_frames(row, canvas, size, block, number, is_large=is_large) for number, row in enumerate(block.rows)]
    placed = [(row[0], cells[0]) for row in made] + [(row[1], cells[-1]) for row in made if len(cells) > SEVERAL]
    placed += [(_question(row, canvas, size), cells[1]) for row in block.rows if row.question]
    tall = any(canvas.height(frame, cell.w) > cell.h - STEP for frame, cell in placed)
    if tall or any(is_torn(frame, cell.w, canvas.faces) for frame, cell in placed):
        return None
    if size > canvas.scale.table_floor and any(
        _parted(row.label, frames[0], cells[0], canvas) for row, frames in zip(block.rows, made, strict=True)
    ):
        return None
    room = max((natural_width(each, canvas.faces) for row in made for each in row[2:] if each.paragraphs), default=0)
    widest = WIDEST_OF_FEW if len(block.rows) in LARGEST and not block.stops else WIDEST_VALUE
    return Lines(tuple(made), room) if room <= cells[1].w * widest else None


def _parted(name: str, frame: Frame, cell: Box, canvas: Canvas) -> bool:
    """Whether an identifier such as `reservation-0001` goes on at its hyphen, as not every program does."""
    bold = frame.paragraphs[0].runs[0].bold
    parts = (canvas.frame(paragraph(each, bold=bool(bold)), size=frame.size) for each in name.split() if "-" in each)
    return any(natural_width(each, canvas.faces) > cell.w for each in parts)


def _frames(
    row: Track, canvas: Canvas, size: float, block: Tracks, number: int, *, is_large: bool
) -> tuple[Frame, Frame, Frame, Frame]:
    """Names are bold; of filled lines only that of the first, and the values instead."""
    _, more = LARGEST.get(len(block.rows), USUAL)
    small = max(canvas.scale.table_floor, size * SMALLER if size > USUAL[0] else size - 4)
    ends = ((row.label, row.note), (row.far, row.aside))
    large = size if block.whole or block.stops or not (is_large or size >= USUAL[0]) else size + more
    bold_name = not (block.whole and number)
    label, far = (_end(name, text, canvas, size, small, bold=bold_name) for name, text in ends)
    alone = canvas.frame(*((paragraph(row.aside),) if row.aside else ()), size=max(small, size - 2), anchor="ctr")
    aside = far if row.far else alone
    shown = [
        canvas.frame(*((paragraph(text, bold=bold),) if not block.stops and text else ()), size=large, anchor="ctr")
        for text, bold in ((row.today, block.whole), (row.aim, True))
    ]
    return label, aside, shown[0], shown[1]


def _question(row: Track, canvas: Canvas, size: float) -> Frame:
    """What stands between both ends where no line does."""
    return canvas.frame(paragraph(row.question, align="ctr"), size=size, color="accent", bold=True, anchor="ctr")


def _end(name: str, text: str, canvas: Canvas, size: float, small: float, *, bold: bool) -> Frame:
    """What stands at one end of a line: a name, and quietly what there is to say of it."""
    under = (paragraph(text, color=canvas.color("muted"), size=small, bold=False),) if text else ()
    return canvas.frame(paragraph(name, bold=bold), *under, size=size, anchor="ctr")


def _head(block: Tracks, cells: list[Box], box: Box, canvas: Canvas) -> Iterator[Placed]:
    """The names over the columns, and those of the stops over their places on the line."""
    name, *_, aside = block.headings
    yield _named_over(name, Box(cells[0].x, box.y, cells[0].w, HEAD), canvas)
    over = Box(cells[1].x, box.y, cells[1].w, HEAD)
    if any(row.question for row in block.rows):
        yield _named_over(block.headings[1], over, canvas, "ctr")
    elif block.whole:
        yield _named_over(block.headings[1], over, canvas)
    elif not block.stops:
        yield _named_over(f"{block.headings[1]} → {block.headings[2]}", over, canvas)
    left, width = _span(cells[1], 0, block)
    for place, stop in enumerate(block.stops):
        centre, wide = left + round(width * place / max(1, len(block.stops) - 1)), width // len(block.stops)
        yield _named_over(stop, Box(centre - wide // 2, box.y, wide, HEAD), canvas, "ctr")
    if len(cells) > SEVERAL:
        yield _named_over(aside, Box(cells[-1].x, box.y, cells[-1].w, HEAD), canvas)


def _named_over(text: str, at: Box, canvas: Canvas, align: Align = "l") -> ShapeBox:
    words = paragraph(text, bold=True, align=align)
    frame = canvas.frame(words, size=canvas.scale.table_floor, color="muted", anchor="ctr")
    return text_box(f"Heading: {text}", at, frame)


def _stands_over(block: Tracks, cell: Box) -> bool:
    """Whether values stand over their dots, so that the line has all the width."""
    return not block.stops and not block.whole and cell.h >= TALL


def _drop(today: Frame, target: Frame, cell: Box, canvas: Canvas) -> int:
    """How far a line moves down so that it and the values over it are in the middle of the row."""
    return max(canvas.height(each, cell.w) for each in (today, target)) // 2


def _values_over(
    row: Track, frames: tuple[Frame, Frame], line: tuple[int, int, int], cell: Box, number: int, canvas: Canvas
) -> Iterator[ShapeBox]:
    """Each value over its dot; two that would meet are moved apart."""
    left, width, middle = line
    known = zip(("Today", "Target"), frames, (row.start, row.end), strict=True)
    placed = [(name, frame, at) for name, frame, at in known if at is not None and frame.paragraphs]
    placed.sort(key=lambda each: each[2])
    wide = [natural_width(frame, canvas.faces) for _, frame, _ in placed]
    starts = [left + round(width * at) - room // 2 for (_, _, at), room in zip(placed, wide, strict=True)]
    if len(placed) == SEVERAL and (lacks := starts[0] + wide[0] + 2 * STEP - starts[1]) > 0:
        starts = [starts[0] - lacks // 2, starts[1] + lacks - lacks // 2]
        over = max(0, cell.x - starts[0]) - max(0, starts[1] + wide[1] - cell.right)
        starts = [each + over for each in starts]
    for (name, frame, _), x, room in zip(placed, starts, wide, strict=True):
        tall = canvas.height(frame, cell.w)
        yield text_box(f"{name} value {number}", Box(x, middle - DOT // 2 - STEP // 2 - tall, room, tall), frame)


def _span(cell: Box, room: int, block: Tracks) -> tuple[int, int]:
    """Where a line begins and how long it is: values stand at both ends, names of stops reach over them."""
    inset = room + STEP + DOT // 2 if not block.stops else cell.w // (2 * len(block.stops))
    if _stands_over(block, cell):
        ends = [each for row in block.rows for each in (row.start, row.end) if each is not None]
        inset = max(0, room // 2 - round(cell.w * min((min(each, 1 - each) for each in ends), default=0)))
    return cell.x + inset, cell.w - 2 * inset


def _row(
    block: Tracks,
    row: Track,
    frames: tuple[Frame, Frame, Frame, Frame],
    number: int,
    cells: list[Box],
    lines: Lines,
    canvas: Canvas,
) -> Iterator[Placed]:
    label, aside, today, target = frames
    outer = cells[0]
    yield LineBox(outer.x, outer.y, cells[-1].right, outer.y, f"Rule {number}", canvas.color("line"))
    yield text_box(f"Name {number}", outer, label)
    if row.question:
        size = label.size
        yield text_box(f"Question {number}", cells[1], _question(row, canvas, size))
        if aside.paragraphs and len(cells) > SEVERAL:
            yield text_box(f"Beside {number}", cells[-1], aside)
        return
    left, width = _span(cells[1], lines.room, block)
    middle = outer.y + outer.h // 2 + (_drop(today, target, outer, canvas) if _stands_over(block, outer) else 0)
    alt = ": ".join(filter(None, (row.label, ", ".join(_said(block, row)))))
    if block.whole:
        yield from _filled(block, row, (today, aside), number, cells, lines.room, alt, canvas)
        return
    yield LineBox(left, middle, left + width, middle, f"Line {number}", canvas.color("line"), 2.5, alt=alt)
    for place in range(len(block.stops)):
        at = left + round(width * place / max(1, len(block.stops) - 1))
        yield _dot(f"Stop {number}.{place + 1}", at, middle, SMALL, fill=canvas.color("muted"))
    yield from _drawn(block, row, (left, width, middle), number, canvas)
    if _stands_over(block, outer):
        yield from _values_over(row, (today, target), (left, width, middle), cells[1], number, canvas)
    else:
        yield from _values(row, (today, target), (left, width), outer, number, canvas)
    if aside.paragraphs and len(cells) > SEVERAL:
        yield text_box(f"Beside {number}", cells[-1], aside)


def _filled(
    block: Tracks,
    row: Track,
    frames: tuple[Frame, Frame],
    number: int,
    cells: list[Box],
    room: int,
    alt: str,
    canvas: Canvas,
) -> Iterator[Placed]:
    """A bar that is filled as far as the thing has come, its value at the end, and a mark where it is to be."""
    today, aside = frames
    cell, first = cells[1], number == 1
    tall = min(BAR, round(cell.h * SLIM))
    bar = Box(cell.x, cell.y + (cell.h - tall) // 2, cell.w - room - STEP, tall)
    color, opacity = (canvas.color("accent"), 1.0) if first else (canvas.color("muted"), ASIDE_OPACITY)
    yield ShapeBox("rect", bar, f"Whole {number}", fill=canvas.color("line"), alt=alt)
    if row.start:
        filled = replace(bar, w=round(bar.w * min(row.start, 1.0)))
        yield ShapeBox("rect", filled, f"Part {number}", fill=color, opacity=opacity)
    if row.end is not None:
        yield from _aim(block, row, bar, number, canvas)
    yield text_box(f"Value {number}", Box(bar.right + STEP, cell.y, room, cell.h), today)
    if aside.paragraphs and len(cells) > SEVERAL:
        yield text_box(f"Beside {number}", cells[-1], aside)


def _aim(block: Tracks, row: Track, bar: Box, number: int, canvas: Canvas) -> Iterator[Placed]:
    """A mark across the bar, with what is aimed at in words under it."""
    assert row.end is not None
    x, ink = bar.x + round(bar.w * min(row.end, 1.0)), canvas.color("ink")
    yield LineBox(x, bar.y - SMALL, x, bar.bottom + SMALL, f"Target {number}", ink, 2.5)
    words = canvas.frame(paragraph(f"{block.headings[2]} {row.aim}", align="ctr"), size=canvas.scale.table_floor)
    width = natural_width(words, canvas.faces)
    left = max(bar.x, min(x - width // 2, bar.right - width))
    place = Box(left, bar.bottom + SMALL, width, canvas.height(words, width))
    yield text_box(f"Target value {number}", place, words)


def _said(block: Tracks, row: Track) -> Iterator[str]:
    for heading, text in zip(block.headings[1:], (row.today, row.aim, _beside(row)), strict=True):
        if text:
            yield f"{heading} {text}"


def _drawn(block: Tracks, row: Track, at: tuple[int, int, int], number: int, canvas: Canvas) -> Iterator[Placed]:
    """The arrow between the dots, then the dots: filled is where it stands today, in every drawing of a deck."""
    left, width, middle = at
    accent, paper = canvas.color("accent"), canvas.color("paper")
    x1, x2 = (None if each is None else left + round(width * each) for each in (row.start, row.end))
    if x1 is not None and x2 is not None and abs(x2 - x1) > DOT:
        way = 1 if x2 > x1 else -1
        edges = (x1 + way * DOT // 2, x2 - way * DOT // 2)
        yield LineBox(edges[0], middle, edges[1], middle, f"Arrow {number}", accent, 2.25, "end")
    met = x1 is not None and x1 == x2
    for x, is_filled, name in zip((x1, x2), (True, False), ("Today", "Target"), strict=True):
        if x is None or (met and not is_filled):
            continue
        if met:
            ring = DOT + 2 * SMALL
            yield _dot(f"Reached {number}", x, middle, ring, fill=paper, outline=accent)
        yield _dot(f"{name} {number}", x, middle, DOT, fill=accent if is_filled else paper, outline=accent)


def _dot(name: str, x: int, y: int, size: int, *, fill: str, outline: str = "") -> ShapeBox:
    return ShapeBox("ellipse", Box(x - size // 2, y - size // 2, size, size), name, fill, outline, 2.0)


def _values(
    row: Track, frames: tuple[Frame, Frame], line: tuple[int, int], at: Box, number: int, canvas: Canvas
) -> Iterator[ShapeBox]:
    """Each value at the outer side of its dot, so that values never meet; of a single one at the right."""
    left, width = line
    places = (row.start, row.end)
    both = list(zip(("Today", "Target"), frames, places, places[::-1], strict=True))
    backwards = places[0] is not None and places[1] is not None and places[1] < places[0]
    for name, frame, place, other in both[::-1] if backwards else both:
        if place is None or not frame.paragraphs:
            continue
        is_left = other is not None and (place < other or (place == other and name == "Today"))
        wide, tall = natural_width(frame, canvas.faces), canvas.height(frame, at.w)
        gap = DOT // 2 + STEP + (SMALL if place == other else 0)  # of a ring around both
        x = left + round(width * place) + (-gap - wide if is_left else gap)
        # The line ends at a value that stands on it.
        ground = Box(x, at.y + (at.h - tall) // 2, wide, tall)
        yield ShapeBox("rect", ground, f"{name} value {number}", canvas.color("paper"), frame=frame)


def _beside(row: Track) -> str:
    return ", ".join(filter(None, (row.far, row.aside)))
