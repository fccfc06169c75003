"""`net-by-month`: an appendix table of the cumulative net that the return chart draws."""

from __future__ import annotations

from briefing.compose.course import courses, marked_months
from briefing.compose.figures import Figures, rounded
from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.model import Cell, Notice, Slide, Table

TAKES: frozenset[str] = frozenset()


def build(scene: Scene) -> Slide | Notice:
    """A row a month of the chart, a column a case."""
    found = courses(scene)
    if not found or "return.base.net" not in scene.cast.figures:
        return left_out(scene, *(scene.cast.figures.missing("return.base") or ("savings",)))
    writer, months = Figures("money", found[0].currency, scene.cast.language), marked_months(found)
    cases = (scene.word("net-by-month-case", scenario=scene.cast.case(each.case)) for each in found)
    values = [each.at(months) for each in found]
    rows = tuple(
        (Cell(str(month)), *(Cell(writer.full(rounded(each[place], 2))) for each in values))
        for place, month in enumerate(months)
    )
    header = (scene.word("net-by-month-month"), *cases)
    table = Table(header, rows, (1.0, *(2.0 for _ in found)), summary=scene.word("net-by-month-summary"))
    return scene.slide(table, title="net-by-month-title", label="net-by-month-label", notes="net-by-month-notes")
