"""`kpi-targets`: where the numbers that a persona is measured by stand, and where they are to be by when."""

from __future__ import annotations

from briefing.compose.aims import KpiTold, aims, is_aim, is_stated
from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.model import Block, Cell, Notice, Slide, Table, Tile, Tiles

TAKES: frozenset[str] = frozenset()
MOST_TILES = 4


def build(scene: Scene) -> Slide | Notice:
    """Up to four as tiles, more as a table. Left out where the facts have none of the persona's KPIs.

    A KPI of which nobody has said more than its bill does is one of `bill-kpis`.
    """
    persona = scene.star()
    found = tuple(each for each in aims(scene.cast, persona) if is_aim(each))
    if not found:
        has_any = scene.cast.company is not None and any(map(is_stated, scene.cast.company.facts.kpis))
        ids = " or ".join(entry.id for entry in persona.key_metrics if entry.id in scene.cast.kpis)
        return left_out(scene, f"kpis with {ids}" if has_any and ids else "kpis")
    lines = [scene.word("kpi-targets-explained", name=each.kpi.name, formula=each.kpi.formula) for each in found]
    aimed = [each for each in found if each.target]
    facts = {"count_of_aims": len(found), "count_of_targets": len(aimed)}
    told = scene.telling(**facts, first=_first(scene, aimed[0]) if aimed else "", explained=lines)
    few = len(found) <= MOST_TILES
    block: Block = Tiles(tuple(_tile(scene, each) for each in found)) if few else _table(scene, found)
    return told.slide(
        block,
        title="kpi-targets-title",
        label="kpi-targets-label",
        notes="kpi-targets-notes",
        role="statement" if few else "content",
    )


def _first(scene: Scene, told: KpiTold) -> str:
    return scene.word("kpi-targets-first", name=told.kpi.name, baseline=told.baseline, target=told.target)


def _value(scene: Scene, told: KpiTold) -> str:
    if told.baseline and told.target:
        return scene.word("kpi-targets-both", baseline=told.baseline, target=told.target)
    return str(told.target or told.baseline)


def _note(scene: Scene, told: KpiTold) -> str:
    per = next((each.per for each in (told.target, told.baseline) if each and each.per), "")
    if not told.target:
        return ", ".join(filter(None, (per, scene.word("kpi-targets-only-baseline"))))
    return scene.word("kpi-targets-note", per=per, date=told.by, since=told.since if told.baseline else "")


def _tile(scene: Scene, told: KpiTold) -> Tile:
    return Tile(told.kpi.name, _value(scene, told), _note(scene, told))


def _table(scene: Scene, found: tuple[KpiTold, ...]) -> Table:
    header = tuple(scene.word(key) for key in ("kpi", "kpi-targets-way", "kpi-targets-when"))
    rows = tuple((Cell(each.kpi.name), Cell(_value(scene, each)), Cell(_note(scene, each))) for each in found)
    return Table(header, rows, (3.0, 3.0, 5.0), summary=scene.word("kpi-targets-summary"))
