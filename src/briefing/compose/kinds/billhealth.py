"""Kinds of how well the bill is kept: allocation, and what the data are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from briefing.bill.bill import Bill
from briefing.compose.bills import (
    ZERO,
    aimed_tile,
    alike,
    bill_of,
    company_of,
    finished,
    key,
    lacking,
    point,
    share_track,
    shares_of,
    standing,
    with_same_places,
)
from briefing.compose.billwords import month_text, short_name
from briefing.compose.kinds.appendix import source_of
from briefing.compose.numbers import Figures
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.documents.amounts import parse_day
from briefing.model import Block, Cell, Notice, Slide, Table, Tile, Tiles, Tracks

# `allocation-health`: how much of the cost has an owner, how much lacks tags, and which keys are missing.

UNTAGGED, UNALLOCATED = "bill.untagged.share", "bill.unallocated.share"
UNTAGGABLE, OWNED = "bill.untaggable.share", "bill.allocated.share"
PERIOD = "bill.effective.period"
MOST_KEYS = 6


def allocation_health(scene: Scene) -> Slide | Notice | None:
    """Left out where the data have no tags, or no usage in the period."""
    unallocated, untagged = (standing(scene, id) for id in (UNALLOCATED, UNTAGGED))
    if not unallocated or unallocated.value is None:
        return lacking(scene, UNALLOCATED, "usage")
    owned = point(scene, OWNED, 1 - unallocated.value, "percent", "said-bill-owned", UNALLOCATED)
    lacks = _lacking(scene)
    by_rule = bool(bill_of(scene).required_tags) or not unallocated.figure.is_billed
    names = [name for name, _, _ in lacks]
    scene = scene.telling(lost=unallocated, lacks=names, most=lacks[0][2] if lacks else None, by_rule=by_rule)
    ends = (UNALLOCATED, OWNED) if unallocated.sign > 0 else (OWNED, UNALLOCATED)  # what the headline says
    known = {OWNED: owned, UNALLOCATED: unallocated, UNTAGGED: untagged, UNTAGGABLE: standing(scene, UNTAGGABLE)}
    found = {id: each for id in (*ends, UNTAGGED, UNTAGGABLE) if (each := known[id])}
    tiles = dict(zip(found, _tiles(scene, found), strict=True))
    made = _owned(scene, found, tiles, lacks)
    slide = scene.slide(
        Tiles(tuple(tile for id, tile in tiles.items() if id != UNTAGGED)),
        made,
        title="allocation-health-title",
        label="allocation-health-label",
        notes="allocation-health-notes",
    )
    finding = scene.word("allocation-health-finding") if lacks else ""
    return finished(scene, slide, *(each.id for each in found.values()), finding=finding)


def _tiles(scene: Scene, found: Mapping[str, Said]) -> tuple[Tile, ...]:
    """The share that has an owner is as exact as that which has none."""
    tiles = [aimed_tile(scene, id, each) for id, each in found.items()]
    stated = not found[UNALLOCATED].figure.is_billed
    exact = [found[UNALLOCATED] if id == OWNED and stated else each for id, each in found.items()]
    return with_same_places(scene, tiles, exact)


def _lacking(scene: Scene) -> list[tuple[str, Decimal, Said]]:
    """The required keys that usage lacks, with how much of it does; the key that most of it lacks first."""
    found = bill_of(scene).allocation
    if not found or found.usage <= 0:
        return []
    ordered = sorted(found.lacking.items(), key=lambda each: (-each[1], each[0]))
    return [
        (short_name(name), amount, _share(scene, name, amount / found.usage))
        for name, amount in ordered[:MOST_KEYS]
        if amount > ZERO
    ]


def _share(scene: Scene, name: str, share: Decimal) -> Said:
    return point(scene, f"bill.lacking.{key(name)}.share", share, "percent", "said-bill-lacking", UNTAGGED, name=name)


def _owned(
    scene: Scene, found: Mapping[str, Said], tiles: Mapping[str, Tile], lacks: list[tuple[str, Decimal, Said]]
) -> Tracks:
    """All spend, and how much of it has no owner; then all usage, and how much of it lacks each tag, with its cost.

    Where no tag is required, how much of usage has none at all.
    """
    shares = alike(scene, (share for _, _, share in lacks))
    shown_first = [id for id in (next(iter(found)), *(() if lacks else (UNTAGGED,))) if id in found]
    rows = [
        replace(
            share_track(scene, id, found[id], tiles[id].value, scene.word(f"row.{id}")),
            note=scene.word("allocation-of-usage" if id == UNTAGGED else "allocation-of-spend"),
            aside=_cost(scene, id, found[id]),
        )
        for id in shown_first
    ]
    for (name, amount, share), text in zip(lacks, shares, strict=True):
        id, word = f"bill.lacking.{key(name)}.amount", "said-bill-lacking-amount"
        cost = point(scene, id, amount, "money", word, UNTAGGED, name=name).short
        own = share_track(scene, share.id, share, text, scene.word("allocation-lacks", name=name))
        rows.append(replace(own, note=scene.word("allocation-of-usage"), aside=cost))
    (origin,) = found[UNALLOCATED].figure.origins if found[UNALLOCATED].figure.stated else (None,)
    source = (source_of(company_of(scene).facts, origin) or "") if origin else ""
    billing = company_of(scene).facts.billing
    owned = bool(billing and billing.owned_sub_accounts)
    facts = {"stated": not found[UNALLOCATED].figure.is_billed, "owned": owned}
    return replace(shares_of(scene, rows, "allocation"), key=scene.word("allocation-key", source=source, **facts))


def _cost(scene: Scene, id: str, share: Said) -> str:
    """What a share comes to: as the bill has it, or as the share that somebody stated of what the bill adds up to."""
    amount = scene.cast.figures.find(id.replace(".share", ".amount"))
    if share.figure.is_billed and amount:
        return amount.short
    whole = company_of(scene).figure(PERIOD)
    if id == UNTAGGED or share.value is None or not whole or whole.value is None:
        return ""
    like, word = f"{id.removesuffix('.share')}.of-period", "said-bill-share-of-period"
    return point(scene, like, share.value * whole.value, "money", word, PERIOD, share=share).short


# `bill-quality`: what the billing data are worth: rows, months, columns, currencies, list prices, and tags.

LEFT_APART = ("credits", "tax", "adjustments", "corrections")
MOST_NAMED = 6


def bill_quality(scene: Scene) -> Slide | Notice | None:
    """How much was read, complete and priced, beside a row for each other thing to know before believing it."""
    bill = bill_of(scene)
    scene = scene.telling(**_told(scene, bill))
    tiles = tuple(_worth(scene, bill))
    rows = tuple((Cell(scene.word(f"bill-quality-{name}")), Cell(text)) for name, text in _rows(scene, bill) if text)
    header = (scene.word("bill-quality-what"), scene.word("bill-quality-found"))
    table = Table(header, rows, (2.4, 6.0), summary=scene.word("bill-quality-summary"))
    blocks: tuple[Block, ...] = (Tiles(tiles), table) if rows else (Tiles(tiles),)
    slide = scene.slide(*blocks, title="bill-quality-title", label="bill-quality-label", notes="bill-quality-notes")
    return finished(scene, slide, *(f"bill.{name}" for name in LEFT_APART))


def _worth(scene: Scene, bill: Bill) -> Iterator[Tile]:
    """The three figures that matter: complete months, rows, and for how much of usage a list price is known."""
    complete = sum(each.complete for each in bill.months)
    yield Tile(scene.word("bill-quality-months"), _count(scene, complete), scene.word("bill-quality-months-note"))
    if bill.quality.rows:
        read = _count(scene, bill.quality.rows - bill.quality.broken_rows)
        yield Tile(scene.word("bill-quality-read"), read, scene.word("bill-quality-read-note"))
    known = scene.cast.figures.find("bill.list-known.share")
    if known and known.known:
        yield Tile(scene.word("bill-quality-prices"), known.short, scene.word("bill-quality-prices-note"))


def _told(scene: Scene, bill: Bill) -> dict[str, object]:
    complete = [each.month for each in bill.months if each.complete]
    partial = [each.month for each in bill.months if not each.complete]
    return {
        "rows": _count(scene, bill.quality.rows) if bill.quality.rows else "",
        "broken": _count(scene, bill.quality.broken_rows) if bill.quality.broken_rows else "",
        "complete": complete,
        "partial": [month_text(each, scene.cast.words) for each in partial],
        "missing": bill.quality.missing_columns,
        "known": scene.cast.figures.find("bill.list-known.share"),
    }


def _rows(scene: Scene, bill: Bill) -> Iterator[tuple[str, str]]:
    """What each row is about, and what was found; what was not found has no row."""
    yield "providers", _ends(scene, bill)
    yield "rhythms", "; ".join(_rhythms(scene, bill))
    yield "category", _uncategorised(scene, bill)
    yield "where", scene.cast.bill.where if scene.cast.bill else ""
    yield "currencies", "; ".join(_currencies(scene, bill))
    yield "columns", scene.word("bill-quality-columns-text", columns=bill.quality.missing_columns)
    yield "tags", scene.word("bill-quality-tags-text", keys=bill.required_tags)
    yield "apart", scene.word("bill-quality-apart-text", added=_apart(scene, 1), off=_apart(scene, -1))


def _ends(scene: Scene, bill: Bill) -> str:
    """The providers with the first and the last day of their charges; those that have the same as one."""
    named: dict[str, list[str]] = {}
    for name in bill.providers:
        named.setdefault(bill.quality.ends.get(name, ""), []).append(name)
    return "; ".join(
        scene.word("bill-quality-provider", names=each, days=_days(scene, to)) for to, each in named.items()
    )


def _rhythms(scene: Scene, bill: Bill) -> Iterator[str]:
    """Which providers make months incomplete, and why; and which have ended."""
    for each in bill.quality.rhythms:
        if each.state:
            months = [month_text(month, scene.cast.words) for month in each.months]
            day = scene.cast.day_text(parse_day(each.day)) if each.day else ""
            yield scene.word(f"bill-quality-{each.state}", provider=each.provider, day=day, months=months)


def _uncategorised(scene: Scene, bill: Bill) -> str:
    """Charges that are counted apart, as FOCUS has no such category."""
    odd = bill.quality.uncategorised
    if not odd:
        return ""
    amount = Figures("money", bill.currency, scene.cast.language).full(odd.billed)
    return scene.word("bill-quality-category-text", rows=_count(scene, odd.rows), amount=amount, such_as=odd.such_as)


def _days(scene: Scene, ends: str) -> list[str]:
    first, found, last = ends.partition("/")
    return [scene.cast.day_text(parse_day(each)) for each in (first, last)] if found else []


def _currencies(scene: Scene, bill: Bill) -> Iterator[str]:
    """Currencies that the figures leave out."""
    for each in bill.quality.other_currencies:
        amount = Figures("money", each.currency, scene.cast.language).full(each.billed)
        yield scene.word("bill-quality-currency", currency=each.currency, rows=_count(scene, each.rows), amount=amount)


def _apart(scene: Scene, sign: int) -> list[str]:
    """What is billed and in no figure of effective cost: what adds to the invoice, or what it is less by."""
    found = ((name, scene.cast.figures.find(f"bill.{name}")) for name in LEFT_APART)
    return [scene.word(f"bill-quality-{name}", size=each.size) for name, each in found if each and each.sign == sign]


def _count(scene: Scene, count: int) -> str:
    return Figures("number", "", scene.cast.language).full(Decimal(count))
