"""Figures of what a bill comes to: its size, its growth, AI and SaaS, and what stands apart on it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from briefing.figures.arithmetic import ONE, ZERO
from briefing.figures.billlines import Absent, Entry, When, lacking, money, percent, share
from briefing.figures.billmonths import history, period_of, within
from briefing.library.bill import Bill, Months, Part

LEAST_BEFORE = Decimal("0.01")  # of all spend: a part that was less has too small a base to grow from
# Billed cost that stands apart: the id ends in the field of a month.
ALWAYS = ("credits", "tax", "adjustments", "corrections")
APART = (*ALWAYS, "uncategorised")


def spend_lines(bill: Bill) -> Iterator[Entry]:
    """What was spent, how it grew, and what is apart; nothing where no month is complete."""
    period, past = period_of(bill), history(bill)
    if not (period and past):
        yield Absent("bill.effective", "no-month")
        return
    when: When = (period,)
    yield money("bill.effective.monthly", past[-1].effective, "effective", last_month(bill), "months.effective")
    yield money("bill.effective.period", spent(bill, period), "effective", when, "total.effective")
    yield from _billed(bill, period)
    yield from _bridge(bill, when)
    yield from _growth(bill)
    yield from _part(bill, "ai", bill.ai, "ServiceCategory")
    yield from _tokens(bill, when)
    yield from _part(bill, "saas", bill.saas, "ServiceCategory")


def last_month(bill: Bill) -> When:
    """The last complete month."""
    last = history(bill)[-1].month
    return (Months(first=last, last=last),)


def spent(bill: Bill, period: Months) -> Decimal:
    """Effective cost of the period."""
    return bill.total.effective if bill.total else sum((each.effective for each in within(bill, period)), ZERO)


def change(recent: Decimal, earlier: Decimal) -> Decimal | None:
    """`recent` ÷ `earlier` − 1; None where there was nothing before."""
    return recent / earlier - ONE if earlier > 0 else None


def _billed(bill: Bill, period: Months) -> Iterator[Entry]:
    if "BilledCost" in bill.quality.missing_columns:
        yield from lacking(bill, "bill.billed", "BilledCost")
        return
    months = within(bill, period)
    yield money("bill.billed.period", sum((each.billed for each in months), ZERO), "billed", (period,), "months.billed")
    for name in APART:
        value = sum((getattr(each, name) for each in months), ZERO)
        if value or name in ALWAYS:
            yield money(f"bill.{name}", value, name, (period,), f"months.{name}")


def _bridge(bill: Bill, when: When) -> Iterator[Entry]:
    """The steps from billed to effective cost; none where the two are not there, or are the same."""
    if not bill.bridge or "BilledCost" in bill.quality.missing_columns:
        return
    for name, value in bill.bridge.steps().items():
        yield money(f"bill.bridge.{name}", value, f"bridge-{name}", when, f"bridge.{name}")


def compared(bill: Bill) -> When:
    """The two sides of the comparison, the recent one first; empty where there is none."""
    return (bill.comparison.recent, bill.comparison.earlier) if bill.comparison else ()


def _growth(bill: Bill) -> Iterator[Entry]:
    when, total = compared(bill), bill.total
    if not (when and total):
        yield Absent("bill.growth", "too-short" if len(history(bill)) < 2 else "not-there")
        return
    grown = change(total.recent, total.earlier)
    keys = ("total.recent", "total.earlier")
    if grown is None:
        yield Absent("bill.growth", "nothing-before")
    else:
        yield percent("bill.growth", grown, "effective", when, *keys)
    yield money("bill.growth.amount", total.recent - total.earlier, "effective", when, *keys)


def _tokens(bill: Bill, when: When) -> Iterator[Entry]:
    """What AI costs that is charged by the token, and what a million tokens cost over all models."""
    tokens = sum((each.tokens for each in bill.models), ZERO)
    if tokens <= 0:
        return
    cost = sum((each.effective for each in bill.models), ZERO)
    yield money("bill.ai.token-cost", cost, "tokens", when, "models.effective")
    yield money(
        "bill.ai.per-million-tokens", cost / tokens * 1_000_000, "tokens", when, "models.effective", "models.tokens"
    )


def _part(bill: Bill, name: str, part: Part | None, column: str) -> Iterator[Entry]:
    """AI or SaaS: what it cost, its share, and how it grew."""
    id, period = f"bill.{name}", period_of(bill)
    if not part or not period:
        yield from lacking(bill, id, column)
        return
    total = spent(bill, period)
    monthly = getattr(history(bill)[-1], name)
    yield money(f"{id}.monthly", monthly, name, last_month(bill), f"months.{name}")
    yield money(f"{id}.period", part.effective, name, (period,), f"{name}.effective")
    if total > 0:
        keys = (f"{name}.effective", "total.effective")
        yield share(f"{id}.share", part.effective, total, name, (period,), *keys)
    yield from _part_growth(bill, name, part)


def _part_growth(bill: Bill, name: str, part: Part) -> Iterator[Entry]:
    id, when, total = f"bill.{name}", compared(bill), bill.total
    if not when or not total or not (part.recent or part.earlier):
        return  # a short history is told once, for the growth of all; and nothing does not grow
    grown, keys = change(part.recent, part.earlier), (f"{name}.recent", f"{name}.earlier")
    if grown is None:
        yield Absent(f"{id}.growth", "nothing-before")
    elif part.earlier < total.earlier * LEAST_BEFORE:
        yield Absent(f"{id}.growth", "little-before")
    else:
        yield percent(f"{id}.growth", grown, name, when, *keys)
    more, all_more = part.recent - part.earlier, total.recent - total.earlier
    if name == "ai" and 0 < more <= all_more:
        yield percent(f"{id}.share-of-growth", more / all_more, name, when, *keys, "total.recent", "total.earlier")
