"""`current-state`: what technology costs now, the figures that this audience watches, and the spend by month."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from briefing.compose.charts import Data, Row, chart
from briefing.compose.chosen import chosen_tiles, explained
from briefing.compose.figures import Figures
from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.compose.wording import filled
from briefing.library.days import parse_day
from briefing.model import Chart, ChartStyle, Notice, Slide, Tiles

TAKES: frozenset[str] = frozenset()
MOST_COLUMNS = 12
MOST_MONTHS = 60
LEAST_MONTHS = 3  # fewer show no course
# What is stated besides the spend, which no key metric may ask for: tiles where there is room, and always in the notes.
SPEND = ("spend", "spend.ai", "spend.saas")
PARTS = ("spend.saas.monthly", "spend.commitments.coverage")


def build(scene: Scene) -> Slide | Notice:
    """Left out without any spend; that of AI or SaaS will do where nobody states the whole.

    With few figures and no months, the tiles stand alone and large.
    """
    of = next(_told(scene), "")
    if not of:
        return left_out(scene, "spend.current-monthly")
    first = f"{of}.monthly"
    chosen = chosen_tiles(scene, first, last=PARTS)
    tiles = Tiles(chosen if len(chosen) > 1 else chosen_tiles(scene, first, f"{of}.annual"))
    history = _history(scene)
    blocks = (tiles, history) if history else (tiles,)
    slide = scene.telling(of=of).slide(
        *blocks,
        title="current-state-title",
        label="current-state-label",
        notes="current-state-notes",
        role="content" if history else "statement",
    )
    notes = (*slide.notes, *((history.finding,) if history else ()), *explained(scene, "spend.annual"))
    return replace(slide, notes=notes, source=slide.source or scene.word("current-state-source"))


def _told(scene: Scene) -> Iterator[str]:
    """What there is a spend of; a part of the spend of which nothing is spent is no state to tell of."""
    for each in SPEND:
        found = scene.cast.figures.find(f"{each}.monthly")
        if found and (each == SPEND[0] or found.sign > 0):
            yield each


def _history(scene: Scene) -> Chart | None:
    """The spend so far: columns up to a year, a line beyond; at most the last five years."""
    company = scene.cast.company
    series = company.figures.series.get("spend.history") if company else None
    if not series or len(series.labels) < LEAST_MONTHS:
        return None
    months, values = series.labels[-MOST_MONTHS:], series.values[-MOST_MONTHS:]
    writer = Figures("money", series.currency, scene.cast.language)
    ends = {"first": writer.full(values[0]), "last": writer.full(values[-1])}
    dates = {"since": _month(scene, months[0], "months"), "until": _month(scene, months[-1], "months")}
    name = scene.word("current-state-series")
    style: ChartStyle = "column" if len(months) <= MOST_COLUMNS else "line"
    names = tuple(_month(scene, each, "short-months") for each in months)
    finding = scene.word("current-state-finding", **ends, **dates)
    return chart(Data(style, names, (Row(name, values),), finding=finding), writer, scene)


def _month(scene: Scene, text: str, names: str) -> str:
    first = parse_day(text).first
    month = scene.cast.words.list(names)[first.month - 1]
    return filled("month-and-year", scene.cast.words, month=month, year=first.year)
