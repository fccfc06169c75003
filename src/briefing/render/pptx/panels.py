"""The colour of a text on its ground, and the panel that it stands on where no colour reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from briefing.render.pptx.boxes import Box, inches
from briefing.render.pptx.colors import LARGE
from briefing.render.pptx.fills import Ground
from briefing.render.pptx.grounds import Palette, best
from briefing.render.pptx.look import Placeholder
from briefing.render.pptx.region import around, clear_of, meeting
from briefing.render.pptx.sheet import FEET, Sheet
from briefing.render.pptx.stand import GROUND

PAD: Final = inches(0.15)  # of a panel around its text


def needs_panel(ground: Ground, palette: Palette) -> bool:
    """Whether no colour of the palette reads all over a ground."""
    return not any(ground.least_contrast(palette.values[role]) >= LARGE for role in ("ink", "paper"))


def text_color(sheet: Sheet, place: Placeholder | None, ground: Ground, palette: Palette, least: float) -> str:
    """Empty where the placeholder's own colour reads, else the role that reads best."""
    own = own_color(sheet, place)
    if own and ground.least_contrast(own) >= least:
        return ""
    return best(ground, palette, ("ink", "paper"))


def own_color(sheet: Sheet, place: Placeholder | None) -> str:
    """RRGGBB of the text of a placeholder, as far as it is known."""
    return sheet.colors.get((place.type, place.idx), "") if place else ""


def panels_under(sheet: Sheet, title: Box | None, content: Box | None) -> Iterator[Box]:
    """One panel under title and content as far as nothing stands between, else one under each.

    They end where title and content do: beside these, a picture may show what nobody means to be covered.
    """
    boxes = [box for box in (title, content) if box]
    others = (mark for mark in sheet.marks if not mark.light and not any(mark.shown(box) >= GROUND for box in boxes))
    marks = [part for mark in others for part in mark.parts]
    feet = [place.box for place in sheet.places if place.type in FEET]
    if len(boxes) == 2:
        whole = around(boxes)
        for wanted in (_padded(whole, sheet), whole):
            panel = clear_of(wanted, [*marks, *feet], 0)
            if all(meeting(panel, box) == box for box in boxes):
                yield panel
                return
    yield from (clear_of(_padded(box, sheet), [*marks, *feet], 0) for box in boxes)


def _padded(box: Box, sheet: Sheet) -> Box:
    return meeting(Box(box.x - PAD, box.y - PAD, box.w + 2 * PAD, box.h + 2 * PAD), Box(0, 0, *sheet.size))
