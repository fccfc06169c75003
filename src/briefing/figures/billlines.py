"""What a bill says, as plain lines: a figure, a series, or why there is none; words and origins come to them later.

`what` names a phrase of `bill.basis` in `layouts/figures.yaml`, `when` the months that are counted: one span, or two
that are held against each other. `keys` are the fields of the bill that a line comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from briefing.bill.bill import Bill, Month, Months, Part
from briefing.documents.amounts import Origin
from briefing.documents.text import month_number, month_text, months_between
from briefing.figures.figure import Unit as FigureUnit
from briefing.library.words import BillTexts, filled

# Counting with the months of a bill: which belong together, which are complete, and which come next.

YEAR = 12


def months_in(span: Months) -> tuple[str, ...]:
    """Every month from the first to the last, whether the bill has it or not."""
    return months_between(span.first, span.last)


def within(bill: Bill, span: Months) -> tuple[Month, ...]:
    """The months of the bill that are in a span."""
    wanted = frozenset(months_in(span))
    return tuple(each for each in bill.months if each.month in wanted)


def history(bill: Bill) -> tuple[Month, ...]:
    """The longest run of complete months, one after the other, up to the last that is complete."""
    found: list[Month] = []
    for each in reversed(bill.months):
        if found and (not each.complete or month_number(found[-1].month) != month_number(each.month) + 1):
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
    last = month_number(months[-1].month)
    return tuple(month_text(last + step) for step in range(1, count + 1))


When: TypeAlias = tuple[Months, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A figure. `words` fill the braces of its texts, beside those that every line has.

    `beside` are facts of the organisation that it comes from as well.
    """

    id: str
    value: Decimal
    unit: FigureUnit
    what: str
    when: When
    keys: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """A series of money; `rule` names its words where they are not those of its id."""

    id: str
    labels: tuple[str, ...]
    values: tuple[Decimal, ...]
    what: str
    when: When
    keys: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """Figures that do not exist; `reason` names a sentence of `bill.absent` in `layouts/figures.yaml`."""

    id: str
    reason: str
    words: Mapping[str, str] = field(default_factory=dict)


Entry: TypeAlias = Line | Curve | Absent


def money(id: str, value: Decimal, what: str, when: When, *keys: str, **words: str) -> Line:
    """A line of money."""
    return Line(id, value, "money", what, when, keys, words)


def percent(id: str, value: Decimal, what: str, when: When, *keys: str, **words: str) -> Line:
    """A line of a share or a growth, as a fraction."""
    return Line(id, value, "percent", what, when, keys, words)


def share(id: str, part: Decimal, whole: Decimal, what: str, when: When, *keys: str) -> Line | Absent:
    """A line of a share; of what refunds and credits make less than nothing or more than the whole there is none."""
    return percent(id, part / whole, what, when, *keys) if 0 <= part <= whole and whole else Absent(id, "mixed")


def lacking(bill: Bill, id: str, *columns: str) -> Iterator[Absent]:
    """That the data do not carry a figure: for want of these columns, where the bill says so."""
    missing = [each for each in columns if each in bill.quality.missing_columns]
    if missing:
        reason = "no-column" if len(missing) == 1 else "no-columns"
        yield Absent(id, reason, {"columns": ", ".join(missing)})
    else:
        yield Absent(id, "not-there")


# The words of a bill's figures: months, what is counted, of which providers; out of `layouts/figures.yaml`.


class MonthWords:
    """Months in words."""

    def __init__(self, texts: BillTexts) -> None:
        self._texts = texts

    def month(self, month: str) -> str:
        """`2026-03` in words."""
        return filled(self._texts.month, {"month": self._texts.months[int(month[5:7]) - 1], "year": month[:4]})

    def span(self, span: Months) -> str:
        """Months from the first to the last, in words."""
        if span.first == span.last:
            return self.month(span.first)
        if span.first[:4] == span.last[:4]:
            first, last = (self._texts.months[int(each[5:7]) - 1] for each in (span.first, span.last))
            return filled(self._texts.same_year, {"first": first, "last": last, "year": span.last[:4]})
        return filled(self._texts.span, {"first": self.month(span.first), "last": self.month(span.last)})


class BillWords(MonthWords):
    """Words for one bill."""

    def __init__(self, bill: Bill, texts: BillTexts) -> None:
        super().__init__(texts)
        self._bill = bill
        self.facts: Mapping[str, str] = dict(self._common())

    def _common(self) -> Mapping[str, str]:
        """What stands in the braces of every text."""
        bill, compared = self._bill, self._bill.comparison
        period, past = period_of(bill), history(bill)
        found = {"months": str(len(past)), "keys": ", ".join(bill.required_tags), "where": bill.where}
        spans = {"recent": compared.recent, "earlier": compared.earlier} if compared else {}
        spans |= {"period": period, "history": Months(first=past[0].month, last=past[-1].month)} if period else {}
        return found | {name: self.span(each) for name, each in spans.items()}

    def when(self, when: When) -> str:
        """The months that a figure counts."""
        if len(when) == 1:
            return self.span(when[0])
        return filled(self._texts.against, {"recent": self.span(when[0]), "earlier": self.span(when[1])})

    def basis(self, line: Line | Curve) -> str:
        """What a figure counts: which cost, of which months and providers."""
        what = filled(self._texts.basis[line.what], {**self.facts, **line.words})
        facts = {"what": what, "when": self.when(line.when), "who": self._who()}
        whole = filled(self._texts.whole if facts["who"] else self._texts.no_provider, facts)
        return filled(self._texts.slice, {"basis": whole, "where": self._bill.where}) if self._bill.where else whole

    def short_basis(self, line: Line, *, yearly: bool = False) -> str:
        """As `basis`, for a sentence that has no room for it; `yearly` of twelve times the cost."""
        what = filled(self._texts.short[line.what], line.words)
        what = filled(self._texts.yearly, {"what": what}) if yearly else what
        return filled(self._texts.no_provider, {"what": what, "when": self.when(line.when)})

    def source(self, line: Line) -> str:
        """Where a fact that a line fills in comes from."""
        return filled(self._texts.source, {"basis": self.basis(line)})

    def per(self, unit: str) -> str:
        """What follows the cost of one unit."""
        return filled(self._texts.per, {"unit": unit})

    def notice(self, name: str, **facts: str) -> str:
        """A sentence that the user should know."""
        return filled(self._texts.notices[name], facts)

    @property
    def unnamed(self) -> str:
        """What stands where there is no name."""
        return self._texts.unnamed

    def _who(self) -> str:
        names = self._bill.providers
        return filled(self._texts.providers, {"count": str(len(names))}) if len(names) > 1 else "".join(names)

    def reason(self, absent: Absent) -> str:
        """Why a figure does not exist."""
        return filled(self._texts.absent[absent.reason], {**self.facts, **absent.words})

    def label(self, part: Part, twice: bool = False, tag: str = "") -> str:
        """The name of a part, of a `tag` its value; with its provider where the name stands twice."""
        if part.others:
            return filled(self._texts.others, {"count": str(part.others)})
        if tag and not part.name and self._texts.without_tag:
            return filled(self._texts.without_tag, {"tag": tag})
        name = part.name or self._texts.unnamed
        return filled(self._texts.of_provider, {"name": name, "provider": part.provider}) if twice else name
