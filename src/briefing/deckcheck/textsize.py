"""How much room a text takes, by the same widths and line breaks that decks are made with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from briefing.deckcheck.geometry import text_region
from briefing.deckcheck.view import ParagraphView, RunView, ShapeView, TextView
from briefing.render.pptx.boxes import EMU_PER_POINT, Box, Insets
from briefing.render.pptx.fit import SAFETY
from briefing.render.pptx.fonts import Face, face
from briefing.render.pptx.lines import Part, break_lines, measure

_EDGE: Final = 1e-6  # sums of floats: what fits to the last unit fits
_ENDLESS: Final = 10**12


@dataclass(frozen=True, slots=True)
class TextSize:
    """The extent of a text in EMU, insets left out."""

    width: int
    height: int
    torn: str = ""  # the first paragraph in which a word is broken between letters
    exact: bool = True  # False where a typeface is not known and its widths are a guess on the wide side


@dataclass(frozen=True, slots=True)
class _Set:
    """A paragraph, set: points."""

    width: float
    height: float
    torn: bool
    exact: bool


@lru_cache(maxsize=4096)
def text_size(text: TextView, width: int) -> TextSize:
    """The extent of a text in a box of that width."""
    room = width - text.insets.left - text.insets.right
    room = room // text.columns if text.wraps else _ENDLESS
    lines = [_set(each, room) for each in text.paragraphs]
    between = sum(each.after for each in text.paragraphs[:-1]) + sum(each.before for each in text.paragraphs[1:])
    torn = next((each.text for each, line in zip(text.paragraphs, lines, strict=True) if line.torn), "")
    return TextSize(
        math.ceil(max((line.width for line in lines), default=0) * EMU_PER_POINT),
        math.ceil((sum(line.height for line in lines) + between) / text.columns * EMU_PER_POINT - _EDGE),
        torn,
        all(line.exact for line in lines),
    )


def text_area(shape: ShapeView) -> Box | None:
    """Where the letters of a shape are seen on the slide; None where that cannot be said."""
    if shape.box is None or shape.text is None or shape.turned or not shape.text.upright:
        return shape.box
    return area_within(shape.text, text_region(shape, shape.box))


def area_within(text: TextView, box: Box) -> Box:
    """Where the letters of a text are seen in a box."""
    size, room = text_size(text, box.w), _without(text.insets, box)
    width = min(size.width, room.w) if text.wraps else size.width
    aligned = text.paragraphs[0].align if text.paragraphs else "l"
    x = {"ctr": room.x + (room.w - width) // 2, "r": room.right - width}.get(aligned, room.x)
    y = {"ctr": room.y + (room.h - size.height) // 2, "b": room.bottom - size.height}.get(text.anchor, room.y)
    return Box(x, y, width, size.height)


def _without(inner: Insets, box: Box) -> Box:
    width, height = box.w - inner.left - inner.right, box.h - inner.top - inner.bottom
    return Box(box.x + inner.left, box.y + inner.top, width, height)


def _set(paragraph: ParagraphView, room: int) -> _Set:
    size = max((run.size for run in paragraph.runs), default=18.0)
    runs = paragraph.runs or (RunView("", size, False, "", None, ""),)
    parts: tuple[Part, ...] = tuple((run.text, face(run.font, run.bold), round(run.size / size, 6)) for run in runs)
    hang = _hang(paragraph, parts[0][1], size)
    exact = all(part[1].exact for part in parts)
    limit = max(0.0, (room - hang) / EMU_PER_POINT * 1000 / size * (1 - SAFETY))
    measured = measure(parts)
    lines = break_lines(measured, limit + _EDGE)
    width = (
        min(measured.widest * size / 1000 / (1 - SAFETY), max(room - hang, 0) / EMU_PER_POINT) + hang / EMU_PER_POINT
    )
    return _Set(width, _height(paragraph, measured.line_heights(lines.stops), size), lines.torn, exact)


def _height(paragraph: ParagraphView, heights: list[float], size: float) -> float:
    if paragraph.line_points:
        return paragraph.line_points * len(heights)
    return sum(heights) * size * paragraph.line


def _hang(paragraph: ParagraphView, face_: Face, size: float) -> int:
    """How far text stands from the left inset, in EMU; a bullet wider than its indent pushes it on."""
    if not paragraph.bullet:
        return max(paragraph.left, paragraph.left + paragraph.first, 0)
    bullet = math.ceil(face_.advance(paragraph.bullet, size) * EMU_PER_POINT)
    return max(paragraph.left, paragraph.left + paragraph.first + bullet, 0)
