"""Figures of how well a bill is kept: commitments, rates, allocation and anomalies."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from briefing.figures.arithmetic import ONE, ZERO
from briefing.figures.billlines import Absent, Entry, Line, When, lacking, money, percent, share
from briefing.figures.billmonths import months_in, period_of
from briefing.library.bill import Allocation, Bill, Commitments, Contracted, Rates

# With a list price for less of the usage, the savings rate would be that of an accident.
LEAST_KNOWN = Decimal("0.5")


def health_lines(bill: Bill) -> Iterator[Entry]:
    """Commitments, rates, allocation and anomalies in the period; nothing where no month is complete."""
    period = period_of(bill)
    if not period:
        return
    when: When = (period,)
    yield from _commitments(bill, bill.commitments, when)
    yield from _rates(bill, bill.rates, when)
    yield from _allocation(bill, bill.allocation, when)
    yield from _anomalies(bill, when)


def _commitments(bill: Bill, found: Commitments | None, when: When) -> Iterator[Entry]:
    if not found:
        yield from lacking(bill, "bill.commitments", "CommitmentDiscountStatus", "CommitmentDiscountId")
        return
    whole, keys = found.used + found.unused, ("commitments.used", "commitments.unused")
    yield money("bill.commitments.used", found.used, "commitments", when, keys[0])
    yield money("bill.commitments.unused", found.unused, "commitments", when, keys[1])
    if whole > 0:
        yield money("bill.commitments.monthly", whole / len(months_in(when[0])), "commitments", when, *keys)
        yield share("bill.commitments.utilisation", found.used, whole, "commitments", when, *keys)
        yield share("bill.commitments.waste", found.unused, whole, "commitments", when, *keys)
    else:
        yield Absent("bill.commitments.utilisation", "no-commitments")
    if found.eligible_compute > 0:
        keys = ("commitments.covered-compute", "commitments.eligible-compute")
        covered, eligible = found.covered_compute, found.eligible_compute
        yield share("bill.commitments.coverage", covered, eligible, "compute", when, *keys)
    else:
        yield Absent("bill.commitments.coverage", "no-compute")


def _rates(bill: Bill, found: Rates | None, when: When) -> Iterator[Entry]:
    if not found:
        yield from lacking(bill, "bill.effective-savings-rate", "ListCost")
        return
    yield percent("bill.list-known.share", found.known, "usage", when, "rates.known")
    known = _in_percent(found.known)
    if found.known < LEAST_KNOWN:
        yield Absent("bill.effective-savings-rate", "few-list-prices", {"share": known})
    elif found.list <= 0:
        yield Absent("bill.effective-savings-rate", "no-list-cost")
    else:
        rate = ONE - found.effective / found.list
        yield percent("bill.effective-savings-rate", rate, "rates", when, "rates.effective", "rates.list", share=known)
    yield from _contracted(bill, found.contracted, when)


def _contracted(bill: Bill, found: Contracted | None, when: When) -> Iterator[Entry]:
    """What was saved by negotiation and what by commitments, where contracted prices tell the two apart."""
    if not found:
        return
    yield percent("bill.contracted-known.share", found.known, "usage", when, "rates.contracted.known")
    known = _in_percent(found.known)
    if found.known < LEAST_KNOWN or found.list <= 0:
        reason = "no-list-cost" if found.known >= LEAST_KNOWN else "few-contracted-prices"
        yield Absent("bill.negotiated", reason, {"share": known})
        return
    keys = ("rates.contracted.list", "rates.contracted.cost")
    negotiated = found.list - found.cost
    yield money("bill.negotiated.savings", negotiated, "negotiated", when, *keys, share=known)
    yield percent("bill.negotiated.rate", negotiated / found.list, "negotiated", when, *keys, share=known)
    if bill.commitments and (found.committed or found.unused):
        names = tuple(f"rates.contracted.{name}" for name in ("committed", "committed-effective", "unused"))
        saved = found.committed - found.committed_effective - found.unused
        yield money("bill.commitments.savings", saved, "committed", when, *names, share=known)


def _in_percent(part: Decimal) -> str:
    return f"{part * 100:.0f} %"


def _allocation(bill: Bill, found: Allocation | None, when: When) -> Iterator[Entry]:
    if not found:
        yield from lacking(bill, "bill.untagged", "Tags")
        yield from lacking(bill, "bill.unallocated", "Tags")
        return
    usage = "allocation.usage"
    untagged = "untagged" if bill.required_tags else "untagged-any"
    unallocated = "unallocated" if bill.required_tags else "unallocated-any"
    yield money("bill.untagged.amount", found.untagged, untagged, when, "allocation.untagged")
    yield money("bill.unallocated.amount", found.unallocated, unallocated, when, "allocation.unallocated")
    if found.usage > 0 and not found.refunds:  # a share of a sum with both signs says nothing
        yield share("bill.untagged.share", found.untagged, found.usage, untagged, when, "allocation.untagged", usage)
        lost = found.untaggable
        yield share("bill.untaggable.share", lost, found.usage, "usage", when, "allocation.untaggable", usage)
    if found.total > 0 and not found.refunds:
        keys = ("allocation.unallocated", "allocation.total")
        yield share("bill.unallocated.share", found.unallocated, found.total, unallocated, when, *keys)


def _anomalies(bill: Bill, when: When) -> Iterator[Entry]:
    if len(months_in(when[0])) < 2:
        yield Absent("bill.anomalies", "one-month")
        return
    rises = sum((each.after - each.before for each in bill.anomalies), ZERO)
    yield Line("bill.anomalies.count", Decimal(len(bill.anomalies)), "number", "services", when, ("anomalies",))
    yield money("bill.anomalies.amount", rises, "services", when, "anomalies.before", "anomalies.after")
