"""Spark gives the same bills as DuckDB, from the same files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from briefing.bill.bill import Bill, Billing
from briefing.bill.focus.bills import Wanted, bills_of
from briefing.bill.focus.connections import open_table
from briefing.bill.focus.opening import Source
from briefing.bill.sample.request import Sample
from briefing.bill.sample.write import write_sample
from read_alone import read_bills

# PySpark leaves sockets and files to the collector, and it and Ibis use words that are going out of use.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning"),
]
WHERES = ("", "SubAccountName = Ocean", "ServiceCategory in Compute, Storage")
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed")
    if not (os.environ.get("JAVA_HOME") or any(Path(place, "java").exists() for place in os.get_exec_path())):
        pytest.skip("Java is not installed")
    warehouse = str(tmp_path_factory.mktemp("spark"))
    builder = sql.SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", warehouse)
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
@pytest.mark.parametrize("required", [("owner", "cost-center"), ()])
def test_every_figure_is_that_of_duckdb(spark: Any, tmp_path: Path, required: tuple[str, ...], zone: str) -> None:
    import ibis

    write_sample(tmp_path / "bills", Sample(rows=20_000, second_currency=True))
    billing = Billing(required_tags=required)
    expected = read_bills(Source((str(tmp_path / "bills"),)), billing, wheres=WHERES)
    spark.conf.set("spark.sql.session.timeZone", zone)
    connection = ibis.pyspark.connect(spark)
    connection.read_parquet(str(tmp_path / "bills"), table_name="focus")
    opened = open_table(connection, "focus")
    found = bills_of(opened, billing, wanted=Wanted(), wheres=WHERES, broken_limit=0)
    for where in WHERES:
        bill = found[where]
        assert isinstance(bill, Bill)
        assert msgspec.structs.replace(bill, source=expected[where].source) == expected[where]
