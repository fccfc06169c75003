"""Contract commitments: the second data set of FOCUS 1.3, which exports put beside the costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import duckdb
from msgspec.structs import replace

from briefing.errors import FactError
from briefing.library.bill import ZERO, Contract
from briefing.spend.columns import key
from briefing.spend.enginefaults import fault_of_footer
from briefing.spend.forms import Known
from briefing.spend.ledger import Row, has
from briefing.spend.plain import plain

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


def with_draws(contracts: Sequence[Contract], rows: Sequence[Row]) -> tuple[Contract, ...]:
    """The commitments with what was drawn under their ids, as `ledger.pooled` has it."""
    first = min((row["charge_month"] for row in rows), default=None)
    drawn: dict[str, Decimal] = {}
    for row in rows:
        if has(row, "is_usage"):
            drawn[row["name"]] = drawn.get(row["name"], ZERO) + row["effective"]
    return tuple(
        replace(each, drawn=plain(drawn[each.id]))
        if each.id in drawn and first and each.starts[:7] >= first.isoformat()[:7]
        else each
        for each in contracts
    )


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
        ends=_day(row, "contractcommitmentperiodend", form),
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


def _day(row: Mapping[str, Any], name: str, form: Known) -> str:
    text = _text(row, name)[:10]
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise _broken(form, name, text, "date") from None


def _broken(form: Known, name: str, text: str, what: str) -> FactError:
    named = next(each for each in _NAMES if key(each) == name)
    return FactError(f"{form.file.shown}: {named} '{text}' is no {what}", remedy="mend the file, or leave it out")


_NAMES = ("ContractCommitmentCost", "ContractCommitmentPeriodStart", "ContractCommitmentPeriodEnd")
