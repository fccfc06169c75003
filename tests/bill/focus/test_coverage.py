"""Which months are complete: by the days of usage of each provider, held against its own rhythm."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from briefing.bill.focus.coverage import Verdict, judged
from briefing.bill.focus.raw_values import first_day, month_text, number_of
from briefing.bill.focus.rhythm import DAY, Presence

pytestmark = pytest.mark.sampled

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
