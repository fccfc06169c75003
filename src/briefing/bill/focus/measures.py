"""From the sums to bills: one for each filter, all from the same answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from briefing.bill.bill import DIMENSIONS, ZERO, Allocation, Bill, Billing, Dimension, Month, Part, Rates
from briefing.bill.focus import ledger
from briefing.bill.focus.ai import ai_services, ai_test, models_of
from briefing.bill.focus.commitments import pools_of
from briefing.bill.focus.coverage import History
from briefing.bill.focus.ledger import Answer, Ledger, Row, has
from briefing.bill.focus.parts import Tally, anomalies, bridge_of, in_spans, movers, names_apart, shortened, spans_of
from briefing.bill.focus.raw_values import between, number_of, plain
from briefing.bill.focus.slices import Where
from briefing.bill.focus.tags import TagKey
from briefing.bill.focus.usage import allocation_of, commitments_of, rates_of
from briefing.bill.records import Contract, Quality
from briefing.documents.text import first_day, month_text
from briefing.errors import FactError

SAAS = "business applications"
# The columns that a dimension is read from; without any of them the data do not carry it.
COLUMNS: Mapping[Dimension, tuple[str, ...]] = {
    "provider": ("ServiceProviderName", "ProviderName", "PublisherName"),
    "service-category": ("ServiceCategory",),
    "service": ("ServiceName",),
    "sub-account": ("SubAccountName", "SubAccountId"),
    "region": ("RegionName", "RegionId"),
}
_COMMITMENTS = ("CommitmentDiscountId", "CommitmentDiscountStatus")


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What all bills of one reading share. `columns` are those of FOCUS that the data have."""

    billing: Billing
    columns: frozenset[str]
    history: History
    currency: str
    source: str
    quality: Quality
    contracts: tuple[Contract, ...] = ()


class Answers(msgspec.Struct, frozen=True):
    """What the ledger says, for all filters."""

    invoiced: Answer
    spent: Answer
    accounts: Answer
    regions: Answer
    committed: Answer
    modelled: Answer
    tagged: Mapping[str, Answer]


def answers(of: Ledger, history: History, tags: Sequence[TagKey] = ()) -> Answers:
    """Ask the ledger, once for all bills; `tags` are those that they are split by."""
    return Answers(
        ledger.invoiced(of),
        ledger.spent(of),
        ledger.accounts(of, history),
        ledger.regions(of, history),
        ledger.committed(of),
        ledger.modelled(of, history),
        {key.dimension: ledger.tagged(of, history, place) for place, key in enumerate(tags)},
    )


def billed_only(found: Answers) -> Decimal:
    """Billed cost of usage that has no effective cost."""
    rows = found.committed.of(Where())
    return _sum((row for row in rows if has(row, "is_usage") and has(row, "is_unpaid")), "billed")


def bill_of(where: Where, asked: Answers, basis: Basis) -> Bill:
    """The bill of a filter. Raises FactError where it takes nothing that the period or the comparison counts."""
    history, billing = basis.history, basis.billing
    invoiced, spent = tuple(asked.invoiced.of(where)), tuple(asked.spent.of(where))
    told = [row for row in spent if number_of(row["charge_month"]) in history.counted]
    if where.column and not (told or (not history.told and (invoiced or spent))):
        raise _empty(where, history)
    is_ai = ai_test(ai_services(), billing)
    by = dict(_by(where, asked, told, basis)) if history.told else {}
    committed = tuple(asked.committed.of(where))
    counted, pooled = ledger.within(committed, history.period), [row for row in committed if row["name"]]
    # Some converters write what is unused on purchases.
    usage = [row for row in counted if has(row, "is_usage") or has(row, "is_unused")]
    pools = pools_of(pooled, history)
    return Bill(
        currency=basis.currency,
        source=basis.source,
        where=where.text,
        providers=tuple(sorted({row["provider"] for row in invoiced if row["provider"]})),
        required_tags=billing.required_tags,
        period=between(history.period) if history.period else None,
        comparison=history.comparison,
        months=tuple(_months(invoiced, spent, basis)),
        bridge=bridge_of(invoiced, counted, history) if _has_bridge(basis) else None,
        total=_total(told, history),
        ai=_total(filter(is_ai, told), history),
        models=models_of(asked.modelled.of(where), is_ai),
        saas=_total(filter(_saas(billing), told), history),
        by={dimension: shortened(parts) for dimension, parts in by.items()},
        tag_movers={name: movers(by[name]) for name in asked.tagged if history.span},
        movers=movers(by["service"]) if history.span and "service" in by else (),
        commitments=commitments_of(usage, pools) if history.told and basis.columns.issuperset(_COMMITMENTS) else None,
        contracts=() if where.column else basis.contracts,  # they are promised for all of the bill
        rates=_rates(usage, basis),
        allocation=_allocation(where, asked, basis),
        anomalies=anomalies(spent, history) if "ServiceName" in basis.columns else (),
        quality=basis.quality,
    )


def _has_bridge(basis: Basis) -> bool:
    return bool(basis.history.told) and basis.columns.issuperset(("BilledCost", "EffectiveCost"))


def _rates(usage: Sequence[Row], basis: Basis) -> Rates | None:
    if "ListCost" not in basis.columns or not basis.history.told:
        return None
    return rates_of(usage, has_contracts="ContractedCost" in basis.columns)


def _allocation(where: Where, asked: Answers, basis: Basis) -> Allocation | None:
    if "Tags" not in basis.columns or not basis.history.told:
        return None
    return allocation_of(tuple(asked.accounts.of(where)), basis.billing)


def _empty(where: Where, history: History) -> FactError:
    if not history.counted:
        return FactError(f"no charge has {where.text}", remedy="choose another filter")
    first, last = month_text(history.counted[0]), month_text(history.counted[-1])
    return FactError(
        f"no charge of the complete months {first} to {last} has {where.text}", remedy="choose another filter"
    )


def _saas(billing: Billing) -> Callable[[Row], bool]:
    providers = {name.casefold() for name in billing.saas_providers}
    return lambda row: (row["kind"] or "").casefold() == SAAS or (row["provider"] or "").casefold() in providers


def _total(rows: Iterable[Row], history: History) -> Part | None:
    tally = Tally()
    for row in rows:
        tally.add("", "", spans_of(row, history))
    return tally.total()


def _by(where: Where, asked: Answers, told: Sequence[Row], basis: Basis) -> Iterator[tuple[str, list[Part]]]:
    """All parts of each dimension that the data carry."""
    tallies: dict[Dimension, Tally] = {dimension: Tally() for dimension in DIMENSIONS}
    for row in told:
        spans = spans_of(row, basis.history)
        tallies["provider"].add("", row["provider"], spans)
        tallies["service-category"].add("", row["kind"], spans)
        tallies["service"].add(row["provider"], row["name"], spans)
    accounts = tuple(asked.accounts.of(where))
    for row, name in zip(accounts, names_apart(accounts), strict=True):
        tallies["sub-account"].add("", name, in_spans(row))
    for row in asked.regions.of(where):
        tallies["region"].add("", row["name"], in_spans(row))
    for dimension, tally in tallies.items():
        if not basis.columns.isdisjoint(COLUMNS[dimension]):
            yield dimension, tally.parts()
    for name, answer in asked.tagged.items():
        by_value = Tally()
        for row in answer.of(where):
            by_value.add("", _decoded(row["name"]), in_spans(row))
        yield name, by_value.parts()


def _decoded(value: str | None) -> str:
    """The value of a tag, with the letters for which JSON has codes; in any case it is as the data first have it."""
    if not value or "\\" not in value:
        return value or ""
    try:
        return str(json.loads(f'"{value}"'))
    except ValueError:
        return value


def _months(invoiced: Sequence[Row], spent: Sequence[Row], basis: Basis) -> Iterator[Month]:
    is_saas, is_ai = _saas(basis.billing), ai_test(ai_services(), basis.billing)
    for number in basis.history.months:
        day = first_day(number)
        billed = [row for row in invoiced if row["billing_month"] == day]
        charged = [row for row in spent if row["charge_month"] == day]
        yield Month(
            month=month_text(number),
            complete=number in basis.history.complete,
            billed=_sum(billed, "billed"),
            tax=_flagged(billed, "is_tax"),
            credits=_flagged(billed, "is_credit"),
            adjustments=_flagged(billed, "is_adjustment"),
            corrections=_flagged(billed, "is_correction"),
            uncategorised=_flagged(billed, "is_uncategorised"),
            effective=_sum(charged),
            ai=_sum(filter(is_ai, charged)),
            saas=_sum(filter(is_saas, charged)),
            through=basis.history.through.get(number, ""),
        )


def _flagged(billed: Iterable[Row], flag: str) -> Decimal:
    return _sum((row for row in billed if has(row, flag)), "billed")


def _sum(rows: Iterable[Row], amount: str = "effective") -> Decimal:
    return plain(sum((row[amount] for row in rows), ZERO))
