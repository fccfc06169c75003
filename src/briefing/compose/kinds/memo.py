"""`memo`: a few short paragraphs that are read and not spoken: the first carries the point."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Notice, Slide, Text

TAKES = frozenset({"paragraphs"})


def build(scene: Scene) -> Slide | Notice:
    """`paragraphs` is a list of texts; those that come out empty are left out."""
    first, *others = scene.texts("paragraphs") or ("",)
    if not first:
        return Notice(scene.word("no-paragraphs"))
    blocks = (Text(first, "lead"), *(Text(each) for each in others))
    return scene.slide(*blocks, flow="beside" if others else "down")
