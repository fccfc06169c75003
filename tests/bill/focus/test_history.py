"""Which complete months are told, and which are compared."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.bill.bill import Comparison, Months
from briefing.bill.focus.coverage import History, history_of
from briefing.bill.focus.raw_values import number_of
from briefing.bill.focus.rhythm import DAY, Presence
from briefing.documents.text import first_day, month_text

JANUARY = number_of(date(2025, 1, 1))
A = "Nimbus Example Cloud"


def whole(month: int, early: int = 0) -> Presence:
    """A month of one charge that spans it, less some days at its end."""
    return Presence(A, month, first_day(month), first_day(month + 1) - DAY * early)


def months(count: int, start: int = JANUARY) -> list[Presence]:
    return [whole(start + number) for number in range(count)]


def texts(span: range) -> list[str]:
    return [month_text(month) for month in span]


def test_months_are_numbers_and_texts() -> None:
    assert number_of(date(2026, 3, 31)) == 2026 * 12 + 2
    assert month_text(2026 * 12 + 2) == "2026-03"
    assert first_day(2025 * 12 + 11) == date(2025, 12, 1)


def test_the_history_is_the_run_of_complete_months_that_ends_last() -> None:
    early = [*months(2), whole(JANUARY + 2, early=9), *months(4, start=JANUARY + 3), whole(JANUARY + 7, early=20)]
    history = history_of(early, ())
    assert texts(history.told) == ["2025-04", "2025-05", "2025-06", "2025-07"]
    assert history.complete == {*range(JANUARY, JANUARY + 2), *range(JANUARY + 3, JANUARY + 7)}
    assert history.months == tuple(range(JANUARY, JANUARY + 8))
    assert history.through == {JANUARY + 7: "2025-08-11"}


def test_a_month_without_any_charge_ends_the_run() -> None:
    assert texts(history_of([*months(2), *months(3, start=JANUARY + 3)], ()).told) == ["2025-04", "2025-05", "2025-06"]


def test_a_month_that_only_has_invoices_is_listed_and_not_complete() -> None:
    history = history_of(months(2), [JANUARY + 1, JANUARY + 2])
    assert history.months == (JANUARY, JANUARY + 1, JANUARY + 2)
    assert JANUARY + 2 not in history.complete


def test_without_a_complete_month_there_is_nothing_to_tell() -> None:
    history = history_of([whole(JANUARY, early=9)], ())
    assert (history.months, history.complete, history.counted) == ((JANUARY,), frozenset(), ())
    assert (history.comparison, history.through) == (None, {JANUARY: "2025-01-22"})
    assert history_of([], [JANUARY]) == History((JANUARY,), frozenset())


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
    history = history_of(months(count), ())
    assert "/".join((texts(history.period)[0], texts(history.period)[-1])) == period
    assert history.comparison == (compared(*comparison) if comparison else None)


def compared(span: str, recent: str, earlier: str) -> Comparison:
    sides = [Months(first=first, last=last) for first, last in (recent.split("/"), earlier.split("/"))]
    return Comparison(span=span, recent=sides[0], earlier=sides[1])  # type: ignore[arg-type]
