"""`commitment-health`: how much runs on commitments, how much of them is used, and what is saved, with the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from briefing.compose.aims import of_bill
from briefing.compose.bills import (
    ZERO,
    aimed_tile,
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
    target_of,
)
from briefing.compose.billwords import short_name
from briefing.compose.charts import Data, Row
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.figures.billpromises import pools_by_id
from briefing.library.bill import Commitment
from briefing.model import Chart, Notice, Slide, Text, Tiles

TAKES: frozenset[str] = frozenset()
# What each tile shows, and the KPI whose target stands under it.
TILES: Mapping[str, str] = {
    "bill.commitments.coverage": "commitment-coverage",
    "bill.commitments.utilisation": "commitment-utilisation",
    "bill.commitments.waste": "commitment-waste",
    "bill.effective-savings-rate": "effective-savings-rate",
}
# What the headline calls them.
NAMED: Mapping[str, str] = {
    "coverage": "bill.commitments.coverage",
    "used": "bill.commitments.utilisation",
    "waste": "bill.commitments.waste",
}
UNUSED = "bill.commitments.unused"
SAVED = ("bill.commitments.savings", "bill.negotiated.savings")  # told in the notes, where contracted prices are known
MOST_BARS = 6
LONGEST_ID = 32  # characters of an id that stand beside a bar over the whole slide
LEAST_BARS = 2  # one alone compares nothing


def build(scene: Scene) -> Slide | Notice:
    """Left out where the data tell of no commitments, and of no compute that one could cover."""
    found = dict(_standing(scene))
    pool = _pool(scene)
    if not pool and not any(id.startswith("bill.commitments.") for id in found):
        return lacking(scene, "bill.commitments.utilisation", "commitments")
    largest = _largest(scene)
    told = {name: found.get(id) for name, id in NAMED.items()}
    scene = scene.telling(
        pool=pool, aimed=target_of(scene, TILES[NAMED["coverage"]]), worst=_worst(scene, largest), **told
    )
    made_tiles = (aimed_tile(scene, id, TILES[id], each) for id, each in found.items())
    tiles = Tiles(evened(scene, made_tiles, found.values()))
    made = _chart(scene, largest) if len(largest) >= LEAST_BARS else None
    lead = (Text(scene.word("commitment-pool"), "lead"),) if pool else ()
    committed = any(id.startswith("bill.commitments.") for id in found)
    slide = scene.slide(
        *lead,
        *((tiles,) if found else ()),
        *((made,) if made else ()),
        title="commitment-health-title" if committed else "commitment-health-pool-title",
        label="commitment-health-label",
        notes="commitment-health-notes",
        role="content" if made else "statement",
    )
    ids = (*(each.id for each in found.values()), UNUSED, *SAVED)
    return finished(scene, slide, *ids, finding=made.finding if made else "", stated=stated_of(scene, found))


def _standing(scene: Scene) -> Iterator[tuple[str, Said]]:
    """Where each KPI stands. Waste follows from utilisation, and is not told beside one that somebody has stated."""
    for id, kpi in TILES.items():
        found = standing(scene, id, kpi)
        used = standing(scene, NAMED["used"], TILES[NAMED["used"]])
        told = not (id == NAMED["waste"] and used and found and of_bill(found) and not of_bill(used))
        if found and told:
            yield id, found


def _pool(scene: Scene) -> dict[str, object] | None:
    """What is left of the prepaid pool that has most left; None without one."""
    pools = [found for found in pools_by_id(bill_of(scene)).items() if found[1].remaining is not None]
    if not pools:
        return None
    id, most = pools[0]
    left, bought = (scene.cast.figures.find(f"{id}.{name}") for name in ("left", "bought"))
    months = None if most.months_left is None else int(most.months_left)
    name = short_name(most.id, LONGEST_ID)
    return {"name": name, "left": left, "bought": bought, "months": months, "others": len(pools) - 1}


def _largest(scene: Scene) -> list[Commitment]:
    found = bill_of(scene).commitments
    return [each for each in (found.largest if found else ()) if each.used or each.unused][:MOST_BARS]


def _worst(scene: Scene, largest: Sequence[Commitment]) -> tuple[str, Said] | None:
    """The commitment of which most is paid and not used, with that amount; None where every one is used up."""
    wasteful = max(largest, key=lambda each: each.unused, default=None)
    if not wasteful or wasteful.unused <= 0:
        return None
    name, id = _name(scene, wasteful), key(wasteful.id)
    said = point(
        scene, f"bill.commitments.{id}.unused", wasteful.unused, "money", "said-bill-unused", UNUSED, name=name
    )
    return name, said


def _name(scene: Scene, each: Commitment) -> str:
    """The kind and the id of a commitment."""
    return scene.word("commitment-name", kind=each.kind, provider=each.provider, id=short_name(each.id, LONGEST_ID))


def _chart(scene: Scene, largest: Sequence[Commitment]) -> Chart:
    """What is used and what is not of the largest; one series where nothing is unused."""
    names = tuple(_name(scene, each) for each in largest)
    used, unused = (tuple(_drawn(scene, getattr(each, part)) for each in largest) for part in ("used", "unused"))
    rows = [Row(scene.word("commitment-used"), used)]
    if any(unused):
        rows.append(Row(scene.word("commitment-unused"), unused))
    finding = scene.word("commitment-health-finding")
    return drawn(Data("bar", names, tuple(_bars(rows)), finding=finding), scene, "commitment-heading")


def _drawn(scene: Scene, amount: Decimal) -> Decimal | None:
    """An amount as a bar; nothing is no bar, and needs no label."""
    return shown(scene, amount) if amount != ZERO else None


def _bars(rows: Sequence[Row]) -> Iterator[Row]:
    """The last one, which is what is not used where anything is not, in accent."""
    yield from (*rows[:-1], replace(rows[-1], emphasis=True))
