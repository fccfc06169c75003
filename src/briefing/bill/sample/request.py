"""Which sample of billing data is wanted; its months as numbers, and whole numbers split without losing one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from briefing.documents.text import month_number
from briefing.errors import UsageError

# The months of the export.

JANUARY = 0
PARTIAL_DAYS = 12  # how far the export has come in the month that is not over


# Whole numbers split by weights without losing one, and numbers that look random and are the same everywhere.

_MASK = (1 << 64) - 1


def split(total: int, weights: Sequence[int]) -> list[int]:
    """The total in parts about as large as the weights; the parts add up to it. The weights are not all nothing."""
    whole = sum(weights)
    ends = [total * end // whole for end in accumulate(weights)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def scattered(*keys: int) -> int:
    """A number of 64 bits that follows from the keys: splitmix64 (Steele, Lea, Flood 2014), once for each key."""
    state = 0
    for key in keys:
        state = (state ^ key) + 0x9E3779B97F4A7C15 & _MASK
        state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & _MASK
        state = (state ^ state >> 27) * 0x94D049BB133111EB & _MASK
        state ^= state >> 31
    return state


def between(low: int, high: int, *keys: int) -> int:
    """A number from low to high, both of them possible, that follows from the keys."""
    return low + scattered(*keys) % (high - low + 1)


# Which sample of billing data is wanted, and what came of it.

Form: TypeAlias = Literal["parquet", "csv", "csv.gz"]
FORMS: tuple[Form, ...] = ("parquet", "csv", "csv.gz")
MOST_MONTHS = 120
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """A sample: as many rows as asked, over complete months and, as in real exports, the start of one more.

    `months` are complete; `partial` adds the first twelve days of the month after `last_month`, which no trend may
    count. The amounts depend on the seed only by a few percent, and on the rows only in how finely they are split.
    `second_currency` adds charges in US dollars, for tests. The anomaly stands three months before the last one and the
    new service begins seven before it, so that a sample of fewer than nine months lacks one or both of them.
    """

    rows: int = 1_000_000
    months: int = 18
    seed: int = 7
    last_month: str = "2026-02"
    partial: bool = True
    second_currency: bool = False

    @property
    def last(self) -> int:
        """The number of the last complete month: year × 12 + month − 1."""
        return month_number(self.last_month)

    @property
    def first(self) -> int:
        """The number of the first month."""
        return self.last - self.months + 1


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a sample, and how many rows and bytes they hold together."""

    files: tuple[Path, ...]
    rows: int
    bytes: int


def checked(request: Sample) -> Sample:
    """The request as it is. Raises UsageError where it asks for what cannot be."""
    if not 1 <= request.months <= MOST_MONTHS:
        raise UsageError(f"--months {request.months}: a sample has 1 to {MOST_MONTHS} months")
    if not _MONTH.fullmatch(request.last_month):
        raise UsageError(f"{request.last_month!r} is no month; write it as 2026-03")
    return request
