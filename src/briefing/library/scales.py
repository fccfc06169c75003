"""Words that stand for a thousand, a million and the like behind a number: no currencies, and to be written in full."""

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

_COMMA = re.compile(r"^(\d+),(\d{1,2}|\d{4,})$")  # three digits behind a comma may be thousands


def is_scale(word: str) -> bool:
    """Whether a word is one of them, and no currency."""
    return word.casefold().rstrip(".") in SCALES


def in_full(text: str) -> str:
    """The number of a text such as `1.24 Mio` in full, 1240000; of one that is unclear an example; empty for others."""
    found = next((each for each in _SCALED.finditer(text) if is_scale(each[2])), None)
    if not found:
        return ""
    digits = _COMMA.sub(r"\1.\2", found[1].strip())
    try:
        amount = Decimal(digits).scaleb(SCALES[found[2].casefold()])
    except InvalidOperation:
        return "400000"
    return f"{amount.normalize():f}" if len(digits) <= 20 else "400000"
