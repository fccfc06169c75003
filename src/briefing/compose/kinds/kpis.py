"""`kpis`: a persona's key metrics: what each tells, how it is worked out, and which way is better."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.library.persona import Entry
from briefing.model import Cell, Mark, Notice, Slide, Table

TAKES: frozenset[str] = frozenset()
DIRECTIONS: dict[str, Mark] = {"higher": "up", "lower": "down", "target": "target"}


def build(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where the persona has no metric of the catalogue."""
    persona = scene.star()
    rows = tuple(_row(scene, entry) for entry in persona.key_metrics if entry.id in scene.cast.kpis)
    if not rows:
        return Notice(scene.word("no-kpis"))
    header = tuple(scene.word(key) for key in ("kpi", "kpi-explains", "kpi-formula", "kpi-better"))
    table = Table(header, rows, (2.4, 4.6, 4.0, 1.5), summary=scene.word("kpis-summary"))
    return scene.slide(table, title="kpis-title", label="persona-label", notes="kpis-notes")


def _row(scene: Scene, entry: Entry) -> tuple[Cell, ...]:
    kpi = scene.cast.kpis[entry.id]
    better = Cell(scene.word(f"better-{kpi.better}"), DIRECTIONS[kpi.better])
    return (Cell(kpi.name), Cell(kpi.explains), Cell(kpi.formula), better)
