"""Bands: a title that stands on a shape of the template stays on it, whole; or leaves it where it is too low.

A title in a band has the colour that reads there, and would not be seen beside it.
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from briefing.render.pptx.boxes import Box, Insets, inches, points
from briefing.render.pptx.region import clear_of, meeting
from briefing.render.pptx.sheet import FEET, GAP, TITLE_GAP, UNDER_TITLE, Sheet
from briefing.render.pptx.stand import stand

LINE: Final = 1.2  # of the type size
LINES: Final = 2  # of a headline
LABEL: Final = inches(0.28)  # the height of one
UNDER_LABEL: Final = inches(0.16)  # before the content that it stands on
UNDER_BAND: Final = inches(0.15)  # between a band and the content under it
EDGE: Final = inches(0.2)  # what stays free at the edge of the slide
TALL: Final = inches(3)  # a shape as high as this is a panel of the slide, and no band


def in_band(sheet: Sheet, label: int, smallest: float) -> tuple[Sheet, Box | None]:
    """The sheet with its title in its band or under it; and where the label then stands that has no room in there.

    `label` is the label's height, `smallest` the size of a headline, in points, that the band must hold twice.
    """
    band = sheet.titled.held
    insets = sheet.title.style.insets if sheet.title and sheet.title.style else Insets()
    needed = points(LINES * LINE * smallest) + insets.top + insets.bottom
    if is_filled(sheet):
        return _filled(sheet, needed, insets)
    if band is None or band.h >= TALL:
        return sheet, None
    box = _grown(sheet, band)
    if box.h >= needed + label:
        whole = sheet if sheet.titled.box.h >= needed + label else _titled(sheet, box)
        return _lowered(whole, band.bottom + UNDER_BAND), None
    if box.h >= needed:
        sheet = _titled(sheet, box)
        strip = Box(box.x + insets.left, band.bottom + TITLE_GAP, box.w - insets.left - insets.right, label)
        return _lowered(sheet, strip.bottom + UNDER_LABEL), strip if label else None
    return _under(sheet, band, needed + label), None


def is_filled(sheet: Sheet) -> bool:
    """Whether the title has a fill of its own, which goes where it goes."""
    return sheet.title is not None and (sheet.title.type, sheet.title.idx) in sheet.fills


def _filled(sheet: Sheet, needed: int, insets: Insets) -> tuple[Sheet, Box | None]:
    """A title that is a band itself: where there is no room over it for a label, that stands under it."""
    box = sheet.titled.box
    if box.y - LABEL >= EDGE:
        return _lowered(sheet, box.bottom + 2 * UNDER_TITLE), None
    box = Box(box.x, box.y, box.w, max(box.h, needed))
    left = max(box.x + insets.left, sheet.content.box.x)
    strip = Box(left, box.bottom + UNDER_TITLE, box.right - insets.right - left, LABEL)
    return _lowered(_titled(sheet, box), strip.bottom + UNDER_LABEL), strip


def _titled(sheet: Sheet, box: Box) -> Sheet:
    return replace(sheet, titled=replace(sheet.titled, box=box))


def _grown(sheet: Sheet, band: Box) -> Box:
    """The title as high as its band, clear of what else stands in there."""
    title, slide = sheet.titled.box, Box(0, TITLE_GAP, sheet.size[0], sheet.size[1] - 2 * TITLE_GAP)
    whole = meeting(Box(title.x, band.y + TITLE_GAP, title.w, band.h - 2 * TITLE_GAP), slide)
    grown = clear_of(whole, list(sheet.obstacles), TITLE_GAP)
    return grown if grown.h >= title.h and grown.w >= title.w * 0.8 else title


def _under(sheet: Sheet, band: Box, height: int) -> Sheet:
    """The title on the ground under its band, and the content under that."""
    title = sheet.titled.box
    feet = [place.box for place in sheet.places if place.type in FEET]
    wanted = Box(title.x, band.bottom + GAP, title.w, height)
    area = stand(wanted, sheet.marks, sheet.background, TITLE_GAP, feet)
    if area.box.h < height or area.box.w < title.w * 0.6:
        return sheet
    return _lowered(replace(sheet, titled=area), area.box.bottom + UNDER_TITLE)


def _lowered(sheet: Sheet, top: int) -> Sheet:
    content = sheet.content.box
    if content.y >= top:
        return sheet
    return replace(sheet, content=replace(sheet.content, box=Box(content.x, top, content.w, content.bottom - top)))
