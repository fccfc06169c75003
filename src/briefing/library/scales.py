"""Numbers that are not read as they stand, and how to write them: `1.24 Mio`, whose word is no currency, `1.234,56`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

# The word in lower case → the power of ten.
SCALES: Mapping[str, int] = {
    **dict.fromkeys(("k", "tsd", "tausend", "thousand", "thousands"), 3),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), 5),
    **dict.fromkeys(("m", "mm", "mn", "mio", "mln", "mill", "million", "millions", "millionen"), 6),
    **dict.fromkeys(("crore", "crores", "cr"), 7),
    **dict.fromkeys(("b", "bn", "bln", "mrd", "mia", "md", "billion", "billions", "milliarde", "milliarden"), 9),
    **dict.fromkeys(("trn", "trillion", "trillions"), 12),
}
_SCALED = re.compile(r"(\d[\d.,_'’\s]*)(?<!\s)\s*([A-Za-z]+)(?![A-Za-z])")

_GROUPED_BY_DOTS = re.compile(r"\d+|\d{1,3}(?:([._'’ \u00a0\u2009\u202f])\d{3})(?:\1\d{3})*", re.ASCII)
_DOTS = re.compile(r"\.(?=\d{3}(?:\.\d{3})*,)")  # between thousands, where a comma stands before the decimals
_COMMA = re.compile(r"^(\d+),(\d{1,2}|\d{4,})$")  # three digits behind a comma may be thousands


def is_scale(word: str) -> bool:
    """Whether a word is one of them, and no currency."""
    return word.casefold().rstrip(".") in SCALES


def in_full(text: str) -> str:
    """The number of a text such as `1.24 Mio` in full, 1240000; of one that is unclear an example; empty for others."""
    found = next((each for each in _SCALED.finditer(text) if is_scale(each[2])), None)
    if not found:
        return ""
    digits = _COMMA.sub(r"\1.\2", _DOTS.sub("", found[1].strip()))
    try:
        amount = Decimal(digits).scaleb(SCALES[found[2].casefold()])
    except InvalidOperation:
        return "400000"
    return f"{amount.normalize():f}" if len(digits) <= 20 else "400000"


def with_dot(digits: str) -> str:
    """What is written as in German or French (`1.234,56`, `1 234,5`) as it can be read; empty where it is not."""
    whole, comma, decimals = digits.partition(",")
    is_unclear = whole.isdecimal() and len(decimals) == 3  # which may be thousands
    is_sound = _GROUPED_BY_DOTS.fullmatch(whole) and decimals.isdecimal() >= bool(comma) and not is_unclear
    return re.sub(r"\D", "", whole) + (f".{decimals}" if comma else "") if is_sound else ""
