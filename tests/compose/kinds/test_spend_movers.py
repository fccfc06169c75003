"""What moved: rises above falls, ties, what is new and what jumped, and which service makes the growth."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from bill_samples import ANOMALIES, SERVICES, part, plain, whole_bill
from billed_desk import chart_of, left_out, tiles_of, told, untold
from briefing.bill.bill import Bill, Part
from compose_desk import Desk

SLIDE = "- kind: spend-movers"
AGAINST = "Jan to Mar 2026 against Jan to Mar 2025"


def moved(*movers: Part, rest: int = 0) -> Bill:
    """A bill of these services and of a rest that did not move."""
    recent, earlier = (sum(int(getattr(each, side)) for each in movers) + rest for side in ("recent", "earlier"))
    return plain([100_000] * 18, movers=movers, total=part("", 1_200_000, recent, earlier))


@pytest.mark.parametrize(
    ("movers", "title"),
    [
        ([("A", 30, 10), ("B", 25, 15)], "A grew most and makes 66.7% of the growth in a year"),
        ([("A", 30, 0), ("B", 25, 15)], "A is new and makes 75% of the growth in a year"),
        ([("A", 30, 10), ("B", 30, 10)], "A and B rose most in a year, by €20 each"),
        ([("A", 10, 30), ("B", 10, 30)], "A and B fell most in a year, by €20 each"),
        ([("A", 10, 30), ("B", 30, 10)], "B rose by €20 in a year, and A fell by as much"),
        ([("A", 30, 10), ("B", 10, 30)], "A rose by €20 in a year, and B fell by as much"),
        ([("A", 10, 30), ("B", 20, 10)], "A fell most in a year, by €20"),
        ([("A", 0, 30), ("B", 20, 10)], "A is gone, which takes €30 off the bill"),
        ([("A", 40, 10), ("B", 0, 25), ("C", 0, 20)], "A rose most, by €30, while all spend fell in a year"),
        ([("A", 30, 0), ("B", 0, 25), ("C", 0, 20)], "A is new and costs €30, while all spend fell in a year"),
        # Of a growth that another has made less, nothing is a share.
        ([("A", 40, 10), ("B", 20, 25)], "A grew by €30 in a year, more than the whole bill"),
        ([("A", 40, 10), ("B", 35, 10), ("C", 20, 25)], "A rose most, by €30 in a year"),
        ([("A", 40, 10), ("B", 5, 25)], "A grew by €30 in a year, more than the whole bill"),
        ([("A", 0, -30)], "A grew most and makes 100% of the growth in a year"),
    ],
)
def test_the_headline_names_the_largest_mover(desk: Desk, movers: list[tuple[str, int, int]], title: str) -> None:
    bill = moved(*(part(name, 50, recent, earlier) for name, recent, earlier in movers), rest=1000)
    assert told(desk, bill, SLIDE).title == title


def test_rises_stand_above_falls(desk: Desk) -> None:
    chart = chart_of(told(desk, whole_bill(), SLIDE))
    assert chart.style == "bar"
    assert (chart.categories[0], chart.categories[1], chart.categories[-1]) == (
        "Nimbus Model Studio",
        "Nimbus Search (new)",
        "Stratus Backup",
    )
    values = [value for value in chart.series[0].values if value is not None]
    assert values == sorted(values, reverse=True)
    assert (values[0], values[-1]) == (Decimal(94_500), Decimal(-21_000))


def test_the_change_of_all_and_what_is_new_or_jumped_stand_over_the_bars(desk: Desk) -> None:
    slide = told(desk, whole_bill(), SLIDE)
    assert [(each.label, each.value, each.note) for each in tiles_of(slide)] == [
        ("Change in a year", "€182k", AGAINST),
        ("Nimbus Model Studio", "€67.3k", "in February 2026, after €48.2k the month before"),
        ("Nimbus Search", "€14.9k", "new on the bill in January 2026"),
        ("Stratus Container Platform", "€29.8k", "in November 2025, after €15.1k the month before"),
    ]
    assert len(chart_of(slide).categories) == 6


def test_at_most_three_of_these_are_named(desk: Desk) -> None:
    bill = replace(whole_bill(), anomalies=tuple(replace(ANOMALIES[0], service=f"S{n}") for n in range(9)))
    assert len(tiles_of(told(desk, bill, SLIDE))) == 4


def test_a_few_thousands_are_written_in_full(desk: Desk) -> None:
    bill = moved(part("A", 50_000, 2_264, 1_000), part("B", 50_000, 1_188, 1_000))
    assert chart_of(told(desk, bill, SLIDE)).series[0].labels == ("€1.26k", "€188")


def test_without_anomalies_the_bars_have_the_slide_to_themselves(desk: Desk) -> None:
    slide = told(desk, replace(whole_bill(), anomalies=()), SLIDE)
    assert (slide.flow, len(slide.blocks)) == ("down", 1)


def test_the_source_names_both_sides(desk: Desk) -> None:
    assert told(desk, whole_bill(), SLIDE).source == f"Source: FOCUS export focus-2026-04, effective cost, {AGAINST}"


def test_a_service_that_two_providers_have_is_named_with_its_provider(desk: Desk) -> None:
    movers = tuple(part("Compute", 50, size, 1, provider) for size, provider in ((30, "Nimbus"), (20, "Stratus")))
    names = chart_of(told(desk, moved(*movers), SLIDE)).categories
    assert names == ("Compute (Nimbus)", "Compute (Stratus)")


def test_a_service_that_did_not_move_has_no_bar(desk: Desk) -> None:
    names = chart_of(told(desk, moved(part("A", 50, 30, 10), part("B", 50, 20, 20)), SLIDE)).categories
    assert names == ("A",)


@pytest.mark.parametrize(
    ("bill", "figure", "why"),
    [
        (moved(), "bill.movers", f"no service cost more or less in {AGAINST.replace('against', 'than in')}"),
        (moved(SERVICES[5]), "bill.movers", f"no service cost more or less in {AGAINST.replace('against', 'than in')}"),
    ],
)
def test_without_anything_to_compare_it_is_left_out_and_says_why(desk: Desk, bill: Bill, figure: str, why: str) -> None:
    (notice,) = left_out(desk, bill, SLIDE)
    assert notice.message == f"The slide spend-movers was left out: the bill does not carry {figure}, for {why}."


def test_a_history_too_short_to_compare_is_told_once(desk: Desk) -> None:
    (notice,) = untold(desk, plain([100_000]), SLIDE, "bill.growth")
    assert notice.endswith("; complete months so far: 1; a comparison needs 2")
