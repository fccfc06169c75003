"""Audiences in a table: CSV as spreadsheets write it, or the first visible sheet of an Excel workbook with content."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from warnings import catch_warnings

from briefing.errors import BriefingError, ContentError, FactError, Problem, Where
from briefing.library.audiencebook import lines_of_workbook
from briefing.library.audiencerow import COLUMNS, Cell, Row, column_problem
from briefing.library.csvtext import table_of
from briefing.library.yamlfile import read_text, shown

Line = tuple[int, int, list["Cell"]]  # the row as the user counts it, its line in the file, its cells


def rows_of_csv(path: str | Path) -> list[Row]:
    """The rows of a CSV file; cells are divided by commas, semicolons or tabs.

    Raises ContentError for what is wrong with the header, and FactError where the file cannot be read.
    """
    return list(_rows(_csv_lines(read_text(path), shown(path)), shown(path)))


def rows_of_workbook(path: str | Path) -> list[Row]:
    """The rows of the first sheet of an Excel workbook. Raises ContentError and FactError as for CSV."""
    file = shown(path)
    if Path(path).exists() and not Path(path).is_file():  # a pipe would be waited for
        raise FactError("this is not a file but a folder or a device", Where(file), "put a file there")
    try:
        with catch_warnings(
            action="ignore"
        ):  # openpyxl's, about what it passes over: styles, checks of cells, pictures
            return list(_rows(lines_of_workbook(path, file), file))
    except BriefingError:
        raise
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FactError(f"the file cannot be read ({reason})", Where(file), "check its path and rights") from None
    except Exception as error:  # a damaged workbook fails in the reader in a hundred ways
        message = f"this is no Excel workbook that can be read ({type(error).__name__})"
        raise FactError(message, Where(file), "open it in a spreadsheet and save it as .xlsx, or as CSV") from error


def _rows(lines: Iterable[Line], file: str) -> Iterator[Row]:
    lines = iter(lines)
    first = next((line for line in lines if any(cell.value for cell in line[2])), None)
    if first is None:
        raise ContentError(Problem(Where(file), "the file is empty", "write a header such as 'name,for,layout'"))
    columns = _header(first[2])
    for number, line, cells in lines:
        if any(cell.value is not None for cell in cells):
            yield _row(number, Where(file, line), columns, cells)


def _header(cells: Sequence[Cell]) -> list[str]:
    """The names of the columns; empty where a column has none. Raises ContentError with every problem."""
    columns = [str(cell.value or "").strip() for cell in cells]
    columns = [each.casefold() if each.casefold() in COLUMNS else each for each in columns]
    problems = []
    for index, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if column and (problem := column_problem(column)):
            problems.append(Problem(cell.where, *problem))
        elif column and column in columns[:index]:
            message = f"the column '{column}' stands twice"
            problems.append(Problem(cell.where, message, "take one of them away"))
    if not problems and "for" not in columns:
        problems.append(Problem(cells[0].where, "there is no column 'for'", "add one, with personas or groups in it"))
    if problems:
        raise ContentError(*problems)
    return columns


def _row(number: int, where: Where, columns: Sequence[str], cells: Sequence[Cell]) -> Row:
    found: dict[str, Cell] = {}
    problems = []
    for column, cell in zip_longest(columns, cells[: max(len(columns), len(cells))], fillvalue=None):
        if cell is None or cell.value is None:
            continue
        if not column:
            message = f"row {number}: '{cell.value}' stands in a column without a name"
            problems.append(Problem(cell.where, message, "name the column in the header, or take it away"))
        elif isinstance(cell.value, Problem):
            problems.append(
                Problem(cell.where, f"row {number}, column '{column}': {cell.value.message}", cell.value.remedy)
            )
        else:
            found[column] = cell
    return Row(number, found, where, tuple(problems))


def _csv_lines(text: str, file: str) -> Iterator[Line]:
    mark, before, text = table_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    line = 1 + before
    number = 0
    try:
        for number, values in enumerate(reader, 1):
            yield number, line, [Cell(each.strip() or None, Where(file, line, n)) for n, each in enumerate(values, 1)]
            line = reader.line_num + 1 + before
    except csv.Error as error:
        message = f"row {number + 1} is no CSV: {error}"
        raise ContentError(Problem(Where(file, line), message, "close its quotation marks, or save it again")) from None
