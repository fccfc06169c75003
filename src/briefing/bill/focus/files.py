"""Files of billing data as raw tables in an embedded DuckDB: one table for each set of types, and nothing guessed."""

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb
import ibis
import msgspec

from briefing.bill.focus.archives import Wholeness, unpacked
from briefing.bill.focus.clouds import is_cloud, register
from briefing.bill.focus.columns import FOCUS, PROVIDER, Columns, Known, columns_of, known
from briefing.bill.focus.commitments import contracts_of, is_contracts, parquet_columns
from briefing.bill.focus.faults import LIMIT, Rejected, fault_of_file, fault_of_footer, rejected
from briefing.bill.focus.locations import BillFile, bytes_of, files_of, label_of
from briefing.bill.focus.overlaps import newest_runs
from briefing.bill.focus.rows import Opened, RawTable
from briefing.errors import BriefingError, FactError

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend


# DuckDB inside the process: it spills to a folder of its own, loads nothing from the network and stays small.


def embedded(database: str = ":memory:", *, read_only: bool = False) -> tuple[Backend, Callable[[], None]]:
    """The engine, in memory or on a database file, and what closes it and removes what it spilled."""
    spill = tempfile.TemporaryDirectory(prefix="briefing-", ignore_cleanup_errors=True)
    try:
        engine = ibis.duckdb.connect(database, read_only=read_only, temp_directory=spill.name, **_settings())
    except BaseException:
        spill.cleanup()
        raise

    def close() -> None:
        engine.disconnect()
        spill.cleanup()

    return engine, close


def _settings() -> dict[str, Any]:
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {
        "threads": threads,
        "memory_limit": f"{max(600, 100 * threads)}MB",  # 600 MB keep a run under 1 GB; each thread needs buffers
        "preserve_insertion_order": False,  # order is of no use to sums, and costs memory
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


Types: TypeAlias = tuple[tuple[str, str], ...]  # (name in FOCUS, type in DuckDB)
_TEXT = "VARCHAR"
_ROW_BYTES = {"csv": 300}  # of other forms, which are packed, about 20
_COMPARED = 20_000  # charges, at least
FILE = "file of the row"  # the column with its path; no column of an export is called so


class Part(msgspec.Struct, frozen=True):
    """Files that one scan reads: a query whose columns bear the names of FOCUS, and their types."""

    query: str
    types: Types
    files: tuple[BillFile, ...]
    is_csv: bool


def open_files(places: Sequence[str]) -> Opened:
    """The files of all places, opened. Raises BriefingError for places and files that are no billing data."""
    counted, left_out = newest_runs(files_of(places))
    files, remove = unpacked(counted)
    try:
        forms = tuple(map(known, files))
        connection, leave = embedded()
        register(connection.con, (file.path for file in files if is_cloud(file.path)))
    except BaseException:
        remove()
        raise
    wholeness = Wholeness(form.file for form in forms if form.form == "csv.gz")

    def close() -> None:
        wholeness.close()
        leave()
        remove()

    def lost() -> Rejected:
        return rejected(connection.con, files)

    def verify() -> None:
        wholeness.check()
        lost()

    def fault(error: Exception) -> BriefingError | None:
        return fault_of_file(error, files)

    try:
        aside = tuple(form for form in forms if is_contracts(_names(connection.con, form)))
        costs = tuple(form for form in forms if form not in aside)
        if not costs:
            raise FactError(
                f"{label_of(places, len(files))} has contract commitments and no costs",
                remedy="give the export of cost and usage as well",
            )
        contracts = contracts_of(connection.con, aside)
        tables = tuple(_tables(connection, costs, tuple(form.file for form in costs)))
    except BaseException:
        close()
        raise
    return Opened(
        connection=connection,
        tables=tables,
        label=label_of(places, len(files)),
        rejected=lost,
        fault=fault,
        verify=verify,
        close=close,
        files=files,
        left_out=left_out,
        contracts=contracts,
    )


def _names(engine: duckdb.DuckDBPyConnection, form: Known) -> Sequence[str]:
    return parquet_columns(engine, form) if form.form == "parquet" else form.header


def _tables(connection: Backend, forms: Iterable[Known], files: Sequence[BillFile]) -> Iterable[RawTable]:
    parts = [*_csv_parts(forms), *_parquet_parts(connection.con, forms)]
    views: dict[str, list[Part]] = {}
    for number, group in enumerate(_joined(parts)):
        view = f"billing_{number}"
        query = " union all by name ".join(f"({part.query})" for part in group)
        connection.con.execute(f"create temp view {view} as {query}")
        views[view] = group
    every = _every(files) if _may_overlap(connection.con, views) else 0
    for view, group in views.items():
        name = _name([file for part in group for file in part.files])
        yield RawTable(connection.table(view), _columns(group), name, FILE if every else "", every)


def _may_overlap(engine: duckdb.DuckDBPyConnection, views: Mapping[str, Sequence[Part]]) -> bool:
    """Whether two files have charges of one provider and month. Of CSV files that is not asked: it would read them."""
    if any(part.is_csv for group in views.values() for part in group):
        return True
    scopes: set[tuple[str, ...]] = set()
    for view, group in views.items():
        providers = (_quoted(name) for name in PROVIDER if any((name in dict(part.types)) for part in group))
        provider = f"coalesce({', '.join(providers)}, '') as provider"
        # As texts only what is left: casts of all rows are dear.
        distinct = f'select distinct {_quoted(FILE)} as file, {provider}, "BillingPeriodStart" as month from {view}'
        try:
            rows = engine.execute(
                f"select distinct file, provider::varchar, left(month::varchar, 7) from ({distinct})"
            ).fetchall()
        except duckdb.Error:  # the query that matters will say what is wrong
            return True
        for _, *found in rows:
            if tuple(found) in scopes:
                return True
            scopes.add(tuple(found))
    return False


def _every(files: Sequence[BillFile]) -> int:
    """Of how many charges one is compared with those of the other files; 0 with a single file.

    A power of two, so that about as many are compared whatever the size of the data.
    """
    if len(files) < 2:
        return 0
    rows = sum(bytes_of(each) // _ROW_BYTES.get(each.path[-3:].lower(), 20) for each in files)
    return 1 << max(0, (rows // _COMPARED).bit_length())


def _columns(parts: Iterable[Part]) -> Columns:
    """The names of FOCUS, which the views already use."""
    there = {name for part in parts for name, _ in part.types}
    return columns_of([name for name in FOCUS if name in there], "the data")


def _name(files: Sequence[BillFile]) -> str:
    return files[0].shown if len(files) == 1 else f"{files[0].shown} and {len(files) - 1} more"


def _joined(parts: Iterable[Part]) -> list[list[Part]]:
    """Parts of one form whose common columns have the same types, together: they can be read as one table."""
    groups: list[tuple[bool, dict[str, str], list[Part]]] = []
    for part in parts:
        for is_csv, types, group in groups:
            if is_csv == part.is_csv and all(types.get(name, kind) == kind for name, kind in part.types):
                types.update(part.types)
                group.append(part)
                break
        else:
            groups.append((part.is_csv, dict(part.types), [part]))
    return [group for _, _, group in groups]


def _csv_parts(forms: Iterable[Known]) -> Iterable[Part]:
    texts = sorted((form for form in forms if form.form != "parquet"), key=_csv_shape)
    for _, same in groupby(texts, _csv_shape):
        group = tuple(same)
        for form in group:
            columns = columns_of(form.header, form.file.shown)
        served = {raw: name for name, raw in columns.raw.items()}
        names = [served.get(raw, f"unread {number}") for number, raw in enumerate(group[0].header)]
        types = tuple((name, _TEXT) for name in names if name in columns)
        yield Part(_csv_query(group, names, types), types, tuple(form.file for form in group), True)


def _csv_shape(form: Known) -> tuple[str, str, int, tuple[str, ...]]:
    return form.form, form.delimiter, form.skip, form.header


def _csv_query(group: Sequence[Known], names: Iterable[str], types: Types) -> str:
    """Every column as text, in the order of the header. Rows that do not split are kept apart, and counted."""
    first = group[0]
    options = {
        "auto_detect": "false",
        "header": "true",
        "skip": str(first.skip),
        "delim": _literal(first.delimiter),
        "quote": _literal('"'),
        "escape": _literal('"'),
        "compression": _literal("gzip" if first.form == "csv.gz" else "none"),
        "columns": "{" + ", ".join(f"{_literal(name)}: '{_TEXT}'" for name in names) + "}",
        "hive_partitioning": "false",
        "filename": _literal(FILE),
        "store_rejects": "true",
        "rejects_limit": str(LIMIT),
    }
    given = ", ".join(f"{name} = {value}" for name, value in options.items())
    return f"select {_selected(types)} from read_csv({_paths(form.file for form in group)}, {given})"


def _parquet_parts(engine: duckdb.DuckDBPyConnection, forms: Iterable[Known]) -> Iterable[Part]:
    shapes: dict[tuple[tuple[str, ...], Types], list[BillFile]] = {}
    for form in forms:
        if form.form == "parquet":
            shapes.setdefault(_parquet_shape(engine, form.file), []).append(form.file)
    for (raw, types), files in shapes.items():
        named = (f"{_quoted(own)} as {_quoted(name)}" for own, (name, _) in zip(raw, types, strict=True))
        selected = ", ".join((*named, _quoted(FILE)))
        yield Part(f"select {selected} from {_parquet(files)}", types, tuple(files), False)


def _parquet_shape(engine: duckdb.DuckDBPyConnection, file: BillFile) -> tuple[tuple[str, ...], Types]:
    """The file's own names of the columns that serve FOCUS, and their names in FOCUS with their types."""
    try:
        described = engine.execute(f"describe select * from {_parquet([file])}").fetchall()
    except duckdb.Error as error:
        raise fault_of_footer(error, file) from None
    kinds = {name: kind for name, kind, *_ in described}
    columns = columns_of(kinds, file.shown)
    return tuple(columns.raw.values()), tuple((name, kinds[own]) for name, own in columns.raw.items())


def _parquet(files: Iterable[BillFile]) -> str:
    # Older writers do not mark their texts as texts; folders such as `month=1` are no columns of the data.
    given = f"hive_partitioning = false, filename = {_literal(FILE)}, binary_as_string = true"
    return f"read_parquet({_paths(files)}, {given})"


def _selected(types: Types) -> str:
    return ", ".join((*(_quoted(name) for name, _ in types), _quoted(FILE)))


def _paths(files: Iterable[BillFile]) -> str:
    return (
        "[" + ", ".join(_literal(file.path if is_cloud(file.path) else glob.escape(file.path)) for file in files) + "]"
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
