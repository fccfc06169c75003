"""The course of the return, thinned out to as many months as a chart and a table can show."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from briefing.compose.scene import Scene

CASES = ("low", "base", "high")
MOST_POINTS = 12
MOST_MONTHS = 60


class Course(Struct, frozen=True):
    """The cumulative net of a case; entry 0 is that of month 1."""

    case: str
    currency: str
    nets: tuple[Decimal, ...]

    def at(self, months: tuple[int, ...]) -> tuple[Decimal, ...]:
        """The net of these months."""
        return tuple(self.nets[month - 1] for month in months)


def courses(scene: Scene) -> tuple[Course, ...]:
    """The cases whose cumulative net can be reckoned."""
    series = scene.cast.company.figures.series if scene.cast.company else {}
    found = ((case, series.get(f"return.{case}.cumulative-net")) for case in CASES)
    return tuple(Course(case, each.currency, each.values) for case, each in found if each)


def marked_months(found: tuple[Course, ...]) -> tuple[int, ...]:
    """Months at equal steps that end with the last one: at most twelve where the horizon divides evenly."""
    horizon = len(found[0].nets)
    steps = (step for step in range(1, horizon + 1) if horizon % step == 0 and horizon // step <= MOST_POINTS)
    step = next(steps)
    if horizon // step < min(horizon, MOST_POINTS // 3):  # a prime horizon: every month, or nearly equal steps
        step = 1 if horizon <= MOST_MONTHS else -(-horizon // MOST_POINTS)
    first = horizon % step or step
    return tuple(range(first, horizon + 1, step))
