"""Figures of what a bill comes to, and of how well it is kept: size, growth, AI and SaaS; commitments, rates,
allocation, anomalies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from briefing.bill.bill import Allocation, Bill, Commitments, Contracted, Model, Months, Part, Rates
from briefing.bill.records import Contract, Pool
from briefing.documents.text import slug
from briefing.figures.basis import ONE, ZERO
from briefing.figures.billlines import (
    Absent,
    Entry,
    Line,
    When,
    history,
    lacking,
    money,
    months_in,
    percent,
    period_of,
    share,
    within,
)

# Figures of what was promised or paid ahead: contract commitments and prepaid pools; and of AI by model.


def promise_lines(bill: Bill) -> Iterator[Entry]:
    """What each contract commitment and each pool comes to, and what is left of it, in all of the data."""
    if not bill.months:
        return
    when: When = (Months(first=bill.months[0].month, last=bill.months[-1].month),)
    for place, (id, each) in enumerate(contracts_by_id(bill).items()):
        name, keys = each.description or each.id, f"contracts[{place}]"
        yield money(f"{id}.committed", each.committed, "contracts", when, f"{keys}.committed", name=name)
        if each.remaining is not None:
            both = (f"{keys}.committed", f"{keys}.drawn")
            yield money(f"{id}.left", each.remaining, "contracts", when, *both, name=name)
    for place, (id, pool) in enumerate(pools_by_id(bill).items()):
        keys = f"commitments.pools[{place}]"
        yield money(f"{id}.bought", pool.bought, "pools", when, f"{keys}.bought", name=pool.id)
        yield money(f"{id}.monthly", pool.monthly, "pools", when, f"{keys}.monthly", name=pool.id)
        if pool.remaining is not None:
            yield money(f"{id}.left", pool.remaining, "pools", when, f"{keys}.bought", f"{keys}.drawn", name=pool.id)


def model_lines(bill: Bill) -> Iterator[Entry]:
    """What each AI model costs, and what a million tokens of it do."""
    period = period_of(bill)
    for place, (id, each) in enumerate(models_by_id(bill).items()):
        if period and each.name:
            keys, words = f"models[{place}]", {"name": each.name}
            yield money(f"{id}.period", each.effective, "model", (period,), f"{keys}.effective", **words)
            if each.per_million is not None:
                both = (f"{keys}.effective", f"{keys}.tokens")
                yield money(f"{id}.per-million-tokens", each.per_million, "model", (period,), *both, **words)


def contracts_by_id(bill: Bill) -> dict[str, Contract]:
    """The contract commitments in the currency of the bill, by the beginning of the ids of their figures."""
    own = [each for each in bill.contracts if each.currency.upper() in ("", bill.currency)]
    return dict(zip(_ids("bill.contracts", (each.id for each in own)), own, strict=True))


def pools_by_id(bill: Bill) -> dict[str, Pool]:
    """The prepaid pools, by the beginning of the ids of their figures."""
    found = bill.commitments.pools if bill.commitments else ()
    return dict(zip(_ids("bill.pools", (each.id for each in found)), found, strict=True))


def models_by_id(bill: Bill) -> dict[str, Model]:
    """The AI models, by the beginning of the ids of their figures."""
    return dict(zip(_ids("bill.ai.models", (each.name for each in bill.models)), bill.models, strict=True))


def _ids(beginning: str, names: Iterable[str]) -> list[str]:
    """An id for each name; of those that are written alike, all but the first with a number."""
    found: list[str] = []
    for name in names:
        id, count = f"{beginning}.{slug(name) or 'unnamed'}", 1
        while (wanted := id if count == 1 else f"{id}-{count}") in found:
            count += 1
        found.append(wanted)
    return found


# Figures of what a bill comes to: its size, its growth, AI and SaaS, and what stands apart on it.

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


# Figures of how well a bill is kept: commitments, rates, allocation and anomalies.

# With a list price for less of the usage, the savings rate would be that of an accident.
LEAST_KNOWN = Decimal("0.5")
MOST_OF_LIST = 10  # times what usage would have cost at list prices: beyond it, these are no list prices


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
    elif found.effective > MOST_OF_LIST * found.list:
        yield Absent("bill.effective-savings-rate", "list-far-below-cost")
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
    return f"{part * 100:.0f}%"


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
