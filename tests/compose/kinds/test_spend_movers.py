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
        ([("A", 30, 10), ("B", 30, 10)], "A and B rose most: €20 more each"),
        ([("A", 10, 30), ("B", 10, 30)], "A and B fell most: €20 less each"),
        ([("A", 10, 30), ("B", 30, 10)], "B cost €20 more, and A as much less"),
        ([("A", 30, 10), ("B", 10, 30)], "A cost €20 more, and B as much less"),
        ([("A", 10, 30), ("B", 20, 10)], "A fell most: €20 less"),
        ([("A", 0, 30), ("B", 20, 10)], "A is gone, which takes €30 off the bill"),
        ([("A", 40, 10), ("B", 0, 25), ("C", 0, 20)], "A rose most: €30 more, while all spend fell"),
        ([("A", 30, 0), ("B", 0, 25), ("C", 0, 20)], "A is new and cost €30 in Jan to Mar 2026, while all spend fell"),
        # Of a growth that another has made less, nothing is a share.
        ([("A", 40, 10), ("B", 20, 25)], "A cost €30 more; the whole bill grew by less"),
        ([("A", 40, 10), ("B", 35, 10), ("C", 20, 25)], "A rose most: €30 more"),
        ([("A", 40, 10), ("B", 5, 25)], "A cost €30 more; the whole bill grew by less"),
        ([("A", 0, -30)], "A grew most and makes 100% of the growth in a year"),
    ],
)
def test_the_headline_names_the_largest_mover(desk: Desk, movers: list[tuple[str, int, int]], title: str) -> None:
    bill = moved(*(part(name, 50, recent, earlier) for name, recent, earlier in movers), rest=1000)
    assert told(desk, bill, SLIDE).title.replace(" in Jan to Mar 2026 than a year before", "") == title


def test_a_headline_names_what_is_held_against_what(desk: Desk) -> None:
    """By so much "in a year" would be read as so much a year."""
    title = told(desk, moved(part("A", 50, 40, 10), part("B", 50, 20, 25)), SLIDE).title
    assert title == "A cost €30 more in Jan to Mar 2026 than a year before; the whole bill grew by less"


@pytest.mark.parametrize(
    ("movers", "first", "leading"),
    [
        ([("A", 30, 10), ("B", 25, 15)], ("A", "66.7%", "of the growth in a year: €20 of €30"), (0,)),
        ([("B", 20, 10), ("A", 10, 30)], ("A", "€20", "less in Jan to Mar 2026 than a year before"), (1,)),
        ([("A", 30, 10), ("B", 10, 30)], ("A", "€20", "more in Jan to Mar 2026 than a year before"), (0, 1)),
    ],
)
def test_the_first_figure_is_that_of_the_headline_and_so_is_the_bar_in_accent(
    desk: Desk, movers: list[tuple[str, int, int]], first: tuple[str, str, str], leading: tuple[int, ...]
) -> None:
    bill = moved(*(part(name, 50, recent, earlier) for name, recent, earlier in movers), rest=1000)
    slide = told(desk, bill, SLIDE)
    hero = tiles_of(slide)[0]
    assert (hero.label, hero.value, hero.note) == first
    assert hero.value in slide.title
    assert chart_of(slide).leading == leading


def test_a_bar_says_its_amount_as_the_headline_does(desk: Desk) -> None:
    """Other bars of the chart have decimals; zeros behind an exact amount would be a second form of it."""
    slide = told(desk, moved(part("A", 50, 10_000, 103_000), part("B", 50, 10_500, 78_160), rest=500_000), SLIDE)
    assert "€93k" in slide.title
    (series,) = chart_of(slide).series
    assert series.labels == ("\N{MINUS SIGN}€67.7k", "\N{MINUS SIGN}€93k")


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


def test_the_change_of_all_and_what_is_new_or_jumped_stand_beside_the_bars(desk: Desk) -> None:
    slide = told(desk, whole_bill(), SLIDE)
    assert [(each.label, each.value, each.note) for each in tiles_of(slide)] == [
        ("Nimbus Model Studio", "€94.5k", "more in Jan to Mar 2026 than a year before"),
        ("All services together", "€182k", AGAINST),
        ("Jumped: Nimbus Model Studio", "€67.3k", "in February 2026, after €48.2k the month before"),
        ("New: Nimbus Search", "€14.9k", "first in January 2026"),
    ]
    assert len(chart_of(slide).categories) == 8


def test_at_most_two_of_these_are_named(desk: Desk) -> None:
    bill = replace(whole_bill(), anomalies=tuple(replace(ANOMALIES[0], service=f"S{n}") for n in range(9)))
    assert len(tiles_of(told(desk, bill, SLIDE))) == 4


def test_a_few_thousands_are_written_in_full(desk: Desk) -> None:
    bill = moved(part("A", 50_000, 2_264, 1_000), part("B", 50_000, 1_188, 1_000))
    assert chart_of(told(desk, bill, SLIDE)).series[0].labels == ("€1.26k", "€188")


def test_without_anomalies_the_largest_mover_and_the_change_of_all_are_left(desk: Desk) -> None:
    slide = told(desk, replace(whole_bill(), anomalies=()), SLIDE)
    assert [each.label for each in tiles_of(slide)] == ["Nimbus Model Studio", "All services together"]


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
