from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import duckdb
import ibis
import pytest

from bill.focus.exports import write_parquet
from briefing.bill.focus import drivers
from briefing.bill.focus.connections import DRIVERS, _is_absence, is_url, open_connection, open_table
from briefing.bill.focus.faults import Rejected
from briefing.bill.focus.opening import Source, open_source, reading
from briefing.errors import BriefingError, UsageError

# Ibis 12 asks DuckDB 2 in words that are going out of use.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_:DeprecationWarning")
LOOK = "look at the connection, at your rights, and at the credentials in the environment of the driver"
needs_trino = pytest.mark.skipif(find_spec("trino") is None, reason="needs finops-briefing[trino]")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database file with a table of billing data in a schema, and another table."""
    monkeypatch.chdir(tmp_path)
    export = write_parquet(tmp_path / "focus.parquet")
    with duckdb.connect("bill.duckdb") as made:
        made.execute(
            f"create schema billing; create table billing.Focus as from '{export}'; create table other as select 1 a"
        )
    return "duckdb://bill.duckdb"


def size(table: Any) -> int:
    """The number of rows, without the way by pandas, whose deprecations are not ours."""
    return int(table.count().to_pyarrow().as_py())


def fault_of(url: str, table: str = "focus") -> str:
    with pytest.raises(BriefingError) as raised, open_connection(url, table) as opened, reading(opened):
        size(opened.tables[0].expression)
    return str(raised.value)


@pytest.mark.parametrize("place", ["duckdb://a.db", "pyspark://", "s3://bucket/a", "HTTPS://x"])
def test_what_has_a_scheme_is_a_url(place: str) -> None:
    assert is_url(place)


@pytest.mark.parametrize("place", ["a.csv", "/a/b", "C:\\bills\\a.csv", "a:b", "bills//a.csv", "*://x"])
def test_what_has_none_is_a_path(place: str) -> None:
    assert not is_url(place)


def test_a_table_of_a_database_file_is_opened_by_the_name_of_its_schema(database: str) -> None:
    with open_source(Source((database,), "billing.Focus")) as opened, reading(opened):
        (table,) = opened.tables
        assert size(table.expression) == 2
        assert table.columns.get("BilledCost") == "BilledCost"
        assert table.name == "table billing.Focus"
        assert opened.label == "table billing.Focus (duckdb)"
        assert opened.rejected() == Rejected()


def test_a_database_file_is_opened_for_reading_only_and_leaves_nothing_behind(database: str) -> None:
    before = sorted(os.listdir())
    with open_connection(database, "billing.Focus") as opened:
        assert sorted(os.listdir()) == before
        with pytest.raises(duckdb.Error, match="read-only"):
            opened.connection.con.execute("create table x as select 1 a")
    assert sorted(os.listdir()) == before


@pytest.mark.parametrize("table", ["billing.FOCUS", "bill.billing.focus", '"billing"."Focus"', "`billing`.`focus`"])
def test_the_case_of_a_table_and_quotes_around_names_do_not_matter(database: str, table: str) -> None:
    with open_connection(database, table) as opened:
        assert size(opened.tables[0].expression) == 2


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("billing.focs", "there is no table billing.focs; did you mean 'billing.Focus'?"),
        ("othr", "there is no table othr; did you mean 'other'?"),
        ("zzz", "there is no table zzz; there are other"),
        ("nowhere.focus", "there is no table nowhere.focus; look at its name and at your rights"),
        ("a.b.c.d", "'a.b.c.d' is no name of a table; give table, schema.table or catalog.schema.table"),
    ],
)
def test_a_table_that_is_not_there_is_told_with_the_nearest_name(database: str, table: str, message: str) -> None:
    assert fault_of(database, table) == message


def test_a_table_that_is_not_focus_is_refused(database: str) -> None:
    assert fault_of(database, "other").startswith("table other has no columns 'BilledCost', 'EffectiveCost', ")


def test_a_database_file_that_is_not_there_is_told_with_the_nearest_name(database: str) -> None:
    assert fault_of("duckdb://bil.duckdb") == "there is no DuckDB database bil.duckdb; did you mean 'bill.duckdb'?"
    assert fault_of("duckdb://") == "there is no DuckDB database in the URL; give duckdb:// and its path"


def test_a_file_that_is_no_database_is_told(database: str) -> None:
    Path("text.db").write_text("no database " * 1000)
    told = fault_of("duckdb://text.db")
    assert told.startswith("the connection to duckdb fails: IO Error: ")
    assert told.endswith("; look at the URL, and at the credentials in the environment of the driver")


@pytest.mark.parametrize("scheme", DRIVERS)
def test_a_url_with_a_password_is_refused_and_not_shown(scheme: str) -> None:
    with pytest.raises(UsageError) as raised:
        open_connection(f"{scheme}://ann:hunter2@db.example.com/x", "focus")
    expected = "the connection URL holds a password; give it in the environment of the driver instead"
    assert str(raised.value) == expected


def test_another_scheme_is_refused_without_its_url() -> None:
    assert fault_of("s3://bucket/focus") == (
        "s3:// is no connection that billing data are read from; give duckdb://, pyspark://, trino://, bigquery://, "
        "snowflake:// or databricks://, or the path of files on this machine"
    )


@pytest.mark.parametrize(
    ("scheme", "module", "install"),
    [
        ("pyspark", "pyspark.sql", "finops-briefing[spark]"),
        ("trino", "trino.auth", "finops-briefing[trino]"),
        ("bigquery", "google.auth", "ibis-framework[bigquery]"),
        ("snowflake", "snowflake.connector", "ibis-framework[snowflake]"),
        ("databricks", "databricks.sql", "ibis-framework[databricks]"),
    ],
)
def test_a_driver_that_is_not_installed_is_named_with_what_to_install(
    scheme: str, module: str, install: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, f"ibis.backends.{scheme}", raising=False)
    assert fault_of(f"{scheme}://host/x") == (
        f"the driver for {scheme}:// is not installed; install it with: pip install '{install}'"
    )


@needs_trino
def test_a_connection_that_fails_gives_the_driver_s_reason_without_user_and_host() -> None:
    told = fault_of("trino://ann@127.0.0.1:1/hive/billing", "billing.focus")
    assert told == f"table billing.focus (trino) cannot be read: [Errno 111] Connection refused; {LOOK}"


@needs_trino
def test_a_driver_that_shows_the_url_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(url: str, **_: Any) -> None:
        raise RuntimeError(f"250001 (08001): no login for ann at {url} with token=abc\n at line 1\n at line 2")

    monkeypatch.setattr(ibis, "connect", fail)
    assert fault_of("trino://ann@db.example.com/hive") == (
        "the connection to trino fails: 250001 (08001): no login for … at … with token=…; "
        "look at the URL, and at the credentials in the environment of the driver"
    )


class Asked(dict[str, Any]):
    """What Ibis was asked for instead of connecting."""

    def __call__(self, url: str, **given: Any) -> MagicMock:
        self.update(url=url, **given)
        return MagicMock()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()
    monkeypatch.setattr(ibis, "connect", asked)
    return asked


@needs_trino
def test_trino_takes_its_password_from_the_environment_and_then_speaks_tls(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "trino://ann@db.example.com/hive"
    monkeypatch.delenv("TRINO_PASSWORD", raising=False)
    drivers.trino(url)
    assert asked == {"url": url}
    monkeypatch.setenv("TRINO_PASSWORD", "opensesame")
    drivers.trino(url)
    assert (asked["user"], asked["http_scheme"], type(asked["auth"]).__name__) == (
        "ann",
        "https",
        "BasicAuthentication",
    )


def test_snowflake_makes_no_functions_and_takes_its_password_from_the_environment(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNOWFLAKE_PASSWORD", "opensesame")
    drivers.snowflake("snowflake://ann@acc/db/schema")
    assert asked == {"url": "snowflake://ann@acc/db/schema", "create_object_udfs": False, "password": "opensesame"}


def test_bigquery_uses_the_credentials_of_the_machine_and_no_browser(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    auth = ModuleType("google.auth")
    auth.default = lambda scopes: ("of the machine", "project")  # type: ignore[attr-defined]
    google = ModuleType("google")
    google.auth = auth  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "google", google)
    monkeypatch.setitem(sys.modules, "google.auth", auth)
    drivers.bigquery("bigquery://project/dataset")
    assert asked == {"url": "bigquery://project/dataset", "credentials": "of the machine"}


def test_databricks_is_asked_by_host_and_path_and_makes_no_volume(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, str] = {}

    class Backend:
        """As Ibis has it, whose last step in connecting is to make a volume."""

        def __init__(self, **given: str) -> None:
            asked.update(given)

        def reconnect(self) -> None:
            self._post_connect(memtable_volume="ann")

        def _post_connect(self, **_: str) -> None:
            raise PermissionError("CREATE VOLUME")

        def disconnect(self) -> None:
            asked.clear()

    module = ModuleType("ibis.backends.databricks")
    module.Backend = Backend  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    link = drivers.databricks("databricks://db.example.com/sql/1.0/warehouses/abc?catalog=main&schema=billing")
    assert asked == {
        "server_hostname": "db.example.com",
        "http_path": "/sql/1.0/warehouses/abc",
        "catalog": "main",
        "schema": "billing",
    }
    link.leave()
    assert asked == {}


def test_a_connection_that_somebody_else_opened_stays_open(database: str) -> None:
    connection = ibis.duckdb.connect("bill.duckdb", read_only=True)
    with open_table(connection, "billing.focus"):
        pass
    assert connection.con.execute("select 1").fetchall() == [(1,)]
    connection.disconnect()


@pytest.mark.parametrize(
    "name", ["focus.parquet", '"focus.parquet"', "./focus.parquet", "https://example.invalid/a.parquet"]
)
def test_the_name_of_a_table_opens_no_file_and_no_address(database: str, name: str) -> None:
    assert fault_of(database, name).startswith(f"there is no table {name}; ")


@pytest.mark.parametrize("name", ["x; drop table other", "other' or 1=1 --", 'focus"; drop table other; --'])
def test_the_name_of_a_table_is_never_sql(database: str, name: str) -> None:
    assert fault_of(database, name).startswith(("there is no table", f"'{name}' is no name of a table"))
    with duckdb.connect("bill.duckdb", read_only=True) as there:
        assert there.execute("select a from other").fetchall() == [(1,)]


def test_what_says_that_a_table_is_not_there_is_told_from_other_faults() -> None:
    for name in ("TableNotFound", "NotFound"):
        assert _is_absence(type(name, (Exception,), {})("x"))
    assert not _is_absence(type("Forbidden", (Exception,), {})("x"))
    assert not _is_absence(type("TableNotFoundX", (Exception,), {})("x"))
