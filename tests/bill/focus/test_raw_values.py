"""Cells as exports have them, read as days."""

from __future__ import annotations

from datetime import date, datetime

import ibis
import pyarrow as pa
import pytest

from briefing.bill.focus.columns import Columns, columns_of
from briefing.bill.focus.raw_values import end

LEAST = (
    *("BilledCost", "EffectiveCost", "BillingCurrency", "BillingPeriodStart", "ChargePeriodStart", "ChargePeriodEnd"),
    *("ChargeCategory", "ServiceName", "ProviderName"),
)
NAME = "ChargePeriodEnd"
COLUMNS: Columns = columns_of(LEAST, "a.csv")


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (
            pa.string(),
            {
                "2026-02-01T00:00:00Z": date(2026, 2, 1),
                "2026-01-31T22:59:59Z": date(2026, 1, 31),
                "2026-01-31T23:00:00Z": date(2026, 2, 1),
                "2026-01-31 23:59:59": date(2026, 2, 1),
                "2026-01-31": date(2026, 1, 31),
                "2014-12-31": None,  # before there was such a format
                "soon": None,
            },
        ),
        (
            pa.timestamp("us"),
            {
                datetime(2026, 2, 1): date(2026, 2, 1),
                datetime(2026, 1, 31, 22, 59, 59): date(2026, 1, 31),
                datetime(2026, 1, 31, 23): date(2026, 2, 1),
            },
        ),
    ],
)
def test_what_ends_in_the_last_hour_of_a_day_ends_on_the_next(
    kind: pa.DataType, cells: dict[object, date | None]
) -> None:
    table = ibis.memtable(pa.table({"place": pa.array(range(len(cells))), NAME: pa.array(cells, kind)}))
    found = table.select("place", day=end(table, COLUMNS, NAME)).order_by("place").to_pyarrow()["day"].to_pylist()
    assert found == list(cells.values())


def test_without_the_column_there_is_no_end() -> None:
    table = ibis.memtable(pa.table({"a": [1]}))
    assert table.select(day=end(table, Columns({}), NAME)).to_pyarrow()["day"].to_pylist() == [None]
