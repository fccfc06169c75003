"""Which months are complete, and which are told and compared."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from briefing.errors import FactError
from briefing.library.bill import Comparison, Months
from briefing.spend.history import Coverage, History, complete_months, history_of
from briefing.spend.months import first_day, month_text, number_of

JANUARY = number_of(date(2025, 1, 1))
A, B = "Nimbus Example Cloud", "Stratus Demo SaaS"


def whole(month: int, provider: str = A, late: int = 0, early: int = 0) -> Coverage:
    """A month that is there from the first to the last day, less some days at either end."""
    first, last = first_day(month) + timedelta(days=late), first_day(month + 1) - timedelta(days=early)
    return Coverage(provider, month, first, last)


def months(count: int, provider: str = A, start: int = JANUARY) -> list[Coverage]:
    return [whole(start + number, provider) for number in range(count)]


def told(coverage: list[Coverage]) -> History:
    return history_of(coverage, ())


def texts(span: range) -> list[str]:
    return [month_text(month) for month in span]


def test_months_are_numbers_and_texts() -> None:
    assert number_of(date(2026, 3, 31)) == 2026 * 12 + 2
    assert month_text(2026 * 12 + 2) == "2026-03"
    assert first_day(2025 * 12 + 11) == date(2025, 12, 1)


def test_a_month_is_complete_from_the_first_to_the_last_day() -> None:
    assert complete_months([whole(JANUARY)]) == {JANUARY}
    assert complete_months([whole(JANUARY, late=1)]) == set()
    assert complete_months([whole(JANUARY, early=1)]) == set()


def test_a_charge_that_reaches_beyond_the_month_completes_it() -> None:
    assert complete_months([Coverage(A, JANUARY, date(2024, 12, 20), date(2025, 6, 1))]) == {JANUARY}


def test_one_provider_that_stops_makes_the_month_partial_for_all() -> None:
    assert complete_months([whole(JANUARY), whole(JANUARY, B, early=9)]) == set()


def test_the_last_month_is_partial_without_a_provider_of_the_month_before() -> None:
    there = [*months(3), *months(2, B)]
    assert complete_months(there) == {JANUARY, JANUARY + 1}
    assert told(there).told == range(JANUARY, JANUARY + 2)


def test_a_provider_may_be_missing_in_a_month_that_is_not_the_last() -> None:
    assert complete_months([*months(3), whole(JANUARY, B), whole(JANUARY + 2, B)]) == {
        JANUARY,
        JANUARY + 1,
        JANUARY + 2,
    }


def test_the_history_is_the_run_of_complete_months_that_ends_last() -> None:
    history = told(
        [*months(2), whole(JANUARY + 2, early=3), *months(4, start=JANUARY + 3), whole(JANUARY + 7, early=20)]
    )
    assert texts(history.told) == ["2025-04", "2025-05", "2025-06", "2025-07"]
    assert history.complete == {*range(JANUARY, JANUARY + 2), *range(JANUARY + 3, JANUARY + 7)}
    assert history.months == tuple(range(JANUARY, JANUARY + 8))


def test_a_month_without_any_charge_ends_the_run() -> None:
    assert texts(told([*months(2), *months(3, start=JANUARY + 3)]).told) == ["2025-04", "2025-05", "2025-06"]


def test_a_month_that_only_has_invoices_is_listed_and_not_complete() -> None:
    history = history_of(months(2), [JANUARY + 1, JANUARY + 2])
    assert history.months == (JANUARY, JANUARY + 1, JANUARY + 2)
    assert JANUARY + 2 not in history.complete


@pytest.mark.parametrize(
    ("count", "period", "comparison"),
    [
        (1, "2025-01/2025-01", None),
        (2, "2025-01/2025-02", ("month", "2025-02/2025-02", "2025-01/2025-01")),
        (5, "2025-01/2025-05", ("month", "2025-05/2025-05", "2025-04/2025-04")),
        (6, "2025-01/2025-06", ("quarter", "2025-04/2025-06", "2025-01/2025-03")),
        (12, "2025-01/2025-12", ("quarter", "2025-10/2025-12", "2025-07/2025-09")),
        (13, "2025-02/2026-01", ("year", "2026-01/2026-01", "2025-01/2025-01")),
        (14, "2025-03/2026-02", ("year", "2026-02/2026-02", "2025-02/2025-02")),
        (15, "2025-04/2026-03", ("year", "2026-01/2026-03", "2025-01/2025-03")),
        (30, "2026-07/2027-06", ("year", "2027-04/2027-06", "2026-04/2026-06")),
    ],
)
def test_the_period_and_the_comparison_by_the_length_of_the_history(
    count: int, period: str, comparison: tuple[str, str, str] | None
) -> None:
    history = told(months(count))
    assert "/".join((texts(history.period)[0], texts(history.period)[-1])) == period
    assert history.comparison == (compared(*comparison) if comparison else None)


def compared(span: str, recent: str, earlier: str) -> Comparison:
    sides = [Months(first=first, last=last) for first, last in (recent.split("/"), earlier.split("/"))]
    return Comparison(span=span, recent=sides[0], earlier=sides[1])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "there"),
    [
        (1, "there is only 2025-01"),
        (2, "there are 2025-01 and 2025-02"),
        (7, "there are 7 months from 2025-01 to 2025-07"),
    ],
)
def test_without_a_complete_month_the_message_names_the_months(count: int, there: str) -> None:
    with pytest.raises(FactError) as raised:
        told([whole(JANUARY + number, early=1) for number in range(count)])
    assert str(raised.value) == (
        f"no month of the billing data is complete; {there}; export whole months, from the first day to the last"
    )


def test_a_small_seller_does_not_make_a_month_incomplete() -> None:
    large = Coverage(A, JANUARY, date(2025, 1, 1), date(2025, 2, 1), Decimal(1000))
    small = Coverage("Marketplace Example", JANUARY, date(2025, 1, 9), date(2025, 1, 10), Decimal("10.09"))
    assert complete_months([large, small]) == {JANUARY}
    assert complete_months([large, small._replace(effective=Decimal("10.2"))]) == frozenset()


def test_a_small_seller_may_be_missing_in_the_last_month() -> None:
    both = [Coverage(A, JANUARY + n, date(2025, 1 + n, 1), date(2025, 2 + n, 1), Decimal(1000)) for n in (0, 1)]
    small = Coverage("Marketplace Example", JANUARY, date(2025, 1, 1), date(2025, 2, 1), Decimal(5))
    assert complete_months([*both, small]) == {JANUARY, JANUARY + 1}
    assert complete_months([*both, small._replace(effective=Decimal(50))]) == {JANUARY}
