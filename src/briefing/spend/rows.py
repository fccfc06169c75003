"""Rows of a raw table in one form: the columns that figures are made from, typed alike in whatever way they came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table, Value

from briefing.library.bill import Billing
from briefing.spend.cells import amount, day, end, has_text, is_no_number, text
from briefing.spend.columns import PROVIDER, Columns
from briefing.spend.opened import RawTable
from briefing.spend.tagkeys import TagKey, tag_keys
from briefing.spend.tags import lacking, value_of

COSTS: Mapping[str, str] = {"billed": "BilledCost", "effective": "EffectiveCost", "listed": "ListCost"}
DAYS: Mapping[str, str] = {"charge_start": "ChargePeriodStart", "billing_start": "BillingPeriodStart"}
# Column → the columns of FOCUS that it is read from, the first that has a value in the row.
TEXTS: Mapping[str, tuple[str, ...]] = {
    "currency": ("BillingCurrency",),
    "provider": PROVIDER,
    "category": ("ServiceCategory",),
    "service": ("ServiceName",),
    "account": ("SubAccountName", "SubAccountId"),
    "account_id": ("SubAccountId", "SubAccountName"),
    "region": ("RegionName", "RegionId"),
    "region_id": ("RegionId", "RegionName"),
    "commitment": ("CommitmentDiscountId",),
    "kind": ("CommitmentDiscountType",),
}
MANDATORY = ("billed", "effective", "currency", "charge_start", "billing_month")
# These are few words of the specification, which exports write in any case.
WORDS: Mapping[str, str] = {
    "charge": "ChargeCategory",
    "charge_class": "ChargeClass",
    "pricing": "PricingCategory",
    "status": "CommitmentDiscountStatus",
}
# Column → the word that it is about, and what that has to be.
FLAGS: Mapping[str, tuple[str, str]] = {
    "is_usage": ("charge", "usage"),
    "is_purchase": ("charge", "purchase"),
    "is_tax": ("charge", "tax"),
    "is_credit": ("charge", "credit"),
    "is_adjustment": ("charge", "adjustment"),
    "is_correction": ("charge_class", "correction"),
    "is_dynamic": ("pricing", "dynamic"),
    "is_used": ("status", "used"),
    "is_unused": ("status", "unused"),
}
COMPUTE = "compute"


def normalised(tables: Iterable[RawTable], billing: Billing, tags: Sequence[TagKey] = ()) -> Table:
    """All rows of all tables, which are of one connection, with a column of the values of each of `tags`."""
    each = [rows(table, billing, tags) for table in tables]
    return ibis.union(*each) if len(each) > 1 else each[0]


def rows(table: RawTable, billing: Billing, tags: Sequence[TagKey] = ()) -> Table:
    """The rows of one table.

    Costs are decimals with twelve places, months the first days of months, all in UTC. `missing` has a bit for each
    required tag (`briefing.spend.tags`). A broken row is one that no figure can count: its money, its currency or its
    months cannot be read.
    """
    source, columns = table.expression, table.columns
    texts = {name: text(source, columns, *names) for name, names in TEXTS.items()}
    words = {name: text(source, columns, focus).lower() for name, focus in WORDS.items()}
    days = {name: day(source, columns, focus) for name, focus in DAYS.items()}
    read = source.select(
        **texts,
        **{name: amount(source, columns, focus) for name, focus in COSTS.items()},
        **{name: _is(words[column], word) for name, (column, word) in FLAGS.items()},
        is_compute=_is(texts["category"].lower(), COMPUTE),
        has_resource=has_text(source, columns, "ResourceId"),
        is_list_broken=is_no_number(source, columns, "ListCost"),
        missing=lacking(_tags(source, columns), tag_keys(billing.required_tags, billing.tag_aliases)),
        **{key.column: value_of(_tags(source, columns), key) for key in tags},
        charge_month=days["charge_start"].truncate("M"),
        billing_month=days["billing_start"].truncate("M"),
        charge_start=days["charge_start"],
        charge_end=ibis.coalesce(end(source, columns, "ChargePeriodEnd"), _next_day(days["charge_start"])),
    )
    # From what was read, in a step of its own: cells of CSV files are dear to read twice.
    return read.mutate(is_broken=ibis.or_(*(read[name].isnull() for name in MANDATORY), read.is_list_broken))


def faults(table: RawTable) -> dict[str, BooleanValue]:
    """For each column of FOCUS that a row can be broken by, whether it is."""
    source, columns = table.expression, table.columns
    costs = {focus: amount(source, columns, focus) for focus in ("BilledCost", "EffectiveCost")}
    days = {focus: day(source, columns, focus) for focus in DAYS.values()}
    currency = {"BillingCurrency": text(source, columns, "BillingCurrency")}
    absent = {focus: value.isnull() for focus, value in {**costs, **currency, **days}.items()}
    return absent | {"ListCost": is_no_number(source, columns, "ListCost")}


def _is(word: StringValue, meant: str) -> BooleanValue:
    return ibis.coalesce(word == meant, ibis.literal(False))


def _next_day(start: Value) -> Value:
    return start + ibis.interval(days=1)


def _tags(source: Table, columns: Columns) -> Value | None:
    return source[columns.raw["Tags"]] if "Tags" in columns else None
