"""Text against a box: how it wraps, how high it stands, which size fits, and what goes over to the next slide.

Everything here is a pure function of values. Lines break as PowerPoint and LibreOffice break them, greedily, and where
the two differ the count is the higher one. Widths and heights are EMU, sizes points, unless said otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import accumulate, pairwise

from msgspec.structs import replace

from briefing.page.boxes import EMU_PER_POINT, Box, Frame, Paragraph, Run
from briefing.page.fonts import MIN_LINE_HEIGHT, Typefaces
from briefing.page.lines import Lines, Measured, Part, break_lines, measure

# Share of a line kept free for kerning, hinting and rounding.
SAFETY = 0.015
WIDOW_SHARE = 1 / 3  # a last line of one word narrower than this share of the width is a widow

_EPSILON = 1e-6  # sums of floats: what fits to the last unit fits


def wrap(paragraph: Paragraph, frame: Frame, width: int, faces: Typefaces) -> tuple[str, ...]:
    """The lines of a paragraph in a box of that width; joined they are its text, spaces and line ends included."""
    measured, lines = _wrapped(paragraph, frame, width, faces)
    return tuple(measured.text[start:stop] for start, stop in pairwise((0, *lines.stops)))


def set_lines(paragraph: Paragraph, frame: Frame, width: int, faces: Typefaces) -> Iterator[tuple[str, float]]:
    """The lines of a paragraph as they are drawn, each with its height in points: nothing is kept free.

    So do PowerPoint and LibreOffice break it. There are never more lines than `wrap` counts on, nor higher ones: of a
    typeface that is not known they are as high as of most.
    """
    measured, lines = _wrapped(paragraph, frame, width, faces, kept=0.0)
    stops, face = pairwise((0, *lines.stops)), faces.face(frame.heading, frame.bold)
    usual = frame.size * frame.line * (1.0 if face.exact else MIN_LINE_HEIGHT / face.line_height)
    for (start, stop), share in zip(stops, measured.line_heights(lines.stops), strict=True):
        yield measured.text[start:stop], usual * share


def line_count(frame: Frame, width: int, faces: Typefaces) -> int:
    """How many lines the frame's text takes; an empty paragraph takes one."""
    return sum(len(_wrapped(each, frame, width, faces)[1].stops) for each in _paragraphs(frame))


def height(frame: Frame, width: int, faces: Typefaces) -> int:
    """The height a box of that width needs: lines, space after paragraphs but the last, and insets."""
    paragraphs = _paragraphs(frame)
    lines = sum(sum(line_heights(each, frame, width, faces)) for each in paragraphs)
    return _with_insets(frame, lines + sum(each.after for each in paragraphs[:-1]))


def natural_width(frame: Frame, faces: Typefaces) -> int:
    """The width at which nothing wraps: the longest line, its indent and the insets."""
    widest = max(_natural_width(each, frame, faces) for each in _paragraphs(frame))
    return math.ceil(widest) + frame.insets.left + frame.insets.right


def widest_word(frame: Frame, faces: Typefaces) -> int:
    """The least width at which no word is broken: the longest one, its indent and the insets."""
    widest = max(_natural_width(each, frame, faces, words=True) for each in _paragraphs(frame))
    return math.ceil(widest) + frame.insets.left + frame.insets.right


def resize(frame: Frame, size: float) -> Frame:
    """The same frame at another size; sizes of runs and space after paragraphs change in proportion."""
    if size == frame.size:
        return frame
    ratio = size / frame.size
    return replace(frame, size=size, paragraphs=tuple(_resized(each, ratio) for each in frame.paragraphs))


def fit(frame: Frame, box: Box, floor: float, faces: Typefaces) -> Frame | None:
    """The frame at the largest size, in steps of a point down to the floor, at which it fits; None if at none.

    A size at which every word stays whole goes before a larger one at which a word is broken between letters.
    """
    torn: Frame | None = None
    for size in _sizes(frame.size, floor):
        candidate = resize(frame, size)
        if height(candidate, box.w, faces) <= box.h:
            if not is_torn(candidate, box.w, faces):
                return candidate
            torn = torn or candidate
    return torn


def split(frame: Frame, box: Box, faces: Typefaces, least: int = 1) -> tuple[Frame, Frame | None]:
    """As many paragraphs as fit at the frame's size, and a frame with the rest, if any.

    A paragraph that would not fit a box of its own is split between two lines. At least one line goes to the first
    part, even if the box is too low for it; of what is more, so many go on that the rest has at `least` so many lines.
    """
    used = 0.0
    for index, paragraph in enumerate(frame.paragraphs):
        heights = line_heights(paragraph, frame, box.w, faces)
        if _with_insets(frame, used + sum(heights)) <= box.h:
            used += sum(heights) + paragraph.after
            continue
        alone = _with_insets(frame, sum(heights)) <= box.h
        count = 0 if alone else sum(_with_insets(frame, used + top) <= box.h for top in accumulate(heights))
        index, count = _leaving(frame, index, count or (0 if index else 1), least, box.w, faces)
        return _split_after(frame, index, count, box.w, faces)
    return frame, None


def _leaving(frame: Frame, index: int, count: int, least: int, width: int, faces: Typefaces) -> tuple[int, int]:
    """The place after `count` lines of the paragraph at `index`, or one before it that leaves enough lines.

    A paragraph that would go on with less lines than that goes on whole, unless it is the first one.
    """
    lines = [len(_wrapped(each, frame, width, faces)[1].stops) for each in frame.paragraphs]
    shown, every = sum(lines[:index]) + count, sum(lines)
    kept = min(shown, max(1, every - least))
    index = next(each for each, total in enumerate(accumulate(lines)) if total >= kept)
    count = kept - sum(lines[:index])
    alone = index > 0 and 0 < lines[index] - count < least  # the end of a paragraph, which goes on whole then
    return index, 0 if alone else count


def last_line_is_widow(frame: Frame, width: int, faces: Typefaces) -> bool:
    """Whether the last of several lines is one short word, which looks like a slip in a headline."""
    paragraph = _paragraphs(frame)[-1]
    measured, lines = _wrapped(paragraph, frame, width, faces)
    if len(lines.stops) < 2 or len(measured.text[lines.stops[-2] :].split()) != 1:
        return False
    length = measured.stretches[-1].reach[-1] - measured.ruler[lines.stops[-2]]
    return length < _limit(paragraph, frame, width, faces) * WIDOW_SHARE


def _paragraphs(frame: Frame) -> tuple[Paragraph, ...]:
    """The frame's paragraphs; an empty frame stands as one empty paragraph, as it does in the file."""
    return frame.paragraphs or (Paragraph(runs=()),)


def is_torn(frame: Frame, width: int, faces: Typefaces) -> bool:
    """Whether a word is broken between letters."""
    return any(_wrapped(each, frame, width, faces)[1].torn for each in frame.paragraphs)


def _wrapped(
    paragraph: Paragraph, frame: Frame, width: int, faces: Typefaces, kept: float = SAFETY
) -> tuple[Measured, Lines]:
    """A paragraph measured, and its lines, of which such a share is kept free."""
    measured = measure(_parts(paragraph, frame, faces))
    return measured, break_lines(measured, _limit(paragraph, frame, width, faces, kept))


def _parts(paragraph: Paragraph, frame: Frame, faces: Typefaces) -> tuple[Part, ...]:
    """The runs with what measuring needs; never empty, so that an empty line has a face."""
    return tuple(
        (run.text, faces.face(frame.heading, frame.bold if run.bold is None else run.bold), _share(run, frame))
        for run in paragraph.runs or (Run(""),)
    )


def _share(run: Run, frame: Frame) -> float:
    """A run's size as a share of the frame's, rounded so that resizing does not change it."""
    return round(run.size / frame.size, 6) if run.size else 1.0


def _limit(paragraph: Paragraph, frame: Frame, width: int, faces: Typefaces, kept: float = SAFETY) -> float:
    """The width of a line in thousandths of the frame's size, less what is kept free."""
    room = width - frame.insets.left - frame.insets.right - _hang(paragraph, frame, faces)
    return max(0.0, room / EMU_PER_POINT * 1000 / frame.size * (1 - kept)) + _EPSILON


def _hang(paragraph: Paragraph, frame: Frame, faces: Typefaces) -> int:
    """How far text stands from the left inset; a bullet wider than its indent pushes it on."""
    if not paragraph.bullet:
        return paragraph.indent
    bullet = faces.face(frame.heading, frame.bold).advance(paragraph.bullet, frame.size)
    return max(paragraph.indent, math.ceil(bullet * EMU_PER_POINT))


def _natural_width(paragraph: Paragraph, frame: Frame, faces: Typefaces, *, words: bool = False) -> float:
    """The width of a paragraph's longest unwrapped line, or of its longest word, and its indent, in EMU."""
    measured = measure(_parts(paragraph, frame, faces))
    widest = (measured.widest_word if words else measured.widest) * frame.size / 1000 * EMU_PER_POINT
    return widest / (1 - SAFETY) + _hang(paragraph, frame, faces)


def line_heights(paragraph: Paragraph, frame: Frame, width: int, faces: Typefaces) -> list[float]:
    """The height of each line in points."""
    measured, lines = _wrapped(paragraph, frame, width, faces)
    return [frame.size * frame.line * each for each in measured.line_heights(lines.stops)]


def _with_insets(frame: Frame, content: float) -> int:
    """The height of a box around content of so many points."""
    return math.ceil(content * EMU_PER_POINT - _EPSILON) + frame.insets.top + frame.insets.bottom


def _resized(paragraph: Paragraph, ratio: float) -> Paragraph:
    """A paragraph with explicit sizes in proportion."""
    runs = tuple(replace(run, size=run.size * ratio) if run.size else run for run in paragraph.runs)
    return replace(paragraph, runs=runs, after=paragraph.after * ratio)


def _sizes(size: float, floor: float) -> Iterator[float]:
    """The sizes to try, from the frame's own down to the floor; only its own when that is not above the floor."""
    yield size
    while size > floor:
        size = max(size - 1, floor)
        yield size


def _split_after(frame: Frame, index: int, count: int, width: int, faces: Typefaces) -> tuple[Frame, Frame | None]:
    """Divide after the first `count` lines of the paragraph at `index`."""
    kept, rest = frame.paragraphs[:index], frame.paragraphs[index:]
    stops = _wrapped(rest[0], frame, width, faces)[1].stops
    if count == len(stops):
        kept, rest = (*kept, rest[0]), rest[1:]
    elif count:
        first, continued = _split_paragraph(rest[0], stops[count - 1])
        kept, rest = (*kept, first), (continued, *rest[1:])
    return replace(frame, paragraphs=kept), replace(frame, paragraphs=rest) if rest else None


def _split_paragraph(paragraph: Paragraph, stop: int) -> tuple[Paragraph, Paragraph]:
    """A paragraph up to a line stop, and what follows, without the bullet but as far indented."""
    first, continued, position = list[Run](), list[Run](), 0
    for run in paragraph.runs:
        cut = max(0, stop - position)
        first += [replace(run, text=run.text[:cut])] if cut else []
        continued += [replace(run, text=run.text[cut:])] if cut < len(run.text) else []
        position += len(run.text)
    return replace(paragraph, runs=_trimmed(first)), replace(paragraph, runs=tuple(continued), bullet="")


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Runs without the white space of a line end, which would stand as an empty line in a paragraph of its own."""
    return (*runs[:-1], replace(runs[-1], text=runs[-1].text.rstrip())) if runs else ()
