"""`ai-models`: what AI costs by model, and what a million tokens of each cost, where the bill counts tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from briefing.compose.bills import bill_of, drawn, finished, shown, tiles_of
from briefing.compose.billwords import short_name
from briefing.compose.charts import Data, Row
from briefing.compose.missing import unsaid
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.figures.billpromises import models_by_id
from briefing.model import Block, Chart, Notice, Slide, Tiles

TAKES: frozenset[str] = frozenset()
COST: Final = "bill.ai.token-cost"
PRICE: Final = "bill.ai.per-million-tokens"
MOST_BARS: Final = 6
LEAST_BARS: Final = 2  # one alone compares nothing


class Bar(Struct, frozen=True):
    """A model: its cost, and what a million of its tokens cost."""

    name: str
    amount: Decimal
    price: Said


def build(scene: Scene) -> Slide | Notice:
    """Left out without a word where the bill counts no tokens, or names no model."""
    figures = scene.cast.figures
    bars, cost, price = list(_bars(scene)), figures.find(COST), figures.find(PRICE)
    if not (bars and cost and price):
        return unsaid()
    dearest = max(bars, key=lambda each: each.price.value or Decimal(0))
    unnamed = any(not each.name for each in bill_of(scene).models)
    facts = {"bars": bars, "first": bars[0], "dearest": dearest, "unnamed": unnamed}
    scene = scene.telling(cost=cost, price=price, total=len(bars), **facts)
    made = _chart(scene, bars[:MOST_BARS]) if len(bars) >= LEAST_BARS else None
    blocks: tuple[Block, ...] = (Tiles(tiles_of(scene, COST, PRICE)), *((made,) if made else ()))
    slide = scene.slide(
        *blocks,
        title="ai-models-title",
        label="ai-models-label",
        notes="ai-models-notes",
        role="content" if made else "statement",
    )
    ids = (COST, PRICE, *(each.price.id for each in bars[:MOST_BARS]))
    return finished(scene, slide, *ids, finding=made.finding if made else "")


def _bars(scene: Scene) -> Iterator[Bar]:
    """The models that have a name, that with most cost first."""
    for id, each in models_by_id(bill_of(scene)).items():
        price = scene.cast.figures.find(f"{id}.per-million-tokens")
        if price and each.effective > 0:
            yield Bar(short_name(each.name), shown(scene, each.effective), price)


def _chart(scene: Scene, bars: Sequence[Bar]) -> Chart:
    names = tuple(scene.word("ai-models-bar", bar=each) for each in bars)
    row = Row(scene.word("ai-models-series"), tuple(each.amount for each in bars))
    return drawn(Data("bar", names, (row,), finding=scene.word("ai-models-finding")), scene, "ai-models-heading")
