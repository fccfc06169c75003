"""Audiences in a table: CSV as spreadsheets write it, or the first sheet of an Excel workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

from briefing.errors import BriefingError, ContentError, FactError, Problem, Where
from briefing.library.audiencerow import COLUMNS, Cell, Row, column_problem
from briefing.library.yamlfile import read_text, shown

MAX_UNPACKED = 100_000_000  # bytes of all parts of a workbook
_DELIMITERS = ",;\t"  # what spreadsheets put between cells, by country

Line = tuple[int, int, list["Cell"]]  # the row as the user counts it, its line in the file, its cells


def rows_of_csv(path: str | Path) -> list[Row]:
    """The rows of a CSV file; cells are divided by commas, semicolons or tabs.

    Raises ContentError for what is wrong with the header, and FactError where the file cannot be read.
    """
    return list(_rows(_csv_lines(read_text(path), shown(path)), shown(path)))


def rows_of_workbook(path: str | Path) -> list[Row]:
    """The rows of the first sheet of an Excel workbook. Raises ContentError and FactError as for CSV."""
    file = shown(path)
    try:
        _check_size(path, file)
        return list(_rows(_sheet_lines(path, file), file))
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
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    number = 0
    try:
        for number, values in enumerate(reader, 1):
            yield number, line, [Cell(each.strip() or None, Where(file, line, n)) for n, each in enumerate(values, 1)]
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"row {number + 1} is no CSV: {error}"
        raise ContentError(Problem(Where(file, line), message, "close its quotation marks, or save it again")) from None


def _delimiter(text: str) -> str:
    """What stands most often in the header, outside its quotation marks."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)


def _check_size(path: str | Path, file: str) -> None:
    with zipfile.ZipFile(path) as package:
        size = sum(each.file_size for each in package.infolist())
    if size > MAX_UNPACKED:
        message = f"the workbook holds more than {MAX_UNPACKED:,} bytes"
        raise FactError(message, Where(file), "keep the audiences in a workbook of their own")


def _sheet_lines(path: str | Path, file: str) -> Iterator[Line]:
    from openpyxl import load_workbook  # takes longer to import than all else, and only workbooks need it

    values = load_workbook(path, read_only=True, data_only=True)
    formulas = load_workbook(path, read_only=True)
    try:
        sheets = (values.worksheets[0].iter_rows(), formulas.worksheets[0].iter_rows())
        for number, (cells, written) in enumerate(zip(*sheets, strict=False), 1):
            yield number, number, [*_sheet_cells(cells, written, number, file)]
    finally:
        values.close()
        formulas.close()


def _sheet_cells(cells: Sequence[Any], written: Sequence[Any], number: int, file: str) -> Iterator[Cell]:
    for column, (cell, formula) in enumerate(zip(cells, written, strict=False), 1):
        yield Cell(_sheet_value(cell, formula), Where(file, number, column))


def _sheet_value(cell: Any, formula: Any) -> object:
    """The value as a text that a person would type; a Problem where the spreadsheet has none."""
    if cell.value is None:
        if formula.value is None:
            return None
        return Problem(Where(), "the formula was never calculated", "open the workbook in a spreadsheet and save it")
    if cell.data_type == "e":
        return Problem(Where(), f"the cell holds the error {cell.value}", "mend its formula")
    return _typed(cell.value, str(cell.number_format or "")) or None


def _typed(value: object, number_format: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        exact = Decimal(repr(value))
        return f"{_plain(exact * 100)}%" if "%" in number_format else _plain(exact)
    if isinstance(value, datetime) and value.time().isoformat() == "00:00:00":
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _plain(number: Decimal) -> str:
    """Digits without an exponent, and without zeros behind the point."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
