"""How languages write numbers: data of ours, so that no release of a locale library changes what a slide says."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from briefing.library.schema import Record, convert
from briefing.library.yamlfile import read_yaml

NUMBER, CURRENCY = "n", "¤"
_SPACE = "_"  # in the file; a no-break space on slides


class NumberWriting(Record, frozen=True, kw_only=True):
    """`money` and `percent` are patterns around `n`; `short` is what follows thousands, millions, billions …"""

    money: str = CURRENCY + NUMBER
    percent: str = NUMBER + "%"
    short: tuple[str, ...]

    def affixes(self, power: int, pattern: str, symbol: str = "") -> tuple[str, str] | None:
        """What stands before and after digits that leave out a power of ten; None where there is no short form."""
        size = self._shortened(power)
        if size is None:
            return None
        before, _, after = pattern.partition(NUMBER)
        return self._filled(before, symbol), size.replace(_SPACE, "\N{NO-BREAK SPACE}") + self._filled(after, symbol)

    def _shortened(self, power: int) -> str | None:
        if power <= 0:
            return ""
        index, rest = divmod(power, 3)
        return self.short[index - 1] or None if not rest and index <= len(self.short) else None

    def _filled(self, affix: str, symbol: str) -> str:
        """With the symbol of the currency; one that ends in a letter keeps its distance from the digits."""
        apart = affix == CURRENCY and symbol[-1:].isalpha()
        return affix.replace(CURRENCY, symbol + _SPACE * apart).replace(_SPACE, "\N{NO-BREAK SPACE}")


@cache
def read_numbers(path: Path) -> dict[str, NumberWriting]:
    """The file of number forms, by language. Raises ContentError."""
    return convert(read_yaml(path), dict[str, NumberWriting])


def writing_of(language: str, path: Path) -> NumberWriting | None:
    """How a language, a BCP 47 tag, writes numbers; that of its region first. None where the file has neither."""
    known = read_numbers(path)
    parts = language.replace("_", "-").split("-")
    region = parts[-1].upper() if len(parts) > 1 else ""
    return known.get(f"{parts[0].lower()}-{region}") or known.get(parts[0].lower())
