"""Where the letters of a template's own text stand: a short line in a wide box is in the way of little."""

from __future__ import annotations

from typing import Final

from lxml import etree

from briefing.render.pptx.boxes import Box, points
from briefing.render.pptx.inherit import NS

USUAL: Final = 18.0  # points of a text box that says no size
LARGEST: Final = 20.0  # of a line that belongs to the slide's frame; larger ones are watermarks and slogans
WIDE: Final = 0.7  # of the type size, of a letter; more than any but capitals need on the average
LINE: Final = 1.3  # of the type size, of a line
LINES: Final = 2  # a box that is higher is no line at the foot of a slide
INSET: Final = 91_440  # EMU at the sides, where none is said
ACROSS: Final = {"l": 0.0, "just": 0.0, "ctr": 0.5, "r": 1.0}
DOWN: Final = {"t": 0.0, "ctr": 0.5, "b": 1.0}


def letters(shape: etree._Element, box: Box, frame: etree._Element | None) -> Box:
    """The part of a text box that its letters take; all of it, where they stand on several lines or are turned."""
    body = shape.find("p:txBody", NS)
    paragraphs = [] if body is None else [each for each in body.iterfind("a:p", NS) if "".join(each.itertext()).strip()]
    settings = None if body is None else body.find("a:bodyPr", NS)
    if len(paragraphs) != 1 or paragraphs[0].find("a:br", NS) is not None or _is_turned(frame, settings):
        return box
    size = _size(shape)
    if size > LARGEST or box.h > points(LINES * size * LINE) + INSET:
        return box
    wide = points(len("".join(paragraphs[0].itertext()).strip()) * size * WIDE) + 2 * INSET
    if wide >= box.w:
        return box
    high = min(box.h, points(size * LINE) + INSET)
    aligned = [each.get("algn") for each in body.iterfind(".//*[@algn]")]
    across = ACROSS.get(aligned[-1] if aligned else "l", 0.5)  # the paragraph's own comes after that of the list style
    down = DOWN.get("t" if settings is None else settings.get("anchor", "t"), 0.5)
    return Box(box.x + round((box.w - wide) * across), box.y + round((box.h - high) * down), wide, high)


def _is_turned(frame: etree._Element | None, settings: etree._Element | None) -> bool:
    rotated = frame is None or frame.get("rot", "0") != "0"
    return rotated or (settings is not None and settings.get("vert", "horz") != "horz")


def _size(shape: etree._Element) -> float:
    """The largest size that is said anywhere in the text, in points."""
    said = [each.get("sz", "") for each in shape.iterfind(".//*[@sz]")]
    sizes = [int(each) / 100 for each in said if each.isdigit()]
    return max(sizes, default=USUAL)
