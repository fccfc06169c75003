"""Advance widths of typefaces, so that text can be measured without any font file.

The numbers in `widths/` are measured from open fonts with the same metrics (see `scripts/build_widths.py`). Widths are
thousandths of an em, rounded up, and pair kerning is left out: it moves a line by far less than the safety share that
`fit` keeps free. Where the typeface is not known, or a character is not in the table, the guess is on the wide side.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

_FOLDER = Path(__file__).with_name("widths")
_SANS = ("Arial", "Calibri")  # an unknown typeface is measured as the wider of these, character by character

MEASURED = ("Arial", "Calibri", "Cambria", "Courier New", "Times New Roman")

# Names of typefaces that share the metrics of a measured one.
_SAME_METRICS = {family.casefold(): family for family in MEASURED} | {
    "helvetica": "Arial",
    "arimo": "Arial",
    "liberation sans": "Arial",
    "nimbus sans": "Arial",
    "carlito": "Calibri",
    "caladea": "Cambria",
    "times": "Times New Roman",
    "tinos": "Times New Roman",
    "liberation serif": "Times New Roman",
    "nimbus roman": "Times New Roman",
    "courier": "Courier New",
    "cousine": "Courier New",
    "liberation mono": "Courier New",
    "nimbus mono ps": "Courier New",
}

UNKNOWN_MARGIN = 1.10  # on widths and line height of a typeface that is not known

# Common typefaces that run wider than the usual margin covers.
_WIDE = {
    "verdana": 1.25,
    "dejavu sans": 1.25,
    "bitstream vera sans": 1.25,
    "arial black": 1.40,
    "century gothic": 1.20,
    "lucida sans": 1.20,
    "meiryo": 1.25,
    "montserrat": 1.25,
    "georgia": 1.13,
    "poppins": 1.25,
}

# A single-spaced line on a slide takes at least this share of the type size: LibreOffice gives every typeface of an
# imported deck just that, PowerPoint a little more where the font asks for it.
MIN_LINE_HEIGHT = 1.2

_FULL_WIDTH = 1000  # CJK, and every character nothing is known of
_EMOJI_WIDTH = 1400  # the widest of the usual colour fonts, rounded up
_NO_WIDTH = frozenset({"Mn", "Me", "Cc", "Cf"})  # marks, controls, joiners and other invisible characters
_SAME_WIDTH = {"\u00a0": " ", "\u202f": " ", "\u2011": "-"}  # no-break forms, which some fonts leave out
_PICTOGRAPHS = ((0x2600, 0x27BF), (0x1F000, 0x1FAFF))


class _Widths(dict[str, int]):
    """Widths by character; one that is not in the table is worked out on first use."""

    def __missing__(self, character: str) -> int:
        same = _SAME_WIDTH.get(character) or unicodedata.normalize("NFD", character)[0]  # an accent adds no width
        width = self[character] = self[same] if same != character and same in self else _fallback(character)
        return width


class Face(Struct, frozen=True, eq=False):
    """One weight of a typeface. `line_height` is the share of the type size that a line takes at single spacing.

    `exact` is False where the widths are a guess on the wide side.
    """

    family: str
    bold: bool
    line_height: float
    exact: bool
    widths: Mapping[str, int]  # thousandths of an em; every character has one

    def advance(self, text: str, size: float) -> float:
        """The width of a text on one line, in points, at a size in points."""
        return sum(map(self.widths.__getitem__, text)) * size / 1000


class Typefaces(Struct, frozen=True):
    """The two typefaces of a theme."""

    heading: str
    body: str

    def face(self, heading: bool, bold: bool) -> Face:
        """The face of headings or of body text."""
        return face(self.heading if heading else self.body, bold)


@lru_cache(maxsize=128)
def face(family: str, bold: bool = False) -> Face:
    """The face of a typeface by its name in any case; a name that is not known is measured with a margin."""
    known = _SAME_METRICS.get(_key(family))
    if known is None:
        return _unknown(family, bold)
    return Face(family, bold, _line_height(known), exact=True, widths=_Widths(_table(known, bold)))


def _unknown(family: str, bold: bool) -> Face:
    """The widest of the measured sans at each character, and a margin."""
    margin = _WIDE.get(_key(family), UNKNOWN_MARGIN)
    tables = [_table(each, bold) for each in _SANS]
    characters = set().union(*tables)
    widths = _Widths({each: math.ceil(max(table.get(each, 0) for table in tables) * margin) for each in characters})
    height = max(map(_line_height, _SANS)) * UNKNOWN_MARGIN
    return Face(family, bold, height, exact=False, widths=widths)


def _key(family: str) -> str:
    """A family name as the tables have it."""
    return " ".join(family.split()).casefold()


def _line_height(family: str) -> float:
    """Ascent, descent and line gap of a measured family as a share of the size, or the least of a slide."""
    data = _data(family)
    own: int = data["ascent"] + data["descent"] + data["gap"]
    return max(MIN_LINE_HEIGHT, own / 1000)


def _table(family: str, bold: bool) -> dict[str, int]:
    """Widths by character of a measured family."""
    table: dict[str, int] = {}
    for first, widths in _data(family)["bold" if bold else "regular"]:
        table.update(zip(map(chr, range(first, first + len(widths))), widths, strict=True))
    return table


@cache
def _data(family: str) -> dict[str, Any]:
    """The numbers of one measured family, read once."""
    path = _FOLDER / f"{family.lower().replace(' ', '-')}.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
    return data


def _fallback(character: str) -> int:
    """The width of a character that the table does not have, never less than what is drawn for it."""
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return _EMOJI_WIDTH if _is_emoji(character) else _FULL_WIDTH


def _is_emoji(character: str) -> bool:
    """Whether it may be drawn by an emoji font."""
    code = ord(character)
    if any(first <= code <= last for first, last in _PICTOGRAPHS):
        return True
    wide = unicodedata.east_asian_width(character) == "W"
    return wide and code < 0x2E80 and unicodedata.category(character) == "So"
