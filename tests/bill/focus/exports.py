"""Small exports in the FOCUS format, plainly fictional, for the tests of what reads them; and what is read of them."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from briefing.bill.focus.files import FILE, open_files
from briefing.bill.focus.rows import Opened, RawTable
from briefing.bill.focus.source import reading
from briefing.errors import BriefingError

ROW: Mapping[str, str] = {
    "BilledCost": "12.50",
    "EffectiveCost": "10.25",
    "ListCost": "20.00",
    "BillingCurrency": "EUR",
    "BillingPeriodStart": "2026-01-01T00:00:00Z",
    "ChargePeriodStart": "2026-01-05T00:00:00Z",
    "ChargePeriodEnd": "2026-01-06T00:00:00Z",
    "ChargeCategory": "Usage",
    "ServiceCategory": "Compute",
    "ServiceName": "Nimbus Machines",
    "ProviderName": "Nimbus Example Cloud",
    "Tags": '{"owner": "freight"}',
}
NAMES = tuple(ROW)


def csv_text(rows: int = 2, names: Sequence[str] = NAMES, delimiter: str = ",", end: str = "\n") -> str:
    """A header and as many rows, each with the values of `ROW`, `x` where it has none for a name."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerow(names)
    writer.writerows([ROW.get(name, "x") for name in names] for _ in range(rows))
    return text.getvalue()


def write_csv(path: Path, text: str = csv_text()) -> str:
    path.write_bytes(text.encode())
    return str(path)


def write_gzip(path: Path, text: str = csv_text()) -> str:
    path.write_bytes(gzip.compress(text.encode()))
    return str(path)


def write_parquet(path: Path, **other: str) -> str:
    """Two rows with types as clouds write them; `other` are columns in SQL, by name."""
    costs = {name: f"{ROW[name]}::decimal(20, 6)" for name in ("BilledCost", "EffectiveCost")}
    times = {name: f"timestamp '{ROW[name][:10]}'" for name in ("BillingPeriodStart", "ChargePeriodStart")}
    texts = {name: f"'{ROW[name]}'" for name in ("BillingCurrency", "ChargeCategory", "ServiceName", "ProviderName")}
    columns = {**costs, **times, **texts, **other}
    selected = ", ".join(f'{value} as "{name}"' for name, value in columns.items() if value)
    duckdb.execute(f"copy (select {selected} from range(2)) to '{path}' (format parquet)")
    return str(path)


def rows(table: RawTable) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.expression.drop(FILE).to_pyarrow().to_pylist()
    return found


def counts(opened: Opened) -> dict[str, int]:
    return {table.name: len(rows(table)) for table in opened.tables}


def fault_of(*places: str) -> str:
    """What the user is told about places that cannot be opened, or not be read to the end."""
    with pytest.raises(BriefingError) as raised, open_files(places) as opened, reading(opened):
        counts(opened)
    return str(raised.value)
