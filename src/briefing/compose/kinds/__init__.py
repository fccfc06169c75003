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
    assumptions,
    cards,
    changes,
    chart,
    common_ground,
    current_state,
    data_quality,
    decision,
    evidence,
    kpi_targets,
    kpis,
    language,
    maturity,
    memo,
    net_by_month,
    objections,
    opportunities,
    pain_points,
    phases,
    principles,
    profile,
    questions,
    quick_wins,
    raci,
    returns,
    risks,
    roadmap,
    sources,
    statement,
    structure,
    talking_points,
    team,
    text,
    tiles,
    title,
    waiting,
    why_now,
)
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
    "why-now": why_now,
    "pain-points": pain_points,
    "maturity": maturity,
    "team": team,
    "risks": risks,
    "quick-wins": quick_wins,
    "talking-points": talking_points,
    "objections": objections,
    "language": language,
    "questions": questions,
    "memo": memo,
    "current-state": current_state,
    "opportunities": opportunities,
    "waiting": waiting,
    "return": returns,
    "kpi-targets": kpi_targets,
    "ask": ask,
    "assumptions": assumptions,
    "net-by-month": net_by_month,
    "evidence": evidence,
    "data-quality": data_quality,
    "sources": sources,
}
