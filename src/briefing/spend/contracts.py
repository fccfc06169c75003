"""Contract commitments: the second data set of FOCUS 1.3, which exports put beside the costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import duckdb
from msgspec.structs import replace

from briefing.errors import FactError
from briefing.library.bill import ZERO
from briefing.library.billpromises import Contract
from briefing.spend.columns import key
from briefing.spend.enginefaults import fault_of_footer
from briefing.spend.forms import Known
from briefing.spend.ledger import Row, has
from briefing.spend.plain import plain

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
