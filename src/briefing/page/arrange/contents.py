"""Contents: a list of slides under headings, in columns, each line a way to its slide, with the number at its end."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Contents, Entry, Jump
from briefing.page.arrange.canvas import GUTTER, STEP, Canvas, Piece, columns, largest, paragraph, text_box
from briefing.page.boxes import Box, Frame, Placed, ShapeBox, inches

NARROWEST = inches(3.4)  # a column
MOST = 3  # columns
NUMBER = inches(0.4)
BETWEEN = STEP  # groups
ROW = STEP // 3  # between lines


class Line(Struct, frozen=True):
    """A heading or a way, its frame and how high it stands; `jump` None is a heading."""

    frame: Frame
    height: int
    jump: Jump | None
    entry: Entry


def place_contents(block: Contents, box: Box, canvas: Canvas) -> Piece:
    """As few columns as hold everything at the largest size; what does not fit at the floor continues."""
    if not any(each.jumps for each in block.entries):
        return Piece((), box.y)
    sizes = canvas.scale
    most = max(1, min(MOST, (box.w + GUTTER) // (NARROWEST + GUTTER)))
    for count in range(1, most + 1):
        places = columns(box, (1,) * count, 2 * GUTTER)
        floor = sizes.label if count == most else sizes.body_floor
        made = largest(sizes.body_floor, floor, lambda size, places=places: _fitting(block, places, canvas, size))  # type: ignore[misc]
        if made is not None:
            return Piece(made, box.bottom)
    places = columns(box, (1,) * most, 2 * GUTTER)
    boxes, rest = _filled(_lines(block, places[0].w, canvas, sizes.label), places)
    return Piece(boxes, box.bottom, _left(rest))


def _fitting(block: Contents, places: Sequence[Box], canvas: Canvas, size: float) -> tuple[Placed, ...] | None:
    """All of it, in columns as even as they can be."""
    lines = _lines(block, places[0].w, canvas, size)
    tallest = places[0].h
    for share in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0) if len(places) > 1 else (1.0,):
        boxes, rest = _filled(lines, [replace(each, h=round(tallest * share)) for each in places])
        if not rest:
            return boxes
    return None


def _lines(block: Contents, width: int, canvas: Canvas, size: float) -> list[Line]:
    made = []
    for entry in block.entries:
        head = canvas.frame(
            paragraph(entry.heading), size=canvas.scale.label + 1, color="accent", bold=True, anchor="b"
        )
        made.append(Line(head, canvas.height(head, width) + STEP // 2, None, entry))
        for jump in entry.jumps:
            frame = canvas.frame(paragraph(jump.text), size=size)
            made.append(Line(frame, canvas.height(frame, width - NUMBER - GUTTER) + ROW, jump, entry))
    return made


def _filled(lines: Sequence[Line], places: Sequence[Box]) -> tuple[tuple[Placed, ...], list[Line]]:
    """The lines one under the other, column by column, no heading alone at the foot; and those without room."""
    boxes: list[Placed] = []
    left, columns_left = list(lines), list(places)
    while left and columns_left:
        place, top = columns_left.pop(0), 0
        while left:
            line, gap = left[0], BETWEEN if top and left[0].jump is None else 0
            needed = gap + line.height + (left[1].height if line.jump is None and len(left) > 1 else 0)
            if top + needed > place.h:
                break
            boxes += _drawn(line, Box(place.x, place.y + top + gap, place.w, line.height))
            top += gap + line.height
            left.pop(0)
    return tuple(boxes), left


def _drawn(line: Line, box: Box) -> list[Placed]:
    if line.jump is None:
        return [text_box("Heading", replace(box, h=box.h - STEP // 2), line.frame)]
    (only,) = line.frame.paragraphs
    digits = replace(
        line.frame, bold=True, color="muted", paragraphs=(replace(paragraph("0", align="r"), after=only.after),)
    )
    wide = box.w - NUMBER - GUTTER
    return [
        ShapeBox("rect", Box(box.x, box.y, wide, box.h), "Way", frame=line.frame, link=line.jump.target),
        ShapeBox(
            "rect",
            Box(box.right - NUMBER, box.y, NUMBER, box.h),
            "Number",
            frame=digits,
            link=line.jump.target,
            numbered=True,
        ),
    ]


def _left(lines: Sequence[Line]) -> Contents | None:
    """What goes on: the rest of a group under its heading again."""
    groups: dict[str, list[Jump]] = {}
    for line in lines:
        if line.jump:
            groups.setdefault(line.entry.heading, []).append(line.jump)
    return Contents(tuple(Entry(heading, tuple(jumps)) for heading, jumps in groups.items())) if groups else None
