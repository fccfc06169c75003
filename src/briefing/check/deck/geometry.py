"""Where shapes stand, what lies under a text, and how much room a text takes, by the measures that decks are made
with.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final, TypeAlias

from lxml import etree

from briefing.check.deck.color import Color
from briefing.check.deck.container import NAMESPACES, number
from briefing.check.deck.view import CellView, Layer, ParagraphView, RunView, ShapeView, SlideView, TextView
from briefing.page.boxes import EMU_PER_POINT, Box, Insets
from briefing.page.fit import SAFETY
from briefing.page.fonts import Face, face
from briefing.page.lines import Part, break_lines, measure
from briefing.page.look import around

# Where shapes stand: positions within groups, and the part of a preset shape that its text may use.

DEGREE: Final = 60_000  # how angles are written
# Inside the curve of an ellipse the largest rectangle of its proportions leaves this share free on each side.
ELLIPSE_EDGE: Final = (1 - 0.5**0.5) / 2
ROUND_DEFAULT: Final = 16_667
POINT_DEFAULT: Final = 50_000


@dataclass(frozen=True, slots=True)
class Grid:
    """From the coordinates inside a group to those of the slide: first what is taken off, then scaled, then added."""

    from_x: float = 0
    from_y: float = 0
    scale_x: float = 1
    scale_y: float = 1
    to_x: float = 0
    to_y: float = 0

    def place(self, box: Box) -> Box:
        """A box within the group as a box on the slide."""
        x = (box.x - self.from_x) * self.scale_x + self.to_x
        y = (box.y - self.from_y) * self.scale_y + self.to_y
        return Box(round(x), round(y), round(box.w * self.scale_x), round(box.h * self.scale_y))


SLIDE: Final = Grid()


def read_box(element: etree._Element | None) -> Box | None:
    """The position that an xfrm gives, if it gives one."""
    off, ext = (None if element is None else element.find(path, NAMESPACES) for path in ("a:off", "a:ext"))
    if off is None or ext is None:
        return None
    return Box(number(off.get("x")), number(off.get("y")), number(ext.get("cx")), number(ext.get("cy")))


def grid_of(xfrm: etree._Element | None, outer: Grid) -> Grid:
    """The grid inside a group that stands at `xfrm` within an outer one."""
    box = read_box(xfrm)
    off, ext = (None if xfrm is None else xfrm.find(path, NAMESPACES) for path in ("a:chOff", "a:chExt"))
    if box is None or off is None or ext is None:
        return outer
    area = outer.place(box)
    width, height = number(ext.get("cx")) or 1, number(ext.get("cy")) or 1
    return Grid(number(off.get("x")), number(off.get("y")), area.w / width, area.h / height, area.x, area.y)


def degrees(xfrm: etree._Element | None) -> float:
    """How far a shape is turned."""
    return 0 if xfrm is None else number(xfrm.get("rot")) / DEGREE % 360


def text_region(shape: ShapeView, box: Box) -> Box:
    """The part of a shape that its text may use, before insets; the whole box for shapes that are not listed."""
    found = _REGIONS.get(shape.geometry)
    return box if found is None else found(box, shape.adjust)


def _ellipse(box: Box, _: Mapping[str, int]) -> Box:
    return box.inset(round(box.w * ELLIPSE_EDGE), round(box.h * ELLIPSE_EDGE))


def _diamond(box: Box, _: Mapping[str, int]) -> Box:
    return box.inset(box.w // 4, box.h // 4)


def _round(box: Box, adjust: Mapping[str, int]) -> Box:
    radius = min(box.w, box.h) * min(adjust.get("adj", ROUND_DEFAULT), POINT_DEFAULT) / 100_000
    edge = round(radius * (1 - 0.5**0.5))
    return box.inset(edge, edge)


def _pentagon(box: Box, adjust: Mapping[str, int]) -> Box:
    point = min(box.w, box.h) * adjust.get("adj", POINT_DEFAULT) / 100_000
    return Box(box.x, box.y, round(box.w - point / 2), box.h)


def _chevron(box: Box, adjust: Mapping[str, int]) -> Box:
    point = round(min(box.w, min(box.w, box.h) * adjust.get("adj", POINT_DEFAULT) / 100_000))
    return Box(box.x + point, box.y, max(box.w - 2 * point, 0), box.h)


_REGIONS: Final[Mapping[str, Callable[[Box, Mapping[str, int]], Box]]] = {
    "ellipse": _ellipse,
    "diamond": _diamond,
    "roundRect": _round,
    "homePlate": _pentagon,
    "chevron": _chevron,
}


# What lies under a text: the colours that can be seen behind its letters.

Ground: TypeAlias = frozenset[str]  # colours that may lie there, RRGGBB; PICTURE where a picture does
PICTURE: Final = "picture"
# Where a text is looked at: the middle and near the edges of its letters.
_ACROSS: Final = (0.02, 0.25, 0.5, 0.75, 0.98)
_DOWN: Final = (0.1, 0.5, 0.9)
_PANEL: Final = 0.7  # opacity from which a panel over a picture is the ground
_MOST: Final = 64  # alternatives of stacked gradients that are followed


def layers_of(shape: ShapeView) -> Iterator[Layer]:
    """What a shape paints: itself, or the cells of a table."""
    if shape.hidden or shape.box is None or shape.kind in {"group", "connector"}:
        return
    if shape.fill is not None and (shape.fill.colors or shape.fill.picture):
        box = around(shape.filled) if shape.filled else shape.box
        yield Layer(box, shape.fill, shape.geometry in {"ellipse", "flowChartConnector"}, shape.filled)
    if shape.table is not None:
        yield from (Layer(cell.box, cell.fill) for cell in shape.table.cells if cell.fill and cell.fill.colors)


@lru_cache(maxsize=1024)
def ground_under(slide: SlideView, shape: ShapeView, area: Box) -> Ground:
    """The colours under an area of a shape's text, the shape's own fill among them."""
    under = list(slide.backdrop)
    for each in slide.shapes:
        if each is shape:
            break
        under += layers_of(each)
    if shape.table is None:
        under += layers_of(shape)
    return seen_through(under, area)


def ground_of_cell(slide: SlideView, shape: ShapeView, cell: CellView, area: Box) -> Ground:
    """The colours under the text of a table cell."""
    if cell.fill is not None and cell.fill.opaque:
        return frozenset(color.value for color in cell.fill.colors)
    under = ground_under(slide, shape, area)
    if cell.fill is None or not cell.fill.colors:
        return under
    return frozenset(_over(color, each) for color in cell.fill.colors for each in under)


def seen_through(layers: Sequence[Layer], area: Box) -> Ground:
    """The colours that can be seen from above anywhere under an area."""
    near = [layer for layer in layers if layer.box is None or _touch(layer.box, area)]
    points = ((area.x + area.w * x, area.y + area.h * y) for x, y in product(_ACROSS, _DOWN))
    return frozenset(color for point in points for color in _at(near, *point))


def _at(layers: Sequence[Layer], x: float, y: float) -> set[str]:
    stack = []
    for layer in reversed(layers):
        if _holds(layer, x, y):
            stack.append(layer)
            if layer.fill.opaque or layer.fill.picture:
                break
    seen = {"FFFFFF"}
    for layer in reversed(stack):
        if layer.fill.picture:
            seen = {PICTURE}
        else:
            mixed = {_over(color, under) for color in layer.fill.at(x, y, layer.box) for under in seen}
            seen = set(sorted(mixed)[:_MOST])
    return seen


def _over(color: Color, under: str) -> str:
    """A panel over a picture is the ground where it lets little through."""
    if under != PICTURE:
        return color.over(under)
    return color.value if color.alpha >= _PANEL else PICTURE


def _holds(layer: Layer, x: float, y: float) -> bool:
    box = layer.box
    if box is None:
        return True
    if not (box.x <= x < box.right and box.y <= y < box.bottom):
        return False
    if layer.filled:
        return any(each.x <= x < each.right and each.y <= y < each.bottom for each in layer.filled)
    return not layer.round or ((2 * (x - box.x) / box.w - 1) ** 2 + (2 * (y - box.y) / box.h - 1) ** 2) <= 1


def _touch(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


# How much room a text takes, by the same widths and line breaks that decks are made with.

_EDGE: Final = 1e-6  # sums of floats: what fits to the last unit fits
_ENDLESS: Final = 10**12


@dataclass(frozen=True, slots=True)
class TextSize:
    """The extent of a text in EMU, insets left out."""

    width: int
    height: int
    torn: str = ""  # the first paragraph in which a word is broken between letters
    exact: bool = True  # False where a typeface is not known and its widths are a guess on the wide side


@dataclass(frozen=True, slots=True)
class _Set:
    """A paragraph, set: points."""

    width: float
    height: float
    torn: bool
    exact: bool


@lru_cache(maxsize=4096)
def text_size(text: TextView, width: int) -> TextSize:
    """The extent of a text in a box of that width."""
    room = width - text.insets.left - text.insets.right
    room = room // text.columns if text.wraps else _ENDLESS
    lines = [_set(each, room) for each in text.paragraphs]
    between = sum(each.after for each in text.paragraphs[:-1]) + sum(each.before for each in text.paragraphs[1:])
    torn = next((each.text for each, line in zip(text.paragraphs, lines, strict=True) if line.torn), "")
    return TextSize(
        math.ceil(max((line.width for line in lines), default=0) * EMU_PER_POINT),
        math.ceil((sum(line.height for line in lines) + between) / text.columns * EMU_PER_POINT - _EDGE),
        torn,
        all(line.exact for line in lines),
    )


def text_area(shape: ShapeView) -> Box | None:
    """Where the letters of a shape are seen on the slide; None where that cannot be said."""
    if shape.box is None or shape.text is None or shape.turned or not shape.text.upright:
        return shape.box
    return area_within(shape.text, text_region(shape, shape.box))


def area_within(text: TextView, box: Box) -> Box:
    """Where the letters of a text are seen in a box."""
    size, room = text_size(text, box.w), _without(text.insets, box)
    width = min(size.width, room.w) if text.wraps else size.width
    aligned = text.paragraphs[0].align if text.paragraphs else "l"
    x = {"ctr": room.x + (room.w - width) // 2, "r": room.right - width}.get(aligned, room.x)
    y = {"ctr": room.y + (room.h - size.height) // 2, "b": room.bottom - size.height}.get(text.anchor, room.y)
    return Box(x, y, width, size.height)


def _without(inner: Insets, box: Box) -> Box:
    width, height = box.w - inner.left - inner.right, box.h - inner.top - inner.bottom
    return Box(box.x + inner.left, box.y + inner.top, width, height)


def _set(paragraph: ParagraphView, room: int) -> _Set:
    size = max((run.size for run in paragraph.runs), default=18.0)
    runs = paragraph.runs or (RunView("", size, False, "", None, ""),)
    parts: tuple[Part, ...] = tuple((run.text, face(run.font, run.bold), round(run.size / size, 6)) for run in runs)
    hang = _hang(paragraph, parts[0][1], size)
    exact = all(part[1].exact for part in parts)
    limit = max(0.0, (room - hang) / EMU_PER_POINT * 1000 / size * (1 - SAFETY))
    measured = measure(parts)
    lines = break_lines(measured, limit + _EDGE)
    width = (
        min(measured.widest * size / 1000 / (1 - SAFETY), max(room - hang, 0) / EMU_PER_POINT) + hang / EMU_PER_POINT
    )
    return _Set(width, _height(paragraph, measured.line_heights(lines.stops), size), lines.torn, exact)


def _height(paragraph: ParagraphView, heights: list[float], size: float) -> float:
    if paragraph.line_points:
        return paragraph.line_points * len(heights)
    return sum(heights) * size * paragraph.line


def _hang(paragraph: ParagraphView, face_: Face, size: float) -> int:
    """How far text stands from the left inset, in EMU; a bullet wider than its indent pushes it on."""
    if not paragraph.bullet:
        return max(paragraph.left, paragraph.left + paragraph.first, 0)
    bullet = math.ceil(face_.advance(paragraph.bullet, size) * EMU_PER_POINT)
    return max(paragraph.left, paragraph.left + paragraph.first + bullet, 0)
