"""Kinds of the bill in parts: where the money goes, the way from billed to effective cost, and AI by model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from briefing.bill.bill import DIMENSIONS, TAG, Bridge
from briefing.compose.bills import (
    ZERO,
    alike,
    bill_of,
    drawn,
    finished,
    key,
    lacking,
    point,
    series_of,
    shown,
    tiles_of,
    writer,
)
from briefing.compose.billwords import short_name
from briefing.compose.charts import Data, Row
from briefing.compose.numbers import spoken
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.documents.text import did_you_mean, spelled
from briefing.errors import ContentError, Problem
from briefing.figures.billseries import part_id
from briefing.figures.billspend import models_by_id
from briefing.model import Block, Chart, Notice, Slide, Tile, Tiles

# `spend-split`: where the money goes: by provider, service category, service, sub-account or region.
#
# `by` of the specification names the dimension. Where it says nothing, `spend-split-by` of the sentences says for
# each persona which dimensions it asks for, the first that has two parts or more, and before any other; no code here
# knows a persona.

CHOICE = "spend-split-by"
OTHERS = "others"
PERIOD = "bill.effective.period"
SHARES = ("bill.ai.share", "bill.saas.share")
MOST_BARS = 8
MOST_POINTS = 4
LEADING = 3  # that together may carry the headline,
MANY = 6  # where there are so many of them,
NOTHING = Decimal("0.0001")  # of the spend, by which parts that were each rounded may be more than it
LARGE, CARRIED = Decimal("0.4"), Decimal("0.6")  # the first has less than that of the spend, and they have that


class Slice(Struct, frozen=True):
    """A bar: a name that fits, its effective cost, and its share; `count` values are joined in it.

    `text` is the share with as many decimals as those of the other bars; where a part of the spend is less than
    nothing, no part has a share. `cost` is the amount as headlines say it.
    """

    name: str
    amount: Decimal
    share: Said | None
    count: int = 0
    text: str = ""
    cost: str = ""


def spend_split(scene: Scene) -> Slide | Notice | None:
    """Left out where the bill has no values of the dimension, or nothing was spent."""
    wanted = _wanted(scene)
    by = _chosen(scene, wanted)
    if not by:
        return lacking(scene, part_id(wanted[0]), "parts")
    if _total(scene) <= 0:
        return lacking(scene, f"bill.by.{by}", "positive")
    slices = _written(scene, list(_slices(scene, by)))
    told = _told(scene, by, slices)
    scene = scene.telling(**told)
    made = _spend_split_chart(scene, slices)
    slide = scene.slide(
        *_blocks(scene, made, told),
        title="spend-split-title",
        label="spend-split-label",
        notes="spend-split-notes",
        role="content" if len(slices) > 1 else "statement",
    )
    return finished(scene, slide, PERIOD, *SHARES, finding=made.finding)


def _blocks(scene: Scene, made: Chart, told: Mapping[str, Any]) -> tuple[Block, ...]:
    """The bars beside what the headline says of them; one alone, which would show nothing, as tiles."""
    if len(made.categories) == 1:
        return (Tiles(tiles_of(scene, PERIOD, *SHARES)),)
    first, together = told["first"], told["together"]
    size = together.short if together else first.share.short if first.share else first.cost
    hero = Tile(scene.word("spend-split-first"), size, scene.word("spend-split-note"))
    leading = LEADING if together else 2 if told["tied"] else 1
    top = () if together or not told["top"] else (_top_tile(scene, told["top"]),)
    return Tiles((hero, *top, *tiles_of(scene, PERIOD, *SHARES))[:MOST_POINTS]), replace(
        made, leading=tuple(range(leading))
    )


def _top_tile(scene: Scene, share: Said) -> Tile:
    """What the largest carry together, where the headline speaks of one."""
    return Tile(scene.word("spend-split-top"), share.short, scene.word("spend-split-note"))


def _wanted(scene: Scene) -> tuple[str, ...]:
    """The dimensions that the specification or else the audience asks for, the first first."""
    stated = spelled(scene.text("by"), DIMENSIONS)
    if stated:
        _check(stated, scene.spec.where("by"), scene.place)
        return (stated,)
    words = scene.cast.words_with(CHOICE)
    choice: Any = words.values.get(CHOICE)
    personas = [scene.persona] if scene.persona else scene.cast.personas
    names = [*(each.identifier for each in personas), OTHERS]
    found = next((choice[name] for name in names if name in choice), ()) if isinstance(choice, dict) else ()
    for each in found:
        _check(each, words.where(CHOICE), CHOICE)
    tags = (each for each in bill_of(scene).by if each.startswith(TAG))  # somebody has asked for these
    return tuple(dict.fromkeys((*tags, *found, *DIMENSIONS)))


def _check(by: str, where: Any, place: str) -> None:
    if by not in DIMENSIONS and not by.startswith(TAG):
        remedy = did_you_mean(by, DIMENSIONS, f"the dimensions are {', '.join(DIMENSIONS)}")
        raise ContentError(Problem(where, f"{place}: the bill is not split by '{by}'", remedy))


def _chosen(scene: Scene, wanted: Sequence[str]) -> str | None:
    """The first of these with two parts or more, and else the first that has any."""
    parts = bill_of(scene).by
    has = [each for each in wanted if parts.get(each)]
    return next((each for each in has if len(parts[each]) > 1), has[0] if has else None)


def _total(scene: Scene) -> Decimal:
    bill = bill_of(scene)
    return bill.total.effective if bill.total else ZERO


def _slices(scene: Scene, by: str) -> Iterator[Slice]:
    """The largest parts, and all others as one; a last one that is alone keeps its name."""
    series = series_of(scene, part_id(by))
    parts = list(zip(bill_of(scene).by[by], series.labels, series.values, strict=True)) if series else []
    named, joined = [each for each in parts if not each[0].others], [each for each in parts if each[0].others]
    most = MOST_BARS + 1 if not joined and len(named) == MOST_BARS + 1 else MOST_BARS
    for part, label, amount in named[:most]:
        yield Slice(short_name(label), amount, _share(scene, by, label, part.effective))
    rest = [*named[most:], *joined]
    if rest:
        count, whole = sum(part.others or 1 for part, _, _ in rest), sum((part.effective for part, _, _ in rest), ZERO)
        name, amount = scene.word("spend-split-others", others=count), sum((value for _, _, value in rest), ZERO)
        yield Slice(name, amount, _share(scene, by, name, whole, OTHERS), count)


def _written(scene: Scene, slices: Sequence[Slice]) -> list[Slice]:
    costs = [spoken(writer(scene), each.amount) for each in slices]
    texts = alike(scene, (each.share for each in slices if each.share)) or [""] * len(slices)
    return [replace(each, text=text, cost=cost) for each, text, cost in zip(slices, texts, costs, strict=True)]


def _is_mixed(scene: Scene, by: str) -> bool:
    """Whether a part of the spend is less than nothing, or all are more than it, so that none is a share of it."""
    parts = [each.effective for each in bill_of(scene).by[by]]
    return min(parts) < 0 or sum(parts, ZERO) > _total(scene) * (1 + NOTHING)


def _share(scene: Scene, by: str, name: str, amount: Decimal, id: str = "") -> Said | None:
    if _is_mixed(scene, by):
        return None
    share = amount / _total(scene)
    return point(
        scene, f"{part_id(by)}.{id or key(name)}.share", share, "percent", "said-bill-share", PERIOD, name=name
    )


def _told(scene: Scene, by: str, slices: Sequence[Slice]) -> dict[str, Any]:
    """What the headline may say: how many parts there are, the largest, and where none is, the largest three."""
    named = [each for each in slices if not each.count]
    lead = [each.share for each in named[:LEADING] if each.share]
    tied = named[1] if len(lead) > 1 and lead[0].reads_as(lead[1]) else None
    share = sum((each.value or ZERO for each in lead), ZERO)
    top = None
    alone = lead and (lead[0].value or ZERO) >= LARGE
    if len(lead) == LEADING and sum(each.count or 1 for each in slices) >= MANY:
        id = f"{part_id(by)}.first-{LEADING}.share"
        top = point(scene, id, share, "percent", "said-bill-share-first", PERIOD, parts=LEADING)
    return {
        "by": by,
        "parts": sum(each.count or 1 for each in slices),
        "slices": slices,
        "first": named[0] if named else slices[0],
        "tied": tied,
        "mixed": _is_mixed(scene, by),
        "top": top,
        "together": top if not alone and not tied and share >= CARRIED else None,
        "leading": LEADING,
        "risen": None if tied or not named else _risen(scene, by, named[0].name),
    }


def _risen(scene: Scene, by: str, name: str) -> Said | None:
    """By how much the largest part cost more on the recent side of the comparison; None where it did not."""
    part, *_ = bill_of(scene).by[by]
    if not bill_of(scene).comparison or part.others or part.recent <= part.earlier or part.earlier <= 0:
        return None
    change = part.recent - part.earlier
    id = f"{part_id(by)}.{key(part.name)}.change"
    return point(scene, id, change, "money", "said-bill-change", PERIOD, name=name)


def _spend_split_chart(scene: Scene, slices: Sequence[Slice]) -> Chart:
    names = tuple(scene.word("spend-split-bar", name=each.name, share=each.text) for each in slices)
    row = Row(scene.word("spend-split-series"), tuple(each.amount for each in slices))
    finding = scene.word("spend-split-finding")
    made = drawn(Data("bar", names, (row,), finding=finding), scene, "spend-split-heading")
    return replace(made, leading=(0,))


# `spend-bridge`: why what was billed is not what the period cost, as a waterfall from the one to the other.

TINY: Final = Decimal("0.09")  # of the largest step, under which several are drawn as one
LEAST: Final = Decimal("0.005")  # of what was billed: below, the two amounts read as one
ENDS: Final = ("bill.billed.period", "bill.effective.period")
BOTH_SIDES: Final = ("prepaid", "amortised")
AHEAD: Final = "ahead"  # both together


def spend_bridge(scene: Scene) -> Slide | Notice | None:
    """Left out where the two are as good as the same, or where the bill does not tell both."""
    bridge, figures = bill_of(scene).bridge, scene.cast.figures
    if not bridge or not bridge.steps() or abs(bridge.effective - bridge.billed) < LEAST * abs(bridge.billed):
        return None
    found = {name: figures.find(f"bill.bridge.{name}") for name in bridge.steps()}
    told = {name: each for name, each in found.items() if each}
    billed, effective = map(figures.find, ENDS)
    if not billed or not effective or len(told) < len(found):
        return None
    values = _netted(bridge)
    steps = {name: told.get(name) or _ahead(scene, value) for name, value in values.items()}
    tallest = max(abs(value) for value in values.values())
    small = [name for name, value in values.items() if abs(value) < TINY * tallest]
    small = small if len(small) > 1 else []
    others = [(scene.word(f"spend-bridge-{name}"), steps[name]) for name in small]
    largest = max(values, key=lambda name: abs(values[name]))
    sides = [told[name] for name in BOTH_SIDES] if AHEAD in values else []
    facts = {"largest": largest, "step": steps[largest], "others": others, "sides": sides}
    facts["rest"] = _rest(scene, bridge, values, largest)
    scene = scene.telling(billed=billed, effective=effective, **facts)
    drawn_steps = {name: value for name, value in values.items() if name not in small}
    if small:
        drawn_steps["others"] = sum((values[name] for name in small), ZERO)
    amounts = (bridge.billed, *drawn_steps.values(), bridge.effective)
    names = tuple(scene.word(f"spend-bridge-{name}") for name in ("billed", *drawn_steps, "effective"))
    row = Row(scene.word("spend-bridge-series"), tuple(shown(scene, each) for each in amounts))
    finding = scene.word("spend-bridge-finding")
    data = Data("waterfall", names, (row,), totals=(0, len(names) - 1), finding=finding)
    made = replace(drawn(data, scene, "chart-step"), leading=(1 + list(drawn_steps).index(largest),))
    why = Tile(scene.word(f"spend-bridge-{largest}"), steps[largest].short, scene.word("spend-bridge-largest"))
    tiles = Tiles((*tiles_of(scene, ENDS[1], ENDS[0]), why))
    slide = scene.slide(tiles, made, title="spend-bridge-title", label="spend-bridge-label", notes="spend-bridge-notes")
    ids = (*ENDS, *(f"bill.bridge.{name}" for name in told))
    return finished(scene, slide, *ids, finding=finding, source="spend-bridge-source")


def _netted(bridge: Bridge) -> dict[str, Decimal]:
    """The steps, of which what was paid ahead and what was used of it are two sides of one."""
    values = bridge.steps()
    if not bridge.prepaid < 0 < bridge.amortised:
        return values
    netted = {AHEAD if name == BOTH_SIDES[0] else name: value for name, value in values.items()}
    netted[AHEAD] += netted.pop(BOTH_SIDES[1])
    return {name: value for name, value in netted.items() if value or len(netted) == 1}


def _rest(scene: Scene, bridge: Bridge, values: Mapping[str, Decimal], largest: str) -> Said | None:
    """What all differences but the largest come to; None where there is no other."""
    if len(values) == 1:
        return None
    rest = bridge.effective - bridge.billed - values[largest]
    return point(scene, "bill.bridge.rest", rest, "money", "said-bill-rest", ENDS[0])


def _ahead(scene: Scene, value: Decimal) -> Said:
    return point(scene, f"bill.bridge.{AHEAD}", value, "money", "said-bill-ahead", ENDS[0])


# `ai-models`: what AI costs by model, and what a million tokens of each cost, where the bill counts tokens.

COST: Final = "bill.ai.token-cost"
PRICE: Final = "bill.ai.per-million-tokens"
MOST_MODELS: Final = 6
LEAST_BARS: Final = 2  # one alone compares nothing


class Bar(Struct, frozen=True):
    """A model: its cost, and what a million of its tokens cost."""

    name: str
    amount: Decimal
    price: Said


def ai_models(scene: Scene) -> Slide | Notice | None:
    """Left out without a word where the bill counts no tokens, or names no model."""
    figures = scene.cast.figures
    bars, cost, price = list(_bars(scene)), figures.find(COST), figures.find(PRICE)
    if not (bars and cost and price):
        return None
    dearest = max(bars[:MOST_MODELS], key=lambda each: each.price.value or Decimal(0))
    unnamed = any(not each.name for each in bill_of(scene).models)
    facts = {"bars": bars, "first": bars[0], "dearest": dearest, "unnamed": unnamed}
    scene = scene.telling(cost=cost, price=price, total=len(bars), **facts)
    made = _spend_ai_chart(scene, bars[:MOST_MODELS], dearest) if len(bars) >= LEAST_BARS else None
    told_of = Tile(dearest.name, dearest.price.short, scene.word("ai-models-price"))
    tiles = (told_of, *tiles_of(scene, PRICE, COST)) if made else tiles_of(scene, PRICE, COST)
    blocks: tuple[Block, ...] = (Tiles(tiles), *((made,) if made else ()))
    slide = scene.slide(
        *blocks,
        title="ai-models-title",
        label="ai-models-label",
        notes="ai-models-notes",
        role="content" if made else "statement",
    )
    ids = (COST, PRICE, *(each.price.id for each in bars[:MOST_MODELS]))
    return finished(scene, slide, *ids, finding=made.finding if made else "")


def _bars(scene: Scene) -> Iterator[Bar]:
    """The models that have a name, that with most cost first."""
    for id, each in models_by_id(bill_of(scene)).items():
        price = scene.cast.figures.find(f"{id}.per-million-tokens")
        if price and each.effective > 0:
            yield Bar(short_name(each.name), shown(scene, each.effective), price)


def _spend_ai_chart(scene: Scene, bars: Sequence[Bar], dearest: Bar) -> Chart:
    """The price of each model that costs most, the highest on top, with what it costs in all behind its name."""
    ordered = sorted(bars, key=lambda each: each.price.value or ZERO, reverse=True)
    names = tuple(scene.word("ai-models-bar", bar=each, cost=writer(scene).full(each.amount)) for each in ordered)
    row = Row(scene.word("ai-models-series"), tuple(each.price.value for each in ordered))
    made = drawn(Data("bar", names, (row,), finding=scene.word("ai-models-finding")), scene, "ai-models-heading")
    labels = tuple(each.price.short for each in ordered)
    series = replace(made.series[0], labels=labels)
    return replace(made, series=(series,), leading=(ordered.index(dearest),))
