"""`text`: a lead sentence and bullets, for slides that people add to a layout of their own."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Block, Bullets, Slide, Text

TAKES = frozenset({"lead", "bullets"})


def build(scene: Scene) -> Slide:
    """`lead` is a sentence, `bullets` a list."""
    lead, bullets = scene.text("lead"), scene.texts("bullets")
    blocks: list[Block] = [Text(lead, "lead")] if lead else []
    if bullets:
        blocks.append(Bullets(bullets))
    return scene.slide(*blocks)
