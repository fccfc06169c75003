"""Setting text: the lines of a frame with the place of every word, for pens that are no PowerPoint.

Where a line ends is what `fit` measures, without the share that it keeps free: as PowerPoint does it, and no pen breaks
a text anew. What is centred or stands at the right is placed by the letters that it is drawn with. Letters stand on
their baseline as in Arial: what lies above it is the same share of a line in every pen.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from briefing.page.boxes import EMU_PER_POINT, Box, Frame, Paragraph, Run, points, safe_address
from briefing.page.fit import set_lines
from briefing.page.fonts import Typefaces

ASCENT: Final = 0.905  # of the type size, over the baseline
DESCENT: Final = 0.212  # and under it
RISE: Final = ASCENT + DESCENT
# Control characters, which no format may hold; lines and tabs apart.
CONTROLS: Final = dict.fromkeys(each for each in (*range(32), *range(127, 160)) if each not in (9, 10))


class Word(Struct, frozen=True):
    """A stretch of a line in one look; `x` is where it starts, `width` what it was measured at."""

    x: float
    width: float
    text: str
    size: float
    color: str
    bold: bool = False
    heading: bool = False
    link: str = ""
    italic: bool = False


class Line(Struct, frozen=True):
    """A line of text: its words, their baseline, and the paragraph of the frame that it belongs to."""

    baseline: float
    words: tuple[Word, ...]
    paragraph: int = 0


@lru_cache(maxsize=4096)  # slides of the backup, and footers, come again in many decks
def set_text(frame: Frame, box: Box, faces: Typefaces) -> tuple[Line, ...]:
    """The lines of a frame in its box."""
    paragraphs = [[*set_lines(each, frame, box.w, faces)] for each in frame.paragraphs]
    top = float(box.y + frame.insets.top)
    if frame.anchor != "t":
        tall = sum(tall for lines in paragraphs for _, tall in lines) + sum(
            each.after for each in frame.paragraphs[:-1]
        )
        spare = box.h - frame.insets.top - frame.insets.bottom - tall * EMU_PER_POINT
        top += spare / 2 if frame.anchor == "ctr" else spare
    lines: list[Line] = []
    for number, paragraph in enumerate(frame.paragraphs):
        start = 0
        for text, tall in paragraphs[number]:
            runs = _part(paragraph, start, start + len(text.rstrip()))
            size = max((run.size or frame.size for run in runs), default=frame.size)
            baseline = top + (tall - size * DESCENT - max(0.0, tall - size * RISE) / 2) * EMU_PER_POINT
            lines.append(Line(baseline, _words(runs, paragraph, frame, box, faces, not start), number))
            top += tall * EMU_PER_POINT
            start += len(text)
        top += points(paragraph.after)
    return tuple(lines)


def _part(paragraph: Paragraph, start: int, stop: int) -> tuple[Run, ...]:
    """The runs of a paragraph between two places of its text."""
    runs, left = [], 0
    for run in paragraph.runs:
        if text := run.text[max(0, start - left) : max(0, stop - left)]:
            runs.append(run if text == run.text else replace(run, text=text))
        left += len(run.text)
    return tuple(runs)


def _words(
    runs: Sequence[Run], paragraph: Paragraph, frame: Frame, box: Box, faces: Typefaces, first: bool
) -> tuple[Word, ...]:
    """The runs of a line where they stand; the first line of a paragraph has its bullet."""
    looks = [(run.size or frame.size, frame.bold if run.bold is None else run.bold) for run in runs]
    widths = [
        faces.drawn(frame.heading, bold).advance(run.text, size) * EMU_PER_POINT
        for run, (size, bold) in zip(runs, looks, strict=True)
    ]
    edge, indent = box.x + frame.insets.left, paragraph.indent
    free = box.w - frame.insets.left - frame.insets.right - indent - sum(widths)
    x = edge + indent + {"l": 0.0, "ctr": free / 2, "r": free}[paragraph.align]
    made = []
    if first and paragraph.bullet:
        width = faces.drawn(frame.heading, frame.bold).advance(paragraph.bullet, frame.size) * EMU_PER_POINT
        made.append(
            Word(edge, width, paragraph.bullet, frame.size, frame.color, frame.bold, frame.heading, "", frame.italic)
        )
    for run, (size, bold), width in zip(runs, looks, widths, strict=True):
        text, color, link = run.text.translate(CONTROLS), run.color or frame.color, safe_address(run.link)
        made.append(Word(x, width, text, size, color, bold, frame.heading, link, frame.italic))
        x += width
    return tuple(made)
