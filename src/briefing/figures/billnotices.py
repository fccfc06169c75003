"""What a reader has to know of the data before any figure, and what an organisation's file says otherwise than its
bill.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from briefing.bill.bill import TAG, Bill
from briefing.bill.records import Rhythm
from briefing.documents.amounts import Growth, Money, Share
from briefing.figures.basis import ONE, YEAR, ZERO
from briefing.figures.billlines import BillWords, Curve, Entry, Line, history
from briefing.figures.doubts import aims, is_apart
from briefing.figures.figure import Unit, is_billed, rounded, significant
from briefing.figures.merge import FACTS, Fact, Kpis, Lines, baselines, line_of
from briefing.figures.redact import is_below
from briefing.organisation.organisation import Organisation, Spend
from briefing.organisation.savings import current_monthly

# What a reader has to know of the data before any figure: what is left out of them, and which months are not whole.


def bill_notices(bill: Bill, words: BillWords) -> Iterator[str]:
    """A sentence for each thing that is left out, with its size."""

    def amount(value: Decimal) -> str:
        return f"{rounded(value, 2):,f}"

    for other in bill.quality.other_currencies:
        own = {"currency": other.currency, "rows": f"{other.rows:,}", "billed": amount(other.billed)}
        yield words.notice("other-currency", own=bill.currency, effective=amount(other.effective), **own)
    odd = bill.quality.uncategorised
    if odd:
        name = "uncategorised" if odd.such_as else "no-category"
        facts = {"rows": f"{odd.rows:,}", "billed": amount(odd.billed), "category": odd.such_as}
        yield words.notice(name, effective=amount(odd.effective), currency=bill.currency, **facts)
    if bill.quality.billed_only:
        yield words.notice("no-effective", billed=amount(bill.quality.billed_only), currency=bill.currency)
    for dimension, parts in bill.by.items():
        if dimension.startswith(TAG) and parts and not any(each.name for each in parts):
            yield words.notice("no-tag", key=dimension.removeprefix(TAG))
    yield from _months(bill, words)


def _months(bill: Bill, words: BillWords) -> Iterator[str]:
    """Why months are incomplete that would be of use: those after the last complete one, or all where there is none."""
    past = history(bill)
    after = past[-1].month if past else ""
    for each in bill.months:
        if each.through and each.month > after:
            yield words.notice("running", month=words.month(each.month), day=each.through)
    for rhythm in bill.quality.rhythms:
        if any(month > after for month in rhythm.months):
            yield rhythm_sentence(rhythm, words)


def rhythm_sentence(rhythm: Rhythm, words: BillWords) -> str:
    """What is to be said of how a provider charges."""
    months = ", ".join(map(words.month, rhythm.months))
    name = f"rhythm-{rhythm.state}" if rhythm.state else f"rhythm-{rhythm.beat}"
    return words.notice(name, provider=rhythm.provider or words.unnamed, day=rhythm.day, months=months)


# What an organisation's file says otherwise than its bill: a sentence for each fact that is more than 5 % off.

MOST = Decimal("0.05")
ROUNDED = Decimal("0.01")  # within which two amounts read as one
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
    apart: Decimal = ZERO  # what the bill has beyond that, and the file's `spend.basis` leaves out

    @property
    def differ(self) -> bool:
        """Whether the two are more than 5 % of what is stated apart."""
        return abs(self.stated - self.billed) > MOST * abs(self.stated)


def pairs_of(facts: Organisation, bill: Bill, lines: Lines, words: BillWords, catalogue: Kpis) -> tuple[Pair, ...]:
    """Every fact that both state."""
    return (*_spend(facts.spend, bill, lines), *_kpis(facts, bill, lines, words, catalogue))


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
        if each.apart:
            names = ", ".join(words.notice(f"scope-{name}") for name in left_out_of(facts.spend, bill))
            amounts = {"whole": each.billed + each.apart, "apart": each.apart}
            said = {name: _text(value, "money", bill.currency, redact) for name, value in amounts.items()}
            yield words.notice("base", file=facts.file, names=names, **said, **told)
            told["basis"] = words.notice("without", basis=basis, names=names)
        if each.differ:
            yield words.notice("contradiction", file=facts.file, **told)


# What the bill has of these may be no part of the spend that the file states.
_SCOPES = ("ai", "saas")


def left_out_of(spend: Spend | None, bill: Bill) -> tuple[str, ...]:
    """The scopes that the bill has and the file's spend is without, as its `spend.basis` says."""
    past = history(bill)
    own = (spend.current_monthly, spend.current_annual, *spend.by_month.values()) if spend else ()
    if not spend or not past or not any(each and not is_billed(each.origin) for each in own):
        return ()
    return tuple(each for each in _SCOPES if getattr(past[-1], each) and is_apart(spend, each))


def ahead(
    found: Organisation, entries: Collection[Entry], bill: Bill, words: BillWords, *, redact: bool
) -> Iterator[str]:
    """Where the growth that is stated does not lead to what the bill forecasts for the same month."""
    curves = {each.id: each for each in entries if isinstance(each, Curve)}
    line, spend = curves.get("bill.forecast"), found.spend
    now, growth = current_monthly(spend), spend.annual_growth if spend else None
    hidden = redact and any(is_below("spend.annual-growth", key) for key in found.confidential)
    if not (line and len(line.values) >= YEAR and now and growth) or is_billed(growth.origin) or hidden:
        return
    low, high = (curves[f"bill.forecast.{end}"].values[YEAR - 1] for end in ("low", "high"))
    then = now.amount * (ONE + growth.value)
    if low * (ONE - ROUNDED) <= then <= high * (ONE + ROUNDED):
        return
    amounts = {"then": then, "forecast": line.values[YEAR - 1], "low": low, "high": high}
    told = {name: _text(value, "money", bill.currency, redact) for name, value in amounts.items()}
    stated = _text(growth.value, "percent", "", redact)
    yield words.notice("ahead", file=found.file, stated=stated, month=words.month(line.labels[YEAR - 1]), **told)


def _spend(spend: Spend | None, bill: Bill, lines: Lines) -> Iterator[Pair]:
    for fact in FACTS:
        line, part = line_of(fact, bill, lines), fact.part(spend)
        if line and part:
            yield from _stated(fact, part, line, bill)


def _stated(fact: Fact, part: object, line: Line, bill: Bill) -> Iterator[Pair]:
    """The fact as it is stated: by itself, as an amount of a year, or by the last month that both have.

    Of a spend that is without some scope, the bill is held against it without that scope too.
    """
    apart = ZERO
    if isinstance(part, Spend) and line.unit == "money":
        apart = sum((getattr(history(bill)[-1], each) for each in left_out_of(part, bill)), ZERO)
    found, billed = getattr(part, fact.path[-1]), line.value - apart
    if found:
        yield Pair(fact.key, _value(found), billed, line.unit, line, apart=apart)
    elif "current_annual" in fact.beside and (year := getattr(part, "current_annual", None)):
        key = f"{fact.key.rpartition('.')[0]}.current-annual"
        yield Pair(key, year.amount, billed * YEAR, "money", line, yearly=True, apart=apart * YEAR)
    elif isinstance(part, Spend) and part.by_month and "by_month" in fact.beside:
        month = line.when[0].last
        if month in part.by_month:
            yield Pair(f"spend.by-month.{month}", part.by_month[month].amount, billed, "money", line, apart=apart)


def _value(found: Money | Share | Growth) -> Decimal:
    return found.amount if isinstance(found, Money) else found.value


def _kpis(facts: Organisation, bill: Bill, lines: Lines, words: BillWords, catalogue: Kpis) -> Iterator[Pair]:
    for id, line, found in baselines(bill, lines, words, catalogue):
        for index, aim in enumerate(facts.kpis, 1):
            for key, each in aims(index, aim) if aim.id == id else ():
                stated = each.baseline
                if stated and (stated.unit, stated.per) == (found.unit, found.per):
                    yield Pair(f"{key}.baseline", stated.value, found.value, line.unit, line)


def _text(value: Decimal, unit: Unit, currency: str, redact: bool) -> str:
    if unit == "percent":
        return f"{rounded(value * 100, 1):f}".removesuffix(".0") + "%"
    shown = significant(value) if redact else value
    decimals = next(number for least, number in _DECIMALS if abs(shown) >= least)
    return f"{currency} {rounded(shown, decimals):,f}"
