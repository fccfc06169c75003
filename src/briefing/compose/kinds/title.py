"""`title`: the opening slide: what it is, for whom, by whom and when."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.compose.scene import Scene
from briefing.model import Slide, Text

TAKES = frozenset({"subtitle", "details"})


def build(scene: Scene) -> Slide:
    """`subtitle` is one line; `details` are short lines at the foot."""
    presenter = scene.cast.company.facts.presenter if scene.cast.company else ""
    details = scene.texts("details") or tuple(filter(None, (presenter, scene.cast.date_text)))
    slide = scene.slide(*(Text(line) for line in details), role="title")
    return replace(slide, subtitle=scene.text("subtitle"))
