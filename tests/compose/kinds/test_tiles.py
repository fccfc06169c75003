"""Tiles: figures with what changed, and a word for whether that is good."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.compose.kinds.charts import judged
from briefing.errors import ContentError
from briefing.model import Bullets, Text, Tile, Tiles
from compose_desk import Desk


def test_a_tile_says_by_sign_and_word_what_its_change_means(desk: Desk) -> None:
    slide = desk.slide("""
    - kind: tiles
      title: A
      lead: Lead.
      tiles:
        - {label: Spend, value: 4_800_000, unit: money, currency: EUR, change: 18%, better: lower, note: a year}
        - {label: Owner, value: "{{ audience }}"}
      bullets: [One]
    """)
    spend = Tile("Spend", "€4.8m", "a year", "+18%", "lower", "bad", "worse")
    assert slide.blocks == (Text("Lead.", "lead"), Tiles((spend, Tile("Owner", "the CFO"))), Bullets(("One",)))


@pytest.mark.parametrize(
    ("change", "better", "word"),
    [
        ("-6%", "lower", "better"),
        ("6%", "lower", "worse"),
        ("6%", "higher", "better"),
        ("-6%", "higher", "worse"),
        ("6%", "target", "neither better nor worse"),
        ("0%", "higher", "unchanged"),
    ],
)
def test_the_direction_that_is_better_decides_the_word(desk: Desk, change: str, better: str, word: str) -> None:
    tile = f"{{label: A, value: B, change: {change}, better: {better}}}"
    (block,) = desk.slide(f"- {{kind: tiles, title: A, tiles: [{tile}]}}").blocks
    assert isinstance(block, Tiles)
    assert block.tiles[0].judgement == word


def test_without_a_direction_a_change_is_neither_good_nor_bad() -> None:
    assert [judged(Decimal(value), "") for value in (-1, 0, 1)] == ["neutral"] * 3
    assert judged(None, "lower") == ""


@pytest.mark.parametrize(
    ("tiles", "said"),
    [
        ("[]", "3:36: slide 1 (tiles): there are 0 tiles; show one to 4"),
        ("[{label: A}]", "3:37: slide 1 (tiles): a tile has no value; add 'value: …'"),
        (
            "[{value: A, better: up}]",
            "3:56: slide 1 (tiles): unknown better 'up'; write higher, lower or target",
        ),
        (
            "[{value: lots, unit: number}]",
            "3:45: slide 1 (tiles): 'lots' is not a number; write digits such as 1200000, 1_200_000 or 0.5",
        ),
    ],
)
def test_a_fault_says_where_it_is(desk: Desk, tiles: str, said: str) -> None:
    with pytest.raises(ContentError) as caught:
        desk.slide(f"- {{kind: tiles, title: A, tiles: {tiles}}}")
    assert [str(problem) for problem in caught.value.problems] == [f"layouts/mine/layout.yaml:{said}"]
