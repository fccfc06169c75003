"""`team`: how large the FinOps team is, where it sits, to whom it reports, what it costs, and who is in it."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.compose.written import number
from briefing.library.organisationparts import Member, Team
from briefing.model import Block, Cell, Notice, Slide, Table, Tile, Tiles

TAKES: frozenset[str] = frozenset()
COLUMNS = {"team-name": 4.0, "team-role": 5.0, "team-positions": 3.0}


def build(scene: Scene) -> Slide | Notice:
    """Tiles for the team as a whole, and a row for each member."""
    team = scene.cast.company.facts.team if scene.cast.company else None
    if not team or team == Team():
        return left_out(scene, "team")
    told = scene.telling(size=number(scene, team.size), team=team)
    tiles = tuple(_tiles(scene, team))
    blocks: list[Block] = [Tiles(tiles)] if tiles else []
    blocks += [_members(scene, team.members)] if team.members else []
    return told.slide(*blocks, title="team-title", label="team-label", notes="team-notes")


def _tiles(scene: Scene, team: Team) -> Iterator[Tile]:
    if team.size:
        yield Tile(scene.word("team-size"), number(scene, team.size))
    if team.home:
        note = scene.word("team-reports", line=team.reporting_line) if team.reporting_line else ""
        yield Tile(scene.word("team-home"), team.home, note)
    elif team.reporting_line:
        yield Tile(scene.word("team-line"), team.reporting_line)
    yield from _budget(scene)


def _budget(scene: Scene) -> Iterator[Tile]:
    annual, once = (scene.cast.figures.find(f"function-cost.{part}") for part in ("annual", "one-off"))
    if annual:
        note = scene.word("team-budget-note", once=once.short if once and once.sign else "")
        yield Tile(scene.word("team-budget"), annual.short, note)


def _members(scene: Scene, members: tuple[Member, ...]) -> Table:
    rows = [(each.name, each.role, number(scene, each.positions)) for each in members]
    kept = [place for place in range(len(COLUMNS)) if any(row[place] for row in rows)]
    names = [*COLUMNS]
    return Table(
        header=tuple(scene.word(names[place]) for place in kept),
        rows=tuple(tuple(Cell(row[place]) for place in kept) for row in rows),
        weights=tuple(COLUMNS[names[place]] for place in kept),
        summary=scene.word("team-summary"),
    )
