"""Drawing: placed boxes become marks and lines of text, which every pen that is no PowerPoint puts on its page.

A mark is a path, a line is words with their baseline; all lengths are EMU, all sizes points, all colours roles of the
palette. Where a line ends is what `fit` measured, so that no pen breaks a text anew. Letters stand on their baseline
as in Arial: what lies above it is the same share of a line in every pen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from briefing.page.boxes import (
    EMU_PER_POINT,
    Box,
    ChartBox,
    Frame,
    IconBox,
    LineBox,
    Paragraph,
    Placed,
    PlaceholderBox,
    Run,
    ShapeBox,
    TableBox,
    points,
)
from briefing.page.fit import height, line_heights, wrap
from briefing.page.fonts import Typefaces
from briefing.page.look import SlideLayout

Path: TypeAlias = tuple[tuple[str, tuple[float, ...]], ...]  # M x y, L x y, C x1 y1 x2 y2 x y, Z
ASCENT: Final = 0.905  # of the type size, over the baseline
DESCENT: Final = 0.212  # and under it
RISE: Final = 1.117  # of the type size: ascent and descent
ROUND: Final = 0.5523  # of a radius: where the control points of a quarter of a circle stand
HEAD: Final = 3.0  # of its line's weight: half the width of an arrow's head


class Mark(Struct, frozen=True):
    """A path with its fill and its stroke; an empty colour draws neither. `weight` is in points."""

    path: Path
    fill: str = ""
    opacity: float = 1.0
    stroke: str = ""
    weight: float = 0.75
    dash: str = "solid"


class Word(Struct, frozen=True):
    """A stretch of a line in one look; `x` is where it starts, `width` what it was measured at."""

    x: float
    width: float
    text: str
    size: float
    color: str
    bold: bool = False
    heading: bool = False
    link: str = ""


class Line(Struct, frozen=True):
    """A line of text: its words, their baseline, and the paragraph of the frame that it belongs to."""

    baseline: float
    words: tuple[Word, ...]
    paragraph: int = 0


class Drawn(Struct, frozen=True):
    """A box with what is seen of it; a table's cells are drawings of their own, row by row."""

    box: Placed
    area: Box
    marks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    cells: tuple[tuple[Drawn, ...], ...] = ()


def rectangle(box: Box) -> Path:
    """The outline of a box."""
    corners = ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))
    return polygon(corners)


def polygon(corners: Sequence[tuple[float, float]]) -> Path:
    """Straight lines from corner to corner, and back to the first."""
    first, *others = corners
    return (("M", first), *(("L", each) for each in others), ("Z", ()))


def ellipse(box: Box) -> Path:
    """The ellipse that fills a box."""
    rx, ry, cx, cy = box.w / 2, box.h / 2, box.x + box.w / 2, box.y + box.h / 2
    kx, ky = rx * ROUND, ry * ROUND
    return (
        ("M", (cx + rx, cy)),
        ("C", (cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry)),
        ("C", (cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy)),
        ("C", (cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry)),
        ("C", (cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy)),
        ("Z", ()),
    )


def _rounded(box: Box, adjust: Mapping[str, int]) -> Path:
    radius = min(box.w, box.h) * min(adjust.get("adj", 16_667), 50_000) / 100_000
    k, x, y, right, bottom = radius * (1 - ROUND), box.x, box.y, box.right, box.bottom
    return (
        ("M", (x + radius, y)),
        ("L", (right - radius, y)),
        ("C", (right - k, y, right, y + k, right, y + radius)),
        ("L", (right, bottom - radius)),
        ("C", (right, bottom - k, right - k, bottom, right - radius, bottom)),
        ("L", (x + radius, bottom)),
        ("C", (x + k, bottom, x, bottom - k, x, bottom - radius)),
        ("L", (x, y + radius)),
        ("C", (x, y + k, x + k, y, x + radius, y)),
        ("Z", ()),
    )


def _arrowed(box: Box, adjust: Mapping[str, int], notch: bool) -> Path:
    """A pentagon that points to the right; with a notch at its left it is a chevron."""
    tip = min(box.w, min(box.w, box.h) * adjust.get("adj", 50_000) / 100_000)
    middle, shoulder = box.y + box.h / 2, box.right - tip
    tail = [(box.x + tip, middle)] if notch else []
    ends = [(box.x, box.y), (shoulder, box.y), (box.right, middle), (shoulder, box.bottom), (box.x, box.bottom)]
    return polygon([*ends, *tail])


def _arc(box: Box, adjust: Mapping[str, int]) -> Path:
    """A ring from one angle to another, clockwise from the right; angles are sixtieths of a thousandth of a degree."""
    start, end = (math.radians(adjust.get(name, usual) / 60_000) for name, usual in (("adj1", 10_800_000), ("adj2", 0)))
    width = min(adjust.get("adj3", 25_000), 50_000) / 100_000 * min(box.w, box.h)
    turn = (end - start) % (2 * math.pi) or 2 * math.pi
    cx, cy, count = box.x + box.w / 2, box.y + box.h / 2, math.ceil(turn / math.radians(5))
    angles = [start + turn * number / count for number in range(count + 1)]
    outer = [(cx + box.w / 2 * math.cos(each), cy + box.h / 2 * math.sin(each)) for each in angles]
    rx, ry = box.w / 2 - width, box.h / 2 - width
    return polygon([*outer, *((cx + rx * math.cos(each), cy + ry * math.sin(each)) for each in reversed(angles))])


OUTLINES: Final[Mapping[str, Callable[[Box, Mapping[str, int]], Path]]] = MappingProxyType(
    {
        "rect": lambda box, _: rectangle(box),
        "ellipse": lambda box, _: ellipse(box),
        "roundRect": _rounded,
        "blockArc": _arc,
        "homePlate": lambda box, adjust: _arrowed(box, adjust, False),
        "chevron": lambda box, adjust: _arrowed(box, adjust, True),
        "diamond": lambda box, _: polygon(
            [
                (box.x + box.w / 2, box.y),
                (box.right, box.y + box.h / 2),
                (box.x + box.w / 2, box.bottom),
                (box.x, box.y + box.h / 2),
            ]
        ),
        "triangle": lambda box, _: polygon([(box.x + box.w / 2, box.y), (box.right, box.bottom), (box.x, box.bottom)]),
    }
)


# Text: the lines of a frame where they were measured.


def set_text(frame: Frame, box: Box, faces: Typefaces) -> tuple[Line, ...]:
    """The lines of a frame in its box."""
    spare = box.h - height(frame, box.w, faces)
    top = box.y + frame.insets.top + {"t": 0.0, "ctr": spare / 2, "b": float(spare)}[frame.anchor]
    lines: list[Line] = []
    for number, paragraph in enumerate(frame.paragraphs):
        texts = wrap(paragraph, frame, box.w, faces)
        heights = line_heights(paragraph, frame, box.w, faces)
        for count, (text, tall) in enumerate(zip(texts, heights, strict=True)):
            start = sum(map(len, texts[:count]))
            runs = _part(paragraph, start, start + len(text.rstrip()))
            size = max((run.size or frame.size for run in runs), default=frame.size)
            baseline = top + (tall - size * DESCENT - max(0.0, tall - size * RISE) / 2) * EMU_PER_POINT
            lines.append(Line(baseline, _words(runs, paragraph, frame, box, faces, not count), number))
            top += tall * EMU_PER_POINT
        top += points(paragraph.after)
    return tuple(lines)


def _part(paragraph: Paragraph, start: int, stop: int) -> tuple[Run, ...]:
    """The runs of a paragraph between two places of its text."""
    ends = [0]
    for run in paragraph.runs:
        ends.append(ends[-1] + len(run.text))
    cut = (
        replace(run, text=run.text[max(0, start - left) : stop - left])
        for run, (left, right) in zip(paragraph.runs, pairwise(ends), strict=True)
        if left < stop and right > start
    )
    return tuple(run for run in cut if run.text)


def _words(
    runs: Sequence[Run], paragraph: Paragraph, frame: Frame, box: Box, faces: Typefaces, first: bool
) -> tuple[Word, ...]:
    """The runs of a line where they stand; the first line of a paragraph has its bullet."""
    made, x = [], 0.0
    for run in runs:
        bold, size = frame.bold if run.bold is None else run.bold, run.size or frame.size
        width = faces.face(frame.heading, bold).advance(run.text, size) * EMU_PER_POINT
        made.append(Word(x, width, run.text, size, run.color or frame.color, bold, frame.heading, run.link))
        x += width
    inner = box.w - frame.insets.left - frame.insets.right - paragraph.indent
    left = (
        box.x
        + frame.insets.left
        + paragraph.indent
        + {"l": 0.0, "ctr": (inner - x) / 2, "r": inner - x}[paragraph.align]
    )
    moved = [replace(word, x=word.x + left) for word in made]
    if first and paragraph.bullet:
        width = faces.face(frame.heading, frame.bold).advance(paragraph.bullet, frame.size) * EMU_PER_POINT
        at = box.x + frame.insets.left
        moved.insert(0, Word(at, width, paragraph.bullet, frame.size, frame.color, frame.bold, frame.heading))
    return tuple(moved)


# Boxes, one function each.


def drawn(box: Placed, layout: SlideLayout, faces: Typefaces) -> Drawn:
    """A placed box of a slide with this layout, as it is seen."""
    return _DRAWN[type(box)](box, layout, faces)


def _placeholder(box: PlaceholderBox, layout: SlideLayout, faces: Typefaces) -> Drawn:
    holder = layout.holder(box.type, box.idx)
    area = box.box or (holder.box if holder else layout.region)
    frame = (
        box.frame if box.frame.color or not (holder and holder.style) else replace(box.frame, color=holder.style.color)
    )
    return Drawn(box, area, lines=set_text(frame, area, faces))


def _shape(box: ShapeBox, layout: SlideLayout, faces: Typefaces) -> Drawn:
    seen = box.fill or box.outline
    path = OUTLINES.get(box.geometry, OUTLINES["rect"])(box.box, dict(box.adjust))
    marks = (Mark(path, box.fill, box.opacity, box.outline, box.weight),) if seen else ()
    return Drawn(box, box.box, marks, set_text(box.frame, box.box, faces) if box.frame else ())


def _icon(box: IconBox, layout: SlideLayout, faces: Typefaces) -> Drawn:
    across, down = box.box.w / 24, box.box.h / 24

    def placed(numbers: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(
            box.box.y + each * down if index % 2 else box.box.x + each * across for index, each in enumerate(numbers)
        )

    path = tuple((command, placed(numbers)) for command, numbers in box.strokes)
    return Drawn(box, box.box, (Mark(path, stroke=box.color, weight=box.weight),))


def _line(box: LineBox, layout: SlideLayout, faces: Typefaces) -> Drawn:
    area = Box(min(box.x1, box.x2), min(box.y1, box.y2), abs(box.x2 - box.x1), abs(box.y2 - box.y1))
    marks = [Mark((("M", (box.x1, box.y1)), ("L", (box.x2, box.y2))), stroke=box.color, weight=box.weight)]
    if box.arrows:
        marks.append(_head((box.x1, box.y1), (box.x2, box.y2), box))
    if box.arrows == "both":
        marks.append(_head((box.x2, box.y2), (box.x1, box.y1), box))
    return Drawn(box, area, tuple(marks))


def _head(start: tuple[int, int], tip: tuple[int, int], box: LineBox) -> Mark:
    angle = math.atan2(tip[1] - start[1], tip[0] - start[0])
    half = points(box.weight * HEAD / 2)
    back = (tip[0] - 2 * half * math.cos(angle), tip[1] - 2 * half * math.sin(angle))
    aside = (half * math.sin(angle), half * math.cos(angle))
    corners = [tip, (back[0] + aside[0], back[1] - aside[1]), (back[0] - aside[0], back[1] + aside[1])]
    return Mark(polygon(corners), box.color)


def _table(box: TableBox, layout: SlideLayout, faces: Typefaces) -> Drawn:
    rows, top = [], box.box.y
    for row, tall in zip(box.rows, box.heights, strict=True):
        cells, left = [], box.box.x
        for cell, width in zip(row, box.widths, strict=True):
            area = Box(left, top, width, tall)
            marks = [Mark(rectangle(area), cell.fill)] if cell.fill else []
            if cell.rule:
                rule = (("M", (area.x, area.bottom)), ("L", (area.right, area.bottom)))
                marks.append(Mark(rule, stroke=cell.rule))
            cells.append(Drawn(box, area, tuple(marks), set_text(cell.frame, area, faces)))
            left += width
        rows.append(tuple(cells))
        top += tall
    return Drawn(box, box.box, cells=tuple(rows))


def _chart(box: ChartBox, layout: SlideLayout, faces: Typefaces) -> Drawn:
    from briefing.page.chartdrawing import chart_marks, chart_words  # most decks have none

    return Drawn(box, box.box, chart_marks(box), chart_words(box, faces))


_DRAWN: Final[Mapping[type[Any], Callable[[Any, SlideLayout, Typefaces], Drawn]]] = MappingProxyType(
    {PlaceholderBox: _placeholder, ShapeBox: _shape, IconBox: _icon, LineBox: _line, TableBox: _table, ChartBox: _chart}
)


def everything(drawn: Drawn) -> Iterator[Drawn]:
    """A drawing, and those of its cells."""
    yield drawn
    for row in drawn.cells:
        yield from row
