"""Counting with the months of a bill: which belong together, which are complete, and which come next."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.library.bill import Bill, Month, Months

YEAR = 12


def number_of(month: str) -> int:
    """A month such as `2026-03`, counted from the beginning of the year 0."""
    return int(month[:4]) * YEAR + int(month[5:7]) - 1


def month_of(number: int) -> str:
    """The month with a number, such as `2026-03`."""
    return f"{number // YEAR:04d}-{number % YEAR + 1:02d}"


def months_in(span: Months) -> tuple[str, ...]:
    """Every month from the first to the last, whether the bill has it or not."""
    return tuple(month_of(each) for each in range(number_of(span.first), number_of(span.last) + 1))


def within(bill: Bill, span: Months) -> tuple[Month, ...]:
    """The months of the bill that are in a span."""
    wanted = frozenset(months_in(span))
    return tuple(each for each in bill.months if each.month in wanted)


def history(bill: Bill) -> tuple[Month, ...]:
    """The longest run of complete months, one after the other, up to the last that is complete."""
    found: list[Month] = []
    for each in reversed(bill.months):
        if found and (not each.complete or number_of(found[-1].month) != number_of(each.month) + 1):
            break
        if each.complete:
            found.append(each)
    return tuple(reversed(found))


def period_of(bill: Bill) -> Months | None:
    """The period that the bill names, else its last twelve complete months; None where none is complete."""
    past = history(bill)[-YEAR:]
    return bill.period or (Months(first=past[0].month, last=past[-1].month) if past else None)


def following(months: Sequence[Month], count: int) -> tuple[str, ...]:
    """The months that come after these."""
    last = number_of(months[-1].month)
    return tuple(month_of(last + step) for step in range(1, count + 1))
