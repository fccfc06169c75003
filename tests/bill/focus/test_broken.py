"""What is wrong with rows that no figure can count, in words; what finds them is tested with whole bills."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.bill.focus.broken import _LONGEST, MOST_REASONS, Reason, _sentence, _split, _told
from briefing.bill.focus.faults import Rejected, Rejection

THIS_OR_NEXT = date.today().year + 1


@pytest.mark.parametrize(
    ("cost", "wrong"),
    [
        ("€12.30", "is text with a currency sign, such as '€12.30', export plain numbers"),
        ("USD 5", "is text with a currency sign, such as 'USD 5', export plain numbers"),
        ("5 USD", "is text with a currency sign, such as '5 USD', export plain numbers"),
        ("(5.00)", "is text with parentheses, such as '(5.00)', export plain numbers"),
        ("1,234.50", "is text with thousands separators, such as '1,234.50', export plain numbers"),
        ("1.234,56", "is text with thousands separators, such as '1.234,56', export plain numbers such as 1234.56"),
        ("12,5", "is text with a decimal comma, such as '12,5', export plain numbers such as 12.5"),
        ("(free", "is no number, such as '(free'"),
        ("free)", "is no number, such as 'free)'"),
        (" null ", "is empty"),
        ("", "is empty"),
        ("x" * (_LONGEST + 1), f"is no number, such as '{'x' * 40}'"),
    ],
)
def test_what_is_wrong_with_a_cost_is_told_with_the_number_to_write(cost: str, wrong: str) -> None:
    assert _sentence(Reason("BilledCost", 1, cost, "a.csv")) == f"BilledCost {wrong} (1 row of a.csv)"


@pytest.mark.parametrize(
    ("time", "wrong"),
    [
        ("1/2/2026", "has dates whose day and month cannot be told apart, such as '1/2/2026'"),
        ("soon", f"is no date from 2015 to {THIS_OR_NEXT}, such as 'soon'"),
        ("", "is empty"),
    ],
)
def test_what_is_wrong_with_a_time_is_told_with_the_years_there_may_be(time: str, wrong: str) -> None:
    assert (
        _sentence(Reason("ChargePeriodStart", 1200, time, "a.csv"))
        == f"ChargePeriodStart {wrong} (1,200 rows of a.csv)"
    )


def test_three_reasons_are_told_and_that_there_are_others() -> None:
    reasons = [Reason("BilledCost", 1, "", f"{place}.csv") for place in "abcd"]
    assert len(_told(reasons[:MOST_REASONS])) == MOST_REASONS == 3
    assert _told(reasons)[2:] == ["BilledCost is empty (1 row of c.csv)", "and others"]


def test_rows_that_cannot_be_split_are_told_with_the_first_of_them() -> None:
    assert _split(Rejected()) == []
    first = Rejection("a.csv", 4, "3 columns instead of 22")
    found = "cannot be split into columns, the first is a.csv:4 (3 columns instead of 22)"
    assert _split(Rejected(1, first)) == [f"1 row {found}"]
    assert _split(Rejected(1200, first)) == [f"1,200 rows {found}"]
