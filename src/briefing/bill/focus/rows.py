"""Rows of a raw table in one form: the columns that figures are made from, typed alike in whatever way they came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
import ibis.expr.datatypes as dt
from ibis import _
from ibis.expr.types import BooleanValue, IntegerValue, StringValue, Table, Value

from briefing.bill.bill import Billing
from briefing.bill.focus.ai import is_there, model_columns
from briefing.bill.focus.columns import PROVIDER, Columns
from briefing.bill.focus.faults import Rejected
from briefing.bill.focus.locations import BillFile
from briefing.bill.focus.overlaps import Drop
from briefing.bill.focus.raw_values import amount, day, end, has_text, has_texts, is_in_the_morning, is_no_number, text
from briefing.bill.focus.tags import TagKey, lacking, tag_keys, value_of
from briefing.bill.records import Contract, LeftOut
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from ibis.backends.sql import SQLBackend
    from ibis.expr.types import Table


# Billing data once they are open: raw Ibis tables, what messages and figures call them, and what was lost.


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table as it came. `columns` says which of its columns serves which of FOCUS; `name` is for messages.

    Where a column was read in another form than FOCUS asks for, `came` has the column that it was read from. `file` is
    its column with the path of the file that a row is from, where there are several; of `every` so many charges one is
    held against those of the other files.
    """

    expression: Table
    columns: Columns
    name: str
    file: str = ""
    every: int = 1
    came: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """Opened billing data: a context manager, which closes the connection and removes what it spilled to disk.

    `label` is how the figures call their source; it never has a host, a user or a credential in it.
    """

    connection: SQLBackend
    tables: tuple[RawTable, ...]
    label: str
    rejected: Callable[[], Rejected]
    """The rows lost so far: call it after the queries."""
    fault: Callable[[Exception], BriefingError | None]
    """What an exception of the engine means to the user; None where it is a fault of the program."""
    verify: Callable[[], None]
    """Raises FactError where files turn out to be damaged, or hide rows; `reading` calls it after the queries."""
    close: Callable[[], None]
    files: tuple[BillFile, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """Files of earlier runs of an export, which are not read."""
    contracts: tuple[Contract, ...] = ()

    def __enter__(self) -> Opened:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


COSTS: Mapping[str, str] = {"billed": "BilledCost", "effective": "EffectiveCost", "listed": "ListCost"}
# No row is broken by what is only looked at beside the others.
BESIDE: Mapping[str, str] = {"contracted": "ContractedCost"}
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
    "applied": ("ContractApplied",),
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
# The categories of FOCUS; charges of any other, or of none, are counted apart.
CATEGORIES = ("is_usage", "is_purchase", "is_tax", "is_credit", "is_adjustment")
COMPUTE = "compute"
_ROUNDED = 0.999  # unit prices times quantities are rounded on their way
# Which texts tell a charge from others.
_TOLD = ("currency", "provider", "category", "service", "account_id", "region_id", "commitment")
INVOICE = "\x1f"  # between provider and billing account
_Values: TypeAlias = Mapping[str, Any]


def normalised(
    tables: Iterable[RawTable], billing: Billing, tags: Sequence[TagKey] = (), drops: Sequence[Drop] = ()
) -> Table:
    """All rows of all tables, which are of one connection, with a column of the values of each of `tags`.

    Rows that `drops` name are left out; then no prints of charges are taken any more.
    """
    tables = tuple(tables)
    by_model = any(is_there(table.columns) for table in tables)
    each = [rows(table, billing, tags, drops, by_model=by_model) for table in tables]
    return ibis.union(*each) if len(each) > 1 else each[0]


def rows(
    table: RawTable,
    billing: Billing,
    tags: Sequence[TagKey] = (),
    drops: Sequence[Drop] = (),
    *,
    by_model: bool = False,
) -> Table:
    """The rows of one table; those of several files with the path of theirs and a print of what they charge for.

    Costs are decimals with twelve places, months the first days of months, all in UTC. `missing` has a bit for each
    required tag (`briefing.bill.focus.tags`). A broken row is one that no figure can count: its money, its currency or
    its months cannot be read.
    """
    source, columns = table.expression, table.columns
    texts = {name: text(source, columns, *names) for name, names in TEXTS.items()}
    texts["currency"] = texts["currency"].strip().upper()  # a code, which some exports write in small letters
    words = {name: text(source, columns, focus).strip().lower() for name, focus in WORDS.items()}
    days = {name: day(source, columns, focus) for name, focus in DAYS.items()}
    read = _left(table, texts, days, drops).select(
        **texts,
        **(model_columns(source, columns, texts["service"]) if by_model else {}),
        **({} if drops else _prints(table, texts, words, days)),
        **{name: amount(source, columns, focus) for name, focus in {**COSTS, **BESIDE}.items()},
        **{name: _is(words[column], word) for name, (column, word) in FLAGS.items()},
        is_compute=_is(texts["category"].lower(), COMPUTE),
        has_resource=has_text(source, columns, "ResourceId"),
        is_list_broken=is_no_number(source, columns, "ListCost"),
        missing=lacking(_tags(source, columns), tag_keys(billing.required_tags, billing.tag_aliases)),
        **{key.column: value_of(_tags(source, columns), key) for key in tags},
        charge_month=days["charge_start"].truncate("M"),
        # A period that starts on the last day of a month, by the time zone or by contract, is of the month after.
        billing_month=_next_day(days["billing_start"]).truncate("M"),
        billing_start=days["billing_start"],
        is_begun_late=is_in_the_morning(source, columns, "BillingPeriodStart"),
        charge_start=days["charge_start"],
        # A charge for an hour ends on its day, and some exports write its last day, not the one after.
        charge_end=ibis.greatest(
            ibis.coalesce(end(source, columns, "ChargePeriodEnd"), _next_day(days["charge_start"])),
            _next_day(days["charge_start"]),
        ),
    )
    # From what was read, in a step of its own: cells of CSV files are dear to read twice.
    return read.mutate(
        is_broken=ibis.or_(*(read[name].isnull() for name in MANDATORY), read.is_list_broken),
        is_uncategorised=~ibis.or_(*(read[name] for name in CATEGORIES), read.is_correction),
        is_shifted=_known((read.billing_month > read.billing_start) | read.is_begun_late),
        usage_day=_usage_day(read),
        **_priced(read),
    )


def _priced(read: Table) -> dict[str, BooleanValue]:
    """Whether a row says what its use would have cost elsewise.

    A list price of 0 on a charge with a cost is not known (reservations and marketplaces have it), neither is one of
    the other sign, and an effective cost of 0 is no discount. Contracted cost is that after negotiation, so that it is
    not above the list cost, and before commitments, so that without one it is not below the cost.
    """
    has_list = (read.listed != 0) & (read.effective != 0) & ((read.listed > 0) == (read.effective > 0))
    is_ordered = read.effective.between(0, read.contracted) & (read.contracted <= read.listed)
    contracted, listed, effective = (read[name].abs().cast("float64") for name in ("contracted", "listed", "effective"))
    is_near = (contracted * _ROUNDED <= listed) & (read.is_used | (contracted >= effective * _ROUNDED))
    # Of nearly all rows the first is true, and then the numbers need not be turned into others, which takes longer.
    is_sound = is_ordered.ifelse(ibis.literal(True), is_near)
    return {
        "has_list": _known(has_list),
        "has_contract": _known(has_list & (read.contracted != 0) & is_sound),
        "is_unpaid": _known(read.effective == 0),
    }


def _usage_day(read: Table) -> IntegerValue:
    """A bit for the day of the month of a charge for usage of a day or less; 0 for all others."""
    is_short = read.is_usage & ~read.is_correction & (read.charge_end <= _next_day(read.charge_start))
    bit = ibis.literal(1, dt.int64) << (read.charge_start.day().cast(dt.int64) - 1)
    return _known(is_short).ifelse(bit, ibis.literal(0, dt.int64))


def _known(flag: BooleanValue) -> BooleanValue:
    return ibis.coalesce(flag, ibis.literal(False))


def uncategorised(tables: Iterable[RawTable]) -> Value:
    """What stands as category where it is none of FOCUS: a question of its own, as it is rarely asked."""
    known = [word for column, word in FLAGS.values() if column == "charge"]
    texts = [text(table.expression, table.columns, WORDS["charge"]) for table in tables]
    each = [found.name("found").as_table().filter(~_["found"].strip().lower().isin(known)) for found in texts]
    return (ibis.union(*each) if len(each) > 1 else each[0]).found.max()


def faults(table: RawTable) -> dict[str, BooleanValue]:
    """For each column of FOCUS that a row can be broken by, whether it is."""
    source, columns = table.expression, table.columns
    costs = {focus: amount(source, columns, focus) for focus in ("BilledCost", "EffectiveCost")}
    days = {focus: day(source, columns, focus) for focus in DAYS.values()}
    currency = {"BillingCurrency": text(source, columns, "BillingCurrency")}
    absent = {focus: value.isnull() for focus, value in {**costs, **currency, **days}.items()}
    if has_texts(source, columns, "ListCost"):  # of all other types, every value is a number
        absent["ListCost"] = is_no_number(source, columns, "ListCost")
    return absent


def _prints(table: RawTable, texts: _Values, words: _Values, days: _Values) -> dict[str, Value]:
    """What tells a charge from all others, as a number: everything but its costs, which a later run may correct."""
    if not table.file:
        return {}
    source, columns = table.expression, table.columns
    told = {name: texts[name] for name in _TOLD} | {name: words[name] for name in ("charge", "charge_class", "status")}
    cells = {focus: text(source, columns, focus) for focus in ("BillingAccountId", "ResourceId", "SkuId", "SkuPriceId")}
    found = _hashed(ibis.struct({**told, **cells, **days}))
    is_print = found % table.every == 0
    sampled = {"print": found.cast(dt.string), "invoice": _invoice(table, texts), "file": source[table.file]}
    return {name: is_print.ifelse(each, ibis.null(dt.string)) for name, each in sampled.items()}


def _invoice(table: RawTable, texts: _Values) -> StringValue:
    """Provider and billing account, which an export is of."""
    account, none = text(table.expression, table.columns, "BillingAccountId"), ibis.literal("")
    return ibis.coalesce(texts["provider"], none) + INVOICE + ibis.coalesce(account, none)


def _left(table: RawTable, texts: _Values, days: _Values, drops: Sequence[Drop]) -> Table:
    """The rows that are not left out."""
    if not drops:
        return table.expression
    file, invoice, month = (
        table.expression[table.file],
        _invoice(table, texts),
        _next_day(days["billing_start"]).truncate("M"),
    )
    gone = [(file == each.file) & (invoice == each.invoice) & (month == each.month) for each in drops]
    return table.expression.filter(~ibis.coalesce(ibis.or_(*gone), ibis.literal(False)))


def _hashed(told: Value) -> Value:
    """By DuckDB's own function; files are read by no other engine."""
    kinds = ((told.type(),), dt.uint64)
    return ibis.udf.scalar.builtin(lambda told: ..., name="hash", signature=kinds)(told)


def _is(word: StringValue, meant: str) -> BooleanValue:
    return ibis.coalesce(word == meant, ibis.literal(False))


def _next_day(start: Value) -> Value:
    return start + ibis.interval(days=1)


def _tags(source: Table, columns: Columns) -> Value | None:
    return source[columns.raw["Tags"]] if "Tags" in columns else None
