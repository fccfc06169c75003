"""`quick-wins`: results that show soon: what, how much a year, by when and by whom."""

from __future__ import annotations

from datetime import date

from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.compose.written import day, money
from briefing.library.organisationparts import QuickWin
from briefing.model import Block, Cell, Notice, Role, Slide, Table, Tile, Tiles

TAKES: frozenset[str] = frozenset()
MOST_TILES = 4
WEIGHTS = {"win-name": 5.0, "win-amount": 2.4, "win-date": 2.4, "win-owner": 2.2}


def build(scene: Scene) -> Slide | Notice:
    """The earliest first: up to four as tiles, more as a table."""
    facts = scene.cast.company.facts if scene.cast.company else None
    if not facts or not facts.quick_wins:
        return left_out(scene, "quick-wins")
    wins = sorted(facts.quick_wins, key=lambda each: each.date.last if each.date else date.max)
    first = wins[0].date
    counts = {"total": len(wins), "dated": sum(each.date is not None for each in wins), "first": day(scene, first)}
    ahead = first is not None and first.last >= scene.cast.day
    told = scene.telling(**counts, exact=bool(first and first.exact), ahead=ahead)
    many = len(wins) > MOST_TILES
    block: Block = _table(told, wins) if many else Tiles(tuple(_tile(scene, each) for each in wins))
    role: Role = "content" if many else "statement"
    return told.slide(block, title="wins-title", label="wins-label", notes="wins-notes", role=role)


def _tile(scene: Scene, win: QuickWin) -> Tile:
    row = _row(scene, win)
    return Tile(row["win-date"], win.name, scene.word("win-note", amount=row["win-amount"], owner=win.owner))


def _table(scene: Scene, wins: list[QuickWin]) -> Table:
    rows = [_row(scene, each) for each in wins]
    kept = [key for key in WEIGHTS if any(row[key] for row in rows)]
    cells = tuple(tuple(Cell(row[key]) for key in kept) for row in rows)
    header = tuple(scene.word(key) for key in kept)
    return Table(header, cells, tuple(WEIGHTS[key] for key in kept), summary=scene.word("wins-summary"))


def _row(scene: Scene, win: QuickWin) -> dict[str, str]:
    return {
        "win-name": win.name,
        "win-amount": money(scene, win.amount),
        "win-date": day(scene, win.date),
        "win-owner": win.owner,
    }
