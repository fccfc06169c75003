"""Which months are complete, which of them figures are told for, and which are compared with which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import msgspec

from briefing.errors import FactError
from briefing.library.bill import ZERO, Comparison, Span
from briefing.library.text import listing
from briefing.spend.months import between, first_day, month_text

LONGEST_PERIOD = 12
YEAR = 12
# A provider with less of a month's effective cost does not decide whether it is complete: a seller on a marketplace may
# charge once in a year.
LEAST_SHARE = Decimal("0.01")
_MOST_NAMED = 6  # months that a message names

# From so many months of history on: how many months are compared with as many, how many months before, and its name.
_COMPARISONS: tuple[tuple[int, int, int, Span], ...] = (
    (15, 3, YEAR, "year"),
    (13, 1, YEAR, "year"),
    (6, 3, 3, "quarter"),
    (2, 1, 1, "month"),
)


class Coverage(NamedTuple):
    """A provider's charges in one month: when the earliest starts, the day after the last, and their effective cost."""

    provider: str
    month: int
    first: date
    last: date
    effective: Decimal = ZERO


class History(msgspec.Struct, frozen=True):
    """The months of the data. `told` are the complete ones in a row that end last; `period` the last twelve of them.

    `recent` and `earlier` are the two sides of the comparison, both empty where the history is too short for any.
    """

    months: tuple[int, ...]
    complete: frozenset[int]
    told: range
    period: range
    recent: range = range(0)
    earlier: range = range(0)
    span: Span | None = None

    @property
    def comparison(self) -> Comparison | None:
        """The two sides as the bill tells them."""
        if self.span is None:
            return None
        return Comparison(span=self.span, recent=between(self.recent), earlier=between(self.earlier))

    @property
    def counted(self) -> tuple[int, ...]:
        """Every month of the period and of the comparison."""
        return tuple(sorted({*self.period, *self.recent, *self.earlier}))


def history_of(coverage: Sequence[Coverage], invoiced: Iterable[int]) -> History:
    """The history of the charges; `invoiced` are the months of their invoices. Raises FactError: no complete month."""
    complete = complete_months(coverage)
    there = {each.month for each in coverage}
    if not complete:
        raise FactError(
            f"no month of the billing data is complete; {_named(sorted(there))}",
            remedy="export whole months, from the first day to the last",
        )
    told = _run(complete)
    period = told[-LONGEST_PERIOD:]
    return History(tuple(sorted(there.union(invoiced))), complete, told, period, *_sides(told))


def complete_months(coverage: Sequence[Coverage]) -> frozenset[int]:
    """Months that are there from the first to the last day, for each provider with a hundredth of their cost or more.

    The last month is only complete if no provider of the month before is missing: its export may not be there yet.
    """
    by_month: dict[int, list[Coverage]] = {}
    for each in coverage:
        by_month.setdefault(each.month, []).append(each)
    large = {month: _large(there) for month, there in by_month.items()}
    complete = {month for month, there in large.items() if all(map(_spans, there))}
    last = max(by_month, default=0)
    if _providers(large.get(last - 1, ())) - _providers(by_month.get(last, ())):
        complete.discard(last)
    return frozenset(complete)


def _large(there: Sequence[Coverage]) -> list[Coverage]:
    least = LEAST_SHARE * sum((each.effective for each in there), ZERO)
    return [each for each in there if least <= 0 or each.effective >= least]


def _spans(each: Coverage) -> bool:
    return each.first <= first_day(each.month) and each.last >= first_day(each.month + 1)


def _providers(there: Iterable[Coverage]) -> set[str]:
    return {each.provider for each in there}


def _run(complete: frozenset[int]) -> range:
    last = first = max(complete)
    while first - 1 in complete:
        first -= 1
    return range(first, last + 1)


def _sides(told: range) -> tuple[range, range, Span | None]:
    for least, length, before, span in _COMPARISONS:
        if len(told) >= least:
            recent = told[-length:]
            return recent, range(recent[0] - before, recent[-1] - before + 1), span
    return range(0), range(0), None


def _named(months: Sequence[int]) -> str:
    texts = [month_text(month) for month in months]
    if len(texts) == 1:
        return f"there is only {texts[0]}"
    if len(texts) > _MOST_NAMED:
        return f"there are {len(texts)} months from {texts[0]} to {texts[-1]}"
    return f"there are {listing(texts, 'and')}"
