"""The lines of one paragraph: its text on a ruler, and the stops at which lines end.

The ruler is in thousandths of the frame's type size, so that one measurement serves every size and every width.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from briefing.render.pptx import breaks
from briefing.render.pptx.fonts import Face

TAB_WIDTH = 8000  # thousandths of an em: a tab goes at most to the next stop, one inch on, which is 8 em at 9 points

Part: TypeAlias = tuple[str, Face, float]  # text, face, size as a share of the frame's


class Stretch(NamedTuple):
    """Text between two forced line ends, and its possible line ends in order."""

    start: int
    stop: int
    bodies: list[int]  # where the visible part of a line ends
    nexts: list[int]  # where the line after it starts
    reach: list[float]  # how far the visible part reaches, on the paragraph's ruler


class Measured(Struct, frozen=True, eq=False):
    """A paragraph on its ruler."""

    text: str
    ruler: list[float]  # the position of each character, and of the end
    parts: tuple[Part, ...]

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The text between forced line ends."""
        return _stretches(self)

    @property
    def widest(self) -> float:
        """The length of the longest line when nothing wraps."""
        return max(each.reach[-1] - self.ruler[each.start] for each in self.stretches)

    @property
    def widest_word(self) -> float:
        """The length of the longest piece that no line end is wanted in."""
        starts = chain.from_iterable((each.start, *each.nexts[:-1]) for each in self.stretches)
        reaches = chain.from_iterable(each.reach for each in self.stretches)
        return max(reach - self.ruler[start] for start, reach in zip(starts, reaches, strict=True))

    def line_heights(self, stops: list[int]) -> list[float]:
        """The height of each line as a share of the frame's size: that of its largest run."""
        heights = {face.line_height * share for _, face, share in self.parts}
        if len(heights) == 1:
            return [*heights] * len(stops)
        return [self._tallest(start, stop) for start, stop in pairwise((0, *stops))]

    def _tallest(self, start: int, stop: int) -> float:
        """The tallest of the runs with text on a line; a line without any has the last run's."""
        tallest, position = 0.0, 0
        for text, face, share in self.parts:
            if max(start, position) < min(stop, position + len(text)):
                tallest = max(tallest, face.line_height * share)
            position += len(text)
        return tallest or self.parts[-1][1].line_height * self.parts[-1][2]


class Lines(NamedTuple):
    """Where each line stops, and whether a word had to be broken between letters."""

    stops: list[int]
    torn: bool


@lru_cache(maxsize=8192)
def measure(parts: tuple[Part, ...]) -> Measured:
    """Lay the text of at least one part on a ruler."""
    text = parts[0][0] if len(parts) == 1 else "".join([part[0] for part in parts])
    advances = _advances(parts[0]) if len(parts) == 1 else chain.from_iterable(map(_advances, parts))
    return Measured(text, list(accumulate(advances, initial=0)), parts)


@lru_cache(maxsize=8192)
def _stretches(measured: Measured) -> tuple[Stretch, ...]:
    """Find the possible line ends. Apart from measuring, because most texts take one line and need none."""
    return tuple([_stretch(measured, *each) for each in breaks.stretches(measured.text)])


def _stretch(measured: Measured, start: int, end: int, stop: int) -> Stretch:
    """One stretch with its possible line ends; the last one takes the forced line end along."""
    bodies, nexts = breaks.between_words(measured.text, start, end)
    nexts[-1] = stop
    return Stretch(start, stop, bodies, nexts, [measured.ruler[body] for body in bodies])


def _advances(part: Part) -> Iterator[float]:
    """The advance of each character in thousandths of the frame's size."""
    text, face, share = part
    if "\t" in text:
        return (share * (TAB_WIDTH if character == "\t" else face.widths[character]) for character in text)
    advances = map(face.widths.__getitem__, text)
    return advances if share == 1 else (each * share for each in advances)


def break_lines(measured: Measured, limit: float) -> Lines:
    """Fill each line as far as it goes; `limit` is in thousandths of the frame's size."""
    if measured.ruler[-1] <= limit and not breaks.has_line_end(measured.text):
        return Lines([len(measured.text)], False)
    stops: list[int] = []
    torn = False
    for stretch in measured.stretches:
        if stretch.reach[-1] - measured.ruler[stretch.start] <= limit:
            stops.append(stretch.stop)
        else:
            torn |= _fill(measured, stretch, limit, stops)
    return Lines(stops, torn)


def _fill(measured: Measured, stretch: Stretch, limit: float, stops: list[int]) -> bool:
    """Add the line stops of a stretch that takes several lines; True when a word was broken between letters."""
    at, place, torn = stretch.start, 0, False
    while at < stretch.stop:
        furthest = bisect_right(stretch.reach, measured.ruler[at] + limit, place)
        if furthest > place:
            at, place = stretch.nexts[furthest - 1], furthest
        else:
            at, whole = _cut(measured, at, stretch.bodies[place], limit)
            torn |= not whole
            if at == stretch.bodies[place]:  # one character wider than the line: the space after it goes along
                at, place = stretch.nexts[place], place + 1
        stops.append(at)
    return torn


def _cut(measured: Measured, at: int, end: int, limit: float) -> tuple[int, bool]:
    """Where to break a word that is wider than the line, and whether the word offers that place, such as a slash."""
    text = measured.text
    furthest = bisect_right(measured.ruler, measured.ruler[at] + limit, at, end) - 1
    offered = [place for place in breaks.within_word(text, at, end) if place <= furthest]
    if offered:
        return offered[-1], True
    for place in chain(range(furthest, at, -1), range(at + 1, end)):  # else onwards: one visible character at least
        if breaks.starts_cluster(text, place):
            return place, False
    return end, False
