"""Dates and months in ISO form; a date that does not exist is refused, and so is every other way of writing one."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from briefing.library.origin import NOWHERE, AmountError, Origin

_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)
_HOW = "write it like 2026-03-31, or 2026-03 for a month"


@dataclass(frozen=True, slots=True)
class Day:
    """A date, or a whole month: then `exact` is false, and `first` and `last` are its first and last day."""

    first: date
    last: date
    exact: bool = True
    origin: Origin = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        return self.first.isoformat() if self.exact else self.first.isoformat()[:7]

    def is_before(self, other: Day) -> bool:
        """Whether it surely is earlier: a day is not before the month it is in."""
        return self.last < other.first


def parse_day(text: str, currencies: object = None, origin: Origin = NOWHERE) -> Day:
    """A date `2026-03-31` or a month `2026-03`. Raises AmountError."""
    found = _ISO.fullmatch(text)
    if not found:
        raise AmountError("which is no date", _HOW)
    year, month = int(found[1]), int(found[2])
    if not 1 <= month <= 12 or not year:
        raise AmountError("which does not exist", "a month is 01 to 12" if year else _HOW)
    length = monthrange(year, month)[1]
    day = int(found[3]) if found[3] else 0
    if found[3] and not 1 <= day <= length:
        raise AmountError("which does not exist", f"{found[0][:7]} has the days 01 to {length}")
    return Day(date(year, month, day or 1), date(year, month, day or length), bool(day), origin)
