"""Results that show soon."""

from __future__ import annotations

import pytest

from briefing.model import Flags
from compose_desk import Desk

SLIDE = "- {kind: quick-wins}"


def test_the_earliest_comes_first_with_amount_and_owner(desk: Desk) -> None:
    desk.facts(
        """
        currency: EUR
        quick-wins:
          - {name: Name an owner, date: 2026-06, owner: Nina}
          - {name: Switch off at night, amount: 60_000, date: 2026-05-31, owner: Lena}
          - {name: Some day}
        """
    )
    (block,) = desk.slide(SLIDE).blocks
    assert isinstance(block, Flags)
    assert [(each.date, each.text, each.value, each.owner) for each in block.flags] == [
        ("31 May 2026", "Switch off at night", "€60,000 a year", "Lena"),
        ("June 2026", "Name an owner", "no amount stated", "Nina"),
        ("no date yet", "Some day", "no amount stated", ""),
    ]
    assert [each.quiet for each in block.flags] == [False, True, True]
    assert block.key == "What has no date yet stands at the end."
    assert block.flags[0].strong == len("€60,000"), "the amount is large, and 'a year' small behind it"
    assert desk.slide(SLIDE).title == "One of three quick wins should bring €60,000 a year; two of the three have dates"


def test_dates_stand_on_an_axis_from_the_day_of_the_briefing_to_scale(desk: Desk) -> None:
    desk.facts("quick-wins: [{name: A, date: 2026-03-31}, {name: B, date: 2026-06-30}, {name: C}]")
    (block,) = desk.slide(SLIDE).blocks
    assert isinstance(block, Flags)
    assert [each.text for each in block.ticks] == ["Jan 2026", "Mar", "May"]
    places = [each.at for each in block.flags]
    assert [round(each, 3) if each else each for each in places] == [0.492, 0.994, None]
    assert [each.value for each in block.flags] == ["", "", ""], "nothing is missing where none has an amount"


def test_five_stand_evenly_on_both_sides_of_the_line(desk: Desk) -> None:
    wins = ", ".join(f"{{name: W{month}, date: 2026-0{month}-28}}" for month in range(2, 7))
    desk.facts(f"quick-wins: [{wins}]")
    (block,) = desk.slide(SLIDE).blocks
    assert isinstance(block, Flags)
    assert (block.ticks, block.key) == ((), "In the order of their dates.")


@pytest.mark.parametrize(
    ("wins", "title"),
    [
        (("2026-06", "2026-05-31"), "Two quick wins are named, the first due by 31 May 2026"),
        (("2026-06", ""), "Two quick wins are named; one of them has a date"),
        (("2025-06", "2026-05-31"), "Two quick wins are named"),  # the first is no longer ahead
        (("2026-06",), "One quick win is named, due in June 2026"),
    ],
)
def test_the_headline_says_a_date_only_where_all_have_one_ahead(desk: Desk, wins: tuple[str, ...], title: str) -> None:
    lines = (f"  - {{name: Win {n}{f', date: {when}' if when else ''}}}\n" for n, when in enumerate(wins))
    desk.facts("quick-wins:\n" + "".join(lines))
    assert desk.slide(SLIDE).title == title


def test_the_headline_adds_up_what_has_an_amount_and_the_sum_is_traced(desk: Desk) -> None:
    wins = "{name: A, amount: 60_000, date: 2026-05-31}, {name: B, amount: 12_500, date: 2026-06-30}"
    desk.facts(f"currency: EUR\nquick-wins: [{wins}]")
    brief = desk.brief(SLIDE)
    (slide,) = brief.slides()
    assert slide.title == "Two quick wins should bring €72,500 a year; the first is due by 31 May 2026"
    assert [each.text for each in brief.figures if each.id == "quick-wins.together"] == ["€72,500"]


def test_amounts_of_another_currency_are_added_up_in_our_own(desk: Desk) -> None:
    wins = "{name: A, amount: 60_000, date: 2026-05-31}, {name: B, amount: 100 USD, date: 2026-06-30}"
    desk.facts(f"currency: EUR\nexchange-rates: {{USD: 0.92}}\nquick-wins: [{wins}]")
    assert desk.slide(SLIDE).title.startswith("Two quick wins should bring €60,092 a year;")


def test_one_without_a_date_promises_none(desk: Desk) -> None:
    desk.facts("quick-wins: [{name: Some day}]")
    assert desk.slide(SLIDE).title == "One quick win is named"
