"""`statement`: one sentence that stands alone, with a line of support under it."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Slide, Text

TAKES = frozenset({"text"})


def build(scene: Scene) -> Slide:
    """The title is the statement; `text` supports it."""
    support = scene.text("text")
    blocks = (Text(support, "lead"),) if support else ()
    return scene.slide(*blocks, role="statement")
