"""The slide kinds: what a layout may ask for under `kind:`, and who builds it.

A kind is a module with `TAKES`, the keys that it reads of its specification, and `build(scene)`, which gives the slide,
or a notice that says why there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from briefing.compose.kinds import (
    answers,
    ask,
    cards,
    changes,
    chart,
    common_ground,
    decision,
    kpis,
    language,
    memo,
    objections,
    phases,
    principles,
    profile,
    questions,
    raci,
    roadmap,
    sources,
    statement,
    structure,
    talking_points,
    text,
    tiles,
    title,
)
from briefing.compose.kinds.offacts import OfBill, OfFacts
from briefing.compose.scene import Scene
from briefing.model import Notice, Slide

COMMON_KEYS = frozenset({"title", "label", "notes", "source"})
# Made after all others, wherever they stand: they tell of what the others show.
LOOKING_BACK = frozenset({"assumptions"})


class Kind(Protocol):
    """What a module of this package offers."""

    TAKES: frozenset[str]

    def build(self, scene: Scene, /) -> Slide | Notice:
        """The slide of a scene, or why it is left out."""


KINDS: Mapping[str, Kind] = {
    "title": title,
    "statement": statement,
    "text": text,
    "cards": cards,
    "decision": decision,
    "chart": chart,
    "tiles": tiles,
    "phases": phases,
    "principles": principles,
    "common-ground": common_ground,
    "persona-profile": profile,
    "answers": answers,
    "kpis": kpis,
    "changes": changes,
    "roadmap": roadmap,
    "structure": structure,
    "raci": raci,
    "why-now": OfFacts("why_now"),
    "pain-points": OfFacts("pain_points"),
    "maturity": OfFacts("maturity"),
    "team": OfFacts("team"),
    "risks": OfFacts("risks"),
    "quick-wins": OfFacts("quick_wins"),
    "talking-points": talking_points,
    "objections": objections,
    "language": language,
    "questions": questions,
    "memo": memo,
    "current-state": OfFacts("current_state"),
    "spend-trend": OfBill("spend_trend"),
    "spend-split": OfBill("spend_split", frozenset({"by"})),
    "spend-movers": OfBill("spend_movers"),
    "spend-bridge": OfBill("spend_bridge"),
    "ai-models": OfBill("spend_ai"),
    "commitment-health": OfBill("spend_commitments"),
    "commitment-terms": OfBill("spend_terms"),
    "allocation-health": OfBill("spend_allocation"),
    "opportunities": OfFacts("opportunities"),
    "waiting": OfFacts("waiting"),
    "return": OfFacts("returns"),
    "fiscal-years": OfFacts("fiscal_years"),
    "kpi-targets": OfFacts("kpi_targets"),
    "bill-kpis": OfBill("spend_kpis"),
    "ask": ask,
    "assumptions": OfFacts("assumptions"),
    "net-by-month": OfFacts("net_by_month"),
    "evidence": OfFacts("evidence"),
    "data-quality": OfFacts("data_quality"),
    "bill-quality": OfBill("spend_quality"),
    "sources": sources,
}
