"""Pairs: even rows that read from left to right: what is, an arrow, what it becomes, and a chip that proves it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Card, Columns, Pair, Pairs
from briefing.page.arrange.canvas import Canvas, Piece, columns, largest, paragraph, said, text_box
from briefing.page.arrange.cards import longest_word, place_cards
from briefing.page.arrange.text import cut_short
from briefing.page.boxes import Align, Box, Frame, Insets, LineBox, Placed, ShapeBox, inches
from briefing.page.fit import is_torn, natural_width

HEADINGS = inches(0.35)
WEIGHTS = (3.6, 0.8, 4.8, 2.8)
PAD = inches(0.12)
CHIP = Insets(inches(0.12), inches(0.06), inches(0.12), inches(0.06))
AIM = 18.0
TALLEST_ROW = inches(1.5)
TALLEST_HEADINGS = 1 / 4  # of the box
ALIGNED: tuple[Align, ...] = ("l", "l", "ctr")
CORNER = inches(0.1)  # the radius of a chip
PERCENT = 100_000  # DrawingML counts shares in thousandths of a percent


class Row(Struct, frozen=True):
    """The frames of one pair."""

    left: Frame
    right: Frame
    tag: Frame | None


def place_pairs(block: Pairs, box: Box, canvas: Canvas) -> Piece:
    """Rows of one height at one size; rows that do not fit continue under the same headings."""
    if not block.rows:
        return Piece((), box.y)
    if _is_cramped(block, box, canvas):
        return place_cards(_as_cards(block), box, canvas)
    height, block = _headed(block, box, canvas)
    room = Box(box.x, box.y + height, box.w, box.h - height)
    sizes = canvas.scale
    fitted = largest(sizes.lead, sizes.body_floor, lambda size: _sound(block.rows, room, canvas, size))
    if fitted := fitted or _fitting(block.rows, room, canvas, sizes.body_floor):
        return _drawn(block, fitted, (), box, room, canvas)
    return _continued(block, box, room, canvas)


def _is_cramped(block: Pairs, box: Box, canvas: Canvas) -> bool:
    """Whether words would be broken that cards leave whole."""
    headings = zip(_heading_frames(block, canvas), _places(box), strict=True)
    rows = [_row(pair, canvas, canvas.scale.body_floor) for pair in block.rows]
    torn = any(is_torn(frame, at.w, canvas.faces) for frame, at in headings) or _is_torn(rows, box, canvas)
    return torn and all(longest_word(card, canvas) <= box.w for card in _as_cards(block).cards)


def _as_cards(block: Pairs) -> Columns:
    """A card a row: what is over what it becomes, and what proves it, each with its heading."""
    first, second, third = block.headings
    return Columns(
        tuple(
            Card(
                _named(first, pair.left),
                tuple(_named(*each) for each in ((second, pair.right), (third, pair.proof)) if each[1]),
            )
            for pair in block.rows
        )
    )


def _named(heading: str, text: str) -> str:
    return f"{heading}: {text}" if heading and text else text


def _fitting(pairs: Sequence[Pair], room: Box, canvas: Canvas, size: float) -> list[Row] | None:
    rows = [_row(pair, canvas, size) for pair in pairs]
    return rows if _height(rows, room, canvas) * len(rows) <= room.h else None


def _sound(pairs: Sequence[Pair], room: Box, canvas: Canvas, size: float) -> list[Row] | None:
    rows = _fitting(pairs, room, canvas, size)
    return rows if rows and not _is_torn(rows, room, canvas) else None


def _is_torn(rows: Sequence[Row], room: Box, canvas: Canvas) -> bool:
    """Whether a word of these rows is broken."""
    left, right, chip = _places(room)
    placed = [each for row in rows for each in ((row.left, left), (row.right, right), (row.tag, _inside(chip)))]
    return any(frame is not None and is_torn(frame, at.w, canvas.faces) for frame, at in placed)


def _row(pair: Pair, canvas: Canvas, size: float) -> Row:
    insets = Insets(0, PAD, 0, PAD)
    left = canvas.frame(paragraph(pair.left), size=size, color="muted", anchor="ctr", insets=insets)
    right = canvas.frame(paragraph(pair.right), size=size, bold=True, anchor="ctr", insets=insets)
    return Row(left, right, _tag(pair, canvas))


def _tag(pair: Pair, canvas: Canvas) -> Frame | None:
    """The tag; over its aim, where it has one, which is larger."""
    small, size = canvas.scale.table_floor, canvas.scale.body_floor
    name = paragraph(pair.tag, align="ctr", size=small if pair.aim else size, bold=not pair.aim)
    words = (*((name,) if pair.tag else ()), *((paragraph(pair.aim, align="ctr", size=AIM),) if pair.aim else ()))
    return canvas.frame(*words, size=size, color="accent", bold=True, anchor="ctr", insets=CHIP) if words else None


def _height(rows: Sequence[Row], room: Box, canvas: Canvas) -> int:
    """What the highest row needs."""
    left, right, chip = _places(room)
    needs = [(row.left, left.w, 0) for row in rows] + [(row.right, right.w, 0) for row in rows]
    needs += [(row.tag, _inside(chip).w, 2 * PAD) for row in rows if row.tag]
    return max(canvas.height(frame, width) + space for frame, width, space in needs)


def _drawn(block: Pairs, rows: Sequence[Row], rest: tuple[Pair, ...], box: Box, room: Box, canvas: Canvas) -> Piece:
    height = max(_height(rows, room, canvas), min(room.h // len(rows), TALLEST_ROW))
    boxes = _headings(block, Box(box.x, box.y, box.w, room.y - box.y), canvas)
    for index, row in enumerate(rows):
        at = Box(room.x, room.y + index * height, room.w, height)
        boxes += _row_boxes(row, at, index + 1, canvas)
    return Piece(tuple(boxes), room.y + len(rows) * height, replace(block, rows=rest) if rest else None)


def _headed(block: Pairs, box: Box, canvas: Canvas) -> tuple[int, Pairs]:
    """The height of the headings; of those that would take too much of the slide, the end opens the rows."""
    tallest = max(HEADINGS, round(box.h * TALLEST_HEADINGS))
    places = _places(Box(box.x, box.y, box.w, tallest))
    parts = [cut_short(frame, at, canvas) for frame, at in zip(_heading_frames(block, canvas), places, strict=True)]
    needed = (canvas.height(frame, at.w) for (frame, _), at in zip(parts, places, strict=True))
    left, right, tag = (more for _, more in parts)
    if left or right or tag:
        first, second, third = (said(frame) for frame, _ in parts)
        block = Pairs((Pair(left, right, tag), *block.rows), (first, second, third))
    return max(HEADINGS, *needed), block


def _heading_frames(block: Pairs, canvas: Canvas) -> list[Frame]:
    size = canvas.scale.table_floor
    aligned: Sequence[tuple[str, Align]] = tuple(zip(block.headings, ALIGNED, strict=True))
    return [canvas.frame(paragraph(text, align=align), size=size, color="muted", bold=True) for text, align in aligned]


def _places(box: Box) -> list[Box]:
    """Where the two sides and the tag of a row stand."""
    left, _, right, chip = columns(box, WEIGHTS)
    return [left, right, chip]


def _headings(block: Pairs, box: Box, canvas: Canvas) -> list[Placed]:
    placed = zip(_places(box), _heading_frames(block, canvas), strict=True)
    return [text_box(f"Heading {index}", at, frame) for index, (at, frame) in enumerate(placed, 1)]


def _row_boxes(row: Row, at: Box, number: int, canvas: Canvas) -> list[Placed]:
    left, arrow, right, chip = columns(at, WEIGHTS)
    middle = at.y + at.h // 2
    rule = LineBox(at.x, at.y, at.right, at.y, f"Rule {number}", canvas.color("line"), 0.75)
    points = LineBox(
        arrow.x + inches(0.1),
        middle,
        arrow.right - inches(0.1),
        middle,
        f"Arrow {number}",
        canvas.color("accent"),
        1.75,
        "end",
    )
    boxes: list[Placed] = [
        rule,
        text_box(f"Before {number}", left, row.left),
        points,
        text_box(f"After {number}", right, row.right),
    ]
    return [*boxes, *_chip(row, chip, number, canvas)]


def _chip(row: Row, chip: Box, number: int, canvas: Canvas) -> list[Placed]:
    if row.tag is None:
        return []
    height = canvas.height(row.tag, _inside(chip).w)
    width = min(chip.w, natural_width(row.tag, canvas.faces) + CORNER)
    at = Box(chip.x + (chip.w - width) // 2, chip.y + (chip.h - height) // 2, width, height)
    outline, adjust = canvas.color("accent"), (("adj", round(CORNER / min(at.w, at.h) * PERCENT)),)
    return [ShapeBox("roundRect", at, f"Shown by {number}", outline=outline, weight=1.25, frame=row.tag, adjust=adjust)]


def _continued(block: Pairs, box: Box, room: Box, canvas: Canvas) -> Piece:
    rows = [_row(pair, canvas, canvas.scale.body_floor) for pair in block.rows]
    count = next((n for n in range(len(rows) - 1, 0, -1) if _height(rows[:n], room, canvas) * n <= room.h), 0)
    if not count:
        return _first_divided(block, rows[0], box, room, canvas)
    pages = -(-len(rows) // count)
    count = min(count, -(-len(rows) // pages))
    return _drawn(block, rows[:count], block.rows[count:], box, room, canvas)


def _first_divided(block: Pairs, row: Row, box: Box, room: Box, canvas: Canvas) -> Piece:
    """One row is higher than the slide: each side shows what fits and the rest goes on."""
    left, right, chip = _places(room)
    first_left, rest_left = cut_short(row.left, left, canvas)
    first_right, rest_right = cut_short(row.right, right, canvas)
    tag, rest_tag = cut_short(row.tag, _inside(chip), canvas) if row.tag else (None, "")
    later = Pair(rest_left, rest_right, rest_tag)
    rest = (later, *block.rows[1:]) if later != Pair("", "") else block.rows[1:]
    return _drawn(block, [Row(first_left, first_right, tag)], rest, box, room, canvas)


def _inside(chip: Box) -> Box:
    """The room for a chip's text: its round corners push the text in."""
    return Box(chip.x, chip.y + PAD, chip.w - CORNER, chip.h - 2 * PAD)
