"""Elements that a stranger may have written: their values, and where shapes stand.

What makes no sense counts as not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree
from msgspec import Struct

from briefing.page.boxes import Box

NS: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
DEGREE: Final = 60_000  # how angles are written
_TRUE: Final = frozenset({"1", "true", "on"})
_LARGEST: Final = 2**40  # no length, size or angle of a slide comes near


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def number(value: str | None, default: int = 0) -> int:
    """A whole number, a percentage as hundred-thousandths of one; the default for anything else."""
    try:
        found = int(value or default)
    except ValueError:  # some programs write fractions of a unit
        found = _rounded(value or "", default)
    return found if abs(found) < _LARGEST else default


def _rounded(value: str, default: int) -> int:
    try:
        return round(float(value.removesuffix("%")) * (1000 if value.endswith("%") else 1))
    except (ValueError, OverflowError):
        return default


def is_on(value: str | None, default: bool = False) -> bool:
    """A truth value."""
    return default if value is None else value in _TRUE


def first_attribute(elements: Iterable[etree._Element], name: str) -> str | None:
    """The value of an attribute in the first of the elements that has it."""
    for each in elements:
        if (found := each.get(name)) is not None:
            return str(found)
    return None


def first_child(elements: Iterable[etree._Element], *paths: str) -> etree._Element | None:
    """The first child at one of the paths under the first of the elements that has any."""
    for each in elements:
        for path in paths:
            if (found := each.find(path, NS)) is not None:
                return found
    return None


_FRAMES: Final = {"graphicFrame": "p:xfrm", "grpSp": "p:grpSpPr/a:xfrm"}


def frame_of(shape: etree._Element) -> etree._Element | None:
    """The element that says where a shape, a group or a graphic stands."""
    return shape.find(_FRAMES.get(local(shape), "p:spPr/a:xfrm"), NS)


def read_box(frame: etree._Element | None) -> Box | None:
    """The position that a frame gives, if it gives one."""
    off, ext = (None, None) if frame is None else (frame.find("a:off", NS), frame.find("a:ext", NS))
    if off is None or ext is None:
        return None
    return Box(number(off.get("x")), number(off.get("y")), number(ext.get("cx")), number(ext.get("cy")))


def degrees(frame: etree._Element | None) -> float:
    """How far a shape is turned."""
    return 0 if frame is None else number(frame.get("rot")) / DEGREE % 360


def is_straight(frame: etree._Element | None) -> bool:
    """Whether a shape is neither turned nor mirrored."""
    return frame is None or not (degrees(frame) or is_on(frame.get("flipH")) or is_on(frame.get("flipV")))


class Grid(Struct, frozen=True):
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


def grid_of(frame: etree._Element | None, outer: Grid) -> Grid:
    """The grid inside a group that stands at `frame` within an outer one."""
    box = read_box(frame)
    off, ext = (None, None) if frame is None else (frame.find("a:chOff", NS), frame.find("a:chExt", NS))
    if box is None or off is None or ext is None:
        return outer
    area = outer.place(box)
    width, height = number(ext.get("cx")) or 1, number(ext.get("cy")) or 1
    return Grid(number(off.get("x")), number(off.get("y")), area.w / width, area.h / height, area.x, area.y)
