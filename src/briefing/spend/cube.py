"""All rows become one small table of sums: one query with one GROUP BY, and only its result leaves the database.

Every row is counted once in each of four parts, each with few columns: services, accounts, regions, commitments. One
table with all columns at once has nearly as many rows as the data; four queries read the data four times. The parts
share their columns, as each column more of a GROUP BY costs time for each row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.datatypes as dt
from ibis.expr.types import IntegerValue, Table, Value

SERVICES, ACCOUNTS, REGIONS, COMMITMENTS = range(4)
# For each part: the cube's column → the rows' column that stands in it.
PARTS: Mapping[int, Mapping[str, str]] = {
    SERVICES: {"provider": "provider", "name": "service", "kind": "category", "billing_month": "billing_month"},
    ACCOUNTS: {"provider": "provider", "name": "account", "kind": "account_id"},
    REGIONS: {"name": "region"},
    COMMITMENTS: {"provider": "provider", "name": "commitment", "kind": "kind"},
}
KEYS: Mapping[str, dt.DataType] = {
    "provider": dt.string,
    "name": dt.string,
    "kind": dt.string,
    "billing_month": dt.date,
}
# Each is a bit of the column `flags`, in the parts that have it.
FLAGS = (
    *("is_counted", "is_broken", "is_usage", "is_tax", "is_credit", "is_adjustment", "is_correction"),
    *("has_resource", "is_compute", "is_dynamic", "is_used", "is_unused"),
    *("is_uncategorised", "has_list", "has_contract", "is_unpaid", "is_shifted"),
)
BITS: Mapping[str, int] = {name: 1 << place for place, name in enumerate(FLAGS)}
MISSING = len(FLAGS)  # from this bit on: what tags are missing
_FLAGS: Mapping[int, tuple[str, ...]] = {
    SERVICES: (
        *("is_counted", "is_broken", "is_usage", "is_tax", "is_credit", "is_adjustment", "is_correction"),
        *("is_uncategorised", "is_shifted"),
    ),
    ACCOUNTS: ("is_counted", "is_usage", "is_unused", "has_resource"),
    REGIONS: ("is_counted",),
    COMMITMENTS: (
        *("is_counted", "is_usage", "is_compute", "is_dynamic", "is_used", "is_unused"),
        *("has_list", "has_contract", "is_unpaid"),
    ),
}


def cube(rows: Table, slices: Mapping[str, Sequence[str]]) -> Table:
    """The sums of the normalised rows. `slices` has the values that filters ask for, by column (`slices.asked`).

    Counted rows are those of effective cost: usage and purchases that are neither corrections nor broken.
    """
    sliced = {slice_name(column): _slice(rows[column], values) for column, values in slices.items()}
    is_counted = (rows.is_usage | rows.is_purchase) & ~rows.is_correction & ~rows.is_broken
    known = rows.mutate(**sliced, is_counted=is_counted)
    spread = known.mutate(**{f"flags_{part}": _flags(known, part) for part in PARTS}).cross_join(_parts())
    return spread.group_by(**_keys(spread, sliced)).aggregate(**_sums(spread))


def slice_name(column: str) -> str:
    """The cube's column with the values of a column that filters ask for; it is null for all other values."""
    return f"slice_{column}"


def _slice(column: Value, values: Sequence[str]) -> Value:
    folded = column.strip().lower()
    return folded.isin(values).ifelse(folded, ibis.null(dt.string))


def _flags(rows: Table, part: int) -> IntegerValue:
    bits = [rows[name].cast(dt.int64) * BITS[name] for name in _FLAGS[part]]
    if part == ACCOUNTS:
        bits.append(rows.missing * (1 << MISSING))
    return sum(bits[1:], start=bits[0])


def _parts() -> Table:
    """A table of the numbers of the parts, made of nothing, as some databases cannot be given one."""
    first, *others = (ibis.literal(part, dt.int8).name("part").as_table() for part in PARTS)
    return ibis.union(first, *others)


def _keys(spread: Table, sliced: Mapping[str, Value]) -> dict[str, Value]:
    own = {name: spread[name] for name in ("part", "currency", "charge_month", *sliced)}
    shared = {name: _shared(spread, name, kind) for name, kind in KEYS.items()}
    flags = spread.part.cases(*((part, spread[f"flags_{part}"]) for part in PARTS))
    return own | shared | {"flags": flags}


def _shared(spread: Table, name: str, kind: dt.DataType) -> Value:
    """What stands in a column of the cube, in the parts that use it; null in the others."""
    cases = [(part, spread[columns[name]]) for part, columns in PARTS.items() if name in columns]
    return spread.part.cases(*cases, else_=ibis.null(kind))


def _sums(spread: Table) -> dict[str, Value]:
    return {
        "rows": spread.count(),
        "billed": spread.billed.sum(),
        "effective": spread.effective.sum(),
        "listed": spread.listed.sum(),
        "contracted": spread.contracted.sum(),
        "first": spread.charge_start.min(),
        "last": spread.charge_end.max(),
        "days": spread.usage_day.bit_or(),
    }
