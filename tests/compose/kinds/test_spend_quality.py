"""What billing data are worth: rows, months, providers, currencies, columns, prices and tags."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bill_samples import plain, whole_bill
from billed_desk import tiles_of, told
from briefing.bill.bill import Bill, Month
from briefing.bill.records import Quality
from briefing.model import Slide, Table
from compose_desk import Desk

SLIDE = "- kind: bill-quality"


def rows(slide: Slide) -> dict[str, str]:
    table = slide.blocks[-1]
    assert isinstance(table, Table)
    return {what.text: found.text for what, found in table.rows}


def test_each_thing_to_know_has_a_row_and_what_matters_most_a_figure(desk: Desk) -> None:
    slide = told(desk, whole_bill(), SLIDE)
    assert [(each.label, each.value, each.note) for each in tiles_of(slide)] == [
        ("Complete months", "18", "April 2026 is incomplete, and in no trend or forecast"),
        ("Rows read", "1,204,326", "12 more could not be read, and are in no figure"),
        ("Usage with a list price", "94%", "of all usage"),
    ]
    assert rows(slide) == {
        "Providers": (
            "Nimbus Example Cloud (1 October 2024 to 12 April 2026); "
            "Stratus Sample Cloud and Papermill SaaS (1 October 2024 to 31 March 2026)"
        ),
        "Other currencies": "USD: 412 rows, US$18,230 billed, not counted",
        "Columns not there": "PublisherName",
        "Tags": ("required: cost-centre, product, environment; 6% of usage belongs to no resource and can carry none"),
        "Left out of cost": (
            "tax €929k, which is billed on top; credits €12k, taken off the invoice (Apr 2025 to Mar 2026)"
        ),
    }


def test_what_was_not_found_has_no_row_and_no_figure(desk: Desk) -> None:
    bill = replace(plain([100_000] * 3), quality=Quality(rows=90), months=tuple(
        Month(month=each.month, effective=each.effective) for each in plain([100_000] * 3).months
    ))  # fmt: skip
    slide = told(desk, bill, SLIDE)
    assert [(each.label, each.value) for each in tiles_of(slide)] == [("Complete months", "3"), ("Rows read", "90")]
    assert rows(slide) == {
        "Providers": "Nimbus Example Cloud",
        "Tags": "no key is required; any tag counts that the provider did not set",
    }


def quality(broken: int, partial: int) -> Bill:
    bill = plain([100_000] * 3)
    more = tuple(Month(month=f"2025-{number:02d}", complete=False) for number in range(1, partial + 1))
    return replace(bill, quality=Quality(rows=1_000, broken_rows=broken), months=(*bill.months, *more))


@pytest.mark.parametrize(
    ("broken", "partial", "title"),
    [
        (0, 0, "The bill holds 3 complete months, and all of its 1,000 rows could be read"),
        (7, 0, "The bill holds 3 complete months; 7 of its rows could not be read"),
        (
            0,
            1,
            "The bill holds 3 complete months, and all of its 1,000 rows could be read; "
            "January 2025 is incomplete and left out",
        ),
        (
            0,
            4,
            "The bill holds 3 complete months, and all of its 1,000 rows could be read; "
            "four months are incomplete and left out",
        ),
        (
            7,
            2,
            "The bill holds 3 complete months; 7 of its rows could not be read; "
            "January 2025 and February 2025 are incomplete and left out",
        ),
    ],
)
def test_the_headline_says_what_is_missing(desk: Desk, broken: int, partial: int, title: str) -> None:
    assert told(desk, quality(broken, partial), SLIDE).title == title


def test_a_bill_without_a_complete_month_says_so(desk: Desk) -> None:
    bill = quality(0, 1)
    partial = tuple(each for each in bill.months if not each.complete)
    title = told(desk, replace(bill, months=partial, period=None, comparison=None, total=None), SLIDE).title
    assert title == (
        "The bill holds no complete month yet, and all of its 1,000 rows could be read; "
        "January 2025 is incomplete and left out"
    )


def test_a_bill_of_a_part_says_of_which(desk: Desk) -> None:
    bill = replace(whole_bill(), where="SubAccountName = Sandbox")
    slide = told(desk, bill, SLIDE)
    assert rows(slide)["Part of the bill"] == "SubAccountName = Sandbox"
    assert slide.title.startswith("This part of the bill holds 18 complete months; 12 of its rows could not be read")


def test_facts_that_somebody_wrote_by_hand_have_no_rows(desk: Desk) -> None:
    slide = told(desk, plain([100_000] * 3), SLIDE)
    assert slide.title == "The bill holds 3 complete months"
    assert "Rows read" not in {each.label for each in tiles_of(slide)}
