"""One sample in Parquet that the tests of this folder ask questions, with everything that a sample can have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from briefing.bill.sample.plan import Cell, plan
from briefing.bill.sample.request import Sample
from briefing.bill.sample.write import write_sample

REQUEST = Sample(rows=20_000, second_currency=True)


@pytest.fixture(scope="session")
def request_() -> Sample:
    return REQUEST


@pytest.fixture(scope="session")
def cells() -> tuple[Cell, ...]:
    return plan(REQUEST)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("sample")
    write_sample(target, REQUEST)
    return target


@pytest.fixture(scope="session")
def data(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the rows of the sample as the view `focus`."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW focus AS SELECT * FROM '{folder}/*.parquet'")
        yield connection
