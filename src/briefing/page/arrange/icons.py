"""Line drawings on a 24 × 24 grid, our own, and the palette role each is drawn in."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

Stroke = tuple[str, tuple[float, ...]]


class Icon(Struct, frozen=True):
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


def _spoke(x: float, y: float) -> tuple[Stroke, ...]:
    """A small circle, and the line from it towards the middle."""
    away = ((x - 12) ** 2 + (y - 12) ** 2) ** 0.5
    near, far = 3.2 / away, (away - 1.8) / away
    start, end = (12 + (x - 12) * near, 12 + (y - 12) * near), (12 + (x - 12) * far, 12 + (y - 12) * far)
    return (*_circle(x, y, 1.8), *_line(start, end))


def _group(*strokes: Stroke) -> Icon:
    """The icon of a persona group: who gains stands on the ground of what FinOps changes."""
    return Icon(strokes, "accent", "accent-soft")


# By name: the four lists of a persona, and the built-in persona groups.
ICONS: Mapping[str, Icon] = {
    "objectives": Icon((*_circle(12, 12, 10), *_circle(12, 12, 6), *_circle(12, 12, 1.6))),
    "frustrations": Icon(
        (
            *_line((12, 2.5), (22.5, 21), (1.5, 21), closed=True),
            *_line((12, 9), (12, 15)),
            *_line((12, 17.8), (12, 18.3)),
        ),
    ),
    "goal": Icon((*_line((5, 22.5), (5, 2)), *_line((5, 3), (19.5, 7.5), (5, 12)))),
    "challenges": Icon(_line((2, 21.5), (8, 21.5), (8, 15.5), (14, 15.5), (14, 9.5), (20, 9.5), (20, 3))),
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
    "practitioner": _group(*_circle(12, 12, 3.2), *_spoke(12, 3.5), *_spoke(4.6, 17.2), *_spoke(19.4, 17.2)),
    "leadership": _group(
        *_line((1.5, 21.5), (9, 10), (13.5, 16.5), (16.5, 12.5), (22.5, 21.5), closed=True),
        *_line((9, 10), (9, 2), (14.5, 4.5), (9, 7)),
    ),
    "business-and-product": _group(
        *_line((12, 2), (21, 7), (21, 17), (12, 22), (3, 17), (3, 7), closed=True),
        *_line((3, 7), (12, 12), (21, 7)),
        *_line((12, 12), (12, 22)),
    ),
    "engineering-and-operations": _group(
        *_line((7.5, 6), (1.5, 12), (7.5, 18)), *_line((16.5, 6), (22.5, 12), (16.5, 18)), *_line((14, 4), (10, 20))
    ),
    "finance-and-procurement": _group(
        *_line((2, 9), (12, 2.5), (22, 9), closed=True),
        *_line((6, 12), (6, 18)),
        *_line((12, 12), (12, 18)),
        *_line((18, 12), (18, 18)),
        *_line((2.5, 21.5), (21.5, 21.5)),
    ),
    "allied": _group(*_circle(8.5, 12, 6.5), *_circle(15.5, 12, 6.5)),
}
ICONS = {**ICONS, "executives": ICONS["leadership"]}  # as the group was called before
PLAIN = Icon(())
WITHOUT = " without"  # after the name of an icon that is not drawn, of which only the ground is left
BARE: Mapping[str, Icon] = {f"{name}{WITHOUT}": Icon((), each.color, each.fill) for name, each in ICONS.items()}
