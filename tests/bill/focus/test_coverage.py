"""Which months are complete: by the days of usage of each provider, held against its own rhythm."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from briefing.bill.focus.coverage import Verdict, judged
from briefing.bill.focus.raw_values import number_of
from briefing.bill.focus.rhythm import DAY, Presence, Rhythm
from briefing.documents.text import first_day, month_text

A, B, C = "Nimbus Example Cloud", "Stratus Demo SaaS", "Cumulus Sample Cloud"


def daily(
    provider: str,
    first: str,
    last: str,
    cost: int = 1000,
    wanted: Callable[[date], bool] = lambda day: True,
) -> list[Presence]:
    """Usage day by day, of the days that are wanted; each month costs as much."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [start + DAY * step for step in range((end - start).days + 1)]
    return on_days(provider, filter(wanted, days), cost)


def on_days(provider: str, days: Iterable[date], cost: int = 1000) -> list[Presence]:
    by_month: dict[int, list[date]] = {}
    for day in days:
        by_month.setdefault(number_of(day), []).append(day)
    return [
        Presence(provider, month, there[0], there[-1] + DAY, Decimal(cost), sum(1 << day.day - 1 for day in there))
        for month, there in by_month.items()
    ]


def spans(provider: str, *each: str, cost: int = 1000) -> list[Presence]:
    """Usage in charges of longer times, `2026-03-01/2026-04-01`."""
    found = [tuple(map(date.fromisoformat, span.split("/"))) for span in each]
    return [Presence(provider, number_of(first), first, last, Decimal(cost)) for first, last in found]


def complete(verdict: Verdict) -> list[str]:
    return [month_text(month) for month in sorted(verdict.complete)]


def said(verdict: Verdict) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(each.provider, each.state, each.day, each.months) for each in verdict.rhythms]


def is_working_day(day: date) -> bool:
    return day.weekday() < 5


def test_every_day_from_the_first_to_the_last_makes_months_complete() -> None:
    verdict = judged(daily(A, "2026-01-01", "2026-03-31"))
    assert complete(verdict) == ["2026-01", "2026-02", "2026-03"]
    assert (verdict.running, verdict.rhythms) == (None, ())


@pytest.mark.parametrize("last", ["2026-03-01", "2026-03-04", "2026-03-30", "2028-02-28"])
def test_a_month_in_progress_is_not_complete(last: str) -> None:
    month = last[:7]
    start = first_day(number_of(date.fromisoformat(last)) - 1)
    verdict = judged(daily(A, start.isoformat(), last))
    assert complete(verdict) == [f"{start:%Y-%m}"]
    assert month_text(verdict.running or 0) == month
    assert str(verdict.through) == last


@pytest.mark.parametrize("last", ["2026-02-28", "2028-02-29", "2026-04-30", "2025-12-31"])
def test_the_last_day_of_a_month_completes_it(last: str) -> None:
    start = date.fromisoformat(last).replace(day=1)
    assert complete(judged(daily(A, start.isoformat(), last))) == [last[:7]]


def test_a_charge_for_the_whole_month_does_not_complete_it_while_others_charge_by_day() -> None:
    there = [*daily(A, "2026-03-01", "2026-04-04"), *spans(B, "2026-03-01/2026-04-01", "2026-04-01/2026-05-01")]
    verdict = judged(there)
    assert complete(verdict) == ["2026-03"]
    assert str(verdict.through) == "2026-04-04"


def test_a_provider_may_charge_for_the_month_in_one_row_beside_its_days() -> None:
    there = daily(A, "2026-03-01", "2026-04-04")
    there[-1] = there[-1]._replace(last=date(2026, 5, 1))
    assert complete(judged(there)) == ["2026-03"]


def test_charges_for_part_of_a_month_leave_it_in_progress() -> None:
    verdict = judged(spans(A, "2026-03-01/2026-04-01", "2026-04-01/2026-04-05"))
    assert complete(verdict) == ["2026-03"]
    assert str(verdict.through) == "2026-04-04"


def test_a_daily_provider_that_ends_early_makes_the_last_month_incomplete_and_is_named() -> None:
    verdict = judged([*daily(A, "2026-02-01", "2026-03-31"), *daily(B, "2026-02-01", "2026-03-19", cost=50)])
    assert complete(verdict) == ["2026-02"]
    assert said(verdict) == [(B, "late", "2026-03-19", ("2026-03",))]


def test_a_small_seller_does_not_decide() -> None:
    small = daily(B, "2026-02-01", "2026-03-19", cost=9)
    assert complete(judged([*daily(A, "2026-02-01", "2026-03-31"), *small])) == ["2026-02", "2026-03"]


@pytest.mark.parametrize(
    "last",
    ["2026-05-29", "2026-02-27", "2025-08-29"],  # Fridays with nothing but a weekend after them in their month
)
def test_a_provider_of_working_days_reaches_the_end_on_the_last_friday(last: str) -> None:
    friday = date.fromisoformat(last)
    start = (friday - timedelta(days=90)).replace(day=1)
    verdict = judged(daily(A, start.isoformat(), last, wanted=is_working_day))
    assert complete(verdict)[-1] == last[:7]
    assert [each.beat for each in verdict.rhythms] == ["weekdays"]


def test_a_provider_of_working_days_that_lacks_one_at_the_end_is_late() -> None:
    there = [*daily(A, "2026-01-01", "2026-05-31"), *daily(B, "2026-01-01", "2026-05-28", wanted=is_working_day)]
    verdict = judged(there)
    assert complete(verdict)[-1] == "2026-04"
    assert said(verdict) == [(B, "late", "2026-05-28", ("2026-05",))]


def test_days_without_usage_now_and_then_are_a_rhythm() -> None:
    often = daily(B, "2026-01-02", "2026-05-30", wanted=lambda day: day.day % 5 != 1)
    verdict = judged([*daily(A, "2026-01-01", "2026-05-31"), *often])
    assert len(verdict.complete) == 5


@pytest.mark.parametrize("day", [1, 15, 28])
def test_a_provider_that_charges_on_one_day_of_the_month_spoils_none(day: int) -> None:
    once = on_days(B, [date(2026, month, day) for month in (1, 2, 3)])
    verdict = judged([*daily(A, "2026-01-01", "2026-03-31"), *once])
    assert len(verdict.complete) == 3
    assert said(verdict) == [(B, "", "", ())]


def test_a_provider_that_charges_from_the_middle_of_months_spoils_none() -> None:
    middle = spans(B, "2026-01-15/2026-02-15", "2026-02-15/2026-03-15", "2026-03-15/2026-04-15", cost=50)
    assert len(judged([*daily(A, "2026-01-01", "2026-03-31"), *middle]).complete) == 3


def test_a_provider_that_begins_a_day_late_with_charges_for_months_spoils_none() -> None:
    late = spans(B, "2026-02-02/2026-03-01", "2026-03-02/2026-04-01")
    both = [*spans(A, "2026-02-01/2026-03-01", "2026-03-01/2026-04-01", cost=20_000), *late]
    assert complete(judged(both)) == ["2026-02", "2026-03"]


def test_a_small_provider_that_ended_is_named_and_spoils_none() -> None:
    there = [*daily(A, "2026-01-01", "2026-03-31"), *daily(B, "2026-01-01", "2026-02-28", cost=20)]
    verdict = judged(there)
    assert len(verdict.complete) == 3
    assert said(verdict) == [(B, "ended", "2026-02-28", ())]


def test_a_large_provider_that_is_not_in_the_last_month_may_have_ended_or_be_late() -> None:
    there = [*daily(A, "2026-01-01", "2026-03-31"), *daily(B, "2026-01-01", "2026-02-28")]
    verdict = judged(there)
    assert complete(verdict) == ["2026-01", "2026-02"]
    assert said(verdict) == [(B, "absent", "2026-02-28", ("2026-03",))]


def test_a_large_provider_that_is_away_for_two_months_has_ended() -> None:
    verdict = judged([*daily(A, "2026-01-01", "2026-04-30"), *daily(B, "2026-01-01", "2026-02-28")])
    assert len(verdict.complete) == 4
    assert said(verdict) == [(B, "ended", "2026-02-28", ())]


def test_a_large_provider_that_stops_within_a_month_and_stays_away_has_ended() -> None:
    verdict = judged([*daily(A, "2026-01-01", "2026-04-30"), *daily(B, "2026-01-01", "2026-02-12")])
    assert [state for _, state, _, _ in said(verdict)] == ["ended"]


def test_a_provider_that_goes_on_under_another_name_spoils_none() -> None:
    there = [
        *daily(A, "2026-01-01", "2026-03-31"),
        *daily(B, "2026-01-01", "2026-02-28", cost=900),
        *daily(C, "2026-03-01", "2026-03-31", cost=1000),
    ]
    verdict = judged(there)
    assert len(verdict.complete) == 3
    assert said(verdict) == [(B, "renamed", "2026-02-28", ())]


@pytest.mark.parametrize(
    ("end", "whole"), [("2026-02-28", ["2026-01", "2026-02"]), ("2026-03-09", ["2026-01", "2026-02"])]
)
def test_charges_in_advance_do_not_outlive_the_main_daily_provider(end: str, whole: list[str]) -> None:
    ahead = spans(B, *(f"2026-{month:02}-01/2026-{month + 1:02}-01" for month in range(1, 10)), cost=50)
    found = judged([*daily(A, "2026-01-01", end), *ahead])
    assert complete(found) == whole
    assert [each.state for each in found.rhythms] == ["absent"]
    other = daily(C, "2026-01-01", "2026-09-30", cost=300)
    assert "2026-08" in complete(judged([*daily(A, "2026-01-01", end), *ahead, *other]))


def test_a_new_provider_spoils_none() -> None:
    verdict = judged([*daily(A, "2026-01-01", "2026-03-31"), *daily(B, "2026-02-12", "2026-03-31")])
    assert (len(verdict.complete), verdict.rhythms) == (3, ())


def test_data_that_begin_within_a_month_leave_it_incomplete() -> None:
    verdict = judged(daily(A, "2026-01-10", "2026-03-31"))
    assert complete(verdict) == ["2026-02", "2026-03"]
    assert said(verdict) == [(A, "began", "2026-01-10", ("2026-01",))]


def test_a_large_provider_that_begins_later_than_the_others_leaves_the_oldest_month_incomplete() -> None:
    verdict = judged([*daily(A, "2026-01-01", "2026-03-31"), *daily(B, "2026-01-10", "2026-03-31")])
    assert complete(verdict) == ["2026-02", "2026-03"]
    one_day = judged([*daily(A, "2026-01-01", "2026-03-31"), *daily(B, "2026-01-02", "2026-03-31")])
    assert len(one_day.complete) == 3


def test_a_hole_in_the_days_of_a_large_provider_leaves_its_month_incomplete() -> None:
    there = daily(B, "2026-01-01", "2026-03-31", wanted=lambda day: not date(2026, 2, 10) < day < date(2026, 3, 1))
    verdict = judged([*daily(A, "2026-01-01", "2026-03-31"), *there])
    assert complete(verdict) == ["2026-01", "2026-03"]
    assert said(verdict) == [(B, "gap", "", ("2026-02",))]


def test_a_month_that_a_large_provider_lacks_altogether_is_incomplete() -> None:
    there = [*daily(B, "2026-01-01", "2026-01-31"), *daily(B, "2026-03-01", "2026-03-31")]
    assert complete(judged([*daily(A, "2026-01-01", "2026-03-31"), *there])) == ["2026-01", "2026-03"]


def test_a_pause_of_a_small_provider_spoils_none() -> None:
    there = daily(B, "2025-11-01", "2026-02-28", 50, lambda day: not date(2025, 12, 20) < day < date(2026, 1, 7))
    assert len(judged([*daily(A, "2025-11-01", "2026-02-28"), *there]).complete) == 4


def test_without_usage_there_is_no_month() -> None:
    assert judged([]) == Verdict(frozenset())


def test_a_provider_has_a_new_name_within_31_days_and_between_half_and_twice_its_cost() -> None:
    def state(begins: str, cost: int) -> str:
        old, other = daily(A, "2026-01-01", "2026-02-20"), daily(C, "2026-01-01", "2026-04-30", 9000)
        told = said(judged([*old, *other, *daily(B, begins, "2026-04-30", cost)]))
        return next(state for provider, state, *_ in told if provider == A)

    days = ("2026-02-21", "2026-03-23", "2026-03-24")
    assert [state(day, 1000) for day in days] == ["renamed", "renamed", "ended"]
    costs = (499, 500, 2000, 2001)
    assert [state("2026-03-01", cost) for cost in costs] == ["ended", "renamed", "renamed", "ended"]


def last_whole(*there: list[Presence]) -> str:
    return complete(judged([each for some in there for each in some]))[-1]


def beside(cost: int) -> list[Presence]:
    """Three months of a daily provider that make 1,000 a month together with another one of that cost."""
    return daily(A, "2026-01-01", "2026-03-31", 1000 - cost)


def test_from_a_hundredth_of_a_month_on_a_provider_can_be_late_or_begin_first() -> None:
    def late(cost: int) -> str:
        return last_whole(beside(cost), daily(B, "2026-01-01", "2026-03-19", cost))

    def begun(cost: int) -> list[str]:
        others = daily(A, "2026-01-03", "2026-03-31", 1000 - cost)
        return complete(judged([*others, *daily(B, "2026-01-01", "2026-03-31", cost)]))

    assert (late(9), late(10)) == ("2026-03", "2026-02")
    assert [begun(cost)[0] for cost in (9, 10)] == ["2026-02", "2026-01"], "a smaller one does not begin the data"


@pytest.mark.parametrize(("cost", "whole"), [(99, 3), (100, 2)])
def test_from_a_tenth_of_a_month_on_it_matters_who_is_away(cost: int, whole: int) -> None:
    begins = daily(B, "2026-01-10", "2026-03-31", cost)
    pauses = daily(B, "2026-01-01", "2026-03-31", cost, lambda day: day.month != 2 or day.day < 9)
    leaves = daily(B, "2026-01-01", "2026-02-28", cost)
    lacks = [*daily(B, "2026-01-01", "2026-01-31", cost), *daily(B, "2026-03-01", "2026-03-31", cost)]
    spaced = spans(B, "2026-01-01/2026-02-01", "2026-02-01/2026-02-14", "2026-03-01/2026-04-01", cost=cost)
    for there in (begins, pauses, leaves, spaced):
        assert len(judged([*beside(cost), *there]).complete) == whole, there
    # A month without it is judged by the month before.
    assert len(judged([*beside(cost), *lacks]).complete) == whole


@pytest.mark.parametrize(("missing", "whole"), [(3, 3), (4, 2)])
def test_a_large_provider_may_begin_three_days_after_the_earliest(missing: int, whole: int) -> None:
    later = daily(B, f"2026-01-{missing + 1:02}", "2026-03-31")
    assert len(judged([*beside(0), *later]).complete) == whole


@pytest.mark.parametrize(("first", "whole"), [("2026-01-01", 3), ("2026-01-02", 2)])
def test_the_earliest_provider_begins_on_the_first_day(first: str, whole: int) -> None:
    assert len(judged(daily(A, first, "2026-03-31")).complete) == whole
    later = spans(A, f"{first}/2026-02-01", "2026-02-01/2026-03-01", "2026-03-01/2026-04-01")
    assert len(judged(later).complete) == whole


def test_the_earliest_provider_may_have_days_without_usage_before_its_first() -> None:
    """Of one that charges every other day or on working days, by its own rhythm."""
    every_other = daily(A, "2026-01-02", "2026-03-31", wanted=lambda day: day.toordinal() % 2 == 0)
    assert "2026-01" in complete(judged(every_other))
    thursday = daily(A, "2026-02-02", "2026-04-30", wanted=is_working_day)  # a Monday, after a Sunday the first
    assert "2026-02" in complete(judged(thursday))


@pytest.mark.parametrize(("days", "whole"), [(4, 3), (5, 2)])
def test_a_hole_of_five_days_is_no_pause(days: int, whole: int) -> None:
    there = daily(B, "2026-01-01", "2026-03-31", wanted=lambda day: day.month != 2 or not 10 <= day.day < 10 + days)
    verdict = judged([*beside(0), *there])
    assert len(verdict.complete) == whole


def test_a_charge_for_the_month_in_the_place_of_single_days_is_no_hole() -> None:
    there = [*daily(B, "2026-01-01", "2026-01-31"), *daily(B, "2026-03-01", "2026-03-31")]
    whole = spans(B, "2026-02-01/2026-03-01")
    assert len(judged([*beside(0), *there, *whole]).complete) == 3


@pytest.mark.parametrize(
    ("span", "whole"),
    [
        ("2026-02-01/2026-02-27", 2),  # ends two days early
        ("2026-02-01/2026-02-28", 3),  # the last day, as some exports write it
        ("2026-02-02/2026-02-14", 3),  # not from the first of the month on: by contract
    ],
)
def test_charges_for_periods_that_stop_within_their_month_leave_it_incomplete(span: str, whole: int) -> None:
    there = spans(B, "2026-01-01/2026-02-01", span, "2026-03-01/2026-04-01")
    assert len(judged([*beside(0), *there]).complete) == whole


@pytest.mark.parametrize(
    ("end", "cost", "state"),
    [
        ("2026-04-01", 1000, ""),
        ("2026-03-31", 1000, ""),
        ("2026-03-30", 1000, "late"),
        ("2026-03-30", 10, "late"),
        ("2026-03-30", 9, ""),
    ],
)
def test_charges_for_periods_are_late_where_the_last_stops_within_its_month(end: str, cost: int, state: str) -> None:
    there = spans(B, "2026-01-01/2026-02-01", "2026-02-01/2026-03-01", f"2026-03-01/{end}", cost=cost)
    found = said(judged([*(beside(cost) if cost < 1000 else beside(0)), *there]))
    assert [each[1:] for each in found] == ([(state, end[:8] + "29", ("2026-03",))] if state else [])


@pytest.mark.parametrize(
    ("spans_of_b", "state"),
    [
        (("2026-02-01/2026-03-01",), "absent"),  # a whole month, and large
        (("2026-02-01/2026-02-28",), "absent"),
        (("2026-02-01/2026-02-27",), "ended"),
        (("2026-02-02/2026-03-01",), "ended"),
        (("2026-01-02/2026-01-20", "2026-02-02/2026-02-20"), "absent"),  # it came again before
    ],
)
def test_who_could_be_expected_in_the_last_month(spans_of_b: tuple[str, ...], state: str) -> None:
    (told,) = said(judged([*beside(0), *spans(B, *spans_of_b)]))
    assert told[1] == state
    assert told[3] == (("2026-03",) if state == "absent" else ())


@pytest.mark.parametrize(("cost", "last"), [(1000, "2026-03"), (999, "2026-09")])
def test_from_half_of_a_month_on_a_daily_provider_is_the_main_one(cost: int, last: str) -> None:
    ahead = spans(B, *(f"2026-{month:02}-01/2026-{month + 1:02}-01" for month in range(1, 10)), cost=1000)
    assert last_whole(daily(A, "2026-01-01", "2026-03-31", cost), ahead) == last


def test_months_that_the_main_provider_lacks_are_named_from_its_last_whole_one_on() -> None:
    ahead = spans(B, *(f"2026-{month:02}-01/2026-{month + 1:02}-01" for month in range(1, 6)), cost=50)
    for end, months in (("2026-03-31", ("2026-04", "2026-05")), ("2026-03-12", ("2026-03", "2026-04", "2026-05"))):
        assert said(judged([*daily(A, "2026-01-01", end), *ahead])) == [(A, "absent", end, months)]
    # Another daily one that goes on for as long, and no longer, leaves it the main one.
    beside_it = daily(C, "2026-01-01", "2026-03-31", 40)
    assert (A, "absent") in [
        each[:2] for each in said(judged([*daily(A, "2026-01-01", "2026-03-31"), *ahead, *beside_it]))
    ]


def test_a_month_in_progress_is_through_the_last_day_of_the_daily_ones() -> None:
    monthly = spans(B, "2026-03-01/2026-04-01", "2026-04-01/2026-04-21")
    assert str(judged([*daily(A, "2026-03-01", "2026-04-09"), *monthly]).through) == "2026-04-09"
    two = judged([*daily(A, "2026-03-01", "2026-04-09"), *daily(C, "2026-03-01", "2026-04-07"), *monthly])
    assert str(two.through) == "2026-04-09"
    assert two.running == number_of(date(2026, 4, 1))


@pytest.mark.parametrize(("cost", "state"), [(0, "ended"), (1000, "renamed")])
def test_a_new_name_takes_over_a_cost_and_has_one_the_month_after(cost: int, state: str) -> None:
    old, other = daily(A, "2026-01-01", "2026-02-28", cost), daily(C, "2026-01-01", "2026-04-30", 9000)
    told = said(judged([*old, *other, *daily(B, "2026-03-01", "2026-04-30", cost)]))
    assert [each[1] for each in told if each[0] == A] == [state]
    gone = said(judged([*old, *other, *daily(B, "2026-02-10", "2026-02-28", 1000)]))
    assert "renamed" not in [each[1] for each in gone]


@pytest.mark.parametrize(("last", "is_weekly"), [("2026-03-12", False), ("2026-03-13", True)])
def test_from_ten_days_on_weekends_without_usage_are_no_accident(last: str, is_weekly: bool) -> None:
    there = daily(A, "2026-03-02", last, wanted=is_working_day)  # from a Monday to a Thursday or a Friday
    assert Rhythm(A, there).is_weekly == is_weekly
    assert not Rhythm(A, daily(A, "2026-03-02", "2026-03-21")).is_weekly, "a Saturday is among them"
