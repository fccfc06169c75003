"""Write a sample: one file for each provider into a folder, or all into one file."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from briefing.bill.sample.columns import COLUMNS, texts
from briefing.bill.sample.plan import Cell, is_anchor, plan
from briefing.bill.sample.request import FORMS, Form, Sample, Written
from briefing.documents.text import first_day
from briefing.errors import FactError, UsageError

# Cells become rows inside DuckDB, with whole numbers only: the same rows in the same order on every machine.
#
# A cell of n rows and U units gives each row U // n of them, one more to the first U % n rows, and moves a part of
# each odd row to the even one before it. Rows are numbered through: number i stands in piece i // size, a piece
# belongs to one cell, and numbers past the end of their cell are left out. So the rows need no sorting and hardly any
# memory.

RESOURCES = 25  # of one service in one business unit
PIECES = 50_000  # about so many, for any number of rows
MEMORY = "600MB"
SPREAD = 2_654_435_761  # 2³² by the golden ratio: its multiples lie far apart (Knuth, volume 3, 6.4)
_NUMBERS = {
    **dict.fromkeys(("cell", "n", "units", "days"), "BIGINT"),
    **dict.fromkeys(("starts", "billing_start", "billing_end"), "TIMESTAMP"),
    **dict.fromkeys(("billed", "effective", "contracted", "list"), "DECIMAL(6,6)"),
    **dict.fromkeys(("whole", "spans", "priced", "consumed", "committed"), "BOOLEAN"),
}
# Decimals of 18 digits are one machine word, which is quick; they are widened only when they are written.
_UNITS = "CAST(u AS DECIMAL(12,0))"
_QUANTITY = f"CAST({_UNITS} * CAST(0.001 AS DECIMAL(3,3)) AS DECIMAL(20,6))"
_COST = f"CAST({_UNITS} * {{}} AS DECIMAL(20,6))"
_PRICE = "CASE WHEN priced THEN CAST({} * 1000 AS DECIMAL(20,6)) END"
_START = "starts + to_days(CAST(CASE WHEN whole THEN 0 ELSE d END AS INTEGER))"
_END = "starts + to_days(CAST(CASE WHEN whole THEN days ELSE d + 1 END AS INTEGER))"
_BY_ROW = {
    "BilledCost": _COST.format("billed"),
    "EffectiveCost": _COST.format("effective"),
    "ContractedCost": _COST.format("contracted"),
    "ListCost": _COST.format("list"),
    "ContractedUnitPrice": _PRICE.format("contracted"),
    "ListUnitPrice": _PRICE.format("list"),
    "PricingQuantity": f"CASE WHEN priced THEN {_QUANTITY} END",
    "ConsumedQuantity": f"CASE WHEN consumed THEN {_QUANTITY} END",
    "CommitmentDiscountQuantity": f"CASE WHEN committed THEN {_QUANTITY} END",
    "BillingPeriodStart": "billing_start",
    "BillingPeriodEnd": "billing_end",
    "ChargePeriodStart": _START,
    "ChargePeriodEnd": _END,
    "ResourceId": f"Resource || '/' || k % {RESOURCES}",
    "ResourceName": f"Resource || ' ' || k % {RESOURCES}",
}
_TEXTS = tuple(name for name in (*COLUMNS, "Resource") if name not in _BY_ROW)


def connected(threads: int | None) -> duckdb.DuckDBPyConnection:
    """A database in memory that keeps rows in the order in which they are made."""
    connection = duckdb.connect(config={"memory_limit": MEMORY})
    if threads:
        connection.execute(f"SET threads = {threads}")
    # The order of rows is that of the left side of each join: the plan that is written is the one that is run.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    return connection


def load(connection: duckdb.DuckDBPyConnection, cells: Sequence[Cell], request: Sample) -> None:
    """Put the cells into the table `cells`; texts become enums, which are written several times as quickly."""
    rows = [_numbers(number, cell, request) | texts(cell, request) for number, cell in enumerate(cells)]
    for name in _TEXTS:
        values = sorted({str(row[name]) for row in rows if row[name] is not None})
        connection.execute(f"CREATE TYPE {name}_ AS ENUM ({', '.join(map(quoted, values))})")
    kinds = {**_NUMBERS, **{name: f"{name}_" for name in _TEXTS}}
    # A file of values is read in a fraction of the time and memory that parameters or JSON take.
    with TemporaryDirectory() as folder, (file := Path(folder) / "cells.csv").open("w", encoding="utf-8") as stream:
        csv.DictWriter(stream, kinds, lineterminator="\n").writerows(rows)
        stream.flush()
        shape = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in kinds.items())
        options = "header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', auto_detect = false"
        source = f"read_csv({quoted(str(file))}, columns = {{{shape}}}, {options})"
        connection.execute(f"CREATE TABLE cells AS SELECT * FROM {source}")


def rows_of(connection: duckdb.DuckDBPyConnection, first: int, last: int) -> str:
    """The query for all rows of the cells from the first to the last number, both of them in it.

    It needs a temporary table, so that a connection makes the rows of one such range at a time.
    """
    (total,) = connection.execute(f"SELECT sum(n) FROM cells WHERE {_within(first, last)}").fetchone() or (0,)
    size = max(1, total // PIECES)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE pieces AS "
        "SELECT row_number() OVER (ORDER BY cell, start) - 1 AS piece, cell, start "
        f"FROM (SELECT cell, unnest(range(0, n, {size})) AS start FROM cells WHERE {_within(first, last)})"
    )
    (pieces,) = connection.execute("SELECT count(*) FROM pieces").fetchone() or (0,)
    return _query(pieces, size)


def _query(pieces: int, size: int) -> str:
    columns = ", ".join(f"{_BY_ROW.get(name, name)} AS {name}" for name in COLUMNS)
    return f"""
    WITH numbered AS (
        SELECT p.cell, p.start + r.i % {size} AS k
        FROM range({pieces * size}) AS r(i) JOIN pieces p ON p.piece = r.i // {size}
    ), counted AS (
        SELECT c.*, k, units // n AS base,
            CASE WHEN spans AND k = 0 THEN 0 WHEN spans AND k = n - 1 THEN days - 1
            ELSE (k * days + c.cell % days) // n END AS d
        FROM numbered JOIN cells c USING (cell) WHERE k < n
    ), shared AS (
        SELECT *, base + CAST(k < units % n AS BIGINT) + CASE WHEN k = n - 1 AND k % 2 = 0 THEN 0
            ELSE (1 - 2 * (k % 2)) * ((k // 2 * {SPREAD} + cell * 104729) // 65536 % (base // 2 + 1)) END AS u
        FROM counted
    )
    SELECT {columns} FROM shared"""


def _within(first: int, last: int) -> str:
    return f"cell BETWEEN {first} AND {last}"


def _numbers(number: int, cell: Cell, request: Sample) -> dict[str, object]:
    charge, prices = cell.charge, cell.charge.prices
    return {
        "cell": number,
        "n": cell.rows,
        "units": cell.units,
        "days": cell.days,
        "starts": str(cell.starts),
        "billing_start": str(first_day(cell.billed_month)),
        "billing_end": str(first_day(cell.billed_month + 1)),
        "billed": _price(prices.billed),
        "effective": _price(prices.effective),
        "contracted": _price(prices.contracted),
        "list": None if prices.list is None else _price(prices.list),
        "whole": charge.whole_month,
        "spans": is_anchor(cell),
        "priced": charge.priced,
        "consumed": charge.usage and charge.status != "Unused",
        "committed": charge.commitment is not None,
    }


def _price(millionths: int) -> str:
    return f"{'-' if millionths < 0 else ''}0.{abs(millionths):06}"


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return f"'{text.replace(chr(39), chr(39) * 2)}'"


# Times as the FOCUS attribute for dates wants them; Parquet has a type of its own for them.
_CSV = "FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ'"
_OPTIONS: Mapping[Form, str] = {
    "parquet": "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880",
    "csv": f"{_CSV}, COMPRESSION none",
    "csv.gz": f"{_CSV}, COMPRESSION gzip",
}
MOST_ROWS = 5_000_000  # of a file in a folder: a reader has to keep the footer of a file, which grows with its rows
DEFAULT = Sample()


def write_sample(
    target: Path, request: Sample = DEFAULT, form: str | None = None, threads: int | None = None
) -> Written:
    """Write a sample into a folder, which is made where there is none, or into the file that `target` names.

    A target that ends in `.parquet`, `.csv` or `.csv.gz` is one file of this form. A folder gets one file for each
    provider, or several of at most five million rows, in Parquet unless another form is asked for. Files of the same
    name are replaced. The bytes depend on the request and the version of DuckDB alone, whatever the `threads`.
    Raises UsageError where the request or the form cannot be, FactError where the target cannot be written.
    """
    form = _form(target, form)
    cells = plan(request)
    files = dict(_files(target, form, cells))
    connection = connected(threads)
    try:
        next(iter(files)).parent.mkdir(parents=True, exist_ok=True)
        load(connection, cells, request)
        # Making rows keeps one core busy, whatever the threads of a connection: files are made side by side.
        with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
            list(pool.map(lambda file: _write(connection.cursor(), file, *files[file], _OPTIONS[form]), files))
        return Written(files=tuple(files), rows=request.rows, bytes=sum(file.stat().st_size for file in files))
    except (OSError, duckdb.IOException) as error:
        raise FactError(f"{target} cannot be written: {error}") from None
    finally:
        connection.close()


def _form(target: Path, form: str | None) -> Form:
    """The form that the target's name says, or the one asked for; Parquet where neither says any."""
    named: Form | None = next((known for known in FORMS if target.name.endswith(f".{known}")), None)
    if form is not None and form not in FORMS:
        raise UsageError(f"a sample cannot be written as {form!r}; the forms are {', '.join(FORMS)}")
    if named and form and named != form:
        raise UsageError(f"{target.name} is asked for as {form}; name it {target.stem}.{form} or leave the form out")
    return form or named or "parquet"


def _files(target: Path, form: Form, cells: tuple[Cell, ...]) -> Iterator[tuple[Path, tuple[int, int]]]:
    """Each file with the numbers of its first and its last cell."""
    if target.name.endswith(f".{form}"):
        yield target, (0, len(cells) - 1)
        return
    for name, group in groupby(enumerate(cells), lambda numbered: numbered[1].charge.service.provider.name):
        parts = list(_parts(list(group)))
        stem, width = name.lower().replace(" ", "-"), len(str(len(parts)))
        for number, part in enumerate(parts, 1):
            yield target / (f"{stem}-{number:0{width}}.{form}" if len(parts) > 1 else f"{stem}.{form}"), part


def _parts(cells: Sequence[tuple[int, Cell]]) -> Iterator[tuple[int, int]]:
    """The first and last numbers of the cells of each file; as in real exports, large data come in several files."""
    first, rows = cells[0][0], 0
    for number, cell in cells:
        if rows and rows + cell.rows > MOST_ROWS:
            yield first, number - 1
            first, rows = number, 0
        rows += cell.rows
    yield first, cells[-1][0]


def _write(connection: duckdb.DuckDBPyConnection, file: Path, first: int, last: int, options: str) -> None:
    connection.execute(f"COPY ({rows_of(connection, first, last)}) TO {quoted(str(file))} ({options})")
