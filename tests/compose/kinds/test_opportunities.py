"""Opportunities: the three cases in the headline, each status for itself, and the way to the base case."""

from __future__ import annotations

import pytest

from briefing.model import Chart, Tiles
from compose_desk import Desk

SLIDE = "- kind: opportunities"
HEAD = "currency: EUR\nspend: {current-monthly: 100000}\nsavings:\n"
RANGE = "  - {name: Idle systems, low: 2%, base: 4%, high: 6%, status: estimated}\n"
NOTHING = "  - {name: A, amount: 0, status: estimated}\n"
SURE = "  - {name: Contracts, amount: 24000, status: verified}\n"


@pytest.mark.parametrize(
    ("savings", "title", "tiles"),
    [
        (
            RANGE + SURE,
            "Savings of €72k a year are in sight: €48k in the low case, €96k in the high",
            [("Still open, a year", "€72k"), ("Verified", "€24k"), ("Estimated", "€48k")],
        ),
        (SURE, "Savings of €24k a year are in sight", [("Still open, a year", "€24k"), ("Verified", "€24k")]),
        (
            "  - {name: A, amount: 0, status: estimated}\n",
            "The base case has no saving yet",
            [("Still open, a year", "€0")],
        ),
    ],
)
def test_the_headline_and_the_statuses(desk: Desk, savings: str, title: str, tiles: list[tuple[str, str]]) -> None:
    desk.facts(HEAD + savings)
    slide = desk.slide(SLIDE)
    assert slide.title == title
    assert [
        (each.label, each.value) for block in slide.blocks if isinstance(block, Tiles) for each in block.tiles
    ] == tiles


def test_the_waterfall_goes_from_today_to_the_base_case(desk: Desk) -> None:
    desk.facts(HEAD + RANGE + SURE)
    chart = desk.slide(SLIDE).blocks[-1]
    assert isinstance(chart, Chart)
    assert (chart.style, chart.totals, chart.better) == ("waterfall", (0, 3), "lower")
    assert chart.categories == ("Spend a year now", "Idle systems (estimated)", "Contracts (verified)", "Base case")
    assert chart.series[0].labels == ("€1.2m", "−€48k", "−€24k", "€1.13m")
    assert chart.finding.startswith("In the base case the spend goes from €1.2m to €1.13m a year")


def test_money_without_a_spend_has_nowhere_to_fall_from(desk: Desk) -> None:
    desk.facts("currency: EUR\nsavings:\n" + SURE + SURE.replace("Contracts", "Licences"))
    chart = desk.slide(SLIDE).blocks[-1]
    assert isinstance(chart, Chart)
    assert chart.style == "bar"


def test_one_saving_without_a_spend_is_tiles(desk: Desk) -> None:
    desk.facts("currency: EUR\nsavings:\n" + SURE)
    tiles = desk.slide(SLIDE).blocks[-1]
    assert isinstance(tiles, Tiles)
    assert [each.label for each in tiles.tiles] == ["Low case", "Base case", "High case"]


def test_a_missing_case_is_told_by_its_key(desk: Desk) -> None:
    desk.facts(HEAD + "  - {name: A, low: 2%}\n")
    assert "opportunities (needs savings[1].base)" in desk.notices(f"{SLIDE}\n- {{kind: text, title: A}}", "cfo")[0]


def test_what_is_realised_stands_apart_and_is_never_in_sight(desk: Desk) -> None:
    open_one = "{name: B, amount: 24000 EUR, status: estimated}"
    desk.facts(f"{HEAD}  - {{name: A, amount: 9000 EUR, status: realised}}\n  - {open_one}\n")
    slide = desk.slide(SLIDE)
    assert slide.title == "Savings of €24k a year are in sight, beside €9k that is realised"
    assert isinstance(tiles := slide.blocks[0], Tiles)
    assert [(each.label, each.value) for each in tiles.tiles] == [
        ("Still open, a year", "€24k"),
        ("Estimated", "€24k"),
        ("Realised, a year", "€9k"),
    ]
    desk.facts(f"{HEAD}  - {{name: A, amount: 9000 EUR, status: realised}}\n")
    slide = desk.slide(SLIDE)
    assert slide.title == "Savings of €9k a year are realised, and no further one is sized yet"
