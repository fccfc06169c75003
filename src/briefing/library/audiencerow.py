"""One row of an audiences file: which columns there may be, and what is wrong with what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from briefing.errors import Problem, Where
from briefing.library.text import did_you_mean, folded

# Column → what it is for, as docs/batch.md has it.
COLUMNS: Mapping[str, str] = {
    "name": "what the audience is called, and its files after it",
    "for": "personas, aliases and groups",
    "layout": "what is told",
    "theme": "how it looks",
    "formats": "pptx, md or both",
    "language": "the language that the layout is expected to be in",
    "title": "the title of the briefing, instead of the layout's",
    "presenter": "who presents",
    "where": "the part of the bill that is this audience's, as in SubAccountName = Retail",
}
LISTS = frozenset(("for", "formats"))
FACTS = "organisation."  # before a fact that would else be taken for a column, as in organisation.name


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of one row: a text, or a list or mapping where YAML holds one; None is empty."""

    value: object
    where: Where


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column. `number` is what the user counts by: the row of the sheet, or the entry of the YAML list."""

    number: int
    cells: Mapping[str, Cell]
    where: Where
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the organisation that holds for one audience: `spend.current-monthly`, and what is written there."""

    key: str
    value: object


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom one briefing is for, and what is special about it. Empty fields are as the command line has them.

    An audience with `problems` cannot be made; the rest of it is as far as it could be read.
    """

    number: int
    name: str = ""
    people: tuple[str, ...] = ()
    layout: str = ""
    theme: str = ""
    formats: tuple[str, ...] = ()
    language: str = ""
    title: str = ""
    presenter: str = ""
    where: str = ""
    facts: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()
    places: Mapping[str, Where] = field(default_factory=dict, repr=False, compare=False)

    def problem(self, column: str, message: str, remedy: str = "") -> Problem:
        """A problem with a column of this row, at its place."""
        where = self.places.get(column) or self.places.get("", Where())
        place = f"row {self.number}, column '{column}'" if column in self.places else f"row {self.number}"
        return Problem(where, f"{place}: {message}", remedy)


def audience_of(row: Row) -> Audience:
    """The audience of a row, with everything that is wrong with the row itself."""
    places = {"": row.where, **{column: cell.where for column, cell in row.cells.items()}}
    bare = Audience(row.number, places=places)
    problems = [*row.problems, *_problems(row, bare)]
    texts = {column: _text(row, column) for column in COLUMNS if column not in LISTS}
    return Audience(
        row.number,
        people=_words(row, "for"),
        formats=_words(row, "formats"),
        facts=tuple(_facts(row)),
        problems=tuple(problems),
        places=places,
        **texts,
    )


@cache
def column_problem(column: str) -> tuple[str, str] | None:
    """What is wrong with the name of a column, and what to do; None where there is such a column or fact."""
    if column in COLUMNS:
        return None
    from briefing.library.organisation__types import OrganisationFile
    from briefing.library.organisationkeys import key_problem

    if "." in column or "[" in column:
        return key_problem(OrganisationFile, column.removeprefix(FACTS))
    if column and key_problem(OrganisationFile, column) is None:
        return f"unknown column '{column}'", f"write '{FACTS}{column}' for the organisation's"
    remedy = did_you_mean(column, COLUMNS, f"the columns are {', '.join(COLUMNS)}, and facts such as spend.source")
    return f"unknown column '{column}'", remedy


def _problems(row: Row, audience: Audience) -> Iterator[Problem]:
    for column, cell in row.cells.items():
        if unknown := column_problem(column):
            yield Problem(cell.where, f"row {row.number}: {unknown[0]}", unknown[1])
        elif column in COLUMNS and not _SOUND["list" if column in LISTS else "text"](cell.value):
            what = "names, in one text or a list" if column in LISTS else "one text"
            yield audience.problem(column, f"this should be {what}")
    if not _words(row, "for") and not row.problems:
        yield audience.problem("for", _nobody(row), "write for example cfo, or a group")


def _nobody(row: Row) -> str:
    return "nobody is named" if "for" in row.cells else "'for' is missing"


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_list(value: object) -> bool:
    return _is_text(value) or (isinstance(value, list) and all(isinstance(each, str) for each in value))


_SOUND: Mapping[str, Callable[[object], bool]] = {"text": _is_text, "list": _is_list}


def _text(row: Row, column: str) -> str:
    value = row.cells[column].value if column in row.cells else None
    return folded(value) if isinstance(value, str) else ""


def _words(row: Row, column: str) -> tuple[str, ...]:
    value = row.cells[column].value if column in row.cells else None
    listed = value if isinstance(value, list) else [value]
    words = (folded(part) for each in listed if isinstance(each, str) for part in re.split(r"[,\r\n]", each))
    return tuple(filter(None, words))


def _facts(row: Row) -> Iterator[Fact]:
    """The facts in the order of their columns; an empty cell of a sheet says nothing."""
    for column, cell in row.cells.items():
        if column not in COLUMNS and column_problem(column) is None:
            yield Fact(column.removeprefix(FACTS), cell.value)
