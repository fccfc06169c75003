"""The way from opened data to bills: the cube is fetched once, and every filter's bill comes from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from briefing.errors import FactError
from briefing.library.bill import ZERO, Bill, Billing, OtherCurrency, Quality
from briefing.spend import ledger, slices
from briefing.spend.broken import refuse_broken
from briefing.spend.cube import cube
from briefing.spend.history import history_of
from briefing.spend.ledger import Ledger, Row
from briefing.spend.measures import Basis, answers, bill_of
from briefing.spend.months import number_of
from briefing.spend.opened import Opened
from briefing.spend.plain import plain
from briefing.spend.rows import normalised
from briefing.spend.slices import Where

# A time with a zone counts for the day that it is in UTC. BigQuery knows no other zone; in Trino values have their own.
_IN_UTC: Mapping[str, str] = {
    "duckdb": "SET TimeZone = 'UTC'",
    "pyspark": "SET TIME ZONE 'UTC'",
    "databricks": "SET TIME ZONE 'UTC'",
    "snowflake": "ALTER SESSION SET TIMEZONE = 'UTC'",
}


def bills_of(
    opened: Opened, billing: Billing, *, currency: str, wheres: Sequence[str], broken_limit: int
) -> Mapping[str, Bill]:
    """A bill for each filter, in one currency. Raises FactError for data, or filters, that no bill can be made from."""
    filters = [slices.parse_where(text) for text in wheres]
    asked = slices.asked(filters)
    if setting := _IN_UTC.get(opened.connection.name):
        opened.connection.raw_sql(setting)
    fetched = opened.connection.to_pyarrow(cube(normalised(opened.tables, billing), asked))
    with ledger.ledger(fetched, tuple(asked)) as all_sums:
        totals, ends = ledger.currencies(all_sums), ledger.ends(all_sums)
        quality = _checked(opened, totals, broken_limit)
        chosen = _currency(totals, currency, opened.label)
        own = [row for row in ends if row["currency"] == chosen]
        history = history_of(ledger.coverage(own), {number_of(row["billing_month"]) for row in own})
        basis = Basis(
            billing=billing,
            columns=frozenset(name for table in opened.tables for name in table.columns.raw),
            history=history,
            currency=chosen,
            source=opened.label,
            quality=_described(quality, opened, totals, ends, chosen),
        )
        _refuse_unknown(filters, all_sums, opened, billing)
        found = answers(all_sums.only(chosen), history)
        return {text: bill_of(where, found, basis) for text, where in zip(wheres, filters, strict=True)}


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


def _currency(totals: Sequence[Row], wanted: str, label: str) -> str:
    """The wanted currency where the data have it; otherwise that of most rows."""
    rows = {row["currency"]: row["rows"] for row in totals if not row["broken"]}
    if wanted in rows:
        return wanted
    return str(min(rows, key=lambda currency: (-rows[currency], currency)))


def _described(quality: Quality, opened: Opened, totals: Sequence[Row], ends: Sequence[Row], currency: str) -> Quality:
    others = [row for row in totals if not row["broken"] and row["currency"] != currency]
    missing = dict.fromkeys(name for table in opened.tables for name in table.columns.missing)
    return Quality(
        rows=quality.rows,
        broken_rows=quality.broken_rows,
        missing_columns=tuple(missing),
        other_currencies=tuple(sorted(map(_other, others), key=lambda other: (-other.rows, other.currency))),
        ends=dict(sorted(_ends(ends).items())),
    )


def _other(row: Row) -> OtherCurrency:
    return OtherCurrency(
        currency=row["currency"],
        rows=row["rows"],
        billed=plain(row["billed"] or ZERO),
        effective=plain(row["effective"] or ZERO),
    )


def _ends(rows: Sequence[Row]) -> dict[str, str]:
    """For each provider the first and the last day of its charges."""
    providers = {row["provider"] or "" for row in rows}
    own = {provider: [row for row in rows if (row["provider"] or "") == provider] for provider in providers}
    return {
        provider: f"{min(row['first'] for row in found)}/{max(row['last'] for row in found) - timedelta(days=1)}"
        for provider, found in own.items()
    }


def _refuse_unknown(filters: Sequence[Where], sums: Ledger, opened: Opened, billing: Billing) -> None:
    """Raise FactError for a filter with a value that no row has; only then the data are asked for all values."""
    there = {column: ledger.values(sums, column) for column in sums.columns}
    for where in filters:
        if where.column and not where.folded.issubset(there[where.column]):
            column = normalised(opened.tables, billing).select(where.column).distinct()
            values = opened.connection.to_pyarrow(column)[where.column].to_pylist()
            slices.refuse_unknown(where, there[where.column], [value for value in values if value])
