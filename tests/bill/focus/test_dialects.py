"""The one query compiles to the SQL of every warehouse, and asks only for sums."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import pytest
import sqlglot

from briefing.bill.bill import Billing
from briefing.bill.focus.columns import FOCUS, columns_of
from briefing.bill.focus.cube import cube
from briefing.bill.focus.rows import RawTable, normalised

pytestmark = pytest.mark.slow

DIALECTS = ("duckdb", "trino", "bigquery", "snowflake", "databricks")
TEXTS = dict.fromkeys(FOCUS, "string")
COSTS = dict.fromkeys(("BilledCost", "EffectiveCost"), "decimal(20, 6)") | {"ListCost": "float64"}
TIMES = {"ChargePeriodStart": "timestamp('UTC')", "ChargePeriodEnd": "timestamp", "BillingPeriodStart": "date"}
SHAPES: Mapping[str, Mapping[str, str]] = {
    "texts": TEXTS,
    "typed": TEXTS | COSTS | TIMES,
    "map": TEXTS | COSTS | TIMES | {"Tags": "map<string, string>"},
    "list": TEXTS | COSTS | TIMES | {"Tags": "array<struct<key: string, value: string>>"},
    "struct": TEXTS | COSTS | TIMES | {"Tags": "struct<owner: string, env: string>"},
}
WITHOUT_MAPS = "bigquery"


def sql(shape: str, dialect: str, *required: str) -> str:
    table = ibis.table(SHAPES[shape], name="focus")
    rows = normalised([RawTable(table, columns_of(table.columns, "focus"), "focus")], Billing(required_tags=required))
    return str(ibis.to_sql(cube(rows, {"account": ("shop",)}), dialect=dialect))


@pytest.mark.parametrize("required", [(), ("owner", "cost-center")])
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_query_folds_rows_before_it_counts_them_and_reads_them_once(
    shape: str, dialect: str, required: tuple[str, ...]
) -> None:
    if shape == "map" and dialect == WITHOUT_MAPS:
        pytest.skip("BigQuery has no maps")
    parsed = sqlglot.parse_one(sql(shape, dialect, *required), dialect=dialect)
    parts, folded = parsed.find_all(sqlglot.exp.Group)
    assert len(folded.expressions) > len(parts.expressions)
    first = folded.find_ancestor(sqlglot.exp.Select)
    assert first
    assert not list(first.find_all(sqlglot.exp.Join)), "all rows would be multiplied by the parts"
    assert [table.name for table in parsed.find_all(sqlglot.exp.Table)].count("focus") == 1
    outermost = parsed.find(sqlglot.exp.Select)
    assert outermost
    assert outermost.args["group"], "rows would leave the database"
