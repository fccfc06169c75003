"""Contents: a list of slides under headings, in columns, each line a way to its slide, with the number at its end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Contents, Entry, Jump
from briefing.page.arrange.canvas import GUTTER, STEP, Canvas, Piece, columns, largest, paragraph, text_box
from briefing.page.boxes import Box, Frame, Placed, ShapeBox, inches
from briefing.page.fit import is_torn

NARROWEST = inches(3.4)  # a column
MOST = 3  # columns
FEW = 20.0  # points of a list that one column holds
NUMBER = inches(0.4)
BETWEEN = STEP  # groups
ROW = STEP // 3  # between lines
SHARES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # of the height, that columns are tried at so that they end evenly


class Line(Struct, frozen=True):
    """A heading or a way, its frame and how high it stands; `jump` None is a heading."""

    frame: Frame
    height: int
    jump: Jump | None
    entry: Entry


def place_contents(block: Contents, box: Box, canvas: Canvas) -> Piece:
    """As few columns as hold everything at the largest size; what fits at no size continues on even slides."""
    if not any(each.jumps for each in block.entries):
        return Piece((), box.y)
    sizes = canvas.scale
    most = _most(block, box, canvas)
    for count in range(1, most + 1):
        places = columns(box, (1,) * count, 2 * GUTTER)
        floor = sizes.label if count == most else sizes.body_floor
        made = largest(sizes.body if count > 1 else FEW, floor, partial(_fitting, block, places, canvas))
        if made is not None:
            return Piece(made, box.bottom)
    return _continued(block, columns(box, (1,) * most, 2 * GUTTER), canvas)


def _most(block: Contents, box: Box, canvas: Canvas) -> int:
    """So many columns that none is too narrow, and that no word is broken in them; one at the least."""
    most = max(1, min(MOST, (box.w + GUTTER) // (NARROWEST + GUTTER)))
    places = ((count, columns(box, (1,) * count, 2 * GUTTER)[0]) for count in range(most, 1, -1))
    return next(
        (count for count, at in places if not _torn(_lines(block, at.w, canvas, canvas.scale.label), at, canvas)), 1
    )


def _torn(lines: Sequence[Line], place: Box, canvas: Canvas) -> bool:
    widths = ((each.frame, place.w - (NUMBER + GUTTER if each.jump else 0)) for each in lines)
    return any(is_torn(frame, width, canvas.faces) for frame, width in widths)


def _fitting(block: Contents, places: Sequence[Box], canvas: Canvas, size: float) -> tuple[Placed, ...] | None:
    """All of it, in columns as even as they can be; nearer to each other where there is no room else."""
    for apart in (ROW, 0) if size == canvas.scale.label else (ROW,):
        lines = _lines(block, places[0].w, canvas, size, apart)
        if size > canvas.scale.label and _torn(lines, places[0], canvas):
            return None
        for share in SHARES if len(places) > 1 else SHARES[-1:]:
            boxes, rest = _filled(lines, _lower(places, share))
            if not rest:
                return boxes
    return None


def _continued(block: Contents, places: Sequence[Box], canvas: Canvas) -> Piece:
    """As few slides as the floor allows; at the largest size that takes no more of them, and about even."""
    sizes = canvas.scale
    pages = _pages(_lines(block, places[0].w, canvas, sizes.label), places)
    size = largest(
        sizes.body_floor,
        sizes.label,
        lambda size: size if _pages(_lines(block, places[0].w, canvas, size), places) <= pages else None,
    )
    lines = _lines(block, places[0].w, canvas, size or sizes.label)
    shown = (_filled(lines, _lower(places, share)) for share in SHARES)
    even = (
        each for each in shown if len(each[1]) * pages <= len(lines) * (pages - 1) and _pages(each[1], places) < pages
    )
    boxes, rest = next(even, None) or _filled(lines, places)
    return Piece(boxes, places[0].bottom, _left(rest))


def _pages(lines: Sequence[Line], places: Sequence[Box]) -> int:
    """How many slides the lines take."""
    count, left = 0, list(lines)
    while left:
        boxes, rest = _filled(left, places)
        left, count = rest if boxes else left[1:], count + 1
    return count


def _lower(places: Sequence[Box], share: float) -> list[Box]:
    return [replace(each, h=round(each.h * share)) for each in places]


def _lines(block: Contents, width: int, canvas: Canvas, size: float, apart: int = ROW) -> list[Line]:
    made = []
    for entry in block.entries:
        head = canvas.frame(
            paragraph(entry.heading), size=max(canvas.scale.label + 1, size - 4), color="accent", bold=True, anchor="b"
        )
        made.append(Line(head, canvas.height(head, width) + STEP // 2, None, entry))
        for jump in entry.jumps:
            frame = canvas.frame(paragraph(jump.text), size=size)
            made.append(Line(frame, canvas.height(frame, width - NUMBER - GUTTER) + apart, jump, entry))
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
