"""`spend-movers`: which services moved most between the two sides of the comparison, what is new, and what jumped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from briefing.compose.bills import ZERO, bill_of, drawn, finished, key, lacking, point, series_of, tiles_of
from briefing.compose.billwords import month_text, short_name
from briefing.compose.charts import Data, Row
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.figures.billseries import movers_id
from briefing.library.bill import Anomaly, Part
from briefing.model import Chart, Notice, Slide, Tile, Tiles

TAKES: frozenset[str] = frozenset()
GROWTH = "bill.growth.amount"
MOST_BARS = 8
FEW_BARS = 6  # under tiles
MOST_NAMED = 3  # of what is new or jumped


class Move(Struct, frozen=True):
    """A service whose cost changed; `share` is its part of the growth of all, where both grew."""

    name: str
    change: Said
    value: Decimal
    new: bool
    gone: bool
    share: Said | None = None


def build(scene: Scene) -> Slide | Notice:
    """Left out without two sides to compare, or where no service changed."""
    if not bill_of(scene).comparison:
        return lacking(scene, "bill.growth", "movers")
    tiles = Tiles(tuple(_tiles(scene)))
    most = FEW_BARS if tiles.tiles else MOST_BARS
    moves = sorted(_moves(scene), key=lambda each: -abs(each.value))[:most]
    if not moves:
        return lacking(scene, "bill.movers", "movers")
    grown = _growth(scene)
    told = {"fallen": grown < 0, "outgrown": 0 < grown < moves[0].value}
    scene = scene.telling(moves=moves, first=moves[0], second=_tied(moves), **told)
    made = _chart(scene, moves)
    slide = scene.slide(
        *((tiles, made) if tiles.tiles else (made,)),
        title="spend-movers-title",
        label="spend-movers-label",
        notes="spend-movers-notes",
    )
    return finished(scene, slide, "bill.growth", GROWTH, finding=made.finding, source="spend-movers-source")


def _moves(scene: Scene) -> Iterator[Move]:
    """The services that changed."""
    parts, id = _asked(scene)
    changes = series_of(scene, f"{id}.change")
    movers = list(zip(parts, changes.labels, changes.values, strict=True)) if changes else []
    # Of a growth that others have made less, nothing is a share.
    whole = _growth(scene) if all(part.recent >= part.earlier for part, _, _ in movers) else ZERO
    for part, label, value in movers:
        if part.recent != part.earlier:
            yield _move(scene, part, short_name(label), value, whole)


def _asked(scene: Scene) -> tuple[Sequence[Part], str]:
    """The values of the first tag that somebody has asked for, else the services; and the id of their series."""
    bill = bill_of(scene)
    return next(((parts, movers_id(tag)) for tag, parts in bill.tag_movers.items()), (bill.movers, "bill.movers"))


def _growth(scene: Scene) -> Decimal:
    """By how much all spend grew."""
    total = bill_of(scene).total
    return total.recent - total.earlier if total else ZERO


def _move(scene: Scene, part: Part, name: str, value: Decimal, growth: Decimal) -> Move:
    change = part.recent - part.earlier
    id = f"bill.movers.{key(part.provider)}.{key(part.name)}"
    said = point(scene, f"{id}.change", change, "money", "said-bill-change", GROWTH, name=name)
    share = None
    if 0 < change <= growth:
        share = point(scene, f"{id}.share", change / growth, "percent", "said-bill-growth-share", GROWTH, name=name)
    return Move(name, said, value, part.earlier == 0, part.recent == 0, share)


def _tied(moves: Sequence[Move]) -> Move | None:
    """The second largest mover, where it moved as far as the largest as far as anybody can read."""
    return moves[1] if len(moves) > 1 and moves[0].change.reads_as(moves[1].change) else None


def _chart(scene: Scene, moves: Iterable[Move]) -> Chart:
    """Rises first, the largest on top, and falls below them."""
    ordered = sorted(moves, key=lambda each: -each.value)
    row = Row(scene.word("spend-movers-series"), tuple(each.value for each in ordered))
    names = tuple(scene.word("spend-movers-bar", move=each) for each in ordered)
    finding = scene.word("spend-movers-finding")
    return drawn(Data("bar", names, (row,), finding=finding), scene, "spend-movers-heading")


def _tiles(scene: Scene) -> Iterator[Tile]:
    """The change of all, and of what is new or jumped the largest; nothing where neither is."""
    found = sorted(bill_of(scene).anomalies, key=lambda each: each.before - each.after)[:MOST_NAMED]
    if found:
        yield from tiles_of(scene, GROWTH)
        yield from (_tile(scene, each) for each in found)


def _tile(scene: Scene, each: Anomaly) -> Tile:
    """When a service came or jumped, and from how much to how much."""
    name, month = short_name(each.service), month_text(each.month, scene.cast.words)
    id = f"bill.anomalies.{each.month}.{key(each.provider)}.{key(each.service)}"
    facts = {"name": name, "month": month}
    like = "bill.anomalies.amount"
    before, after = (
        point(scene, f"{id}.{side}", getattr(each, side), "money", f"said-bill-{side}", like, **facts)
        for side in ("before", "after")
    )
    note = scene.word("note.anomaly", **facts, before=before, new=each.new)
    return Tile(scene.word("tile.anomaly", **facts), after.short, note)
