from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bill.focus.exports import ROW, write_parquet
from briefing.bill.focus import drivers
from briefing.bill.focus.connections import open_connection, open_table
from briefing.bill.focus.source import reading
from briefing.errors import BriefingError, FactError

# PySpark leaves sockets and files to the collector, and it and Ibis use words that are going out of use.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning"
)
LOOK = "look at the connection, at your rights, and at the credentials in the environment of the driver"


def size(table: Any) -> int:
    """The number of rows, without the way by pandas, whose deprecations are not ours."""
    return int(table.count().to_pyarrow().as_py())


def fault_of(url: str, table: str = "focus") -> str:
    with pytest.raises(BriefingError) as raised, open_connection(url, table) as opened, reading(opened):
        size(opened.tables[0].expression)
    return str(raised.value)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Spark on this machine, started as a user's URL starts it, in a folder of its own."""
    pytest.importorskip("pyspark", reason="PySpark is not installed")
    if not (os.environ.get("JAVA_HOME") or any(Path(place, "java").exists() for place in os.get_exec_path())):
        pytest.skip("Java is not installed")
    before = os.getcwd()
    os.chdir(tmp_path_factory.mktemp("spark"))
    link = drivers.pyspark("pyspark://?spark.master=local[1]&spark.sql.shuffle.partitions=1")
    yield link.connection
    link.leave()
    assert os.listdir() == []
    os.chdir(before)


def test_a_folder_of_files_is_a_table(spark: Any, tmp_path: Path) -> None:
    (tmp_path / "focus").mkdir()
    write_parquet(tmp_path / "focus" / "a.parquet")
    write_parquet(tmp_path / "focus" / "b.parquet")
    with open_connection("pyspark://", f"parquet.`{tmp_path}/focus`") as opened, reading(opened):
        assert opened.label == "folder focus (pyspark)"
        assert size(opened.tables[0].expression) == 4
        first = opened.tables[0].expression.limit(1).to_pyarrow().to_pylist()[0]
        assert str(first["BilledCost"]) == f"{ROW['BilledCost']}0000"


def test_a_session_that_is_there_is_used_and_stays(spark: Any, tmp_path: Path) -> None:
    spark.read_parquet(write_parquet(tmp_path / "a.parquet"), table_name="focus")
    with open_connection("pyspark://", "Focus") as opened:
        assert opened.label == "table Focus (pyspark)"
    assert size(spark.table("focus")) == 2


def test_times_are_in_utc_and_no_page_is_served(spark: Any) -> None:
    settings = spark._session.conf
    assert settings.get("spark.sql.session.timeZone") == "UTC"
    assert settings.get("spark.ui.enabled") == "false"


def test_a_table_that_is_not_there_is_told_with_the_nearest_name(spark: Any, tmp_path: Path) -> None:
    spark.read_parquet(write_parquet(tmp_path / "a.parquet"), table_name="focus")
    assert fault_of("pyspark://", "focs") == "there is no table focs; did you mean 'focus'?"
    assert fault_of("pyspark://", "no.focus") == "there is no table no.focus; look at its name and at your rights"
    told = fault_of("pyspark://", "parquet./nowhere/focus")
    assert told.startswith("folder focus (pyspark) cannot be read: [PATH_NOT_FOUND] Path does not exist: ")


def test_a_fault_of_spark_is_told_in_one_line(spark: Any, tmp_path: Path) -> None:
    spark.read_parquet(write_parquet(tmp_path / "a.parquet"), table_name="focus")
    opened = open_table(spark, "focus")
    with pytest.raises(FactError) as raised, reading(opened):
        opened.tables[0].expression.ServiceName.cast("int").sum().execute()
    told = str(raised.value)
    assert told.startswith("table focus (pyspark) cannot be read: [CAST_INVALID_INPUT] The value 'Nimbus Machines' ")
    assert "\n" not in told
    assert told.endswith(LOOK)


def test_a_password_in_the_path_of_a_folder_is_refused(spark: Any) -> None:
    expected = "the path of the table holds a password; give it in the configuration of Spark instead"
    assert fault_of("pyspark://", "parquet.`s3a://ann:hunter2@bucket/focus`") == expected


def test_spark_without_java_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    session = pytest.importorskip("pyspark.sql", reason="PySpark is not installed").SparkSession
    monkeypatch.setattr(session, "getActiveSession", staticmethod(lambda: None))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.delenv("SPARK_REMOTE", raising=False)
    monkeypatch.setenv("PATH", "")
    assert fault_of("pyspark://") == "Spark needs Java, which is not found; install Java 17, or set JAVA_HOME"
