"""The way from opened data to bills: the cube is fetched once, and every filter's bill comes from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, ParamSpec, TypeVar

import msgspec
import pyarrow as pa
from msgspec.structs import replace

from briefing.bill.bill import TAG, ZERO, Bill, Billing
from briefing.bill.focus import ledger, slices
from briefing.bill.focus.broken import refuse_broken
from briefing.bill.focus.commitments import APPLIED, applied_costs, with_draws
from briefing.bill.focus.coverage import history_of
from briefing.bill.focus.cube import answered, cube
from briefing.bill.focus.dates import in_own_zone, reread
from briefing.bill.focus.ledger import Ledger, Row
from briefing.bill.focus.measures import Answers, Basis, answers, bill_of, billed_only
from briefing.bill.focus.overlaps import Drop, overlaps
from briefing.bill.focus.raw_values import number_of, plain
from briefing.bill.focus.rows import Opened, normalised, uncategorised
from briefing.bill.focus.slices import Where
from briefing.bill.focus.tags import TagKey
from briefing.bill.records import Contract, LeftOut, OtherCurrency, Quality, Uncategorised
from briefing.documents.text import month_text
from briefing.errors import BriefingError, FactError

# Which of the currencies of the data the figures are in: that of most money, and what of the others is left out.

_SUMMED = ("rows", "billed", "effective")
# With so much of all money, the organisation's own currency is that of the figures, even where another has more.
LEAST_OWN = Decimal("0.1")


class Wanted(msgspec.Struct, frozen=True):
    """The currency that is asked for by name, the organisation's own, and what one of each other is worth in that."""

    asked: str = ""
    own: str = ""
    rates: Mapping[str, Decimal] = {}


def currencies(spans: Iterable[Row]) -> list[Row]:
    """Rows, billed and effective cost by currency, those of broken rows apart: null may be a currency of theirs."""
    found: dict[tuple[bool, str], dict[str, Any]] = {}
    for row in spans:
        named = {name: row[name] for name in ("broken", "currency")}
        sums = found.setdefault((row["broken"], row["currency"]), named | dict.fromkeys(_SUMMED, 0))
        sums.update({name: sums[name] + row[name] for name in _SUMMED})
        sums["used"] = sums.get("used", False) or row["is_usage"]
    return list(found.values())


def chosen(totals: Sequence[Row], wanted: Wanted) -> str:
    """The currency of the figures: the one that is asked for where the data have it, otherwise that of most money.

    A currency without any usage, as of one large credit, is only chosen where no currency has any.
    """
    sound = [row for row in totals if not row["broken"]]
    if not any(row["currency"] == wanted.asked for row in sound):
        sound = [row for row in sound if row.get("used")] or sound
    worth = {row["currency"]: _worth(row, wanted) for row in sound}
    if wanted.asked in worth:
        return wanted.asked
    if worth.get(wanted.own, ZERO) > LEAST_OWN * sum(worth.values(), ZERO):
        return wanted.own
    return str(min(worth, key=lambda currency: (-worth[currency], currency != wanted.own, currency)))


def others(totals: Iterable[Row], currency: str) -> tuple[OtherCurrency, ...]:
    """What is left out, the most rows first."""
    left = [_other(row) for row in totals if not row["broken"] and row["currency"] != currency]
    return tuple(sorted(left, key=lambda other: (-other.rows, other.currency)))


def _worth(row: Row, wanted: Wanted) -> Decimal:
    """How much money it is, in the organisation's currency where there is a rate, else as it stands."""
    amount: Decimal = max(abs(row["billed"] or ZERO), abs(row["effective"] or ZERO))
    return amount * wanted.rates.get(row["currency"], Decimal(1))


def _other(row: Row) -> OtherCurrency:
    return OtherCurrency(
        currency=row["currency"],
        rows=row["rows"],
        billed=plain(row["billed"] or ZERO),
        effective=plain(row["effective"] or ZERO),
    )


P = ParamSpec("P")
T = TypeVar("T")
# A time with a zone counts for the day that it is in UTC. BigQuery knows no other zone; in Trino values have their own.
_IN_UTC: Mapping[str, str] = {
    "duckdb": "SET TimeZone = 'UTC'",
    "pyspark": "SET TIME ZONE 'UTC'",
    "databricks": "SET TIME ZONE 'UTC'",
    "snowflake": "ALTER SESSION SET TIMEZONE = 'UTC'",
}

# What shows that times are written otherwise, and how they are read then.
_OTHER_TIMES = {"is_broken": reread, "is_shifted": in_own_zone}


def bills_of(
    opened: Opened, billing: Billing, *, wanted: Wanted, wheres: Sequence[str], broken_limit: int
) -> Mapping[str, Bill | BriefingError]:
    """A bill for each filter, in one currency, or why there is none for it.

    Raises FactError for data that no bill can be made from.
    """
    filters = {text: _or_fault(slices.parse_where, text, billing.tag_aliases) for text in wheres}
    sound = [each for each in filters.values() if isinstance(each, Where)]
    asked = slices.asked(sound)
    split, tags = slices.asked_tags(sound, billing.dimensions, billing.tag_aliases)
    _need_tags(opened, split, sound)
    if setting := _IN_UTC.get(opened.connection.name):
        opened.connection.raw_sql(setting)
    opened, fetched, drops, left_out = _fetched(opened, billing, asked, split, tags)
    with ledger.ledger(fetched, tuple(asked)) as all_sums:
        spans = ledger.spans(all_sums)
        totals = currencies(spans)
        quality = _checked(opened, totals, broken_limit)
        currency = chosen(totals, wanted)
        sound_spans = [row for row in spans if not row["broken"]]
        own = [row for row in sound_spans if row["currency"] == currency]
        months = (number_of(row[name]) for row in own for name in ("charge_month", "billing_month"))
        history = history_of(ledger.presences(own), months)
        found = answers(all_sums.only(currency), history, split)
        basis = Basis(
            billing=billing,
            columns=frozenset(name for table in opened.tables for name in table.columns.raw),
            history=history,
            currency=currency,
            source=opened.label,
            quality=replace(
                quality,
                missing_columns=tuple(dict.fromkeys(name for table in opened.tables for name in table.columns.missing)),
                other_currencies=others(totals, currency),
                uncategorised=_uncategorised(opened, fetched, all_sums, currency),
                billed_only=billed_only(found),
                ends=dict(sorted(_ends(sound_spans).items())),
                rhythms=history.rhythms,
                left_out=left_out,
            ),
            contracts=_contracts(opened, billing, drops, found, own),
        )
        faults = _unknown(sound, all_sums, opened, billing, tags)
        return {text: _made(faults.get(text, where), found, basis) for text, where in filters.items()}


def _fetched(
    opened: Opened,
    billing: Billing,
    asked: Mapping[str, Sequence[str]],
    split: Sequence[TagKey],
    tags: Sequence[TagKey],
) -> tuple[Opened, pa.Table, tuple[Drop, ...], tuple[LeftOut, ...]]:
    """The cube, and the charges and files that are not in it.

    The data are read again only where their times are written in other ways than FOCUS asks for, and where charges
    stand in two files.
    """

    def read(drops: Sequence[Drop] = ()) -> pa.Table:
        return answered(cube(normalised(opened.tables, billing, tags, drops), asked, split))

    fetched = read()
    for flag, other in _OTHER_TIMES.items():
        if ledger.any_has(fetched, flag) and (tables := other(opened.tables)) != opened.tables:
            opened = dataclasses.replace(opened, tables=tables)
            fetched = read()
    if len(opened.files) < 2:
        return opened, fetched, (), opened.left_out
    with ledger.ledger(fetched, tuple(asked)) as sums:
        drops, left_out = overlaps(ledger.prints(sums), opened.files)
    return opened, read(drops) if drops else fetched, drops, (*opened.left_out, *left_out)


def _contracts(
    opened: Opened, billing: Billing, drops: Sequence[Drop], found: Answers, spans: Sequence[Row]
) -> tuple[Contract, ...]:
    """The contract commitments beside the costs, with what was drawn in the currency of the figures."""
    tells = opened.contracts and any(APPLIED in table.columns for table in opened.tables)
    applied = applied_costs(normalised(opened.tables, billing, (), drops)) if tells else {}
    first = min(month_text(number_of(row["charge_month"])) for row in spans)
    return with_draws(opened.contracts, found.committed.of(Where()), applied, first)


def _made(where: Where | BriefingError, found: Answers, basis: Basis) -> Bill | BriefingError:
    return where if isinstance(where, BriefingError) else _or_fault(bill_of, where, found, basis)


def _or_fault(make: Callable[P, T], *given: P.args, **named: P.kwargs) -> T | BriefingError:
    """What is made, or why it cannot be."""
    try:
        return make(*given, **named)
    except BriefingError as error:
        return error


def _checked(opened: Opened, totals: Sequence[Row], broken_limit: int) -> Quality:
    """How many rows there are and how many are broken. Raises FactError: none at all, or more broken than allowed."""
    read = sum(row["rows"] for row in totals)
    broken = sum(row["rows"] for row in totals if row["broken"])
    rejected = opened.rejected()
    if not read + rejected.rows:
        raise FactError(f"{opened.label} has no rows", remedy="give a bill with charges")
    refuse_broken(opened, broken, read, rejected, broken_limit)
    if broken == read:
        raise FactError(f"{opened.label} has no row that can be used", remedy="mend the export")
    return Quality(rows=read + rejected.rows, broken_rows=broken + rejected.rows)


def _uncategorised(opened: Opened, fetched: pa.Table, sums: Ledger, currency: str) -> Uncategorised | None:
    """What has none of the categories of FOCUS. The data are asked for its name only where there is any."""
    rows = ledger.uncategorised(sums) if ledger.any_has(fetched, "is_uncategorised") else []
    for row in rows:
        if row["currency"] == currency:
            (such_as,) = answered(uncategorised(opened.tables).as_table()).columns[0].to_pylist()
            amounts = {name: plain(row[name] or ZERO) for name in ("billed", "effective")}
            return Uncategorised(rows=int(row["rows"]), such_as=such_as or "", **amounts)
    return None


def _ends(rows: Sequence[Row]) -> dict[str, str]:
    """For each provider the first and the last day of its usage; of all its charges where it has no usage."""
    own: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: not row["is_usage"]):
        there = own.setdefault(row["provider"], [])
        if row["is_usage"] or not (there and there[0]["is_usage"]):
            there.append(row)
    return {
        provider: f"{min(row['first'] for row in found)}/{max(row['last'] for row in found) - timedelta(days=1)}"
        for provider, found in own.items()
    }


def _need_tags(opened: Opened, split: Sequence[TagKey], filters: Iterable[Where]) -> None:
    """Raise FactError where cost by tag is asked for and no table has tags."""
    asked = [each.dimension for each in split] + [each.named for each in filters if each.named.startswith(TAG)]
    if asked and not any("Tags" in table.columns for table in opened.tables):
        raise FactError(
            f"{opened.label} has no column 'Tags', which {asked[0]} asks for", remedy="export the bill with its tags"
        )


def _unknown(
    filters: Sequence[Where], sums: Ledger, opened: Opened, billing: Billing, tags: Sequence[TagKey]
) -> Mapping[str, BriefingError]:
    """The filters with a value that no row has, and what is wrong; only for them the data are asked for all values."""
    there = {column: ledger.values(sums, column) for column in sums.columns}
    wrong = [each for each in filters if each.column and not each.folded.issubset(there[each.column])]
    known: dict[str, list[str]] = {}
    for column in {each.column for each in wrong}:
        found = answered(normalised(opened.tables, billing, tags).select(column).distinct())
        known[column] = [value for value in found[column].to_pylist() if value]
    faults = {each.text: slices.unknown(each, there[each.column], known[each.column]) for each in wrong}
    return {text: fault for text, fault in faults.items() if fault}
