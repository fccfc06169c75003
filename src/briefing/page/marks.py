"""Marks: paths with fill and stroke, and the outlines of the preset shapes that slides are drawn with.

All lengths are EMU, all weights points, all colours roles of the palette.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from msgspec import Struct

from briefing.page.boxes import Box

Path: TypeAlias = tuple[tuple[str, tuple[float, ...]], ...]  # M x y, L x y, C x1 y1 x2 y2 x y, Z
ROUND: Final = 0.5523  # of a radius: where the control points of a quarter of a circle stand


class Mark(Struct, frozen=True):
    """A path with its fill and its stroke; an empty colour draws neither. `weight` is in points."""

    path: Path
    fill: str = ""
    opacity: float = 1.0
    stroke: str = ""
    weight: float = 0.75
    dash: str = "solid"
    round: bool = False  # the ends of its strokes


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
    return polygon([*_round(box, start, end), *reversed(_round(box, start, end, width))])


def _round(box: Box, start: float, end: float, inside: float = 0) -> list[tuple[float, float]]:
    """Points from one angle to another on the ellipse that fills a box, or on one that stands so far inside."""
    turn = (end - start) % (2 * math.pi) or 2 * math.pi
    count, rx, ry = math.ceil(turn / math.radians(5)), box.w / 2 - inside, box.h / 2 - inside
    angles = (start + turn * number / count for number in range(count + 1))
    return [(box.x + box.w / 2 + rx * math.cos(each), box.y + box.h / 2 + ry * math.sin(each)) for each in angles]


def _pie(box: Box, adjust: Mapping[str, int]) -> Path:
    start, end = (math.radians(adjust.get(name, usual) / 60_000) for name, usual in (("adj1", 0), ("adj2", 16_200_000)))
    return polygon([*_round(box, start, end), (box.x + box.w / 2, box.y + box.h / 2)])


def _share(box: Box, adjust: Mapping[str, int], usual: int) -> float:
    """How far a preset's first guide reaches: a share of its shorter side."""
    return min(box.w, box.h) * adjust.get("adj", usual) / 100_000


def _parallelogram(box: Box, adjust: Mapping[str, int]) -> Path:
    inside = min(box.w, _share(box, adjust, 25_000))
    top = ((box.x + inside, box.y), (box.right, box.y))
    return polygon((*top, (box.right - inside, box.bottom), (box.x, box.bottom)))


def _trapezoid(box: Box, adjust: Mapping[str, int]) -> Path:
    inside = min(box.w / 2, _share(box, adjust, 25_000))
    top = ((box.x + inside, box.y), (box.right - inside, box.y))
    return polygon((*top, (box.right, box.bottom), (box.x, box.bottom)))


def _hexagon(box: Box, adjust: Mapping[str, int]) -> Path:
    tip, middle = min(box.w / 2, _share(box, adjust, 25_000)), box.y + box.h / 2
    top = ((box.x + tip, box.y), (box.right - tip, box.y), (box.right, middle))
    return polygon((*top, (box.right - tip, box.bottom), (box.x + tip, box.bottom), (box.x, middle)))


def _donut(box: Box, adjust: Mapping[str, int]) -> Path:
    ring = round(min(box.w / 2, box.h / 2, _share(box, adjust, 25_000)))
    inner = ellipse(box.inset(ring, ring))
    return (*ellipse(box), *_reversed(inner))


def _reversed(path: Path) -> Path:
    """A closed path the other way round, so that it is a hole in one that goes the first way."""
    corners = [numbers[-2:] for command, numbers in path if command != "Z"]
    steps = []
    for (command, numbers), before in zip(path[-2:0:-1], corners[-2::-1], strict=True):
        turned = (*numbers[2:4], *numbers[0:2]) if command == "C" else ()
        steps.append((command, (*turned, *before)))
    return (("M", corners[-1]), *steps, ("Z", ()))


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
        "pie": _pie,
        "textNoShape": lambda box, _: rectangle(box),
        "flowChartProcess": lambda box, _: rectangle(box),
        "rtTriangle": lambda box, _: polygon([(box.x, box.y), (box.right, box.bottom), (box.x, box.bottom)]),
        "parallelogram": _parallelogram,
        "trapezoid": _trapezoid,
        "hexagon": _hexagon,
        "donut": _donut,
        "triangle": lambda box, _: polygon([(box.x + box.w / 2, box.y), (box.right, box.bottom), (box.x, box.bottom)]),
    }
)
