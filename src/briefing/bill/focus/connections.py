"""A table of billing data in a database, by the connection URL that Ibis takes; credentials never come from the URL.

What a driver needs to log in comes from its usual environment: variables, its own configuration files, or the identity
of the machine. Nothing is written to the database: files of DuckDB are opened for reading only, and what Ibis would
make for its own use (functions in Snowflake, a volume in Databricks) is not made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from briefing.bill.focus import drivers
from briefing.bill.focus.columns import columns_of
from briefing.bill.focus.drivers import Link
from briefing.bill.focus.faults import Rejected
from briefing.bill.focus.rows import Opened, RawTable
from briefing.bill.focus.scrubbing import holds_secret, one_line
from briefing.documents.text import did_you_mean, listing, nearest
from briefing.errors import BriefingError, FactError, UsageError

if TYPE_CHECKING:
    from ibis.backends.sql import SQLBackend
    from ibis.expr.types import Table

TABLE_OPTION = "--spend-table"
_LOOK = "look at the connection, at your rights, and at the credentials in the environment of the driver"
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_NAME_PART = re.compile(r"`([^`]+)`|\"([^\"]+)\"|([^.`\"]+)")
# Words of drivers for a table or schema that is not there, where they raise no class of their own for it.
_NOT_THERE = re.compile(
    r"(?i)\b(not[ _]?found|does not exist|TABLE_OR_VIEW_NOT_FOUND|SCHEMA_NOT_FOUND|cannot be found)\b"
)


class Driver(msgspec.Struct, frozen=True):
    """How one kind of database is opened, what has to be installed for it, and the modules whose faults are its own."""

    connect: Callable[[str], Link]
    install: str
    modules: tuple[str, ...]


DRIVERS: Mapping[str, Driver] = {
    "duckdb": Driver(drivers.duckdb_file, "finops-briefing[spend]", ("duckdb", "_duckdb")),
    "pyspark": Driver(drivers.pyspark, "finops-briefing[spark]", ("pyspark", "py4j")),
    "trino": Driver(drivers.trino, "finops-briefing[trino]", ("trino", "requests", "urllib3")),
    "bigquery": Driver(
        drivers.bigquery, "ibis-framework[bigquery]", ("google", "requests", "grpc", "pydata_google_auth")
    ),
    "snowflake": Driver(drivers.snowflake, "ibis-framework[snowflake]", ("snowflake",)),
    "databricks": Driver(drivers.databricks, "ibis-framework[databricks]", ("databricks", "requests", "urllib3")),
}


def is_url(place: str) -> bool:
    """Whether the place is a connection URL and no path."""
    return _URL.match(place) is not None


def open_connection(url: str, table: str) -> Opened:
    """A table behind a URL, opened. Raises BriefingError: a URL with a secret, no driver, no rights, no such table."""
    driver = _driver(url)
    if not table:
        raise UsageError("the connection URL needs the name of a table", remedy=f"give it with {TABLE_OPTION}")
    link = _connected(url, driver)
    try:
        return open_table(link.connection, table, url, link.leave)
    except BaseException:
        link.leave()
        raise


def open_table(connection: SQLBackend, table: str, url: str = "", close: Callable[[], None] = lambda: None) -> Opened:
    """A table of a connection that is open already, and stays so unless `close` ends it.

    Raises FactError where the table is not there, may not be read, or is not in the FOCUS format.
    """
    name = drivers.shown_table(table)
    label = f"{name} ({connection.name})"

    def fault(error: Exception) -> BriefingError | None:
        return _unreadable(label, error, url) if _is_of_driver(error, connection.name) else None

    try:
        expression = _table(connection, table)
    except BriefingError:
        raise
    except Exception as error:  # drivers raise whatever they like, and it may show the URL
        raise _unreadable(label, error, url) from None
    columns = columns_of(expression.columns, name)
    return Opened(
        connection=connection,
        tables=(RawTable(expression, columns, name),),
        label=label,
        rejected=Rejected,
        fault=fault,
        verify=lambda: None,
        close=close,
    )


def _driver(url: str) -> Driver:
    scheme = url.partition("://")[0].casefold()
    if holds_secret(url):
        message = "the connection URL holds a password"
        raise UsageError(message, remedy="give it in the environment of the driver instead")
    if scheme not in DRIVERS:
        remedy = f"give {listing(f'{name}://' for name in DRIVERS)}, or the path of files on this machine"
        raise UsageError(f"{scheme}:// is no connection that billing data are read from", remedy=remedy)
    return DRIVERS[scheme]


def _connected(url: str, driver: Driver) -> Link:
    scheme = url.partition("://")[0].casefold()
    try:
        return driver.connect(url)
    except BriefingError:
        raise
    except ImportError:
        message = f"the driver for {scheme}:// is not installed"
        raise FactError(message, remedy=f"install it with: pip install '{driver.install}'") from None
    except Exception as error:  # drivers raise whatever they like, and it may show the URL
        raise FactError(
            f"the connection to {scheme} fails: {one_line(str(error), url)}",
            remedy="look at the URL, and at the credentials in the environment of the driver",
        ) from None


def _table(connection: SQLBackend, table: str) -> Table:
    """The table by its name, whatever its case; a folder of files by the form that Spark has for it."""
    if (of_folder := drivers.spark_folder(connection, table)) is not None:
        return of_folder
    *database, name = _parts(table)
    if _may_be_there(connection, name, database):
        try:
            return _by_name(connection, name, database)
        except Exception as error:
            if not _is_absence(error):
                raise
    there = _tables(connection, database)
    alike = [other for other in there if other.casefold() == name.casefold() and other != name]
    if len(alike) == 1:
        return _by_name(connection, alike[0], database)
    raise FactError(f"there is no table {table}", remedy=_near(name, there, database))


def _parts(table: str) -> list[str]:
    parts = ["".join(found) for found in _NAME_PART.findall(table.strip())]
    if not 1 <= len(parts) <= 3:
        raise UsageError(f"'{table}' is no name of a table", remedy="give table, schema.table or catalog.schema.table")
    return parts


def _may_be_there(connection: SQLBackend, name: str, database: list[str]) -> bool:
    """Whether to ask for the table. DuckDB would open a file or an address where no table is called `bill.parquet`."""
    if connection.name != "duckdb":
        return True
    query = "select lower(table_schema), lower(table_name) from information_schema.tables"
    there = connection.con.execute(query).fetchall()
    return any(table == name.lower() and (not database or schema == database[-1].lower()) for schema, table in there)


def _by_name(connection: SQLBackend, name: str, database: list[str]) -> Table:
    if not database:
        return connection.table(name)
    return connection.table(name, database=database[0] if len(database) == 1 else (database[0], database[1]))


def _is_absence(error: Exception) -> bool:
    return type(error).__name__ in ("TableNotFound", "NotFound") or _NOT_THERE.search(str(error)) is not None


def _tables(connection: SQLBackend, database: list[str]) -> list[str]:
    try:
        return drivers.tables(connection, database)
    except Exception:  # a help for a message must not become a fault of its own
        return []


def _near(name: str, there: Iterable[str], database: list[str]) -> str:
    there = sorted(there)
    if found := nearest(name, there):
        return did_you_mean(".".join((*database, found)), [".".join((*database, found))])
    if there:
        return f"there are {listing(there, 'and')}" if len(there) <= 5 else f"there are {len(there)} others"
    return "look at its name and at your rights"


def _is_of_driver(error: Exception, scheme: str) -> bool:
    """Whether driver or database are at fault, and not the program."""
    module = type(error).__module__.partition(".")[0]
    return module in DRIVERS[scheme].modules or isinstance(error, OSError)


def _unreadable(name: str, error: Exception, url: str) -> FactError:
    message = f"{name} cannot be read: {one_line(str(error), url)}"
    return FactError(message, remedy=_LOOK)
