"""`spend-bridge`: why what was billed is not what the period cost, as a waterfall from the one to the other."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from briefing.compose.bills import bill_of, drawn, finished, shown
from briefing.compose.charts import Data, Row
from briefing.compose.missing import unsaid
from briefing.compose.scene import Scene
from briefing.model import Notice, Slide

TAKES: frozenset[str] = frozenset()
LEAST: Final = Decimal("0.005")  # of what was billed: below, the two amounts read as one
ENDS: Final = ("bill.billed.period", "bill.effective.period")


def build(scene: Scene) -> Slide | Notice:
    """Left out where the two are as good as the same, or where the bill does not tell both."""
    bridge, figures = bill_of(scene).bridge, scene.cast.figures
    if not bridge or not bridge.steps() or abs(bridge.effective - bridge.billed) < LEAST * abs(bridge.billed):
        return unsaid()
    steps = {name: figures.find(f"bill.bridge.{name}") for name in bridge.steps()}
    billed, effective = map(figures.find, ENDS)
    if not billed or not effective or not all(steps.values()):
        return unsaid()
    largest = max(bridge.steps().items(), key=lambda each: abs(each[1]))[0]
    scene = scene.telling(billed=billed, effective=effective, largest=largest, step=steps[largest])
    amounts = (bridge.billed, *bridge.steps().values(), bridge.effective)
    names = tuple(scene.word(f"spend-bridge-{name}") for name in ("billed", *steps, "effective"))
    row = Row(scene.word("spend-bridge-series"), tuple(shown(scene, each) for each in amounts))
    finding = scene.word("spend-bridge-finding")
    data = Data("waterfall", names, (row,), totals=(0, len(names) - 1), finding=finding)
    made = drawn(data, scene, "chart-step")
    slide = scene.slide(made, title="spend-bridge-title", label="spend-bridge-label", notes="spend-bridge-notes")
    ids = (*ENDS, *(f"bill.bridge.{name}" for name in steps))
    return finished(scene, slide, *ids, finding=finding, source="spend-bridge-source")
