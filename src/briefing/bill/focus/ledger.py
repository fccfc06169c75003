"""The cube in a DuckDB of our own, and the questions that bills ask of it, each answered for all filters at once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from string import whitespace
from typing import Any, TypeAlias

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import BooleanValue, Table, Value

from briefing.bill.bill import ZERO
from briefing.bill.focus.coverage import History
from briefing.bill.focus.cube import (
    ACCOUNTS,
    AMOUNTS,
    BITS,
    COMMITMENTS,
    MISSING,
    MODELS,
    PRINTS,
    REGIONS,
    SERVICES,
    TAGS,
    answered,
    slice_name,
)
from briefing.bill.focus.raw_values import AMOUNT, number_of
from briefing.bill.focus.rhythm import Presence
from briefing.bill.focus.slices import Where
from briefing.documents.text import first_day

Row: TypeAlias = Mapping[str, Any]
_TEXTS = ("currency", "provider", "name", "kind")
_CONSUMED = "consumed"  # where the data count tokens
_SUMMED = tuple(name for name in AMOUNTS if name != _CONSUMED)
_DAYS = ("charge_month", "billing_month", "first", "last")


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of an answer, apart for each combination of values that filters ask for."""

    columns: tuple[str, ...]
    groups: Mapping[tuple[str | None, ...], Sequence[Row]]

    def of(self, where: Where) -> Iterator[Row]:
        """The rows that a filter takes."""
        for values, rows in self.groups.items():
            if not where.column or values[self.columns.index(where.column)] in where.folded:
                yield from rows


@dataclass(frozen=True, slots=True)
class Ledger:
    """All sums; `columns` are those that filters ask about, `parts` those of the cube that have any rows."""

    sums: Table
    columns: tuple[str, ...]
    parts: frozenset[int]

    def only(self, currency: str) -> Ledger:
        """The sums of one currency, without broken rows."""
        sums = self.sums.filter(self.sums.currency == currency, ~flag(self.sums, "is_broken"))
        return Ledger(sums, self.columns, self.parts)


@contextmanager
def ledger(fetched: pa.Table, columns: Sequence[str]) -> Iterator[Ledger]:
    """The fetched cube as a ledger, as long as the context lasts."""
    connection = ibis.duckdb.connect()
    try:
        connection.con.register("cube", _conformed(fetched, columns))
        parts = frozenset(pc.unique(fetched["part"]).to_pylist())
        yield Ledger(connection.table("cube"), tuple(columns), parts)
    finally:
        connection.disconnect()


def flag(sums: Table, name: str) -> BooleanValue:
    """Whether the rows have a flag of the cube."""
    return (sums.flags & BITS[name]) != 0


def any_has(fetched: pa.Table, name: str) -> bool:
    """Whether any row of a fetched cube has a flag, in the part that tells services."""
    rows = zip(fetched["part"].to_pylist(), fetched["flags"].to_pylist(), strict=True)
    return any(part == SERVICES and int(flags) & BITS[name] for part, flags in rows)


def values(of: Ledger, column: str) -> frozenset[str]:
    """The values of a column that filters ask for and that any row has, folded."""
    name = slice_name(column)
    return frozenset(row[name] for row in _fetched(of.sums.select(name).distinct()) if row[name])


def spans(of: Ledger) -> list[Row]:
    """What usage and other charges come to by currency, provider and month, and when they start and end.

    Rows, billed and effective cost; those of broken rows are apart, and their currency may be null.
    """
    services = of.sums.filter(of.sums.part == SERVICES)
    is_usage = flag(services, "is_usage") & flag(services, "is_counted")
    broken = flag(services, "is_broken")
    by = services.group_by("currency", "provider", "charge_month", "billing_month", is_usage=is_usage, broken=broken)
    found = by.aggregate(
        rows=services.rows.sum(),
        billed=services.billed.sum(),
        effective=services.effective.sum(where=flag(services, "is_counted")),
        first=services["first"].min(),
        last=services["last"].max(),
        days=services.days.bit_or(),
    )
    return [{**row, "provider": row["provider"] or ""} for row in _fetched(found)]


def uncategorised(of: Ledger) -> list[Row]:
    """By currency, the charges whose category is none of FOCUS."""
    services = of.sums.filter(of.sums.part == SERVICES, ~flag(of.sums, "is_broken"))
    odd = services.filter(flag(services, "is_uncategorised"))
    sums = {name: odd[name].sum() for name in ("rows", "billed", "effective")}
    return _fetched(odd.group_by("currency").aggregate(**sums))


def presences(rows: Sequence[Row]) -> list[Presence]:
    """What the ends say of each provider's usage by month; of its other charges where nobody has usage."""
    is_usage = any(row["is_usage"] for row in rows)
    found: dict[tuple[str, int], list[Row]] = {}
    cost: dict[tuple[str, int], Decimal] = {}
    for row in rows:
        key = (row["provider"], number_of(row["charge_month"]))
        cost[key] = cost.get(key, ZERO) + row["effective"]
        if row["is_usage"] == is_usage:
            found.setdefault(key, []).append(row)
    return [_presence(key, cost[key], there) for key, there in found.items()]


def _presence(key: tuple[str, int], cost: Decimal, rows: Sequence[Row]) -> Presence:
    days = reduce(or_, (row["days"] or 0 for row in rows))
    return Presence(*key, min(row["first"] for row in rows), max(row["last"] for row in rows), cost, days)


def invoiced(of: Ledger) -> Answer:
    """Billed cost of every charge by the months of its invoice and of itself, and what sort of charge it is."""
    services = of.sums.filter(of.sums.part == SERVICES)
    return _ask(of, services, ("provider", "billing_month", "charge_month", "flags"), {"billed": services.billed.sum()})


def spent(of: Ledger) -> Answer:
    """Effective cost of each service by month."""
    services = _counted(of, SERVICES)
    keys = ("provider", "kind", "name", "charge_month")
    return _ask(of, services, keys, {"effective": services.effective.sum()})


def accounts(of: Ledger, history: History) -> Answer:
    """Effective cost of sub-accounts in the period and in the comparison; flags and missing tags keep them apart."""
    return _in_history(of, ACCOUNTS, history, ("provider", "name", "kind", "flags"))


def regions(of: Ledger, history: History) -> Answer:
    """Effective cost of regions in the period and in the comparison."""
    return _in_history(of, REGIONS, history, ("name",))


def tagged(of: Ledger, history: History, place: int) -> Answer:
    """Effective cost by the values of a tag in the period and in the comparison; `place` is that of its key."""
    return _in_history(of, TAGS + place, history, ("name",))


def committed(of: Ledger) -> Answer:
    """What usage and purchases cost by month, by commitment and by what it is used for, in all of the data."""
    part = _counted(of, COMMITMENTS)
    sums = {name: part[name].sum() for name in _SUMMED}
    return _ask(of, part, ("provider", "name", "kind", "charge_month", "flags"), sums)


def modelled(of: Ledger, history: History) -> Answer:
    """Effective cost and quantity in the period of what is charged by the token."""
    if MODELS not in of.parts:
        return Answer(of.columns, {})
    part = _counted(of, MODELS)
    part = part.filter(_within(part, history.period))
    sums = {name: part[name].sum() for name in ("effective", _CONSUMED)}
    return _ask(of, part, ("provider", "name", "kind"), sums)


def prints(of: Ledger) -> list[Row]:
    """The sampled charges by file, where any of them is in several files; of their invoices and months only."""
    part = of.sums.filter(of.sums.part == PRINTS, ~flag(of.sums, "is_broken"))
    scope = ("provider", "billing_month")
    shared = part.group_by(*scope, "name").aggregate(files=part.kind.nunique())
    shared = shared.filter(shared.files > 1).select(*scope).distinct()
    rows = part.semi_join(shared, scope)
    sums = {name: rows[name].sum() for name in ("rows", "billed", "effective")}
    return _fetched(rows.group_by(*scope, "kind", "name").aggregate(first=rows["first"].min(), **sums))


def within(rows: Iterable[Row], months: Container[int]) -> list[Row]:
    """The rows of what was committed in these months, with the sums of all of them."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if number_of(row["charge_month"]) in months:
            key = tuple(row[name] for name in ("provider", "name", "kind", "flags"))
            sums = found.setdefault(key, {**row, **dict.fromkeys(_SUMMED, ZERO)})
            sums.update({name: sums[name] + row[name] for name in _SUMMED})
    return list(found.values())


def missing_tags(row: Row) -> int:
    """A bit for each required tag that is missing."""
    return int(row["flags"]) >> MISSING


def has(row: Row, name: str) -> bool:
    """Whether a row of an answer has a flag."""
    return bool(row["flags"] & BITS[name])


def _counted(of: Ledger, part: int) -> Table:
    return of.sums.filter(of.sums.part == part, flag(of.sums, "is_counted"))


def _within(rows: Table, months: Sequence[int]) -> BooleanValue:
    return rows.charge_month.isin([first_day(month) for month in months])


def _in_history(of: Ledger, part: int, history: History, keys: Sequence[str]) -> Answer:
    rows = _counted(of, part)
    rows = rows.filter(_within(rows, history.counted))
    spans = {"effective": history.period, "recent": history.recent, "earlier": history.earlier}
    sums = {name: rows.effective.sum(where=_within(rows, span)) for name, span in spans.items()}
    return _ask(of, rows, keys, sums)


def _ask(of: Ledger, rows: Table, keys: Sequence[str], sums: Mapping[str, Value]) -> Answer:
    sliced = [slice_name(column) for column in of.columns]
    groups: dict[tuple[str | None, ...], list[Row]] = {}
    for row in _fetched(rows.group_by(*sliced, *keys).aggregate(**sums)):
        groups.setdefault(tuple(row[name] for name in sliced), []).append(row)
    return Answer(of.columns, groups)


def _fetched(question: Table) -> list[Row]:
    """The rows of an answer, with no amounts as 0."""
    table = answered(question)
    columns = [_plain(table[name]) for name in table.column_names]
    return [dict(zip(table.column_names, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain(column: pa.ChunkedArray) -> list[Any]:
    values: list[Any] = column.to_pylist()
    return [value or ZERO for value in values] if pa.types.is_decimal(column.type) else values


def _conformed(fetched: pa.Table, columns: Sequence[str]) -> pa.Table:
    """The table with the types of ours: other databases have other numbers, and texts that stand for nothing.

    Exports that pad their names mean the same ones.
    """
    amount = AMOUNT.to_pyarrow()
    texts = (*_TEXTS, *map(slice_name, columns))
    kinds = {
        **dict.fromkeys(texts, pa.string()),
        **dict.fromkeys(AMOUNTS, amount),
        **dict.fromkeys(_DAYS, pa.date32()),
    }
    cast = {name: fetched[name].cast(kinds.get(name, pa.int64())) for name in fetched.column_names}
    return pa.table(cast | {name: pc.utf8_trim(cast[name], whitespace) for name in _TEXTS})
