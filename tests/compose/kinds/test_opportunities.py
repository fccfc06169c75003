"""Opportunities: the three cases in the headline, each status for itself, and the way to the base case."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.model import Chart, Tiles
from compose_desk import Desk

SLIDE = "- kind: opportunities"
HEAD = "currency: EUR\nspend: {current-monthly: 100000}\nsavings:\n"
RANGE = "  - {name: Idle systems, low: 2%, base: 4%, high: 6%, status: estimated}\n"
NOTHING = "  - {name: A, amount: 0, status: estimated}\n"
COST = "function-cost: {monthly: 6000, one-off: 0}\n"
SURE = "  - {name: Contracts, amount: 24000, status: verified}\n"


@pytest.mark.parametrize(
    ("savings", "title", "tiles"),
    [
        (
            RANGE + SURE,
            "Savings of €72k a year are in sight: €48k in the low case, €96k in the high",
            [("Still open, a year", "€72k"), ("Verified", "€24k")],
        ),
        (SURE, "Savings of €24k a year are in sight", [("Still open, a year", "€24k"), ("Verified", "2%")]),
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
    assert chart.categories == (
        "Spend a year now",
        "Contracts (verified)",
        "Idle systems (estimated)",
        "Base case, if all of it holds",
    )
    assert chart.series[0].labels == ("€1.20m", "−€24k", "−€48k", "€1.13m")
    assert chart.sure == ("", "verified", "estimated", "")
    assert chart.span is not None
    assert (chart.span.first, chart.span.last) == (1, 2)
    assert chart.span.text == "−€72k a year, 6% of the spend"
    assert chart.span.text in chart.finding
    assert chart.reach is not None
    assert (chart.reach.low, chart.reach.high) == (Decimal(1_104_000), Decimal(1_152_000))
    assert (chart.reach.low_text, chart.reach.high_text) == ("High case −€96k", "Low case −€48k")
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
        ("Estimated", "2%"),
        ("Realised, a year", "€9k"),
    ]
    desk.facts(f"{HEAD}  - {{name: A, amount: 9000 EUR, status: realised}}\n")
    slide = desk.slide(SLIDE)
    assert slide.title == "Savings of €9k a year are realised, and no further one is sized yet"


def saving(name: str, amount: int, status: str) -> str:
    return f"  - {{name: {name}, amount: {amount}, status: {status}}}\n"


@pytest.mark.parametrize(
    ("savings", "names"),
    [
        (
            [("A", 50_000, "estimated"), ("B", 1_000, "idea"), ("C", 40_000, "verified"), ("D", 2_000, "idea")],
            ["C (verified)", "A (estimated)", "Others, 2 (idea)"],
        ),
        ([(f"S{n}", 1_000, "idea") for n in range(30)], ["Savings, 30 (idea)"]),
        ([("A", 50_000, "idea"), ("B", 1_000, "idea")], ["A (idea)", "B (idea)"]),
        (
            [(f"S{n}", 10_000, "verified") for n in range(9)],
            [*(f"S{n} (verified)" for n in range(6)), "Others, 3 (verified)"],
        ),
    ],
    ids=["small ones of a status", "thirty", "one small one", "too many"],
)
def test_what_is_too_small_to_be_seen_is_one_step_for_each_status(
    desk: Desk, savings: list[tuple[str, int, str]], names: list[str]
) -> None:
    desk.facts(HEAD + "".join(saving(*each) for each in savings))
    chart = desk.slide(SLIDE).blocks[-1]
    assert isinstance(chart, Chart)
    assert list(chart.categories[1:-1]) == names
    first, *steps, last = (value or 0 for value in chart.series[0].values)
    assert first + sum(steps) == last == 1_200_000 - sum(amount for _, amount, _ in savings)


@pytest.mark.parametrize(
    ("savings", "takeaway"),
    [
        (RANGE + SURE, "€24k is verified; €48k has to be checked before a plan counts on it"),
        (RANGE, "Nothing of this is verified yet: have the largest checked before it stands in a plan"),
        (SURE, ""),
        (
            RANGE + SURE + COST,
            "The €24k that is verified covers 31% of what break-even takes: have the next largest checked",
        ),
        (
            RANGE + COST,
            "Break-even takes €77.4k a year, and nothing of this is verified yet: have the largest checked first",
        ),
        (SURE + COST, "All of it is verified, and covers 31% of what break-even takes"),
        (
            RANGE + SURE.replace("24000", "240000") + COST,
            "The €240k that is verified is more than the €77.4k a year that break-even takes",
        ),
    ],
)
def test_the_takeaway_keeps_what_is_verified_apart(desk: Desk, savings: str, takeaway: str) -> None:
    desk.facts(HEAD.replace("100000", "100000, annual-growth: 0%") + savings)
    assert desk.slide(SLIDE).takeaway == takeaway


def test_only_verified_savings_are_promised_without_a_condition(desk: Desk) -> None:
    desk.facts(HEAD + SURE)
    chart = desk.slide(SLIDE).blocks[-1]
    assert isinstance(chart, Chart)
    assert chart.span is not None
    assert chart.span.text == "−€24k a year, 2% of the spend"
    assert chart.categories[-1] == "Base case"


def test_a_currency_without_decimals(desk: Desk) -> None:
    desk.facts("currency: JPY\nspend: {current-monthly: 1000}\nsavings:\n" + saving("A", 8_000, "idea"))
    chart = desk.slide(SLIDE).blocks[-1]
    assert isinstance(chart, Chart)
    assert chart.series[0].labels == ("¥12k", "−¥8k", "¥4k")


def test_no_saving_has_no_bracket_and_no_range(desk: Desk) -> None:
    desk.facts(HEAD + NOTHING)
    chart = desk.slide(SLIDE).blocks[-1]
    assert isinstance(chart, Chart)
    assert (chart.span, chart.reach) == (None, None)


def test_the_notes_name_what_is_shown_as_one(desk: Desk) -> None:
    desk.facts(HEAD + "".join(saving(f"S{n}", 10_000, "verified") for n in range(9)))
    assert [*desk.slide(SLIDE).spill] == [f"S{n} (verified): €10,000" for n in range(6, 9)]
