"""`opportunities`: the savings in sight, by how sure they are, and the way from the spend of today to the base case."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from briefing.compose.charts import Data, Row, chart
from briefing.compose.chosen import explained
from briefing.compose.figures import Figures
from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.figures.basis import open_
from briefing.model import Chart, Notice, Slide, Text, Tile, Tiles

TAKES: frozenset[str] = frozenset()
SURE_FIRST = ("verified", "estimated", "idea")
DONE = "savings.by-status.realised.base"
AFTER = "savings.waterfall.last"


def build(scene: Scene) -> Slide | Notice:
    """Left out without a size of the base case. Figures of different status stand apart."""
    base, done = (scene.cast.figures.find(id) for id in ("savings.base.annual", DONE))
    if not base and not (done and done.sign > 0):
        return left_out(scene, *(scene.cast.figures.missing("savings.base") or ("savings",)))
    drawn = _chart(scene)
    lead = scene.word("opportunities-lead", parts=[*_parts(scene)], done=done)
    blocks = (*((Text(lead, "lead"),) if lead else ()), *((drawn,) if drawn else (Tiles(tuple(_tiles(scene))),)))
    title = "opportunities-title" if not base or base.sign > 0 else "opportunities-none-title"
    slide = scene.slide(*blocks, title=title, label="opportunities-label", notes="opportunities-notes")
    formulas = explained(scene, *(f"savings.{case}.annual" for case in ("low", "base", "high")))
    notes = (*slide.notes, *((drawn.finding,) if drawn else ()), *formulas)
    return replace(slide, notes=notes, source=slide.source or scene.word("opportunities-source"))


def _parts(scene: Scene) -> Iterator[str]:
    """The sums of each status that is still open in words, the surest first."""
    for status in SURE_FIRST:
        found = scene.cast.figures.find(f"savings.by-status.{status}.base")
        if found and found.sign:
            yield scene.word(f"status-part-{status}", figure=found)


def _tiles(scene: Scene) -> Iterator[Tile]:
    """The cases, where there is too little for a chart."""
    for case in ("low", "base", "high"):
        found = scene.cast.figures.find(f"savings.{case}.annual")
        if found:
            yield Tile(scene.word("waiting-case", scenario=scene.cast.case(case)), found.short)
    if done := scene.cast.figures.find(DONE):
        yield Tile(scene.word("opportunities-realised"), done.short)


def _chart(scene: Scene) -> Chart | None:
    """A waterfall; without a spend to begin at, bars."""
    company = scene.cast.company
    if not company:
        return None
    writer = Figures("money", company.figures.currency, scene.cast.language)
    series, after = company.figures.series.get("savings.waterfall"), scene.cast.figures.find(AFTER)
    finding = scene.word("opportunities-finding", after=after)
    name = scene.word("opportunities-series")
    if series:
        ends = (0, len(series.values) - 1)
        rows = (Row(name, series.values),)
        names = tuple(_name(scene, each) for each in series.labels)
        return chart(Data("waterfall", names, rows, totals=ends, better="lower", finding=finding), writer, scene)
    sized = [each for each in open_(company.figures.opportunities) if each.annual.get("base")]
    if len(sized) < 2:
        return None
    values = tuple(each.annual["base"] for each in sized)
    names = tuple(_name(scene, each.name) for each in sized)
    return chart(Data("bar", names, (Row(name, values),), finding=finding), writer, scene)


def _name(scene: Scene, label: str) -> str:
    """An opportunity with its status; the ends of the waterfall as they are."""
    company = scene.cast.company
    found = next((each for each in company.figures.opportunities if each.name == label), None) if company else None
    if not found or not company:
        return label
    return scene.word("opportunities-step", name=found.name, status=company.texts.statuses[found.status])
