"""`allocation-health`: how much of the cost has an owner, how much lacks tags, and which keys are missing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from briefing.compose.aims import of_bill
from briefing.compose.bills import (
    ZERO,
    aimed_tile,
    alike,
    bill_of,
    drawn,
    evened,
    finished,
    key,
    lacking,
    point,
    shown,
    standing,
    stated_of,
)
from briefing.compose.billwords import short_name
from briefing.compose.charts import Data, Row
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.model import Chart, Notice, Slide, Tile, Tiles

TAKES: frozenset[str] = frozenset()
UNTAGGED, UNALLOCATED = "bill.untagged.share", "bill.unallocated.share"
UNTAGGABLE, OWNED = "bill.untaggable.share", "bill.allocated.share"
# What each tile shows, and the KPI whose target stands under it.
TILES: Mapping[str, str] = {
    OWNED: "",
    UNALLOCATED: "unallocated-cost",
    UNTAGGED: "untagged-cost",
    UNTAGGABLE: "",
}
MOST_BARS = 8


def build(scene: Scene) -> Slide | Notice:
    """Left out where the data have no tags, or no usage in the period."""
    unallocated, untagged = (standing(scene, id, TILES[id]) for id in (UNALLOCATED, UNTAGGED))
    if not unallocated or unallocated.value is None:
        return lacking(scene, UNALLOCATED, "usage")
    owned = point(scene, OWNED, 1 - unallocated.value, "percent", "said-bill-owned", UNALLOCATED)
    lacks = _lacking(scene)
    by_rule = bool(bill_of(scene).required_tags) or not of_bill(unallocated)
    names = [name for name, _, _ in lacks]
    scene = scene.telling(lost=unallocated, lacks=names, most=lacks[0][2] if lacks else None, by_rule=by_rule)
    found = {OWNED: owned, UNALLOCATED: unallocated, UNTAGGED: untagged, UNTAGGABLE: standing(scene, UNTAGGABLE, "")}
    tiles = Tiles(_tiles(scene, {id: each for id, each in found.items() if each}))
    made = _chart(scene, lacks) if lacks else None
    slide = scene.slide(
        *((tiles, made) if made else (tiles,)),
        title="allocation-health-title",
        label="allocation-health-label",
        notes="allocation-health-notes",
        role="content" if made else "statement",
    )
    ids = (each.id for each in found.values() if each)
    return finished(scene, slide, *ids, finding=made.finding if made else "", stated=stated_of(scene, found))


def _tiles(scene: Scene, found: Mapping[str, Said]) -> tuple[Tile, ...]:
    """The share that has an owner is as exact as that which has none."""
    tiles = [aimed_tile(scene, id, TILES[id], each) for id, each in found.items()]
    stated = not of_bill(found[UNALLOCATED])
    exact = [found[UNALLOCATED] if id == OWNED and stated else each for id, each in found.items()]
    return evened(scene, tiles, exact)


def _lacking(scene: Scene) -> list[tuple[str, Decimal, Said]]:
    """The required keys that usage lacks, with how much of it does; the key that most of it lacks first."""
    found = bill_of(scene).allocation
    if not found or found.usage <= 0:
        return []
    ordered = sorted(found.lacking.items(), key=lambda each: (-each[1], each[0]))
    return [
        (short_name(name), shown(scene, amount), _share(scene, name, amount / found.usage))
        for name, amount in ordered[:MOST_BARS]
        if amount > ZERO
    ]


def _share(scene: Scene, name: str, share: Decimal) -> Said:
    return point(scene, f"bill.lacking.{key(name)}.share", share, "percent", "said-bill-lacking", UNTAGGED, name=name)


def _chart(scene: Scene, lacks: list[tuple[str, Decimal, Said]]) -> Chart:
    shares = alike(scene, (share for _, _, share in lacks))
    names = tuple(
        scene.word("allocation-bar", name=name, share=share) for (name, _, _), share in zip(lacks, shares, strict=True)
    )
    row = Row(scene.word("allocation-series"), tuple(amount for _, amount, _ in lacks))
    finding = scene.word("allocation-health-finding")
    return drawn(Data("bar", names, (row,), finding=finding), scene, "allocation-heading")
