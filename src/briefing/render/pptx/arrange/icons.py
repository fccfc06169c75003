"""Line drawings on a 24 × 24 grid, our own, and the palette role each is drawn in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Stroke = tuple[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Icon:
    """Strokes and colour of a drawing; `fill` is the ground of the card that it heads."""

    strokes: tuple[Stroke, ...]
    color: str = "muted"
    fill: str = "surface"


def _line(*points: tuple[float, float], closed: bool = False) -> tuple[Stroke, ...]:
    first, *rest = points
    path: tuple[Stroke, ...] = (("M", first), *(("L", point) for point in rest))
    return (*path, ("Z", ())) if closed else path


def _circle(x: float, y: float, r: float) -> tuple[Stroke, ...]:
    k = r * 0.5523  # of a quarter circle drawn as one cubic curve
    return (
        ("M", (x + r, y)),
        ("C", (x + r, y + k, x + k, y + r, x, y + r)),
        ("C", (x - k, y + r, x - r, y + k, x - r, y)),
        ("C", (x - r, y - k, x - k, y - r, x, y - r)),
        ("C", (x + k, y - r, x + r, y - k, x + r, y)),
        ("Z", ()),
    )


ICONS: Mapping[str, Icon] = {
    "objectives": Icon((*_circle(12, 12, 10), *_circle(12, 12, 6), *_circle(12, 12, 1.6))),
    "frustrations": Icon(
        (
            *_line((12, 2.5), (22.5, 21), (1.5, 21), closed=True),
            *_line((12, 9), (12, 15)),
            *_line((12, 17.8), (12, 18.3)),
        ),
    ),
    "key-metrics": Icon(
        (
            *_line((2, 2), (2, 22), (22, 22)),
            *_line((7, 18), (7, 13)),
            *_line((12.5, 18), (12.5, 9)),
            *_line((18, 18), (18, 4)),
        ),
    ),
    "finops-benefits": Icon(
        (*_circle(12, 12, 10), *_line((7, 12.4), (10.6, 16), (17.2, 8.6))), "accent", "accent-soft"
    ),
}
PLAIN = Icon(())
