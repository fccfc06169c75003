"""What the formulas of a workbook come to: the few functions of spreadsheets that ours use, reckoned from the cells."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl

NAME = r"(?:'([^']+)'!)?"
RANGE = re.compile(NAME + r"\$?([A-Z]{1,2})\$?(\d+):\$?([A-Z]{1,2})\$?(\d+)")
CELL = re.compile(NAME + r"\$?([A-Z]{1,2})\$?(\d+)\b(?!\()")


class Cells(list[object]):
    """Cells of a range, which are reckoned with one by one."""

    def _each(self, how: Callable[[object, object], object], other: object) -> Cells:
        others = other if isinstance(other, Cells) else [other] * len(self)
        return Cells(how(one, another) for one, another in zip(self, others, strict=True))

    def __mul__(self, other: object) -> Cells:
        return self._each(operator.mul, other)

    def __sub__(self, other: object) -> Cells:
        return self._each(operator.sub, other)

    def __truediv__(self, other: object) -> Cells:
        return self._each(operator.truediv, other)

    def __rpow__(self, base: float) -> Cells:
        return Cells(base**each for each in self)  # type: ignore[operator]


def numbers(parts: tuple[object, ...]) -> list[float]:
    """The numbers among cells and values; spreadsheets pass over texts in ranges."""
    flat = [each for part in parts for each in (part if isinstance(part, Cells) else [part])]
    return [each for each in flat if isinstance(each, int | float)]


FUNCTIONS = {
    "SUM": lambda *parts: sum(numbers(parts)),
    "SUMPRODUCT": lambda *parts: sum(numbers(parts)),
    "MIN": lambda *parts: min(numbers(parts), default=0),
    "MAX": lambda *parts: max(numbers(parts), default=0),
    "IF": lambda held, then, other: then if held else other,
}


def reckoned(path: Path) -> dict[tuple[str, str], object]:
    """What every formula comes to, by sheet and cell."""
    book = openpyxl.load_workbook(path)

    @cache
    def at(sheet: str, cell: str) -> object:
        found = book[sheet][cell].value
        if not (isinstance(found, str) and found.startswith("=")):
            return found
        text = re.sub(r"(?<![<>=])=(?!=)", "==", found[1:]).replace("^", "**")
        text = RANGE.sub(lambda each: f"span({(each[1] or sheet)!r},{each[2]!r},{each[3]},{each[5]})", text)
        text = re.sub(r"'[^']*'(?=,)|" + CELL.pattern, lambda each: _cell(each, sheet), text)
        return eval(text, {"__builtins__": {}}, {**FUNCTIONS, "at": at, "span": span})  # our own formulas, in a test

    def span(sheet: str, column: str, first: int, last: int) -> Cells:
        return Cells(at(sheet, f"{column}{row}") for row in range(first, last + 1))

    return {
        (sheet.title, cell.coordinate): at(sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }


def _cell(found: re.Match[str], sheet: str) -> str:
    if found[2] is None:  # the name of a sheet
        return found[0]
    return f"at({(found[1] or sheet)!r},{found[2] + found[3]!r})"
