"""Footer, date and number of a template's slide layout: where they stand, how far they may go, and in which colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from briefing.render.pptx.bands import EDGE, LINE
from briefing.render.pptx.boxes import Box, points
from briefing.render.pptx.colors import TEXT
from briefing.render.pptx.fills import Ground
from briefing.render.pptx.grounds import Palette, best, value_of
from briefing.render.pptx.ink import named
from briefing.render.pptx.look import Placeholder
from briefing.render.pptx.region import meeting, touches
from briefing.render.pptx.sheet import FEET, GAP, Sheet
from briefing.render.pptx.stand import stand

FEET_ROLES: Final = ("muted", "ink", "paper", "#000000", "#FFFFFF")
FIGURES, FIGURE = 3, 0.6  # of a slide number, and the width of one by its size
LEAST_FOOT: Final = 9.0  # points of a footer, date or number


def feet(sheet: Sheet, palette: Palette, panels: Sequence[Box], heads: Sequence[Box]) -> Iterator[Placeholder]:
    """Footer, date and number clear of marks and titles, in their own colour where it reads or nobody can know."""
    seen: set[str] = set()
    for place in (each for each in sheet.places if each.type in FEET):
        if place.type in seen:  # a layout may hold two of a sort; one is enough to say it
            continue
        seen.add(place.type)
        own = _lined(place, sheet.size[1])
        area = stand(own, sheet.marks, sheet.background, 0, heads)
        box = area.box if area.box.w > 0 and area.box.h > 0 else own
        color, fill = _foot_colors(sheet, sheet.under(_letters(place, box), place), place, palette, bool(panels))
        room = _room(sheet, box, area.held, heads)
        moved = place.moved or box != place.box
        yield replace(place, color=color, fill=fill, box=box, moved=moved, room=room)


def _letters(place: Placeholder, box: Box) -> Box:
    """The part of the place of a number that its figures take; all of that of a date or a text."""
    style = place.style
    if place.type != "sldNum" or style is None:
        return box
    left, right = box.x + style.insets.left, box.right - style.insets.right
    wide, high = points(FIGURES * FIGURE * style.size), min(box.h, points(LINE * style.size))
    if wide >= right - left:
        return box
    x = {"l": left, "r": right - wide}.get(style.align, (left + right - wide) // 2)
    y = {"t": box.y + style.insets.top, "b": box.bottom - style.insets.bottom - high}.get(style.anchor)
    return meeting(Box(x, (box.y + box.bottom - high) // 2 if y is None else y, wide, high), box)


def _lined(place: Placeholder, tall: int) -> Box:
    """The place of a foot, high enough for a line of the least size."""
    box, needed = place.box, points(LINE * LEAST_FOOT)
    if box.h >= needed:
        return box
    return replace(box, y=max(0, min(box.y - (needed - box.h) // 2, tall - needed)), h=needed)


def _foot_colors(
    sheet: Sheet, ground: Ground, place: Placeholder, palette: Palette, on_panels: bool
) -> tuple[str, str]:
    """The colour of a foot, and of its ground where no colour reads on what is there."""
    own = sheet.colors.get((place.type, place.idx), "")
    chosen = best(ground, palette, FEET_ROLES)
    fill = "paper" if (on_panels if ground.busy else ground.least_contrast(value_of(chosen, palette)) < TEXT) else ""
    seen = Ground((palette.values["paper"],)) if fill else ground
    if own and (seen.busy or seen.least_contrast(own) >= TEXT):
        return named(own, sheet.schemes, ("tx1", "bg1", "tx2")), fill
    return best(seen, palette, FEET_ROLES), fill


def _room(sheet: Sheet, box: Box, held: Box | None, heads: Sequence[Box]) -> Box:
    """How far a foot may be widened on its ground before a mark or a title is in the way."""
    inside = meeting(held or Box(0, 0, *sheet.size), Box(EDGE, 0, sheet.size[0] - 2 * EDGE, sheet.size[1]))
    strip = Box(inside.x, box.y, inside.w, box.h)
    marks = [part for mark in sheet.marks if not mark.light and mark.shown(box) < 1 for part in mark.parts]
    walls = [each for each in (*marks, *heads) if touches(strip, each)]
    left = max([inside.x, *(each.right + GAP for each in walls if each.right <= box.x)])
    right = min([inside.right, *(each.x - GAP for each in walls if each.x >= box.right)])
    return Box(min(left, box.x), box.y, max(right, box.right) - min(left, box.x), box.h)
