"""Write a sample: one file for each provider into a folder, or all into one file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

import duckdb

from briefing.errors import FactError, UsageError
from briefing.spend.sample.expansion import connected, load, quoted, rows_of
from briefing.spend.sample.plan import Cell, plan
from briefing.spend.sample.request import FORMS, Form, Sample, Written

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
