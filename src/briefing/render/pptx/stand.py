"""Where a text stands: its box, clear of what the template draws, and the ground that is seen under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from briefing.render.pptx.boxes import Box
from briefing.render.pptx.fills import Ground
from briefing.render.pptx.marks import Mark
from briefing.render.pptx.region import area, clear_of, meeting

GROUND: Final = 0.5  # of a text that has a plain shape under it: this much, and it is meant to stand there
ART_GROUND: Final = 0.85  # the same of a picture, or of a shape that does not fill its box
LEAST_SEEN: Final = 0.02  # of a box: less of a colour under it is its edge


class Area(Struct, frozen=True):
    """A box that keeps clear of everything, and the ground that it stands on."""

    box: Box
    ground: Ground
    held: Box | None = None  # the shape that is its ground; None is the background of the slide


def stand(
    box: Box, marks: Sequence[Mark], under: Ground, gap: int, others: Iterable[Box] = (), least: float = 0.0
) -> Area:
    """A box cut back to what is clear of the marks, and its ground: the last mark that it stands on.

    A ground that holds less than the least share of it does not cut it: the box stands across its edge.
    """
    in_the_way, held = list(others), None
    for mark in marks:
        if is_ground(mark, box):
            under = _seen(mark, box, under, whole=mark.plain or mark.fills(box) > 1 - LEAST_SEEN)
            inside = within(box, mark.box, gap)
            across = area(inside) < least * area(box)
            box, under = (box, Ground((), True)) if across else (inside, under)
            held = None if across else mark.box
        elif not mark.light:
            in_the_way += mark.parts
    return Area(clear_of(box, in_the_way, gap), under, held)


def ground_under(box: Box, marks: Sequence[Mark], under: Ground) -> Ground:
    """All that is seen under a box, of which several things may lie under it side by side."""
    for mark in marks:
        covered = mark.shown(box)
        unknown = mark.fill is None or mark.fill.busy
        if mark.fill and covered >= (ART_GROUND if unknown else LEAST_SEEN):
            whole = (covered if unknown else mark.fills(box)) > 1 - LEAST_SEEN
            under = _seen(mark, box, under, whole=whole)
    return under


def with_light(box: Box, marks: Sequence[Mark], under: Ground) -> Ground:
    """A ground with the marks that text runs over, wherever in its box they lie."""
    for mark in marks:
        if mark.light and mark.fill and mark.shown(box):
            under = _seen(mark, box, under, whole=False)
    return under


def is_ground(mark: Mark, box: Box) -> bool:
    """Whether a text in a box stands on the mark."""
    return mark.fill is not None and mark.shown(box) >= (GROUND if mark.plain else ART_GROUND)


def within(box: Box, ground: Box, gap: int) -> Box:
    """The box as far as it lies inside its ground, away from the edge of it."""
    if meeting(box, ground) == box:
        return box
    return meeting(box, Box(ground.x + gap, ground.y + gap, ground.w - 2 * gap, ground.h - 2 * gap))


def _seen(mark: Mark, box: Box, under: Ground, *, whole: bool) -> Ground:
    """What is seen with a mark over a ground. One that does not fill the place lets the ground be seen beside it."""
    if mark.fill is None or mark.written:
        return Ground((), True)
    seen = mark.fill.under(box, mark.box).over(under)
    return seen if whole else Ground(tuple(dict.fromkeys((*under.colors, *seen.colors))), under.busy or seen.busy)
