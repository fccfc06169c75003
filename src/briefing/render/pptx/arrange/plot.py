"""The arithmetic of a chart: scales with round marks, and which parts a waterfall or a stack is made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from briefing.model import Chart, NumberForm

ROUND = (1, 2, 2.5, 5, 10)
MARKS = 4  # about as many steps on a scale
FLAT = 0.2  # lines that vary by less than this share of their height do not start at zero
Values = tuple[Decimal | None, ...]


class Scale(Struct, frozen=True):
    """The values at both ends of an axis, and the distance of its marks."""

    low: float
    high: float
    step: float

    def share(self, value: float) -> float:
        """How far up a value stands, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def marks(self) -> tuple[float, ...]:
        """Every marked value."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + self.step * number for number in range(count + 1))


def round_scale(values: Sequence[float], form: NumberForm, *, zero: bool) -> Scale:
    """A scale with round marks around the values; with `zero`, or where the values vary much, it holds zero."""
    low, high = min(values), max(values)
    if zero or low <= 0 or low == high or high - low > FLAT * high:
        low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        high = low + 10.0**form.power
    step = _step((high - low) / MARKS, form)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return Scale(first * step, max(last, first + 1) * step, step)


def _step(rough: float, form: NumberForm) -> float:
    """The next round number, of those that the form can write without rounding."""
    least = max(rough, 10.0 ** (form.power - form.places))
    size = 10.0 ** math.floor(math.log10(least))
    fits = (factor * size for factor in ROUND if factor * size >= least * (1 - 1e-9))
    return next((step for step in fits if _is_written(step, form)), 10 * size)


def _is_written(step: float, form: NumberForm) -> bool:
    scaled = step / 10.0 ** (form.power - form.places)
    return abs(scaled - round(scaled)) < 1e-6 * max(1.0, scaled)


def tight_scale(values: Sequence[float], room: float, before: float, after: float) -> Scale:
    """A scale without marks: zero, the values, and space for labels beyond both ends, all in the unit of `room`."""
    low, high = min(0.0, *values), max(0.0, *values)
    if high == low:
        high = low + 1
    before = before if low < 0 else 0
    unit = (high - low) / max(room - before - after, room / 4)
    low, high = low - before * unit, high + (after if high > 0 else 0) * unit
    return Scale(low, high, (high - low) / MARKS)


def numbers(values: Iterable[Decimal | None]) -> list[float]:
    """The values without gaps, as they are drawn."""
    return [float(value) for value in values if value is not None]


def stacks(chart: Chart) -> Values:
    """The height of each stack; None where it holds nothing."""
    columns = zip(*(each.values for each in chart.series), strict=True)
    return tuple(_sum(column) for column in columns)


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    given = [value for value in values if value is not None]
    return sum(given, Decimal(0)) if given else None


class Falls(Struct, frozen=True):
    """A waterfall as stacked series: what carries the visible parts, and the parts, of which each step has one."""

    base: Values
    total: Values
    up: Values
    down: Values
    top: tuple[Decimal, ...]


def falls(chart: Chart) -> Falls:
    """The parts of a waterfall; heights are never negative as long as the running total is not."""
    steps = list(_steps(chart))
    return Falls(
        base=tuple(None if kind == "total" else min(before, after) for kind, before, after in steps),
        total=tuple(after if kind == "total" else None for kind, _, after in steps),
        up=tuple(after - before if kind == "up" else None for kind, before, after in steps),
        down=tuple(before - after if kind == "down" else None for kind, before, after in steps),
        top=tuple(max(before, after) if kind != "total" else after for kind, before, after in steps),
    )


def _steps(chart: Chart) -> Iterator[tuple[str, Decimal, Decimal]]:
    stand = Decimal(0)
    for place, value in enumerate(chart.series[0].values):
        before, given = stand, value or Decimal(0)
        stand = given if place in chart.totals else before + given
        yield "total" if place in chart.totals else "up" if given >= 0 else "down", before, stand
