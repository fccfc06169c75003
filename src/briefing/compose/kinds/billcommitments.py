"""Kinds of commitments: how much runs on them and is saved, and what is promised until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from briefing.bill.bill import Commitment
from briefing.compose.bills import (
    aimed_tile,
    alike,
    bill_of,
    finished,
    key,
    kpi_of,
    lacking,
    point,
    share_track,
    shares_of,
    standing,
    stated_of,
    target_of,
    tiles_of,
    with_same_places,
)
from briefing.compose.billwords import short_name
from briefing.compose.charts import day
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.documents.amounts import parse_day
from briefing.figures.billspend import contracts_by_id, pools_by_id
from briefing.figures.figure import Figure
from briefing.model import Notice, Rows, Slide, Tile, Tiles, Tracks
from briefing.model import Row as Weighed

# `commitment-health`: how much runs on commitments, how much of them is used, and what is saved, with the targets.

# What the headline calls them, in the order of the tiles.
NAMED: Mapping[str, str] = {
    "coverage": "bill.commitments.coverage",
    "used": "bill.commitments.utilisation",
    "waste": "bill.commitments.waste",
}
SAVINGS_RATE = "bill.effective-savings-rate"
UNUSED = "bill.commitments.unused"
SAVED = ("bill.commitments.savings", "bill.negotiated.savings")  # told in the notes, where contracted prices are known
WASTED = Decimal("0.05")  # of what is committed
MOST_COMMITMENTS = 6
LONGEST_ID = 32  # characters of an id that stand beside a bar over the whole slide
LEAST_BARS = 2  # one alone compares nothing
MOST_TILES = 4


def commitment_health(scene: Scene) -> Slide | Notice | None:
    """Left out where the data tell of no commitments, and of no compute that one could cover."""
    found = dict(_standing(scene))
    pool = _pool(scene)
    if not pool and not any(id.startswith("bill.commitments.") for id in found):
        return lacking(scene, "bill.commitments.utilisation", "commitments")
    largest = _largest(scene)
    told: dict[str, object] = {name: found.get(id) for name, id in NAMED.items()}
    told["wasted"] = wasted = _is_wasted(found)
    told["lost"] = lost = _stated_unused(scene)
    told["renewal"] = _renewal(scene)
    scene = scene.telling(
        pool=pool, aimed=target_of(scene, kpi_of(scene, NAMED["coverage"])), worst=_worst(scene, largest), **told
    )
    made_tiles = (aimed_tile(scene, id, each) for id, each in found.items())
    tiles = dict(zip(found, with_same_places(scene, made_tiles, found.values()), strict=True))
    made = _shares(scene, found, tiles, largest, wasted=wasted, lost=lost) if found else None
    if lost:  # the share of it is drawn
        tiles[NAMED["used"]] = Tile(scene.word("commitment-lost"), lost.short, scene.word("commitment-lost-note"))
    if told["renewal"]:
        tiles["renewal"] = Tile(scene.word("commitment-renewal"), _renewal(scene))
    committed = any(id.startswith("bill.commitments.") for id in found)
    first = () if committed else (_pool_tile(scene, pool),)
    slide = scene.slide(
        Tiles((*first, *(_unused_first(scene, tiles) if wasted else tiles.values()))[:MOST_TILES]),
        *((made,) if made else ()),
        title="commitment-health-title" if committed else "commitment-health-pool-title",
        label="commitment-health-label",
        notes="commitment-health-notes",
        role="content" if made else "statement",
    )
    ids = (*(each.id for each in found.values()), UNUSED, *SAVED)
    finding = scene.word("commitment-health-finding") if len(largest) >= LEAST_BARS else ""
    slide = replace(slide, notes=(*slide.notes, scene.word("commitment-pool"))) if pool else slide
    return finished(scene, slide, *ids, finding=finding, stated=stated_of(scene, found))


def _pool_tile(scene: Scene, pool: Mapping[str, Any] | None) -> Tile:
    """What is left of a prepaid pool, where there is nothing else to tell of."""
    assert pool is not None
    return Tile(scene.word("pool-left"), pool["left"].short, scene.word("pool-note"))


def _is_wasted(found: Mapping[str, Said]) -> bool:
    """Whether so much is paid and not used that the headline says it."""
    waste = found.get(NAMED["waste"])
    return bool(waste and waste.value and waste.value >= WASTED)


def _stated_unused(scene: Scene) -> Said | None:
    """What is paid a month and not used, of what the organisation itself states; None where the bill says it."""
    figures = scene.cast.figures
    monthly, used = (figures.find(f"spend.commitments.{each}") for each in ("monthly", "utilisation"))
    if not monthly or not used or any(each.figure.is_billed for each in (monthly, used)) or UNUSED in figures:
        return None
    if not monthly.value or used.value is None or used.value >= 1:
        return None
    name, formula = (scene.word(f"said-commitments-lost{end}") for end in ("", "-formula"))
    origins = (*monthly.figure.origins, *used.figure.origins)
    value, currency = monthly.value * (1 - used.value), monthly.figure.currency
    return figures.told(Figure("spend.commitments.unused", name, value, "money", currency, formula, origins))


def _renewal(scene: Scene) -> str:
    """When the next commitments are renewed; empty where that has passed, or nobody states it."""
    company = scene.cast.company
    stated = company.facts.spend.commitments if company and company.facts.spend else None
    if not stated or not stated.next_renewal or stated.next_renewal.last < scene.cast.day:
        return ""
    return day(scene, stated.next_renewal)


def _unused_first(scene: Scene, tiles: Mapping[str, Tile]) -> Iterator[Tile]:
    """What is paid and not used as an amount, in the place of its share."""
    yield from tiles_of(scene, UNUSED)
    yield from (tile for id, tile in tiles.items() if id != NAMED["waste"])


def _standing(scene: Scene) -> Iterator[tuple[str, Said]]:
    """Where each KPI stands. One that is the rest of another is not told beside one that somebody has stated."""
    all_ = {id: found for id in (*NAMED.values(), SAVINGS_RATE) if (found := standing(scene, id))}
    stated = [kpi_of(scene, id) for id, found in all_.items() if not found.figure.is_billed]
    for id, found in all_.items():
        kpi = scene.cast.kpis.get(kpi_of(scene, id))
        if not (kpi and kpi.rest_of in stated and found.figure.is_billed):
            yield id, found


def _pool(scene: Scene) -> dict[str, Any] | None:
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
    return [each for each in (found.largest if found else ()) if each.used or each.unused][:MOST_COMMITMENTS]


def _worst(scene: Scene, largest: Sequence[Commitment]) -> tuple[str, Said] | None:
    """The commitment of which most is paid and not used, with that amount; None where every one is used up."""
    wasteful = max(largest, key=lambda each: each.unused, default=None)
    unused = _unused(scene, wasteful) if wasteful else None
    return (_name(scene, wasteful), unused) if wasteful and unused else None


def _unused(scene: Scene, each: Commitment) -> Said | None:
    """What of a commitment is paid and not used; None where nothing is."""
    if each.unused <= 0:
        return None
    id, name = f"bill.commitments.{key(each.id)}.unused", _name(scene, each)
    return point(scene, id, each.unused, "money", "said-bill-unused", UNUSED, name=name)


def _name(scene: Scene, each: Commitment) -> str:
    """The kind and the id of a commitment."""
    return scene.word("commitment-name", kind=each.kind, provider=each.provider, id=short_name(each.id, LONGEST_ID))


def _shares(
    scene: Scene,
    found: Mapping[str, Said],
    tiles: Mapping[str, Tile],
    largest: Sequence[Commitment],
    *,
    wasted: bool,
    lost: Said | None,
) -> Tracks | None:
    """How much is covered and used, what the headline says first, and how much of each of the largest is used."""
    order = (NAMED["used"], NAMED["coverage"]) if wasted else (NAMED["coverage"], NAMED["used"])
    rows = []
    for id in filter(found.__contains__, order):
        row = share_track(scene, id, found[id], tiles[id].value, scene.word(f"row.{id}"))
        unused = scene.cast.figures.find(UNUSED) if wasted and id == NAMED["used"] else None
        aside = unused.short if unused else ""
        aside = scene.word("commitment-lost-month") if lost and id == NAMED["used"] else aside
        rows.append(replace(row, aside=aside))
    each_used = [_used(scene, each) for each in largest] if len(largest) >= LEAST_BARS else []
    for each, share, text in zip(largest, each_used, alike(scene, each_used), strict=False):
        unused, row = _unused(scene, each), share_track(scene, share.id, share, text, _name(scene, each))
        rows.append(replace(row, aside=unused.short) if unused else row)
    return shares_of(scene, rows, "commitment") if rows else None


def _used(scene: Scene, each: Commitment) -> Said:
    """How much of a commitment is used."""
    id, whole = f"bill.commitments.{key(each.id)}.utilisation", each.used + each.unused
    name = _name(scene, each)
    return point(scene, id, each.used / whole, "percent", "said-bill-utilised", NAMED["used"], name=name)


# `commitment-terms`: what is promised in contracts and paid ahead, what is left of it, and until when it has to go.

LONGEST_NAME: Final = 40  # characters that stand in the first column
LEAST_POOLS: Final = 2  # of one alone `commitment-health` tells all
LONGEST: Final = 60  # months: what lasts longer, at the pace of a few months, is not told


class Term(Struct, frozen=True):
    """A promise: its amount, what is left of it (None where that is not known), and how long it runs.

    `last` is its last day in order, as `until` has it in words; of a pool `months` says how long the rest lasts.
    """

    name: str
    amount: Said
    left: Said | None
    last: str = ""
    until: str = ""
    months: int | None = None
    is_pool: bool = False


def commitment_terms(scene: Scene) -> Slide | Notice | None:
    """Those that end first come first; left out without a contract that runs, and without two pools."""
    contracts, pools = list(_contracts(scene)), list(_pools(scene))
    if not contracts and len(pools) < LEAST_POOLS:
        return None
    terms = [*contracts, *pools]
    first = next((each for each in contracts if each.last), None)
    scene = scene.telling(terms=terms, first=first, contracts=contracts, pools=pools, most=max(terms, key=_weight))
    left, name, until, amount = (scene.word(f"term-{key}") for key in ("left", "name", "until", "amount"))
    rows = Rows(tuple(_row(scene, each) for each in terms), (left, name, until, amount), scene.word("terms-summary"))
    slide = scene.slide(rows, title="terms-title", label="commitment-health-label", notes="terms-notes")
    ids = [figure.id for each in terms for figure in (each.amount, each.left) if figure]
    return finished(scene, slide, *ids, source="terms-source")


def _contracts(scene: Scene) -> Iterator[Term]:
    """Those that have not ended on the day of the briefing, by their ends."""
    figures, today = scene.cast.figures, scene.cast.day.isoformat()
    running = [(id, each) for id, each in contracts_by_id(bill_of(scene)).items() if (each.last_day or today) >= today]
    for id, each in sorted(running, key=lambda found: (not found[1].ends, found[1].ends)):
        amount, left = figures.find(f"{id}.committed"), figures.find(f"{id}.left")
        if amount and amount.value:  # one over nothing only has a discount
            until = day(scene, parse_day(each.last_day)) if each.ends else ""
            yield Term(short_name(each.description or each.id, LONGEST_NAME), amount, left, each.last_day, until)


def _pools(scene: Scene) -> Iterator[Term]:
    figures = scene.cast.figures
    for id, each in pools_by_id(bill_of(scene)).items():
        amount, left = figures.find(f"{id}.bought"), figures.find(f"{id}.left")
        if amount and left:
            months = None if each.months_left is None or each.months_left > LONGEST else int(each.months_left)
            name = scene.word("term-pool", name=short_name(each.id, LONGEST_NAME))
            yield Term(name, amount, left, months=months, is_pool=True)


def _weight(term: Term) -> Decimal:
    return (term.left.value if term.left else None) or Decimal(0)


def _row(scene: Scene, term: Term) -> Weighed:
    """What is left weighs most; it is quiet where that is not known."""
    left = term.left.short if term.left else scene.word("term-unknown")
    of = scene.word("term-of", amount=term.amount)
    return Weighed(left, term.name, scene.word("term-runs", term=term), of, quiet=term.left is None)
