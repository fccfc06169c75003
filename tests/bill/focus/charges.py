"""Charges made by hand, of plainly fictional providers, and the bills that are read from them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import ibis
import pyarrow as pa

from briefing.bill.bill import Billing
from briefing.bill.focus.columns import columns_of
from briefing.bill.focus.opening import read_bill
from briefing.bill.focus.rows import RawTable, rows
from briefing.bill.focus.source import Source
from briefing.bill.focus.tags import TagKey

Cells: TypeAlias = Mapping[str, Any]
BASE: Cells = {
    "BilledCost": "100",
    "EffectiveCost": "100",
    "ListCost": "100",
    "BillingCurrency": "EUR",
    "ChargeCategory": "Usage",
    "ChargeClass": "",
    "ServiceCategory": "Compute",
    "ServiceName": "Machines",
    "ProviderName": "Nimbus Example Cloud",
    "SubAccountId": "",
    "SubAccountName": "Shop",
    "RegionId": "",
    "RegionName": "Example West",
    "PricingCategory": "Standard",
    "CommitmentDiscountId": "",
    "CommitmentDiscountStatus": "",
    "CommitmentDiscountType": "",
    "ResourceId": "machine-1",
    "Tags": '{"owner": "team-a"}',
}


def charge(month: str = "2026-01", **cells: Any) -> dict[str, Any]:
    """A charge that spans a month, 100 EUR of usage unless the cells say otherwise; a cost alone is all its costs."""
    start, end = f"{month}-01T00:00:00Z", f"{after(month)}-01T00:00:00Z"
    times = {"BillingPeriodStart": start, "ChargePeriodStart": start, "ChargePeriodEnd": end}
    if "cost" in cells:
        cells = {**dict.fromkeys(("BilledCost", "EffectiveCost", "ListCost"), cells.pop("cost")), **cells}
    return {**BASE, **times, **cells}


def after(month: str, by: int = 1) -> str:
    """The month so many months later."""
    year, number = map(int, month.split("-"))
    count = year * 12 + number - 1 + by
    return f"{count // 12:04}-{count % 12 + 1:02}"


def write_bill(folder: Path, charges: Iterable[Cells], without: tuple[str, ...] = ()) -> Source:
    """A CSV of the charges."""
    all_rows = [{name: value for name, value in cells.items() if name not in without} for cells in charges]
    with (folder / "bill.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(all_rows[0]))
        writer.writeheader()
        writer.writerows(all_rows)
    return Source((str(folder / "bill.csv"),))


def bill(folder: Path, charges: Iterable[Cells], *required: str, without: tuple[str, ...] = (), **asked: Any) -> Any:
    """The bill of the charges; of any type, so that its amounts can be held against whole numbers."""
    billing = asked.pop("billing", Billing(required_tags=required))
    return read_bill(write_bill(folder, charges, without), billing, **asked)


def raw(*charges: Cells, **kinds: pa.DataType) -> RawTable:
    """The charges as a raw table; columns are texts unless a type is given."""
    columns = {
        name: pa.array([_of(kinds.get(name), cells[name]) for cells in charges], kinds.get(name, pa.string()))
        for name in charges[0]
    }
    table = ibis.memtable(pa.table(columns))
    return RawTable(table, columns_of(table.columns, "the table"), "the table")


def read(
    *charges: Cells, billing: Billing | None = None, tags: tuple[TagKey, ...] = (), **kinds: pa.DataType
) -> list[dict[str, Any]]:
    """The normalised rows of the charges."""
    found = rows(raw(*charges, **kinds), billing or Billing(), tags).to_pyarrow().to_pylist()
    return list(found)


def _of(kind: pa.DataType | None, cell: Any) -> Any:
    """Dates are written as texts in charges, and are values in typed columns."""
    is_day = kind is not None and (pa.types.is_date(kind)) and isinstance(cell, str)
    return date.fromisoformat(cell[:10]) if is_day else cell
