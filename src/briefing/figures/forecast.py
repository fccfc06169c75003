"""The forecast of a monthly cost, with its range; `docs/spend.md` writes the same formulas.

Of n complete months y₀ … yₙ₋₁, x = 0 … n − 1:

- from 12 months: the straight line a + b·x of least squares, and for each calendar month the mean of its residuals.
  Month x is a + b·x + season; the range is ± 1.28 · s · √(1 + 1/n + (x − x̄)² ÷ Σ(x − x̄)²), where s² is the sum of the
  squared residuals of the line ÷ (n − 2): the standard error of prediction of a straight line, as textbooks of
  statistics have it, within which about eight in ten values fall.
- from 3 to 11 months: the mean of the last three in every month; the range is the lowest and the highest month so far.

No month costs less than nothing. All is `Decimal`, to be called in the context of `arithmetic.exactly`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from briefing.figures.arithmetic import ZERO

Method: TypeAlias = Literal["season", "run-rate"]
LEAST, SEASONAL = 3, 12
YEAR, QUARTER = 12, 3
WIDTH = Decimal("1.28")  # of a normal distribution, 80 % lies within so many standard errors


@dataclass(frozen=True, slots=True)
class Forecast:
    """The expected cost of each of the next months, and the range of each."""

    method: Method
    values: tuple[Decimal, ...]
    low: tuple[Decimal, ...]
    high: tuple[Decimal, ...]


def forecast(values: Sequence[Decimal]) -> Forecast | None:
    """The months after these: twelve out of twelve or more, three out of three to eleven, none out of fewer."""
    if len(values) < LEAST:
        return None
    return _season(values) if len(values) >= SEASONAL else _run_rate(values)


def _run_rate(values: Sequence[Decimal]) -> Forecast:
    mean = _mean(values[-LEAST:])
    sides = ((each,) * QUARTER for each in (mean, min(values), max(values)))
    return Forecast("run-rate", *map(_not_negative, sides))


def _season(values: Sequence[Decimal]) -> Forecast:
    count = len(values)
    middle = Decimal(count - 1) / 2
    mean = _mean(values)
    spread = sum(((x - middle) ** 2 for x in range(count)), ZERO)
    slope = sum(((x - middle) * (y - mean) for x, y in enumerate(values)), ZERO) / spread
    rests = [y - mean - slope * (x - middle) for x, y in enumerate(values)]
    error = (sum((rest**2 for rest in rests), ZERO) / (count - 2)).sqrt()
    ahead = range(count, count + YEAR)
    found = [mean + slope * (x - middle) + _mean(rests[x % YEAR :: YEAR]) for x in ahead]
    widths = [WIDTH * error * (1 + 1 / Decimal(count) + (x - middle) ** 2 / spread).sqrt() for x in ahead]
    low = (each - width for each, width in zip(found, widths, strict=True))
    high = (each + width for each, width in zip(found, widths, strict=True))
    return Forecast("season", *map(_not_negative, (found, low, high)))


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, ZERO) / len(values)


def _not_negative(values: Iterable[Decimal]) -> tuple[Decimal, ...]:
    return tuple(max(each, ZERO) for each in values)
