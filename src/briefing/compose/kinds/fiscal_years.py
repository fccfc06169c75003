"""`fiscal-years`: spend so far, savings, cost and net by the organisation's own fiscal years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from briefing.compose.missing import left_out
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.figures.billwords import MonthWords
from briefing.figures.fiscal import FiscalCalendar, calendar_of
from briefing.model import Cell, Notice, Slide, Table

TAKES: frozenset[str] = frozenset()
COLUMNS = ("spend", "savings.base", "cost", "net.base")
TWELVE = 12
CALENDAR = "fiscal-calendar.first-month"


class Year(Struct, frozen=True):
    """A fiscal year: its name, its figures by the end of their ids, and how many months count in spend and return."""

    name: str
    figures: Mapping[str, Said]
    spent: int
    returned: int


def build(scene: Scene) -> Slide | Notice:
    """A row a fiscal year; columns that no year has a figure for are left out."""
    company = scene.cast.company
    calendar = calendar_of(company.facts) if company else None
    if not company or not calendar:
        return left_out(scene, CALENDAR)
    years = list(_years(scene, calendar, MonthWords(company.texts.of_bill())))
    first = next((each for each in years if "cost" in each.figures), None)
    if first is None:
        figures = scene.cast.figures
        return left_out(scene, *(figures.missing("fiscal") or figures.missing("return.base") or ("savings",)))
    columns = [name for name in COLUMNS if any(name in each.figures for each in years)]
    scene = scene.telling(year=first, **{name.partition(".")[0]: first.figures.get(name) for name in COLUMNS[1:]})
    rows = tuple((Cell(each.name), *(Cell(_text(scene, each, name)) for name in columns)) for each in years)
    header = tuple(scene.word(f"fiscal-{name.partition('.')[0]}") for name in ("year", *columns))
    table = Table(header, rows, (3.0, *(2.4 for _ in columns)), summary=scene.word("fiscal-summary"))
    return scene.slide(table, title="fiscal-title", label="fiscal-label", notes="fiscal-notes")


def _years(scene: Scene, calendar: FiscalCalendar, words: MonthWords) -> Iterator[Year]:
    figures = scene.cast.figures
    known = (id.split(".")[1] for id in figures if id.startswith("fiscal."))
    for year in sorted(set(known)):
        found = {name: said for name in COLUMNS if (said := figures.find(f"fiscal.{year}.{name}"))}
        counts = (figures.find(f"fiscal.{year}.months.{name}") for name in ("spend", "return"))
        spent, returned = (int(each.value or 0) if each else 0 for each in counts)
        yield Year(calendar.called(int(year), words), found, spent, returned)


def _text(scene: Scene, year: Year, name: str) -> str:
    """A figure, with the number of its months where these are not all twelve."""
    figure, months = year.figures.get(name), year.spent if name == "spend" else year.returned
    if not figure:
        return ""
    return figure.short if months == TWELVE else scene.word("fiscal-part", figure=figure, months=months)
