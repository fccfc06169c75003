"""Where a text stands: its box, clear of what the template draws, and the ground that is seen under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from briefing.ooxml.colors import Ground
from briefing.page.boxes import Box
from briefing.page.look import area, around, clear_of, meeting, share, touches
from briefing.theme.marks import Mark

# Marks that would take too much of a region give way: text stands on them, as on a watermark.
#
# A panel or a photograph takes what it covers, and may do so. A small thing in the middle takes half of the slide,
# and a scatter of art all of it.

MOST: Final = 0.2  # of a region that any mark may take
MOST_OF_TITLE: Final = 0.45  # the same of a title, which takes a line more
SCENERY: Final = 8  # unwritten marks all over a region, that are more, are a picture in pieces
SPREAD: Final = 0.4  # of the region, that the marks of such a picture lie around
MOST_COVERED: Final = 0.6  # and one that covers most of what it takes
ALL: Final = 0.6  # that all of them may take together
WASTE: Final = 1.6  # times what it covers: a mark at an edge takes hardly more


def give_way(region: Box, marks: Sequence[Mark], gap: int, most: float = MOST) -> tuple[Mark, ...]:
    """The marks, those made light that a region would lose too much by. Grounds of the region are not among them."""
    near = [each for each in marks if not each.light and any(touches(region, part, gap) for part in each.parts)]
    taken = {id(each): 1 - _left(region, [each], gap) for each in near}
    kept = [each for each in near if taken[id(each)] <= _most(each, region, most)]
    if _is_scenery(region, near):
        kept = [each for each in kept if each.written]
    for worst in sorted(kept, key=lambda each: taken[id(each)], reverse=True):
        if _left(region, kept, gap) >= 1 - ALL:
            break
        kept.remove(worst)
    gone = {id(each) for each in near} - {id(each) for each in kept}
    return tuple(replace(each, light=True) if id(each) in gone else each for each in marks)


def _most(mark: Mark, region: Box, most: float) -> float:
    return most if mark.written else max(most, min(MOST_COVERED, WASTE * mark.shown(region)))


def _is_scenery(region: Box, near: Sequence[Mark]) -> bool:
    """Whether marks are pieces of one picture behind a region, and not of a logo at its edge."""
    pieces = [meeting(region, each.box) for each in near if each.fill and not each.written]
    return len(pieces) > SCENERY and share(region, around(pieces)) > SPREAD


def _left(region: Box, marks: Sequence[Mark], gap: int) -> float:
    whole = area(region)
    return area(clear_of(region, [part for each in marks for part in each.parts], gap)) / whole if whole else 1.0


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
