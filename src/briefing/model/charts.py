"""Figures to be drawn: a chart as a value, with all that its drawing says."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct

Better: TypeAlias = Literal["", "higher", "lower", "target"]
ChartStyle: TypeAlias = Literal["column", "stacked-column", "line", "bar", "waterfall"]
Sureness: TypeAlias = Literal["", "realised", "verified", "estimated", "idea"]
Unit: TypeAlias = Literal["money", "percent", "number", "days"]


class NumberForm(Struct, frozen=True):
    """How all figures of a chart are written short: a prefix, the digits of value / 10 ** power, and a suffix."""

    prefix: str = ""
    suffix: str = ""
    power: int = 0
    places: int = 0


class Series(Struct, frozen=True):
    """Figures of one name, one for each category; None is a gap. `labels` are short texts, `written` full ones."""

    name: str
    values: tuple[Decimal | None, ...]
    labels: tuple[str, ...]
    written: tuple[str, ...]
    emphasis: bool = False


class Band(Struct, frozen=True):
    """The range that a line may run in."""

    low: Series
    high: Series


class Span(Struct, frozen=True):
    """A stretch of a chart, from one category to another, and what is said of it."""

    first: int
    last: int
    text: str


class Event(Struct, frozen=True):
    """What happened, or is to happen, at a category of a chart."""

    at: int
    text: str


class Turn(Struct, frozen=True):
    """Where the leading line of a chart comes to something, which may be between two categories."""

    at: float
    text: str


class Reach(Struct, frozen=True):
    """Where the last total of a waterfall may lie instead, and what both ends are called."""

    low: Decimal
    high: Decimal
    low_text: str
    high_text: str


class Chart(Struct, frozen=True):
    """Figures to be drawn. `finding` says in words what they show, `summary` says it with every figure.

    `heading` is over the categories of a table. A waterfall has one series: at the places in `totals` a value is where
    the total stands, at all others a change; `better` says which way its changes are for the better, and `sure` how
    sure each is, if anybody knows. `leading` are the categories that the finding is about. `above_zero` says that a
    scale starts at `{low}`. What `span`, `events`, `reach` and `turn` draw, the finding says as well.
    """

    style: ChartStyle
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = "number"
    form: NumberForm = NumberForm()
    band: Band | None = None
    totals: tuple[int, ...] = ()
    better: Better = ""
    heading: str = ""
    finding: str = ""
    summary: str = ""
    sure: tuple[Sureness, ...] = ()
    above_zero: str = ""
    span: Span | None = None
    events: tuple[Event, ...] = ()
    reach: Reach | None = None
    turn: Turn | None = None
    leading: tuple[int, ...] = ()

    @property
    def shown(self) -> tuple[Series, ...]:
        """Every series that a table of the figures has, those of the band included."""
        return (*self.series, *((self.band.low, self.band.high) if self.band else ()))
