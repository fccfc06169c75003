"""Months as numbers, so that they can be counted: year × 12 + month − 1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from briefing.library.bill import Months


def number_of(day: date) -> int:
    """The month that a day is in."""
    return day.year * 12 + day.month - 1


def first_day(number: int) -> date:
    """The first day of a month."""
    return date(number // 12, number % 12 + 1, 1)


def month_text(number: int) -> str:
    """A month as `2026-03`."""
    return f"{number // 12:04}-{number % 12 + 1:02}"


def between(months: Sequence[int]) -> Months:
    """From the first to the last of months in a row."""
    return Months(first=month_text(months[0]), last=month_text(months[-1]))
