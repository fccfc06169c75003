"""What is asked of the audience."""

from __future__ import annotations

from briefing.model import Tile, Tiles
from compose_desk import Desk


def test_tiles_are_rendered_in_order(desk: Desk) -> None:
    slide = desk.slide(
        "- {kind: decision, title: Do, tiles: [{label: Why, value: '{{ audience }}'}, {label: B, value: C, note: D}]}"
    )
    assert slide.role == "statement"
    assert slide.blocks == (Tiles((Tile("Why", "the CFO"), Tile("B", "C", "D"))),)
