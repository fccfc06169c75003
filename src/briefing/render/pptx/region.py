"""Free space on a slide: rectangles cut back until they keep clear of what stands in their way. Lengths are EMU."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.render.pptx.boxes import Box

MOST_CUTS = 400


def meeting(one: Box, other: Box) -> Box:
    """What two rectangles share; without width or height where they share nothing."""
    left, top = max(one.x, other.x), max(one.y, other.y)
    return Box(left, top, max(0, min(one.right, other.right) - left), max(0, min(one.bottom, other.bottom) - top))


def area(box: Box) -> int:
    """Width times height."""
    return max(0, box.w) * max(0, box.h)


def share(box: Box, other: Box) -> float:
    """How much of a rectangle lies under another, 0 to 1."""
    return area(meeting(box, other)) / area(box) if area(box) else 0.0


def around(boxes: Iterable[Box]) -> Box:
    """The least rectangle that holds all of these, at least one."""
    every = list(boxes)
    left, top = min(box.x for box in every), min(box.y for box in every)
    return Box(left, top, max(box.right for box in every) - left, max(box.bottom for box in every) - top)


def touches(box: Box, other: Box, gap: int = 0) -> bool:
    """Whether another stands in a rectangle, or nearer to it than a gap. A line has no width, and yet is in the way."""
    across = other.x - gap < box.right and box.x < other.right + gap
    return across and other.y - gap < box.bottom and box.y < other.bottom + gap


def clear_of(box: Box, others: Sequence[Box], gap: int) -> Box:
    """The rectangle without the side that each of the others stands on, always the cut that leaves most."""
    for _ in range(MOST_CUTS):
        hit = [other for other in others if touches(box, other, gap)]
        if not hit or not area(box):
            return box
        worst = max(hit, key=lambda other: area(meeting(box, other)))
        box = max(_cuts(box, worst, gap), key=area)
    return Box(box.x, box.y, 0, 0)


def _cuts(box: Box, other: Box, gap: int) -> list[Box]:
    left, right = min(box.right, other.right + gap), max(box.x, other.x - gap)
    top, bottom = min(box.bottom, other.bottom + gap), max(box.y, other.y - gap)
    return [
        Box(box.x, box.y, right - box.x, box.h),
        Box(left, box.y, box.right - left, box.h),
        Box(box.x, box.y, box.w, bottom - box.y),
        Box(box.x, top, box.w, box.bottom - top),
    ]
