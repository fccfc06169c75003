"""Which months are complete, by the days of usage of each provider held against its own rhythm, and which are told
and compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from briefing.bill.bill import ZERO, Comparison, Span
from briefing.bill.focus.raw_values import between
from briefing.bill.focus.rhythm import DAY, Presence, Rhythm
from briefing.bill.records import Rhythm as Told
from briefing.bill.records import RhythmState as State
from briefing.documents.text import first_day, month_text

# Which months are complete: by the days of usage of each provider, held against its own rhythm.
#
# Tax, purchases, credits and corrections prove nothing: one row of them may span a month that has only begun. A
# provider that has no rhythm in days decides no month; what is said of each is told with the quality of the data.

# A provider with less of a month's effective cost does not decide whether it is complete.
LEAST_SHARE = Decimal("0.01")
# With so much of it, a provider that is not there makes a month that cannot be compared, whether it ended or is late.
LARGE_SHARE = Decimal("0.1")
# With so much, one that charges daily is not outlived by those that charge for whole periods, often in advance.
MAIN_SHARE = Decimal("0.5")
_LONGEST_PAUSE = 5  # days without usage that mean nothing, whatever the rhythm
_LATE_START = 3  # days at the beginning of the data that mean nothing for all providers but the earliest
_ALIKE = (Decimal("0.5"), Decimal(2))  # the cost of a provider under its new name, against the month before


class Verdict(msgspec.Struct, frozen=True):
    """The complete months; the month in progress and its last day of usage, if there is one; what is said of whom."""

    complete: frozenset[int]
    running: int | None = None
    through: date | None = None
    rhythms: tuple[Told, ...] = ()


class _Finding(msgspec.Struct, frozen=True):
    """What is to be said of a provider, since or until which day, and the months that it makes incomplete."""

    rhythm: Rhythm
    state: State
    day: date | None = None
    months: tuple[int, ...] = ()


def judged(presences: Sequence[Presence]) -> Verdict:
    """The months of all usage, by provider and month."""
    if not presences:
        return Verdict(frozenset())
    by_provider: dict[str, list[Presence]] = {}
    totals: dict[int, Decimal] = {}
    for each in presences:
        by_provider.setdefault(each.provider, []).append(each)
        totals[each.month] = totals.get(each.month, ZERO) + each.effective
    rhythms = [Rhythm(provider, each) for provider, each in sorted(by_provider.items())]
    newest, is_over = max(totals), _is_over(rhythms, max(totals))
    candidates = sorted(month for month in totals if is_over or month < newest)
    findings = [*_beginnings(rhythms, candidates[0], totals)] if candidates else []
    for rhythm in rhythms if candidates else ():
        findings += [*_gaps(rhythm, totals), *_end(rhythm, rhythms, candidates[-1], totals)]
    partial = {month for finding in findings for month in finding.months}
    complete = frozenset(month for month in candidates if month not in partial)
    through = None if is_over else max(day for each in _deciding(rhythms, newest) if (day := each.last_in(newest)))
    return Verdict(complete, None if is_over else newest, through, tuple(_told(rhythms, findings)))


def _deciding(rhythms: Iterable[Rhythm], month: int) -> list[Rhythm]:
    """Who can say how far a month has come: the daily ones where there are any."""
    there = [each for each in rhythms if month in each.months]
    return [each for each in there if each.is_daily and each.months[month].days] or there


def _is_over(rhythms: Iterable[Rhythm], month: int) -> bool:
    """Whether usage reaches the end of the newest month; all earlier ones are over."""
    return any(_reaches_end(each, month) for each in _deciding(rhythms, month))


def _reaches_end(rhythm: Rhythm, month: int) -> bool:
    last, end = rhythm.last_in(month), first_day(month + 1)
    if last is None:
        return False
    if rhythm.is_daily and rhythm.months[month].days:
        return rhythm.expected(last, end) < rhythm.gap
    return last >= end - 2 * DAY  # some exports write the last day of a period, others the day after


def _beginnings(rhythms: Sequence[Rhythm], month: int, totals: Mapping[int, Decimal]) -> Iterator[_Finding]:
    """The oldest month is complete if the earliest provider, and every large one, is there from its first days on."""
    there = [each for each in rhythms if month in each.months and each.share(month, totals) >= LEAST_SHARE]
    earliest = min((each.first for each in there), default=None)
    before = first_day(month) - DAY
    for each in there:
        missing = each.expected(before, each.first)
        is_large = each.beat != "single-days" and each.share(month, totals) >= LARGE_SHARE
        least = (each.gap if each.is_daily else 1) if each.first == earliest else _LATE_START + 1
        if missing >= least and (is_large or each.first == earliest):
            yield _Finding(each, "began", each.first, (month,))


def _gaps(rhythm: Rhythm, totals: Mapping[int, Decimal]) -> Iterator[_Finding]:
    """Months from whose middle a part is missing, of a provider that is there before and after."""
    months = sorted(rhythm.months)
    if rhythm.is_daily:
        least = max(rhythm.gap, _LONGEST_PAUSE)
        lacking = [month for month, missing in rhythm.holes(least) if missing >= least and _has_none(rhythm, month)]
    elif rhythm.beat == "periods":
        lacking = [month for month in months[:-1] if _stops_early(rhythm, month)]
    else:
        lacking = []
    large = [month for month in lacking if _weight(rhythm, month, totals) >= LARGE_SHARE]
    if large:
        yield _Finding(rhythm, "gap", None, tuple(sorted(set(large))))


def _has_none(rhythm: Rhythm, month: int) -> bool:
    """Whether no charge for a whole period stands in a month in the place of single days."""
    there = rhythm.months.get(month)
    return there is None or there.days != 0


def _weight(rhythm: Rhythm, month: int, totals: Mapping[int, Decimal]) -> Decimal:
    """Its share of a month; of one without it, that of the last month with it."""
    before = month if month in rhythm.months else rhythm.before(month)
    return ZERO if before is None else rhythm.share(before, totals)


def _stops_early(rhythm: Rhythm, month: int) -> bool:
    """Whether charges for periods begin with the month, and end before it does."""
    there = rhythm.months[month]
    return there.first <= first_day(month) and there.last < first_day(month + 1) - DAY


def _end(rhythm: Rhythm, rhythms: Sequence[Rhythm], last: int, totals: Mapping[int, Decimal]) -> Iterator[_Finding]:
    """What to say of a provider whose usage ends before the last month that is over."""
    month = max(rhythm.months)
    if month >= last:
        is_late = not _reaches_end(rhythm, last) if rhythm.is_daily else False
        is_late = is_late or (rhythm.beat == "periods" and _stops_early(rhythm, last))
        if month == last and is_late and rhythm.share(last, totals) >= LEAST_SHARE:
            yield _Finding(rhythm, "late", rhythm.last_in(last), (last,))
        return
    if _new_name(rhythm, rhythms, month):
        yield _Finding(rhythm, "renamed", rhythm.last_in(month))
    elif _is_main(rhythm, rhythms, totals):
        first = month + 1 if _reaches_end(rhythm, month) else month
        yield _Finding(rhythm, "absent", rhythm.last_in(month), tuple(range(first, last + 1)))
    elif month == last - 1 and rhythm.share(month, totals) >= LARGE_SHARE and _is_expected(rhythm, month):
        yield _Finding(rhythm, "absent", rhythm.last_in(month), (last,))
    else:
        yield _Finding(rhythm, "ended", rhythm.last_in(month))


def _is_main(rhythm: Rhythm, rhythms: Iterable[Rhythm], totals: Mapping[int, Decimal]) -> bool:
    """Whether it is daily, most of the cost, and after it there is nobody daily."""
    month = max(rhythm.months)
    others = (max(each.months) for each in rhythms if each.is_daily and each is not rhythm)
    is_last = rhythm.is_daily and all(other <= month for other in others)
    return is_last and rhythm.share(month, totals) >= MAIN_SHARE


def _is_expected(rhythm: Rhythm, month: int) -> bool:
    """Whether charges in the month after could be expected: it is daily, or was there for whole months."""
    there = rhythm.months[month]
    whole = there.first <= first_day(month) and there.last >= first_day(month + 1) - DAY
    return rhythm.is_daily or whole or month - 1 in rhythm.months


def _new_name(rhythm: Rhythm, rhythms: Iterable[Rhythm], month: int) -> bool:
    """Whether another provider begins where this one ends, at a cost of the same size."""
    cost = rhythm.months[month].effective
    for other in rhythms:
        first = min(other.months)
        if other is not rhythm and first in (month, month + 1) and abs((other.first - rhythm.last).days) <= 31:
            new = other.months.get(month + 1)
            if new and cost > 0 and _ALIKE[0] <= new.effective / cost <= _ALIKE[1]:
                return True
    return False


def _told(rhythms: Sequence[Rhythm], findings: Iterable[_Finding]) -> Iterator[Told]:
    """What there is to say of each provider; nothing of those that are there on every day."""
    for rhythm in rhythms:
        own = [each for each in findings if each.rhythm is rhythm]
        for each in own:
            yield Told(
                provider=rhythm.provider,
                beat=rhythm.beat,
                state=each.state,
                day=each.day.isoformat() if each.day else "",
                months=tuple(map(month_text, each.months)),
            )
        if not own and rhythm.beat in ("weekdays", "single-days"):
            yield Told(provider=rhythm.provider, beat=rhythm.beat)


# Which months figures are told for, and which of them are compared with which.

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
    rhythms: tuple[Told, ...] = ()
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
