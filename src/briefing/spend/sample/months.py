"""Months as whole numbers (year × 12 + month − 1), and their days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

JANUARY = 0
PARTIAL_DAYS = 12  # how far the export has come in the month that is not over


def month_number(text: str) -> int:
    """The number of a month written as `2026-03`."""
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def month_text(number: int) -> str:
    """A month as `2026-03`."""
    return f"{number // 12:04}-{number % 12 + 1:02}"


def first_day(number: int) -> date:
    """The first day of a month."""
    return date(number // 12, number % 12 + 1, 1)


def days_in(number: int) -> int:
    """How many days a month has."""
    return monthrange(number // 12, number % 12 + 1)[1]
