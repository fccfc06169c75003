"""Advance widths of typefaces, so that text can be measured without any font file.

The numbers in `widths/` are measured from open fonts (see `scripts/build_widths.py`). Widths are thousandths of an em,
rounded up, and pair kerning is left out: it moves a line by far less than the safety share that `fit` keeps free.

A typeface is measured exactly only where every program that lacks it draws with another of the same widths. Any other
may be replaced by whatever the reader's machine has, so it is measured as the widest of the usual replacements.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

# THEME_FONTS.

THEME_FONTS: Final = ("+mj-lt", "+mn-lt")


_FOLDER = Path(__file__).with_name("widths")
# What programs draw with where they lack a typeface; it is measured as the widest of these, character by character.
_STAND_INS = ("Arial", "Calibri", "Times New Roman", "DejaVu Sans", "DejaVu Serif")

MEASURED = ("Arial", "Calibri", "Cambria", "Courier New", "Times New Roman", "DejaVu Sans", "DejaVu Serif")

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
    "bitstream vera sans": "DejaVu Sans",
    "bitstream vera serif": "DejaVu Serif",
}

# Those that free systems offer under these names.
_FREE = ("Liberation Sans", "Carlito", "Caladea", "Liberation Serif", "Liberation Mono")

_ANY = ("Liberation Sans", "Arial", "DejaVu Sans")  # where no typeface has the widths

_LINE_MARGIN = 1.10  # on the line height of a typeface that is not known

# Families, by the words that their names begin with, that are not wider than the stand-ins, whatever their weight. Of
# any other that can only be hoped, which the user is told.
_COVERED = re.compile(
    r"(?:aptos|arial|avenir|baskerville|bembo|bodoni|book antiqua|bookman|calibri|candara|cambria|century|comic sans|"
    r"consolas|constantia|corbel|courier|dejavu|didot|dm sans|droid sans|eb garamond|ebrima|fira|franklin gothic|"
    r"frutiger|futura|gadugi|garamond|geneva|georgia|gill sans|goudy|helvetica|ibm plex|impact|inter|lato|"
    r"leelawadee|liberation|libre franklin|lucida|malgun|meiryo|merriweather|microsoft|montserrat|ms gothic|"
    r"ms pgothic|museo|myriad|nirmala|noto|nunito|open sans|optima|oswald|palatino|perpetua|playfair|poppins|"
    r"proxima nova|pt sans|pt serif|quicksand|raleway|roboto|rockwell|rubik|segoe|sitka|source|tahoma|times|"
    r"trebuchet|tw cen|ubuntu|univers|verdana|work sans|yu gothic|yu mincho)\b"
)
_HEAVY = frozenset({"semibold", "demibold", "demi", "bold", "extrabold", "heavy", "black", "ultra", "fat", "poster"})
_USUAL = frozenset({"light", "semilight", "book", "regular", "roman", "medium"})  # about as wide as the family itself
_EXTENDED = frozenset({"extended", "expanded", "extd", "wide"})
_TYPEWRITER = frozenset({"mono", "monospace", "monospaced", "console", "consolas", "code", "typewriter", "courier"})
_TYPEWRITER_WIDTH = 602  # of every character of the usual ones
_EXTENDED_MARGIN = 1.25  # on the widths of a family that calls itself wide

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

    def drawn(self, heading: bool, bold: bool) -> Face:
        """The face that such a text is placed by, see `drawn_face`."""
        return drawn_face(self.heading if heading else self.body, bold)


@lru_cache(maxsize=128)
def face(family: str, bold: bool = False) -> Face:
    """The face of a typeface by its name in any case; one that may be replaced is measured by the widest stand-in."""
    known = _SAME_METRICS.get(_key(family))
    if known is None:
        return _replaceable(family, bold)
    return Face(family, bold, _line_height(known), exact=True, widths=_Widths(_table(known, bold)))


def twins(family: str) -> tuple[str, ...]:
    """The typeface, and those whose letters are as wide, the usual one of free systems first."""
    known = _SAME_METRICS.get(_key(family))
    same = [known, *(each for each, metrics in _SAME_METRICS.items() if metrics == known)] if known else []
    usual = sorted((each.title() for each in same if each), key=lambda each: each not in _FREE)
    return tuple(dict.fromkeys((family, *usual)))


def drawn_with(family: str) -> tuple[str, ...]:
    """The typefaces that letters are looked for in by pens that draw the page themselves, in this order.

    Those of the same widths; those of the family that it is a weight of, as Calibri Light is of Calibri; any usual one.
    """
    near = twins(family.split()[0]) if family.split() else ()
    return tuple(dict.fromkeys((*twins(family), *near, *_ANY)))


def set_as(family: str) -> str:
    """The family by whose widths lines are set: of a usual weight of a known family that family, as of Calibri Light.

    Boxes are measured for the widest that may take its place, but who has it not draws it with that family.
    """
    first, *others = family.split() or [""]
    known = _key(first) in _SAME_METRICS and _key(family) not in _SAME_METRICS
    return first if known and others and {each.casefold() for each in others} <= _USUAL else family


@cache
def drawn_face(family: str, bold: bool = False) -> Face:
    """The face by whose widths a line is placed: that of the first of these typefaces whose widths are known."""
    return next(found for found in (face(each, bold) for each in drawn_with(family)) if found.exact)


def unfamiliar(families: Iterable[str]) -> tuple[str, ...]:
    """Those of the families that nothing is known of."""
    return tuple(dict.fromkeys(each for each in families if not _is_familiar(each)))


def _is_familiar(family: str) -> bool:
    """Whether its own widths are known, or known to be covered."""
    return _key(family) in _SAME_METRICS or _COVERED.match(" ".join(_words(family))) is not None


def _replaceable(family: str, bold: bool) -> Face:
    """The widest of the stand-ins at each character; a heavy weight is as wide as bold."""
    words = frozenset(_words(family))
    margin = _EXTENDED_MARGIN if words & _EXTENDED else 1.0
    least = _TYPEWRITER_WIDTH if words & _TYPEWRITER else 0
    tables = [_table(each, bold or bool(words & _HEAVY)) for each in _STAND_INS]
    characters = set().union(*tables)
    widest = {each: max(least, *(table.get(each, 0) for table in tables)) for each in characters}
    widths = _Widths({each: math.ceil(width * margin) for each, width in widest.items()})
    height = max(map(_line_height, _STAND_INS)) * _LINE_MARGIN
    return Face(family, bold, height, exact=False, widths=widths)


def _key(family: str) -> str:
    """A family name as the tables have it."""
    return " ".join(family.split()).casefold()


def _words(family: str) -> list[str]:
    """The words of a family name: "SegoeUI-Semibold" and "Segoe UI Semibold" are the same."""
    return re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", family).casefold())


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
