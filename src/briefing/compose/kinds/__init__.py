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
    common_ground,
    decision,
    kpis,
    phases,
    principles,
    profile,
    raci,
    roadmap,
    sources,
    statement,
    structure,
    text,
    title,
)
from briefing.compose.scene import Scene
from briefing.model import Notice, Slide

COMMON_KEYS = frozenset({"title", "label", "notes", "source"})


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
    "ask": ask,
    "sources": sources,
}
