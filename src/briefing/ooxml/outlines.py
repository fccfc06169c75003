"""Where a shape that is no rectangle has its fill: a wave, an oval or a triangle takes less than the box around it.

The shape is cut into upright strips. Each has a box that holds all of the shape there, and one that is filled for sure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from lxml import etree
from msgspec import Struct

from briefing.ooxml.elements import NS, degrees, is_on, is_straight
from briefing.page.boxes import Box, inches

STRIPS: Final = 16
SAMPLES: Final = (0.02, 0.5, 0.98)  # of a strip, where it is measured
SMALLEST: Final = inches(0.5)  # a shape of which a side is less takes hardly less than its box
MOST: Final = 400  # corners of a shape that are looked at
CURVE: Final = 12  # straight pieces that a curve is drawn with
ROUND: Final = 48
Point = tuple[float, float]
Polygon = Sequence[Point]
PRESETS: Final[Mapping[str, Polygon]] = {
    "ellipse": [
        (0.5 + math.cos(math.tau * n / ROUND) / 2, 0.5 + math.sin(math.tau * n / ROUND) / 2) for n in range(ROUND)
    ],
    "rtTriangle": [(0, 0), (1, 1), (0, 1)],
    "diamond": [(0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)],
}


class Outline(Struct, frozen=True):
    """The strips of a shape: what it may take, and what it fills."""

    seen: tuple[Box, ...] = ()
    filled: tuple[Box, ...] = ()


def outline(shape: etree._Element, box: Box, wide: float, high: float) -> Outline:
    """The strips of a shape in the box around it; none where its form is not known.

    `wide` and `high` are its sides before it is turned.
    """
    frame = shape.find("p:spPr/a:xfrm", NS)
    if frame is None or min(box.w, box.h) < SMALLEST or _in_a_turned_group(shape):
        return Outline()
    forms = forms_of(shape)
    if not 0 < sum(map(len, forms)) <= MOST:
        return Outline()
    place = place_of(frame, box, wide, high)
    polygons = [[place(point) for point in form] for form in forms]
    strips = [_strip(polygons, box, number) for number in range(STRIPS)]
    return Outline(tuple(seen for seen, _ in strips if seen), tuple(filled for _, filled in strips if filled))


def around_turned(box: Box, degrees: float) -> Box:
    """The rectangle around a box that is turned about its middle."""
    sine, cosine = abs(math.sin(math.radians(degrees))), abs(math.cos(math.radians(degrees)))
    wide, high = round(box.w * cosine + box.h * sine), round(box.w * sine + box.h * cosine)
    return Box(box.x + (box.w - wide) // 2, box.y + (box.h - high) // 2, wide, high)


def _in_a_turned_group(shape: etree._Element) -> bool:
    frames = (group.find("p:grpSpPr/a:xfrm", NS) for group in shape.iterancestors(f"{{{NS['p']}}}grpSp"))
    return not all(map(is_straight, frames))


def place_of(frame: etree._Element, box: Box, wide: float, high: float) -> Callable[[Point], Point]:
    """From shares of a shape's box to the slide, mirrored and turned."""
    across, down = (-1 if is_on(frame.get(name)) else 1 for name in ("flipH", "flipV"))
    angle = math.radians(degrees(frame))
    sine, cosine = math.sin(angle), math.cos(angle)
    middle = (box.x + box.w / 2, box.y + box.h / 2)

    def place(point: Point) -> Point:
        x, y = (point[0] - 0.5) * wide * across, (point[1] - 0.5) * high * down
        return middle[0] + x * cosine - y * sine, middle[1] + x * sine + y * cosine

    return place


def _strip(polygons: Sequence[Polygon], box: Box, number: int) -> tuple[Box | None, Box | None]:
    left, right = (box.x + box.w * each // STRIPS for each in (number, number + 1))
    found = [_inside(polygons, left + (right - left) * share) for share in SAMPLES]
    every = [edge for spans in found for edge in spans]
    if not every:
        return None, None
    top, bottom = min(first for first, _ in every), max(last for _, last in every)
    seen = Box(left, math.floor(top), right - left, math.ceil(bottom) - math.floor(top))
    if not all(found):
        return seen, None
    largest = [max(spans, key=lambda span: span[1] - span[0]) for spans in found]
    top, bottom = max(first for first, _ in largest), min(last for _, last in largest)
    return seen, Box(left, math.ceil(top), right - left, math.floor(bottom) - math.ceil(top)) if bottom > top else None


def _inside(polygons: Sequence[Polygon], x: float) -> list[tuple[float, float]]:
    """From where to where an upright line at x runs through each of the polygons."""
    spans = []
    for polygon in polygons:
        sides = pairwise([*polygon, polygon[0]])
        crossed = sorted(
            y1 + (x - x1) / (x2 - x1) * (y2 - y1) for (x1, y1), (x2, y2) in sides if min(x1, x2) <= x < max(x1, x2)
        )
        spans += list(zip(crossed[::2], crossed[1::2], strict=False))
    return spans


def forms_of(shape: etree._Element) -> list[Polygon]:
    """The closed forms of a shape, as shares of its box; none where they are not known."""
    preset = shape.find("p:spPr/a:prstGeom", NS)
    if preset is not None:
        known = PRESETS.get(preset.get("prst", ""))
        return [known] if known else []
    paths = [each for each in shape.iterfind("p:spPr/a:custGeom/a:pathLst/a:path", NS) if each.get("fill") != "none"]
    try:
        return [polygon for path in paths for polygon in _polygons(path)]
    except ValueError:  # an arc, or a point that is worked out by a formula
        return []


def _polygons(path: etree._Element) -> Iterator[Polygon]:
    """The closed forms of a path, as shares of its size. Raises ValueError where it is more than lines and curves."""
    wide, high = float(path.get("w", "0")), float(path.get("h", "0"))
    if wide <= 0 or high <= 0:
        raise ValueError("a path without a size")
    points: list[Point] = []
    for command in path.iterchildren("{*}*"):
        kind = etree.QName(command).localname
        given = [(float(each.get("x")) / wide, float(each.get("y")) / high) for each in command.iterfind("a:pt", NS)]
        if kind == "moveTo":
            yield from [points] if len(points) > 2 else []
            points = given
        elif kind in {"lnTo", "cubicBezTo", "quadBezTo"} and points and given:
            points += [_on_curve([points[-1], *given], n / CURVE) for n in range(1, CURVE + 1)] if given[1:] else given
        elif kind != "close":
            raise ValueError(kind)
    yield from [points] if len(points) > 2 else []


def _on_curve(controls: Sequence[Point], at: float) -> Point:
    """A point of a Bézier curve of any degree."""
    while len(controls) > 1:
        controls = [(x1 + (x2 - x1) * at, y1 + (y2 - y1) * at) for (x1, y1), (x2, y2) in pairwise(controls)]
    return controls[0]
