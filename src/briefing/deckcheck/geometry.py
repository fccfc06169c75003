"""Where shapes stand: positions within groups, and the part of a preset shape that its text may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from briefing.deckcheck.view import ShapeView
from briefing.deckcheck.xmlvalues import NAMESPACES, number
from briefing.render.pptx.boxes import Box

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
