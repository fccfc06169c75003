"""Audiences in a table: CSV as spreadsheets write it, or the first visible sheet of an Excel workbook with
content.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, TypeVar
from warnings import catch_warnings

from briefing.batch.audiences.rows import COLUMNS, Cell, Row, column_problem
from briefing.documents.othertext import table_of
from briefing.documents.yamlfile import read_text, shown
from briefing.errors import BriefingError, Code, ContentError, FactError, Problem, Where, check_ordinary

# The cells of an Excel workbook as a person would type them, from the first sheet that a person sees something on.
#
# A workbook may come from anybody: its parts are counted and measured before they are unpacked, XML with entities is
# refused, and what it says of its own size is not believed. Nothing in it is run, and nothing outside is fetched.

T = TypeVar("T")
MAX_UNPACKED: Final = 100_000_000  # bytes of all parts of a workbook
MAX_PARTS: Final = 10_000
MAX_RATIO: Final = 100  # unpacked to packed, of a part that unpacks to more than the next
SMALL: Final = 30_000_000
MAX_CELLS: Final = 5_000_000  # that are looked at, empty ones included
MAX_ROWS: Final = 1_048_576  # that a sheet can have
FIRST_DAY: Final = datetime(1900, 3, 1)  # before it Excel counts a 29 February 1900 that there never was
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")  # how Excel writes characters that XML does not have
# The parts of a number format that are shown as they stand, or are instructions: "text", \c, _c, *c and [Red].
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')


def lines_of_workbook(path: str | Path, file: str) -> Iterator[tuple[int, int, list[Cell]]]:
    """The rows of the sheet: number, line, cells. Raises FactError and ContentError, and what openpyxl raises."""
    from openpyxl import load_workbook  # takes longer to import than all else, and only workbooks need it

    _check(path, file)
    with (
        closing(load_workbook(path, read_only=True, data_only=True, keep_links=False)) as values,
        closing(load_workbook(path, read_only=True, keep_links=False)) as formulas,
    ):
        seen = [name for name in values.sheetnames if getattr(values[name], "sheet_state", "") == "visible"]
        sheets = [name for name in seen if hasattr(values[name], "iter_rows")]  # the others are charts
        name = next((each for each in sheets if _has_content(formulas[each])), None)
        if name is None:
            remedy = "write the audiences on a sheet, or show the sheet that they are on"
            raise ContentError(Problem(Where(file), "no visible sheet of the workbook has anything on it", remedy))
        left = MAX_CELLS
        rows = zip_longest(_audiencebook_rows(values[name]), _audiencebook_rows(formulas[name]), fillvalue=())
        for number, (cells, written) in enumerate(rows, 1):
            left -= len(cells) + 1
            if left < 0 or number > MAX_ROWS:
                raise FactError(
                    "the sheet has too many cells", Where(file), "keep the audiences on a sheet of their own"
                )
            yield number, number, [*_cells(cells, written, number, file)]


def _check(path: str | Path, file: str) -> None:
    """Raise FactError where the parts are too many or too large, or hold what only a hostile file does."""
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        if sum(each.file_size for each in parts) > MAX_UNPACKED or len(parts) > MAX_PARTS:
            message = f"the workbook holds more than {MAX_UNPACKED:,} bytes or {MAX_PARTS:,} parts"
            raise FactError(message, Where(file), "keep the audiences in a workbook of their own")
        if any(each.file_size > max(SMALL, each.compress_size * MAX_RATIO) for each in parts):
            message = f"a part of the workbook unpacks to more than {MAX_RATIO} times its size"
            raise FactError(
                f"{message}, as a file made to do harm does", Where(file), "use a workbook that a spreadsheet has saved"
            )
        for each in parts:
            if _declares(_head(package, each)):  # whatever its name: which part is XML is said by others
                message = f"the part {each.filename} declares a document type, as a file made to do harm does"
                raise FactError(message, Where(file), "use a workbook that a spreadsheet has saved")


def _head(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The beginning of a part; whatever unpacks to more than its size is cut there by `zipfile`."""
    with package.open(part) as stream:
        return stream.read(200_000)


def _declares(data: bytes) -> bool:
    """Whether XML declares a document type, which comes before its first element."""
    head = data.replace(b"\0", b"")[:100_000]
    return (
        b"<!DOCTYPE" in head
        or re.search(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|utf-16|us-ascii|iso-|windows-)", head, re.I) is not None
    )


def _audiencebook_rows(sheet: Any) -> Iterator[Sequence[Any]]:
    """The rows as they are, and not as the sheet says that they are: programs write a wrong `dimension`."""
    sheet.reset_dimensions()
    return iter(sheet.iter_rows())


def _has_content(sheet: Any) -> bool:
    return any(str(cell.value or "").strip() for row in _audiencebook_rows(sheet) for cell in row)


def _cells(cells: Sequence[Any], written: Sequence[Any], number: int, file: str) -> Iterator[Cell]:
    for column, (cell, formula) in enumerate(zip(cells, written, strict=False), 1):
        yield Cell(_value(cell, formula), Where(file, number, column))


def _value(cell: Any, formula: Any) -> object:
    """The value as a text that a person would type; a Problem where the spreadsheet has none."""
    if cell.value is None:
        if formula.value is None:
            return None
        return Problem(Where(), "the formula was never calculated", "open the workbook in a spreadsheet and save it")
    if cell.data_type == "e":
        return Problem(Where(), f"the cell holds the error {cell.value}", "mend its formula")
    return _typed(cell.value, str(cell.number_format or "")) or None


def _typed(value: object, number_format: str) -> str | Problem:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), number_format)
    if isinstance(value, datetime) and value < FIRST_DAY:  # a day that its spreadsheet shows as another, or not at all
        message = f"the cell holds a date before {FIRST_DAY:%Y-%m-%d}, which spreadsheets show in different ways"
        return Problem(Where(), message, "write the date as a text, like 2026-03-31")
    if isinstance(value, datetime) and value.time().isoformat() == "00:00:00":
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else unescaped(str(value)).strip()


def _number(number: Decimal, number_format: str) -> str:
    """The number, in per cent where its cell shows it so: `0%` shows 0.05 as 5 %, and `0"%"` shows 5 as 5 %."""
    shown = _section(number, number_format)
    if "%" in _LITERAL.sub("", shown):
        return f"{_plain(number * 100)}%"
    literal = "".join("".join(filter(None, found)) for found in _LITERAL.findall(shown))
    return f"{_plain(number)}%" if literal.strip(" \u00a0\u202f") == "%" else _plain(number)


def _section(number: Decimal, number_format: str) -> str:
    """The part of the format for this number: positive; negative; zero."""
    parts = re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+', number_format) or [""]
    place = 1 if number < 0 else 2 if number == 0 else 0
    return str(parts[place] if place < len(parts) else parts[0])


def _plain(number: Decimal) -> str:
    """Digits without an exponent, and without zeros behind the point."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def unescaped(text: str) -> str:
    """The text with the characters that Excel wrote as `_x000D_`; halves of a pair that stand alone are taken away."""
    if "_x" not in text:
        return text
    found = _ESCAPED.sub(lambda each: chr(int(each[1], 16)), text)
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


Line = tuple[int, int, list["Cell"]]  # the row as the user counts it, its line in the file, its cells


def rows_of_csv(path: str | Path) -> list[Row]:
    """The rows of a CSV file; cells are divided by commas, semicolons or tabs.

    Raises ContentError for what is wrong with the header, and FactError where the file cannot be read.
    """
    return list(_audiencesheet_rows(_csv_lines(read_text(path), shown(path)), shown(path)))


def rows_of_workbook(path: str | Path) -> list[Row]:
    """The rows of the first sheet of an Excel workbook. Raises ContentError and FactError as for CSV."""
    file = shown(path)
    return _sound(path, lambda lines: list(_audiencesheet_rows(lines, file)))


def cells_of_workbook(path: str | Path) -> list[list[str]]:
    """The same sheet as texts, as a person would type them; cells without one are empty. Raises as for audiences."""
    return _sound(path, lambda lines: [[_plain_text(each) for each in cells] for _, _, cells in lines])


def _plain_text(cell: Cell) -> str:
    return cell.value if isinstance(cell.value, str) else ""


def _sound(path: str | Path, read: Callable[[Iterator[Line]], T]) -> T:
    """What is made of the lines of a workbook, which are read as far as somebody wants them."""
    file = shown(path)
    try:
        check_ordinary(path, shown=file)
        with catch_warnings(
            action="ignore"
        ):  # openpyxl's, about what it passes over: styles, checks of cells, pictures
            return read(lines_of_workbook(path, file))
    except BriefingError:
        raise
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FactError(f"the file cannot be read ({reason})", Where(file), "check its path and rights") from None
    except Exception as error:  # a damaged workbook fails in the reader in a hundred ways
        message = f"this is no Excel workbook that can be read ({type(error).__name__})"
        raise FactError(message, Where(file), "open it in a spreadsheet and save it as .xlsx, or as CSV") from error


def _audiencesheet_rows(lines: Iterable[Line], file: str) -> Iterator[Row]:
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
            problems.append(replace(problem, where=cell.where))
        elif column and column in columns[:index]:
            message = f"the column '{column}' stands twice"
            problems.append(Problem(cell.where, message, "take one of them away", Code.USED_TWICE))
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
            message = f"row {number}, column '{column}': {cell.value.message}"
            problems.append(replace(cell.value, where=cell.where, message=message))
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
