"""Drawing: placed boxes become marks and lines of text, which every pen that is no PowerPoint puts on its page.

All lengths are EMU, all sizes points, all colours roles of the palette.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct

from briefing.page.boxes import (
    Box,
    ChartBox,
    IconBox,
    LineBox,
    Placed,
    PlaceholderBox,
    ShapeBox,
    TableBox,
    points,
)
from briefing.page.fonts import Typefaces
from briefing.page.look import SlideLayout
from briefing.page.marks import OUTLINES, Mark, polygon, rectangle
from briefing.page.setting import Line, set_text

HEAD: Final = 3.0  # of its line's weight: half the width of an arrow's head


class Drawn(Struct, frozen=True):
    """A box with what is seen of it; a table's cells are drawings of their own, row by row."""

    box: Placed
    area: Box
    marks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    cells: tuple[tuple[Drawn, ...], ...] = ()


# Boxes, one function each.


def drawn(box: Placed, layout: SlideLayout, faces: Typefaces) -> Drawn:
    """A placed box of a slide with this layout, as it is seen."""
    return _DRAWN[type(box)](box, layout, faces)


def _placeholder(box: PlaceholderBox, layout: SlideLayout, faces: Typefaces) -> Drawn:
    holder = layout.holder(box.type, box.idx)
    area = box.box or (holder.box if holder else layout.region)
    return Drawn(box, area, lines=set_text(box.frame, area, faces))


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
    return Drawn(box, box.box, (Mark(path, stroke=box.color, weight=box.weight, round=True),))


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
