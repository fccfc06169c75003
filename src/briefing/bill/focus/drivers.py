"""How each kind of database is opened from its URL: reading only, times in UTC, credentials from the environment."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from briefing.bill.focus.scrubbing import holds_secret
from briefing.documents.text import did_you_mean
from briefing.errors import FactError, UsageError

if TYPE_CHECKING:
    from ibis.backends.sql import SQLBackend
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class Link:
    """A connection to a database, and what ends it."""

    connection: SQLBackend
    leave: Callable[[], None]


_SPARK = {
    "spark.app.name": "briefing",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
# Where nobody has configured a cluster, Spark works on this machine and listens to nobody else.
_SPARK_HERE = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
_SPARK_CONFIGURED = ("SPARK_HOME", "SPARK_CONF_DIR", "HADOOP_CONF_DIR", "MASTER", "SPARK_REMOTE")
_SPARK_FOLDER = re.compile(r"(parquet|delta|orc)\.`?((?:/|[a-z][a-z0-9]*:/)[^`]*)`?")


def duckdb_file(url: str) -> Link:
    """`duckdb://path`: a database file, opened for reading only."""
    from briefing.bill.focus.files import embedded

    path = unquote(url.partition("://")[2].partition("?")[0])
    if not Path(path).is_file():
        parent = Path(path).parent
        near = did_you_mean(Path(path).name, os.listdir(parent)) if path and parent.is_dir() else ""
        raise FactError(
            f"there is no DuckDB database {path or 'in the URL'}", remedy=near or "give duckdb:// and its path"
        )
    return Link(*embedded(path, read_only=True))


def pyspark(url: str) -> Link:
    """`pyspark://`, with Spark's own settings as parameters (`?spark.master=local[2]`); a path is the warehouse.

    A session that is there already is used as it is. Otherwise Spark's own configuration decides about the cluster.
    """
    import ibis
    from pyspark.sql import SparkSession

    if (there := SparkSession.getActiveSession()) is not None:
        return Link(ibis.pyspark.connect(there), lambda: None)
    if not (os.environ.get("JAVA_HOME") or os.environ.get("SPARK_REMOTE") or shutil.which("java")):
        raise FactError("Spark needs Java, which is not found", remedy="install Java 17, or set JAVA_HOME")
    leftover = Path("spark-warehouse").absolute()
    is_ours = not leftover.exists()
    connection = ibis.pyspark.connect(_spark_session(url))

    def leave() -> None:
        connection.disconnect()
        if is_ours:
            with contextlib.suppress(OSError):  # it is not there, or somebody put something into it
                leftover.rmdir()

    return Link(connection, leave)


def _spark_session(url: str) -> Any:
    from pyspark.sql import SparkSession

    given = parameters(url)
    settings = {**_SPARK, **(_SPARK_HERE if _is_here(given) else {}), **given}
    if warehouse := unquote(urlsplit(url).path).strip("/"):
        settings["spark.sql.warehouse.dir"] = f"/{warehouse}"
    builder = SparkSession.builder
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def tables(connection: SQLBackend, database: Sequence[str]) -> list[str]:
    """The names of the tables in a schema, `[schema]` or `[catalog, schema]`; in the current one for `[]`."""
    if connection.name == "duckdb":  # Ibis 12 asks DuckDB 2 in a way that it no longer knows
        schema = database[-1] if database else "main"
        query = "select table_name from information_schema.tables where table_schema = ?"
        return [name for (name,) in connection.con.execute(query, [schema]).fetchall()]
    place = None if not database else database[0] if len(database) == 1 else tuple(database)
    return list(connection.list_tables(database=place))


def spark_folder(connection: SQLBackend, table: str) -> Table | None:
    """``parquet.`/path` ``, which Spark reads as a table without any catalogue; None for any other name."""
    found = _SPARK_FOLDER.fullmatch(table.strip())
    if found is None or connection.name != "pyspark":
        return None
    if holds_secret(found[2]):
        raise UsageError(
            "the path of the table holds a password", remedy="give it in the configuration of Spark instead"
        )
    session: Any = connection._session
    session.read.format(found[1]).load(found[2]).createOrReplaceTempView("billing_folder")
    return connection.table("billing_folder")


def shown_table(table: str) -> str:
    """The table as messages and figures call it: of a folder only its own name."""
    found = _SPARK_FOLDER.fullmatch(table.strip())
    return f"folder {Path(found[2]).name}" if found else f"table {table}"


def trino(url: str) -> Link:
    """`trino://user@host:port/catalog/schema`; a password from `TRINO_PASSWORD`, and then over TLS."""
    import ibis
    from trino.auth import BasicAuthentication

    given: dict[str, Any] = {}
    if password := os.environ.get("TRINO_PASSWORD"):
        user = unquote(urlsplit(url).username or os.environ.get("TRINO_USER", ""))
        given = {"auth": BasicAuthentication(user, password), "http_scheme": "https", "user": user}
    return _linked(ibis.connect(url, **given))


def bigquery(url: str) -> Link:
    """`bigquery://project/dataset`; application default credentials, and never a login in a browser."""
    import google.auth
    import ibis

    credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/cloud-platform"])
    return _linked(ibis.connect(url, credentials=credentials))


def snowflake(url: str) -> Link:
    """`snowflake://user@account/database/schema?warehouse=…`; password or way to log in from the environment."""
    import ibis

    return _linked(ibis.connect(url, create_object_udfs=False, **of_environment(_SNOWFLAKE)))


def databricks(url: str) -> Link:
    """`databricks://host/http-path?catalog=…&schema=…`; what is left out, and the token, from the environment.

    Ibis has no URL with a host for it, and makes a volume for its own tables, which needs rights to write.
    """
    from ibis.backends.databricks import Backend

    class Reader(Backend):  # type: ignore[misc] # Ibis carries no types
        def _post_connect(self, **_: Any) -> None:
            """Nothing is written, so no volume is needed."""

    parts = urlsplit(url)
    given = {"server_hostname": parts.hostname, "http_path": unquote(parts.path) or None, **parameters(url)}
    reader = Reader(**{name: value for name, value in given.items() if value})
    reader.reconnect()
    return _linked(reader)


def _linked(connection: SQLBackend) -> Link:
    return Link(connection, connection.disconnect)


def parameters(url: str) -> dict[str, str]:
    """The parameters of a URL."""
    return dict(parse_qsl(urlsplit(url).query))


def of_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """What is set of these variables, by the driver's own name for it."""
    return {name: os.environ[variable] for name, variable in variables.items() if os.environ.get(variable)}


_SNOWFLAKE = {
    "password": "SNOWFLAKE_PASSWORD",
    "authenticator": "SNOWFLAKE_AUTHENTICATOR",
    "token": "SNOWFLAKE_TOKEN",
    "private_key_file": "SNOWFLAKE_PRIVATE_KEY_FILE",
    "private_key_file_pwd": "SNOWFLAKE_PRIVATE_KEY_FILE_PWD",
    "role": "SNOWFLAKE_ROLE",
    "warehouse": "SNOWFLAKE_WAREHOUSE",
}


def _is_here(given: Mapping[str, str]) -> bool:
    local = given.get("spark.master", "local").startswith("local")
    return local and not any(os.environ.get(name) for name in _SPARK_CONFIGURED)
