"""The lines of one paragraph: its text on a ruler, and the stops at which lines end.

The ruler is in thousandths of the frame's type size, so that one measurement serves every size and every width.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from briefing.page.fonts import Face

# Where a line of text may end: between words, and, where one word is wider than the line, within it.
#
# Between words only those places count at which PowerPoint and LibreOffice both break: a program that knows more
# places never needs more lines than were counted. Within a word that is too wide the places at which only some
# programs break count as well, for there a longer piece on the line would be the optimistic guess.

_SPACE = r" \t\u200b"
_CLOSING = r"!?)\]}/,.;:%…»"  # stay with what stands before them, even after a space
_OPENING = r"(\[{«"
_FIRST_IDEOGRAPH = "\u2e80"
_LETTER = r"0-9A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ԯ"
_IDEOGRAPH = r"\u2e80-\u2fdf\u3001-\u30ff\u31f0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
# Simple kinsoku: what may not start a line, and what may not end one.
_NOT_FIRST = (
    r"\u3001-\u3003\u3005\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u3019\u301b-\u301f"  # punctuation, brackets
    r"ぁぃぅぇぉっゃゅょゎゕゖ\u3099-\u309e\u30a0ァィゥェォッャュョヮヵヶ\u30fb-\u30fe\u31f0-\u31ff"  # small kana
    r"\uff01\uff05\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d\uff5e\uff60"  # full-width punctuation
)
_NOT_LAST = r"\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u3018\u301a\u301d\uff04\uff08\uff3b\uff5b\uff5f"

# Thai, Lao, Burmese and Khmer write no spaces between words, and programs find these in dictionaries. A line end is
# counted after as many characters as a long word has: programs know more places, and so need no more lines.
_FIRST_UNSPACED, _UNSPACED = "\u0e01", r"\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"
_LONG_WORD = 8
_LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ\u1031")  # written before the consonant that they belong to
_FOLLOWERS = frozenset("ะาำๅๆฯະາຳໆຯ")  # written after it, or after a word

# One expression for each, run only on a text that has any: a space is found far sooner without the alternatives.
_SPACES = re.compile(rf"[{_SPACE}]++(?<![{_OPENING}] )(?![{_CLOSING}])")
_HYPHENS = re.compile(rf"(?<=[{_LETTER}]-)(?=[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ԯ])")
_DASHES = r"\-\u2010\u2012-\u2014/?!|}…"
_WITHIN = re.compile(rf"[{_DASHES}](?![{_DASHES}.,:;)\]])")
_NEWLINE = re.compile("\r\n|[\n\v\r\u2028\u2029]")


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(rf"[{_UNSPACED}]+")


def _words_apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Places in what is written without spaces, at which no syllable is torn."""
    for run in _unspaced().finditer(text, start, end):
        at = run.start()
        for place in range(run.start() + 1, run.end()):
            whole = starts_cluster(text, place) and text[place] not in _FOLLOWERS
            if place - at >= _LONG_WORD and whole and text[place - 1] not in _LEADING_VOWELS:
                at = place
                yield place, place


@cache
def _ideographs() -> re.Pattern[str]:
    """Between two ideographs; compiled on first use, for that takes longer than laying out a slide."""
    return re.compile(rf"(?<=[{_IDEOGRAPH}])(?<![{_NOT_LAST}])(?=[{_IDEOGRAPH}])(?![{_NOT_FIRST}])")


def has_line_end(text: str) -> bool:
    """Whether the text asks for a new line anywhere."""
    return _NEWLINE.search(text) is not None


def stretches(text: str) -> Iterator[tuple[int, int, int]]:
    """What stands between forced line ends: start, end without the line end, end with it."""
    start = 0
    for each in _NEWLINE.finditer(text):
        yield start, each.start(), each.end()
        start = each.end()
    yield start, len(text), len(text)


def between_words(text: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """The possible lines of a stretch: where the last visible character of each ends, and where the next one starts."""
    places = [each.span() for each in _SPACES.finditer(text, start, end) if each.end() < end]
    if "-" in text:
        places += [each.span() for each in _HYPHENS.finditer(text, start, end)]
    highest = " " if text.isascii() else max(text)
    if highest >= _FIRST_UNSPACED:
        places += _words_apart(text, start, end)
    if highest >= _FIRST_IDEOGRAPH:
        places += [each.span() for each in _ideographs().finditer(text, start, end)]
    places.sort()
    last = start + len(text[start:end].rstrip(" \t\u200b"))
    return [body for body, _ in places] + [last], [following for _, following in places] + [end]


def within_word(text: str, start: int, end: int) -> list[int]:
    """Places after a slash, dash and the like inside a word."""
    return [each.end() for each in _WITHIN.finditer(text, start, end)]


def starts_cluster(text: str, at: int) -> bool:
    """Whether a line may start here without tearing one visible character apart."""
    character, before = text[at], text[at - 1]
    if before == "\u200d" or _continues(character):
        return False
    return not (_is_flag_letter(character) and _flag_letters_before(text, at) % 2)


def _continues(character: str) -> bool:
    """Marks, joiners, variation selectors, skin tones and tag characters belong to what stands before them."""
    is_mark = unicodedata.category(character) in ("Mn", "Mc", "Me")
    code = ord(character)
    return is_mark or code in (0x200C, 0x200D) or 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F


def _is_flag_letter(character: str) -> bool:
    """Regional indicators: two of them make one flag."""
    return 0x1F1E6 <= ord(character) <= 0x1F1FF


def _flag_letters_before(text: str, at: int) -> int:
    """How many regional indicators stand directly before a place."""
    first = at
    while first and _is_flag_letter(text[first - 1]):
        first -= 1
    return at - first


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
    return tuple([_stretch(measured, *each) for each in stretches(measured.text)])


def _stretch(measured: Measured, start: int, end: int, stop: int) -> Stretch:
    """One stretch with its possible line ends; the last one takes the forced line end along."""
    bodies, nexts = between_words(measured.text, start, end)
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
    if measured.ruler[-1] <= limit and not has_line_end(measured.text):
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
    offered = [place for place in within_word(text, at, end) if place <= furthest]
    if offered:
        return offered[-1], True
    for place in chain(range(furthest, at, -1), range(at + 1, end)):  # else onwards: one visible character at least
        if starts_cluster(text, place):
            return place, False
    return end, False
