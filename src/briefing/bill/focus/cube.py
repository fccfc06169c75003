"""All rows become one small table of sums, in one query that reads the data once; only its result leaves the database.

Rows that agree in all that is asked about are folded into one first: what tells most of them apart, such as resources
and hours, is no part of any figure. Every folded row is then counted once in each of four parts, each with few columns:
services, accounts, regions, commitments; and in further ones where they are asked for or the data carry them. The parts
share their columns, so that they are one table, much smaller than one of all combinations.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import ibis
import ibis.expr.datatypes as dt
import msgspec
import pyarrow as pa
from ibis.common.exceptions import IbisError
from ibis.expr.types import IntegerValue, Table, Value

from briefing.bill.focus.tags import TagKey

# What a query answers, as an Arrow table.


def answered(question: Table) -> pa.Table:
    """The rows of an expression, worked out where its tables are."""
    connection = question.get_backend()
    if connection.name == "duckdb":  # Ibis would import pandas on the way, which takes longer than a small query
        found = connection.con.sql(connection.compile(question)).to_arrow_table()
        return found.cast(question.schema().to_pyarrow())  # DuckDB's own type for sums of whole numbers is a decimal
    return connection.to_pyarrow(question)


class Section(msgspec.Struct, frozen=True):
    """A part of the cube: its column → the rows' column that stands in it; its flags; `only` rows with this column."""

    keys: Mapping[str, str]
    flags: tuple[str, ...]
    only: str = ""


SERVICES, ACCOUNTS, REGIONS, COMMITMENTS, PRINTS, MODELS, TAGS = range(7)  # from TAGS on: one for each key of a tag
PARTS: Mapping[int, Section] = {
    SERVICES: Section(
        {"provider": "provider", "name": "service", "kind": "category", "billing_month": "billing_month"},
        (
            *("is_counted", "is_broken", "is_usage", "is_tax", "is_credit", "is_adjustment", "is_correction"),
            *("is_uncategorised", "is_shifted"),
        ),
    ),
    ACCOUNTS: Section(
        {"provider": "provider", "name": "account", "kind": "account_id"},
        ("is_counted", "is_usage", "is_unused", "has_resource"),
    ),
    REGIONS: Section({"name": "region"}, ("is_counted",)),
    COMMITMENTS: Section(
        {"provider": "provider", "name": "commitment", "kind": "kind"},
        (
            *("is_counted", "is_usage", "is_purchase", "is_compute", "is_dynamic", "is_used", "is_unused"),
            *("has_list", "has_contract", "is_unpaid"),
        ),
    ),
}
# Parts that are there where the rows have what they are made of, each found by one column.
_OTHERS: Mapping[str, tuple[int, Section]] = {
    # What a row charges for (a sample of all rows), on whose invoice, and in which file.
    "print": (
        PRINTS,
        Section(
            {"provider": "invoice", "name": "print", "kind": "file", "billing_month": "billing_month"},
            ("is_broken",),
            only="print",
        ),
    ),
    # What is charged by the token.
    "model": (
        MODELS,
        Section({"provider": "provider", "name": "model", "kind": "category"}, ("is_counted",), only="model"),
    ),
}
KEYS: Mapping[str, dt.DataType] = {
    "provider": dt.string,
    "name": dt.string,
    "kind": dt.string,
    "billing_month": dt.date,
}
AMOUNTS = ("billed", "effective", "listed", "contracted", "consumed")  # the last where the data count tokens
_OF_SPARK = frozenset({"pyspark"})
# Each is a bit of the column `flags`, in the parts that have it.
FLAGS = (
    *("is_counted", "is_broken", "is_usage", "is_tax", "is_credit", "is_adjustment", "is_correction"),
    *("has_resource", "is_compute", "is_dynamic", "is_used", "is_unused", "is_purchase"),
    *("is_uncategorised", "has_list", "has_contract", "is_unpaid", "is_shifted"),
)
BITS: Mapping[str, int] = {name: 1 << place for place, name in enumerate(FLAGS)}
MISSING = len(FLAGS)  # from this bit on: what tags are missing


def cube(rows: Table, slices: Mapping[str, Sequence[str]], tags: Sequence[TagKey] = ()) -> Table:
    """The sums of the normalised rows. `slices` has the values that filters ask for, by column (`slices.asked`).

    Counted rows are those of effective cost: usage and purchases that are neither corrections nor broken. Each of
    `tags` has a part of its own, in their order.
    """
    parts = _sections(rows, tags)
    few = _folded(rows, parts, slices)
    sliced = {slice_name(column): _slice(few[column], values) for column, values in slices.items()}
    is_counted = (few.is_usage | few.is_purchase) & ~few.is_correction & ~few.is_broken
    known = few.mutate(**sliced, is_counted=is_counted)
    spread = known.mutate(**{f"flags_{part}": _flags(known, each) for part, each in parts.items()})
    spread = spread.cross_join(_numbers(parts))
    wanted = [(spread.part != part) | spread[each.only].notnull() for part, each in parts.items() if each.only]
    spread = spread.filter(*wanted) if wanted else spread
    sums = _sums(spread, spread["rows"].sum(), ("first", "last", "days"))
    return spread.group_by(**_keys(spread, sliced, parts)).aggregate(**sums)


def _folded(rows: Table, parts: Mapping[int, Section], slices: Iterable[str]) -> Table:
    """Sums of the rows that no part and no filter tells apart."""
    told = (name for each in parts.values() for name in (*each.keys.values(), *each.flags) if name in rows.columns)
    by = dict.fromkeys(("currency", "charge_month", *told, "is_purchase", "is_correction", "missing", *slices))
    return rows.group_by(*by).aggregate(**_sums(rows, rows.count(), ("charge_start", "charge_end", "usage_day")))


def _sections(rows: Table, tags: Sequence[TagKey]) -> dict[int, Section]:
    others = {part: section for column, (part, section) in _OTHERS.items() if column in rows.columns}
    by_tag = {TAGS + place: Section({"name": key.column}, ("is_counted",)) for place, key in enumerate(tags)}
    return {**PARTS, **others, **by_tag}


def slice_name(column: str) -> str:
    """The cube's column with the values of a column that filters ask for; it is null for all other values."""
    return f"slice_{column}"


def _slice(column: Value, values: Sequence[str]) -> Value:
    folded = column.strip().lower()
    for value in values:
        if (spelt := json.dumps(value)[1:-1]) != value:  # tags in JSON may have codes of letters
            folded = (folded == spelt).ifelse(ibis.literal(value), folded)
    return folded.isin(values).ifelse(folded, ibis.null(dt.string))


def _flags(rows: Table, section: Section) -> IntegerValue:
    bits = [rows[name].cast(dt.int64) * BITS[name] for name in section.flags]
    if "has_resource" in section.flags:
        bits.append(rows.missing * (1 << MISSING))
    return sum(bits[1:], start=bits[0])


def _numbers(parts: Iterable[int]) -> Table:
    """A table of the numbers of the parts, made of nothing, as some databases cannot be given one."""
    first, *others = (ibis.literal(part, dt.int8).name("part").as_table() for part in parts)
    return ibis.union(first, *others)


def _keys(spread: Table, sliced: Mapping[str, Value], parts: Mapping[int, Section]) -> dict[str, Value]:
    own = {name: spread[name] for name in ("part", "currency", "charge_month", *sliced)}
    shared = {name: _shared(spread, name, kind, parts) for name, kind in KEYS.items()}
    flags = spread.part.cases(*((part, spread[f"flags_{part}"]) for part in parts))
    return own | shared | {"flags": flags}


def _shared(spread: Table, name: str, kind: dt.DataType, parts: Mapping[int, Section]) -> Value:
    """What stands in a column of the cube, in the parts that use it; null in the others."""
    cases = [(part, spread[each.keys[name]]) for part, each in parts.items() if name in each.keys]
    return spread.part.cases(*cases, else_=ibis.null(kind))


def _sums(of: Table, rows: Value, days: tuple[str, str, str]) -> dict[str, Value]:
    """The sums of rows, or of sums; `days` has the columns with the first and the last day, and with those of usage."""
    first, last, used = (of[name] for name in days)
    amounts = {name: of[name].sum() for name in AMOUNTS if name in of.columns}
    return {"rows": rows, **amounts, "first": first.min(), "last": last.max(), "days": _any_bit(used)}


def _any_bit(days: IntegerValue) -> IntegerValue:
    """The bits that any row has; Ibis has no words for it in Spark's SQL, which has the function."""
    return _bit_or(days) if _is_spark(days) else days.bit_or()


def _is_spark(value: Value) -> bool:
    try:
        return value.get_backend().name in _OF_SPARK
    except IbisError:  # of no connection: only its SQL is wanted
        return False


@ibis.udf.agg.builtin(name="bit_or")  # type: ignore[untyped-decorator]
def _bit_or(days: int) -> int:  # type: ignore[empty-body]
    """The function of the engine."""
