"""The workbook beside a deck: every figure with its source and formula, the return by month, and every series."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import PurePath

from briefing.compose.kinds.appendix import source_of
from briefing.compose.saidfigures import SaidFigures
from briefing.compose.wording import filled
from briefing.figures.company import Company
from briefing.figures.figure import Figure, Series
from briefing.figures.workings import COLUMN, NAMED, Column, formulas, months
from briefing.library.library import Library
from briefing.model import Sheet, Slot

FORMS: Mapping[str, str] = {
    "money": "#,##0.00",
    "percent": "0.0%",
    "ratio": "0.00",
    "months": "0",
    "number": "#,##0.##",
}
FIGURES = ("name", "value", "unit", "shown", "source", "place", "formula", "id")
SERIES = ("name", "label", "value", "unit", "source", "id")
VALUE = FIGURES.index("value")
TOP = 2  # the first row under the headings, as spreadsheets count
OF_CASE = frozenset({"effect", "effect-later"})


def sheets(company: Company, library: Library, language: str) -> tuple[Sheet, ...]:
    """The sheets, without those that would be empty. What is confidential is not in the company any more."""
    said = SaidFigures(
        company, library.kpis(), library.sentences(), language, lambda identifier: library.persona(identifier).name
    )
    word = partial(filled, words=library.sentences())
    table = months(company.figures, company.facts)
    cells = _Cells(company, table, word("workbook-figures"), word("workbook-months"))
    found = (
        _sheet("figures", FIGURES, _figures(company, said, word, cells, table), (44, 16, 8, 14, 40, 30, 60, 34), word),
        _months(company, table, word, cells),
        _sheet("series", SERIES, _series(company, word), (44, 18, 16, 8, 60, 34), word),
    )
    return tuple(each for each in found if each.rows)


def _sheet(
    id: str,
    columns: tuple[str, ...],
    rows: Iterator[tuple[Slot, ...]],
    widths: tuple[int, ...],
    word: Callable[..., str],
) -> Sheet:
    header = tuple(word(f"workbook-{each}") for each in columns)
    return Sheet(word(f"workbook-{id}"), header, tuple(rows), widths)


class _Cells:
    """Where figures and months stand, so that formulas can name them."""

    def __init__(self, company: Company, table: tuple[Column, ...], figures: str, months: str) -> None:
        self._rows = {each.id: row for row, each in enumerate(company.figures, TOP)}
        self._letters = {each.name: letter(place) for place, each in enumerate(table)}
        self._figures, self._months = f"'{figures}'!${letter(VALUE)}$", f"'{months}'!"
        self._last = TOP + (len(table[0].values) if table else 0) - 1

    def formula(self, text: str, row: int = 0) -> str:
        """The formula of a figure, or of a cell in this row of the months."""
        if not text:
            return ""
        columns = COLUMN.sub(lambda found: self._column(*found.groups(), row=row), NAMED.sub(r"{\1}", text))
        return "=" + NAMED.sub(lambda found: f"{self._figures}{self._rows[found[1]]}", columns)

    def _column(self, sign: str, name: str, first: str | None, last: str | None, *, row: int) -> str:
        at = self._letters[name]
        if sign == "@":
            return f"{at}{row}"
        if sign == "^":
            return f"{at}${TOP}:{at}{row}"
        begin, end = (TOP + int(first) - 1, TOP + int(last) - 1) if first and last else (TOP, self._last)
        return f"{self._months}${at}${begin}:${at}${end}"


def letter(place: int) -> str:
    """What spreadsheets call a column, counted from 0; of a table that has no more than a hundred."""
    before, last = divmod(place, 26)
    return (chr(ord("A") + before - 1) if before else "") + chr(ord("A") + last)


def _figures(
    company: Company, said: SaidFigures, word: Callable[..., str], cells: _Cells, table: tuple[Column, ...]
) -> Iterator[tuple[Slot, ...]]:
    """A row for each figure that `briefing figures` shows, in the same order."""
    live = formulas(company.figures, company.facts, table)
    for each in company.figures:
        told = said[each.id]
        value = Slot(told.full) if each.value is None else _number(each, cells.formula(live.get(each.id, "")))
        texts = (told.short, source(company, each, word), place(company, each), each.formula, each.id)
        yield Slot(told.name), value, Slot(each.currency), *map(Slot, texts)


def _number(figure: Figure | Series, formula: str = "") -> Slot:
    assert isinstance(figure, Figure)
    return Slot(value=figure.value, form=FORMS[figure.unit], formula=formula)


def source(company: Company, figure: Figure, word: Callable[..., str]) -> str:
    """Who says what a figure comes from: each once, as people say it."""
    if figure.basis:
        return f"{word('assumptions-bill')} {figure.basis}"
    own = word("assumptions-own")
    found = [source_of(company.facts, each) or own for each in figure.origins]
    return "; ".join(dict.fromkeys(found)) or word("assumptions-default")


def place(company: Company, figure: Figure) -> str:
    """File and line of each fact; of a redacted company nothing says where it stands."""
    if company.facts.redacted:
        return ""
    return "; ".join(
        dict.fromkeys(
            f"{PurePath(each.file).name}, {each.line}" if each.line else PurePath(each.file).name
            for each in figure.origins
            if each.file
        )
    )


def _months(company: Company, table: tuple[Column, ...], word: Callable[..., str], cells: _Cells) -> Sheet:
    """The return month by month, each cell worked out from the figures and from the months before."""
    cases = company.texts.scenarios
    header = tuple(word(f"workbook-{each.id}", **({"case": cases[each.case]} if each.case else {})) for each in table)
    rows = tuple(
        tuple(_month(each, number, cells) for each in table)
        for number in range(len(table[0].values) if len(table) > 1 else 0)
    )
    return Sheet(word("workbook-months"), header, rows, (8, *(18 for _ in header[1:])))


def _month(column: Column, number: int, cells: _Cells) -> Slot:
    form = "0" if column.id in ("month", "paid") else "0.00" if column.id in OF_CASE else "#,##0.00"
    return Slot(value=column.values[number], form=form, formula=cells.formula(column.formula, TOP + number))


def _series(company: Company, word: Callable[..., str]) -> Iterator[tuple[Slot, ...]]:
    """Every value of every series: what was spent by month, and what becomes of it."""
    for each in company.figures.series.values():
        for label, value in zip(each.labels, each.values, strict=True):
            texts = (each.currency, each.basis or word("assumptions-own"), each.id)
            yield Slot(each.name), Slot(label), Slot(value=value, form=FORMS[each.unit]), *map(Slot, texts)
