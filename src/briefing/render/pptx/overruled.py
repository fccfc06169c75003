"""Marks that would take too much of a region give way: text stands on them, as on a watermark.

A panel or a photograph takes what it covers, and may do so. A small thing in the middle takes half of the slide, and a
scatter of art all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from briefing.render.pptx.boxes import Box
from briefing.render.pptx.marks import Mark
from briefing.render.pptx.region import area, around, clear_of, meeting, share, touches

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
