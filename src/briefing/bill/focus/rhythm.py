"""How a provider charges: on every day, on working days, once in a while, or for whole periods, by its own usage."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from briefing.bill.bill import ZERO
from briefing.bill.focus.raw_values import number_of
from briefing.documents.text import first_day

Beat: TypeAlias = Literal["daily", "weekdays", "single-days", "periods"]
DAY = timedelta(days=1)
_WORKING = frozenset(range(5))
_SURE_OF_WEEK = 10  # days of usage from which on weekends without any are no accident
_LONGEST_DAILY_GAP = 3  # days from one usage to the next, in nearly all cases, of what still counts as daily
_NEARLY_ALL = Decimal("0.95")


class Presence(NamedTuple):
    """A provider's usage in one month: when the earliest starts, the day after the last, and what the month cost.

    `days` has a bit for each day of the month with a charge that is for a day or less (bit 0 is the first).
    """

    provider: str
    month: int
    first: date
    last: date
    effective: Decimal = ZERO
    days: int = 0


class Rhythm:
    """All usage of one provider, and what can be expected of it."""

    def __init__(self, provider: str, presences: Iterable[Presence]) -> None:
        self.provider = provider
        self.months: Mapping[int, Presence] = {each.month: each for each in presences}
        self.days: Sequence[date] = [day for month in sorted(self.months) for day in _days(self.months[month])]

    @cached_property
    def is_weekly(self) -> bool:
        """Whether it charges on working days only."""
        return len(self.days) >= _SURE_OF_WEEK and {day.weekday() for day in self.days} <= _WORKING

    @cached_property
    def gap(self) -> int:
        """Expected days from one usage to the next, in nearly all cases; 0 where there are too few to say."""
        gaps = sorted(self.expected(one, other) + 1 for one, other in zip(self.days, self.days[1:], strict=False))
        return gaps[int(_NEARLY_ALL * (len(gaps) - 1))] if gaps else 0

    @cached_property
    def beat(self) -> Beat:
        """Its kind."""
        if not self.days:
            return "periods"
        if not 0 < self.gap <= _LONGEST_DAILY_GAP:
            return "single-days"
        return "weekdays" if self.is_weekly else "daily"

    @property
    def is_daily(self) -> bool:
        """Whether a day without usage says something."""
        return self.beat in ("daily", "weekdays")

    @cached_property
    def first(self) -> date:
        """Its first day of usage."""
        return self.days[0] if self.is_daily else min(each.first for each in self.months.values())

    @cached_property
    def last(self) -> date:
        """Its last day of usage; of one that charges for periods, the last day of the last period."""
        return self.days[-1] if self.is_daily else max(each.last for each in self.months.values()) - DAY

    def last_in(self, month: int) -> date | None:
        """Its last day of usage in a month, None where it has none there."""
        there = self.months.get(month)
        if not there:
            return None
        days = _days(there) if self.is_daily else []
        return days[-1] if days else min(there.last, first_day(month + 1)) - DAY

    def expected(self, after: date, before: date) -> int:
        """The days between two days on which usage could be expected."""
        between = (after + DAY * step for step in range(1, (before - after).days))
        return sum(not self.is_weekly or day.weekday() in _WORKING for day in between)

    def holes(self, least: int) -> Iterable[tuple[int, int]]:
        """For each stretch without usage of so many expected days or more: its months, and the missing days in each."""
        for one, other in zip(self.days, self.days[1:], strict=False):
            if (other - one).days > least and self.expected(one, other) >= least:
                for month in range(number_of(one), number_of(other) + 1):
                    start = max(one, first_day(month) - DAY)
                    yield month, self.expected(start, min(other, first_day(month + 1)))

    def share(self, month: int, totals: Mapping[int, Decimal]) -> Decimal:
        """Its part of the effective cost of a month that it is in; everything, where that cost is nothing."""
        there, total = self.months.get(month), totals.get(month, ZERO)
        if not there:
            return ZERO
        return there.effective / total if total > 0 else Decimal(1)

    def before(self, month: int) -> int | None:
        """The last month with usage before another one."""
        months = sorted(self.months)
        place = bisect_right(months, month - 1)
        return months[place - 1] if place else None


def _days(presence: Presence) -> list[date]:
    start = first_day(presence.month)
    return [start + DAY * bit for bit in range(31) if presence.days >> bit & 1]
