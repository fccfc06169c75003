"""Where a line of text may end: between words, and, where one word is wider than the line, within it.

Between words only those places count at which PowerPoint and LibreOffice both break: a program that knows more places
never needs more lines than were counted. Within a word that is too wide the places at which only some programs break
count as well, for there a longer piece on the line would be the optimistic guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

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

# One expression for each, run only on a text that has any: a space is found far sooner without the alternatives.
_SPACES = re.compile(rf"[{_SPACE}]++(?<![{_OPENING}] )(?![{_CLOSING}])")
_HYPHENS = re.compile(rf"(?<=[{_LETTER}]-)(?=[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ԯ])")
_DASHES = r"\-\u2010\u2012-\u2014/?!|}…"
_WITHIN = re.compile(rf"[{_DASHES}](?![{_DASHES}.,:;)\]])")
_NEWLINE = re.compile("\r\n|[\n\v\r\u2028\u2029]")


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
    if not text.isascii() and max(text) >= _FIRST_IDEOGRAPH:
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
