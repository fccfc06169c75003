"""Figures of what was promised or paid ahead: contract commitments and prepaid pools; and of AI by model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefing.figures.billlines import Entry, When, money
from briefing.figures.billmonths import period_of
from briefing.library.bill import Bill, Months
from briefing.library.billai import Model
from briefing.library.billpromises import Contract, Pool
from briefing.library.text import slug


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
