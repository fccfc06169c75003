"""What an organisation's file says otherwise than its bill: a sentence for each fact that is more than 5 % off."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from briefing.figures.arithmetic import YEAR
from briefing.figures.billlines import Line
from briefing.figures.billredact import is_below
from briefing.figures.billwords import BillWords
from briefing.figures.doubts import aims
from briefing.figures.figure import Unit
from briefing.figures.merge import FACTS, Fact, Lines, line_of
from briefing.figures.mergekpis import baselines
from briefing.figures.shown import rounded, significant
from briefing.library.amounts import Growth, Money, Share
from briefing.library.bill import Bill
from briefing.library.organisation__types import Organisation
from briefing.library.organisationparts import Spend

MOST = Decimal("0.05")
# With how many decimals money is told, from which amount on.
_DECIMALS = ((1000, 0), (1, 2), (0, 4))


@dataclass(frozen=True, slots=True)
class Pair:
    """One fact as the file states it and as the bill has it, in the same unit."""

    key: str
    stated: Decimal
    billed: Decimal
    unit: Unit
    line: Line
    yearly: bool = False  # the bill's is that of twelve months

    @property
    def differ(self) -> bool:
        """Whether the two are more than 5 % of what is stated apart."""
        return abs(self.stated - self.billed) > MOST * abs(self.stated)


def contradictions(facts: Organisation, bill: Bill, lines: Lines, words: BillWords) -> tuple[Pair, ...]:
    """Every fact of the file that the bill contradicts."""
    return tuple(each for each in pairs_of(facts, bill, lines, words) if each.differ)


def pairs_of(facts: Organisation, bill: Bill, lines: Lines, words: BillWords) -> tuple[Pair, ...]:
    """Every fact that both state."""
    return (*_spend(facts.spend, bill, lines), *_kpis(facts, bill, lines, words))


def sentences(
    pairs: Collection[Pair], facts: Organisation, bill: Bill, words: BillWords, *, redact: bool
) -> Iterator[str]:
    """Them in words; redacted, without what is confidential and with rounded money."""
    for each in pairs:
        if redact and any(is_below(each.key, key) for key in facts.confidential):
            continue
        stated, billed = (_text(value, each.unit, bill.currency, redact) for value in (each.stated, each.billed))
        basis = words.short_basis(each.line, yearly=each.yearly)
        shown = facts.file if facts.figures_from == "organisation" else words.notice("bill-shown")
        told = {"key": each.key, "stated": stated, "billed": billed, "basis": basis, "shown": shown}
        yield words.notice("contradiction", file=facts.file, **told)


def _spend(spend: Spend | None, bill: Bill, lines: Lines) -> Iterator[Pair]:
    for fact in FACTS:
        line, part = line_of(fact, bill, lines), fact.part(spend)
        if line and part:
            yield from _stated(fact, part, line, bill)


def _stated(fact: Fact, part: object, line: Line, bill: Bill) -> Iterator[Pair]:
    """The fact as it is stated: by itself, as an amount of a year, or by the last month that both have."""
    found = getattr(part, fact.path[-1])
    if found:
        yield Pair(fact.key, _value(found), line.value, line.unit, line)
    elif "current_annual" in fact.beside and (year := getattr(part, "current_annual", None)):
        key = f"{fact.key.rpartition('.')[0]}.current-annual"
        yield Pair(key, year.amount, line.value * YEAR, "money", line, yearly=True)
    elif isinstance(part, Spend) and part.by_month and "by_month" in fact.beside:
        month = line.when[0].last
        if month in part.by_month:
            yield Pair(f"spend.by-month.{month}", part.by_month[month].amount, line.value, "money", line)


def _value(found: Money | Share | Growth) -> Decimal:
    return found.amount if isinstance(found, Money) else found.value


def _kpis(facts: Organisation, bill: Bill, lines: Lines, words: BillWords) -> Iterator[Pair]:
    for id, line, found in baselines(facts, bill, lines, words):
        for index, aim in enumerate(facts.kpis, 1):
            for key, each in aims(index, aim) if aim.id == id else ():
                stated = each.baseline
                if stated and (stated.unit, stated.per) == (found.unit, found.per):
                    yield Pair(f"{key}.baseline", stated.value, found.value, line.unit, line)


def _text(value: Decimal, unit: Unit, currency: str, redact: bool) -> str:
    if unit == "percent":
        return f"{rounded(value * 100, 1):f}".removesuffix(".0") + " %"
    shown = significant(value) if redact else value
    decimals = next(number for least, number in _DECIMALS if abs(shown) >= least)
    return f"{currency} {rounded(shown, decimals):,f}"
