"""What billing data are worth: rows, months, providers, currencies, columns, prices and tags."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bill_samples import plain, whole_bill
from billed_desk import told
from briefing.bill.bill import Bill, Month
from briefing.bill.records import Quality
from briefing.model import Slide, Table
from compose_desk import Desk

SLIDE = "- kind: bill-quality"


def rows(slide: Slide) -> dict[str, str]:
    (table,) = slide.blocks
    assert isinstance(table, Table)
    return {what.text: found.text for what, found in table.rows}


def test_each_thing_to_know_has_a_row(desk: Desk) -> None:
    assert rows(told(desk, whole_bill(), SLIDE)) == {
        "Rows": "1,204,338 read, 12 of them left out because they cannot be read",
        "Months": "18 complete; incomplete, and in no trend or forecast: April 2026",
        "Providers": (
            "Nimbus Example Cloud (1 October 2024 to 12 April 2026); "
            "Stratus Sample Cloud and Papermill SaaS (1 October 2024 to 31 March 2026)"
        ),
        "Other currencies": "USD: 412 rows, US$18,230 billed, not counted",
        "Columns not there": "PublisherName",
        "List prices": "we know them for 94% of usage",
        "Tags": ("required: cost-centre, product, environment; 6% of usage belongs to no resource and can carry none"),
        "Not part of effective cost": "billed on top: tax €929k; taken off: credits €12k (Apr 2025 to Mar 2026)",
    }


def test_what_was_not_found_has_no_row(desk: Desk) -> None:
    bill = replace(plain([100_000] * 3), quality=Quality(rows=90), months=tuple(
        Month(month=each.month, effective=each.effective) for each in plain([100_000] * 3).months
    ))  # fmt: skip
    assert rows(told(desk, bill, SLIDE)) == {
        "Rows": "90 read, all of them readable",
        "Months": "3 complete",
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
        (0, 0, "The figures of the bill rest on 1,000 rows, and all of them could be read"),
        (7, 0, "The figures of the bill rest on 1,000 rows; 7 could not be read"),
        (0, 1, "The figures of the bill rest on 1,000 rows; one month is incomplete and left out"),
        (
            7,
            2,
            "The figures of the bill rest on 1,000 rows; 7 could not be read; two months are incomplete and left out",
        ),
    ],
)
def test_the_headline_says_what_is_missing(desk: Desk, broken: int, partial: int, title: str) -> None:
    assert told(desk, quality(broken, partial), SLIDE).title == title


def test_a_bill_of_a_part_says_of_which(desk: Desk) -> None:
    bill = replace(whole_bill(), where="SubAccountName = Sandbox")
    slide = told(desk, bill, SLIDE)
    assert rows(slide)["Part of the bill"] == "SubAccountName = Sandbox"
    assert slide.title.startswith("The figures of this part of the bill come out of 1,204,338 rows")


def test_facts_that_somebody_wrote_by_hand_have_no_rows(desk: Desk) -> None:
    slide = told(desk, plain([100_000] * 3), SLIDE)
    assert slide.title == "This is what the figures of the bill rest on"
    assert "Rows" not in rows(slide)
