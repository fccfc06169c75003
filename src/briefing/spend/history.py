"""Which months figures are told for, and which of them are compared with which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from briefing.library.bill import Comparison, Span
from briefing.library.billquality import Rhythm
from briefing.spend.coverage import Presence, judged
from briefing.spend.months import between

LONGEST_PERIOD = 12
YEAR = 12

# From so many months of history on: how many months are compared with as many, how many months before, and its name.
_COMPARISONS: tuple[tuple[int, int, int, Span], ...] = (
    (15, 3, YEAR, "year"),
    (13, 1, YEAR, "year"),
    (6, 3, 3, "quarter"),
    (2, 1, 1, "month"),
)


class History(msgspec.Struct, frozen=True):
    """The months of the data. `told` are the complete ones in a row that end last; `period` the last twelve of them.

    `recent` and `earlier` are the two sides of the comparison, both empty where the history is too short for any. Where
    no month is complete, all but `months` are empty. `through` has the last day of usage of a month in progress.
    """

    months: tuple[int, ...]
    complete: frozenset[int]
    told: range = range(0)
    period: range = range(0)
    recent: range = range(0)
    earlier: range = range(0)
    span: Span | None = None
    rhythms: tuple[Rhythm, ...] = ()
    through: dict[int, str] = {}

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


def history_of(presences: Sequence[Presence], others: Iterable[int]) -> History:
    """The history of the charges; `others` are months with charges that are no usage, and of invoices."""
    found = judged(presences)
    months = tuple(sorted({each.month for each in presences}.union(others)))
    through = {found.running: found.through.isoformat()} if found.running is not None and found.through else {}
    told = _run(found.complete)
    return History(
        months, found.complete, told, told[-LONGEST_PERIOD:], *_sides(told), rhythms=found.rhythms, through=through
    )


def _run(complete: frozenset[int]) -> range:
    if not complete:
        return range(0)
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
