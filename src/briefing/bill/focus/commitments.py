"""Commitments of their own: prepaid pools that usage draws from, and the contract commitments of FOCUS 1.3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import duckdb
from ibis.expr.types import Table
from msgspec.structs import replace

from briefing.bill.bill import ZERO
from briefing.bill.focus.columns import Known, key
from briefing.bill.focus.coverage import History
from briefing.bill.focus.faults import fault_of_footer
from briefing.bill.focus.ledger import Row, has
from briefing.bill.focus.raw_values import number_of, plain
from briefing.bill.records import Contract, Pool
from briefing.documents.text import days_in
from briefing.errors import FactError

# Prepaid pools: a sum is bought once, usage draws from it, and what is left is neither used nor wasted.
#
# A pool is told from a reservation or a savings plan, which exports spread evenly over its term: by its type where
# that says so, and else by what was paid once and in which month how much of it was drawn.

RECENT = 3  # months whose draws say how fast the rest goes
EVEN = Decimal("0.02")  # from month to month: what is spread evenly differs by the days of a month alone
# Types that say what they are, in the words of providers.
_POOL = re.compile(
    r"(?i)pre-?paid|pre-?purchase|draw-?\s?down|capacity|pool|credits?\b|monetary|universal|\bdbcu?\b|balance"
)
_SPREAD = re.compile(r"(?i)savings? ?plan|reserv|\bri\b|\bcud\b|committed use|spend.based|resource.based")


def pools_of(rows: Iterable[Row], history: History) -> tuple[Pool, ...]:
    """The pools, that with most left first."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["name"], row["provider"] or ""), []).append(row)
    pools = [_pool(id, provider, own, history) for (id, provider), own in found.items() if _is_pool(own)]
    return tuple(sorted(pools, key=lambda each: (-(each.remaining or ZERO), each.id, each.provider)))


def _is_pool(rows: Sequence[Row]) -> bool:
    """Bought with a sum of its own, drawn from, and with no unused part, which only what is spread has."""
    kind = " ".join({row["kind"] for row in rows if row["kind"]})
    bought = [row for row in rows if has(row, "is_purchase") and row["billed"] > 0 and not has(row, "is_unused")]
    if _SPREAD.search(kind) or any(has(row, "is_unused") and row["effective"] for row in rows):
        return False
    if _POOL.search(kind):
        return True
    return bool(bought) and not _is_even(rows) and _paid_once(bought, rows)


def _paid_once(bought: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether more was paid than was drawn, in fewer months."""
    drawn = _drawn(rows)
    return len({row["charge_month"] for row in bought}) < max(len(drawn), 2) and _sum(bought) > sum(
        drawn.values(), ZERO
    )


def _is_even(rows: Sequence[Row]) -> bool:
    """Whether each day of all months but the first and the last has the same cost, as of what is spread over a term."""
    daily = [cost / days_in(month) for month, cost in sorted(_drawn(rows).items())][1:-1]
    return len(daily) > 1 and max(daily) - min(daily) <= EVEN * max(daily)


def _drawn(rows: Iterable[Row]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for row in rows:
        if has(row, "is_usage") and not has(row, "is_unused"):
            month = number_of(row["charge_month"])
            found[month] = found.get(month, ZERO) + row["effective"]
    return found


def _pool(id: str, provider: str, rows: Sequence[Row], history: History) -> Pool:
    drawn = _drawn(rows)
    recent = history.told[-RECENT:]
    bought = [row for row in rows if has(row, "is_purchase")]
    return Pool(
        id=id,
        kind=min((row["kind"] for row in rows if row["kind"]), default=""),
        provider=provider,
        bought=plain(_sum(bought)),
        drawn=plain(sum(drawn.values(), ZERO)),
        monthly=plain(sum((drawn.get(month, ZERO) for month in recent), ZERO) / len(recent)),
    )


def _sum(rows: Iterable[Row]) -> Decimal:
    return sum((row["billed"] for row in rows), ZERO)


# Contract commitments: the second data set of FOCUS 1.3, which exports put beside the costs.

_LATE = "23"
_ID, _COST = "contractcommitmentid", "billedcost"


def is_contracts(names: Iterable[str]) -> bool:
    """Whether a table with these columns is one of contract commitments, and none of costs."""
    keys = set(map(key, names))
    return _ID in keys and _COST not in keys


def parquet_columns(engine: duckdb.DuckDBPyConnection, form: Known) -> list[str]:
    """The names of its columns."""
    try:
        return [name for name, *_ in engine.execute(f"describe {_select(form)}").fetchall()]
    except duckdb.Error as error:
        raise fault_of_footer(error, form.file) from None


def contracts_of(engine: duckdb.DuckDBPyConnection, forms: Iterable[Known]) -> tuple[Contract, ...]:
    """The commitments of all files, each once. Raises FactError for one that cannot be read."""
    found: dict[str, Contract] = {}
    for form in forms:
        try:
            answer = engine.execute(_select(form))
            names, rows = [key(column[0]) for column in answer.description or ()], answer.fetchall()
        except duckdb.Error as error:
            raise fault_of_footer(error, form.file) from None
        for row in rows:
            each = _contract(dict(zip(names, row, strict=True)), form)
            found[each.id] = each
    return tuple(sorted(found.values(), key=lambda each: (each.ends, each.id)))


def with_draws(
    contracts: Sequence[Contract],
    rows: Iterable[Row],
    applied: Mapping[tuple[str, str], Decimal | None],
    first: str,
) -> tuple[Contract, ...]:
    """The commitments with what was drawn, where the data, which begin in the month `first`, reach back to their start.

    That is what charges say they apply to it (`applied.applied_costs`); where none does, usage under its id, as `rows`
    of `ledger.committed` have it.
    """
    drawn: dict[str, Decimal] = {}
    for row in rows:
        if row["name"] and has(row, "is_usage"):
            drawn[row["name"]] = drawn.get(row["name"], ZERO) + row["effective"]

    def of(each: Contract) -> Decimal | None:
        if not each.starts or each.starts[:7] < first:
            return None
        found = applied.get((each.id, each.currency.upper()), drawn.get(each.id))
        return None if found is None else plain(found)

    return tuple(replace(each, drawn=of(each)) for each in contracts)


def _select(form: Known) -> str:
    path = form.file.path.replace("'", "''")
    if form.form == "parquet":
        return f"select * from read_parquet('{path}', binary_as_string = true)"
    compression = "gzip" if form.form == "csv.gz" else "none"
    return (
        f"select * from read_csv('{path}', header = true, all_varchar = true, skip = {form.skip}, quote = '\"', "
        f"delim = '{form.delimiter}', compression = '{compression}')"
    )


def _contract(row: Mapping[str, Any], form: Known) -> Contract:
    return Contract(
        id=_text(row, _ID),
        description=_text(row, "contractcommitmentdescription"),
        kind=_text(row, "contractcommitmenttype") or _text(row, "contractcommitmentcategory"),
        currency=_text(row, "billingcurrency"),
        committed=_amount(row, "contractcommitmentcost", form),
        starts=_day(row, "contractcommitmentperiodstart", form),
        ends=_day(row, "contractcommitmentperiodend", form, is_end=True),
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    found = str(row.get(name) or "").strip()
    return "" if found.upper() == "NULL" else found


def _amount(row: Mapping[str, Any], name: str, form: Known) -> Decimal:
    text = _text(row, name)
    try:
        return Decimal(text) if text else ZERO
    except InvalidOperation:
        raise _broken(form, name, text, "number") from None


def _day(row: Mapping[str, Any], name: str, form: Known, *, is_end: bool = False) -> str:
    """The day of a time; what ends in the last hour of a day ends before the next."""
    text = _text(row, name)
    try:
        found = date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise _broken(form, name, text[:10], "date") from None
    late = timedelta(days=1 if is_end and text[11:13] == _LATE else 0)
    return (found + late).isoformat() if found else ""


def _broken(form: Known, name: str, text: str, what: str) -> FactError:
    named = next(each for each in _NAMES if key(each) == name)
    return FactError(f"{form.file.shown}: {named} '{text}' is no {what}", remedy="mend the file, or leave it out")


_NAMES = ("ContractCommitmentCost", "ContractCommitmentPeriodStart", "ContractCommitmentPeriodEnd")


# What charges say of contract commitments: `ContractApplied` of FOCUS 1.3 names them, and how much counts for each.
#
# It is asked for only where there are contract commitments to hold it against; the data are then read once more, of
# this column alone.

APPLIED = "ContractApplied"
# The elements of a cell are a list under a name of its own, or alone, or one element; names end in `ID` or in `Id`.
_QUERY = """
with cells as (select currency, try_cast(applied as json) as j from ({rows})),
listed as (select currency, coalesce(j->'$.Elements', j->'$.ContractApplied', j) as j from cells where j is not null),
parts as (
  select currency, unnest(case when json_type(j) = 'ARRAY' then from_json(j, '["JSON"]') else [j] end) as j from listed
),
told as (
  select currency, coalesce(j->>'$.ContractCommitmentId', j->>'$.ContractCommitmentID') as id,
    try_cast(j->>'$.ContractCommitmentAppliedCost' as decimal(38, 12)) as cost
  from parts
)
select id, currency, sum(cost), count(*) - count(cost) from told where id is not null group by id, currency
"""


def applied_costs(rows: Table) -> Mapping[tuple[str, str], Decimal | None]:
    """What normalised rows apply to each commitment, by its id and the currency.

    None where any of it is not counted in money, as of a commitment to an amount of usage.
    """
    sound = rows.filter(rows.applied.notnull(), ~rows.is_broken).select("applied", "currency")
    connection = sound.get_backend()
    found = connection.con.sql(_QUERY.format(rows=connection.compile(sound))).fetchall()
    return {(id.strip(), currency): None if unknown else cost for id, currency, cost, unknown in found}
