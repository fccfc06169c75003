"""A slide layout whose title or content has no usable place gets one: the title at the top, the content under it.

A layout may have been made for a picture, or with its title at the foot, in a corner or running down the side. A deck
of whole sentences and tables needs a line for the one and room for the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from briefing.render.pptx.boxes import Box, inches
from briefing.render.pptx.region import meeting
from briefing.render.pptx.sheet import FEET, MARGIN, UNDER_TITLE, Sheet, laid_out

FEET_NAMES: Final[Mapping[str, str]] = {"ftr": "the footer", "dt": "the date", "sldNum": "the slide number"}
TOP: Final = inches(0.48)  # of a title of ours: there is room for its label over it
TITLE_HEIGHT: Final = inches(0.9)  # of a title of ours, and on a low slide this share of it
TITLE_SHARE: Final = 0.125
MOST_NAMED: Final = 3  # marks in a notice
LEAST_WIDTH: Final = 0.6  # of the slide, of a title over its content
COLUMN_WIDTH, COLUMN_HEIGHT = 0.18, 0.35  # of the slide, of a title that stands beside it
LOWEST: Final = 0.45  # of the slide's height: a title that ends below stands in the middle or at the foot
LEAST_HEIGHT: Final = inches(0.3)
NARROWEST, FLATTEST = inches(1.2), inches(0.8)  # less holds no text at all


def usable(sheet: Sheet) -> Sheet | None:
    """The sheet as slides with content can use it; None where nothing is left for text."""
    made = sheet if serves(sheet) else laid_out(sheet, _top(sheet), body=_body_stays(sheet))
    if not made.roomy:
        made = max(made, laid_out(made, _top(sheet), body=False), _bare(sheet), key=_room)
    room = made.content.box
    return made if room.w >= NARROWEST and room.h >= FLATTEST else None


def told(pairs: Sequence[tuple[Sheet, Sheet]], file: str) -> Iterator[str]:
    """A sentence for each thing that is not as the template has it; pairs are sheets before and after."""
    over = tuple(dict.fromkeys(name for _, after in pairs for name in after.overruled))
    if over:
        more = f" and {len(over) - MOST_NAMED} more" if len(over) > MOST_NAMED else ""
        names = ", ".join(f"'{name}'" for name in over[:MOST_NAMED])
        yield f"{file}: text stands over {names}{more}, because there would be too little room beside."
    for foot in dict.fromkeys(foot for _, after in pairs for foot in after.left_out):
        yield f"{file}: {FEET_NAMES[foot]} runs up, down or aslant, and is left out."
    for name in dict.fromkeys(after.name for before, after in pairs if _is_moved(before, after)):
        yield f"{file}: the title of '{name}' has no place that holds a sentence; it stands at the top."


def _is_moved(before: Sheet, after: Sheet) -> bool:
    return after.title is not None and (after.title.turned or after.titled.box != before.titled.box)


def serves(sheet: Sheet) -> bool:
    """Whether a sentence can stand where the title does: level, over the content or beside it."""
    if sheet.title is None:
        return True
    width, height = sheet.size
    box = sheet.titled.box
    if sheet.title.turned or box.h < LEAST_HEIGHT:
        return False
    beside = box.w >= width * COLUMN_WIDTH and box.h >= height * COLUMN_HEIGHT and _is_beside(sheet)
    over = box.w >= width * LEAST_WIDTH and box.bottom <= max(height * LOWEST, inches(1.8))
    return beside or (over and box.y <= sheet.content.box.y)


def _is_beside(sheet: Sheet) -> bool:
    title, content = sheet.titled.box, sheet.content.box
    return title.right <= content.x or content.right <= title.x


def _body_stays(sheet: Sheet) -> bool:
    """Whether the placeholder of the content leaves room for a title over it."""
    return sheet.content.box.y >= _top(sheet).bottom


def _top(sheet: Sheet) -> Box:
    """A strip at the top, under footers and bars that stand there, as wide as the content."""
    width, height = sheet.size
    feet = [place.box.bottom for place in sheet.places if place.type in FEET and place.box.bottom < height // 4]
    top = max([TOP, *(foot + UNDER_TITLE for foot in feet)])
    left, right = MARGIN, width - MARGIN
    content = sheet.content.box
    if content.w >= width * LEAST_WIDTH:
        left, right = content.x, content.right
    high = min(TITLE_HEIGHT, round(height * TITLE_SHARE))
    return meeting(Box(left, top, right - left, high), Box(0, 0, width, height))


def _bare(sheet: Sheet) -> Sheet:
    """The sheet as if it drew nothing that could be in the way."""
    marks = tuple(replace(mark, light=True) for mark in sheet.marks)
    gone = tuple(dict.fromkeys((*sheet.overruled, *(mark.name for mark in sheet.marks if not mark.light))))
    return replace(laid_out(replace(sheet, marks=marks), _top(sheet), body=False), overruled=gone)


def _room(sheet: Sheet) -> tuple[bool, int]:
    box = sheet.content.box
    return sheet.roomy, min(box.w, 2 * box.h)
