"""`chart`: figures as columns, bars, lines or a waterfall; the headline says what they show."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.errors import Problem
from briefing.library.schema import check
from briefing.model import Slide

TAKES = frozenset({"style", "unit", "currency", "categories", "series", "low", "high", "steps", "better", "finding"})


def build(scene: Scene) -> Slide:
    """`series` over `categories`, or the `steps` of a waterfall. Raises ContentError with every fault."""
    from briefing.compose.charts import chart, chart_slide  # most layouts have no chart of their own
    from briefing.compose.kinds.chartdata import read_data, read_figures

    problems: list[Problem] = []
    figures = read_figures(scene, problems)
    data = read_data(scene, figures.unit, problems)
    check(problems)
    return chart_slide(chart(data, figures, scene), scene)
