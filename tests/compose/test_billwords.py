"""The bill in words: its months, what a change is over, and names that fit beside a bar."""

from __future__ import annotations

import pytest

from bill_samples import COSTS, plain, whole_bill
from billed_desk import BilledDesk
from briefing.compose.billwords import LONGEST_NAME, short_name
from briefing.model import Table, Text
from compose_desk import Desk


def said(desk: Desk, text: str, costs: tuple[int, ...] = COSTS) -> str:
    """The lead of a slide, in a briefing with a bill of so many months."""
    block = BilledDesk(desk.folder, plain(costs)).slide(f'- {{kind: text, title: A, lead: "{text}"}}').blocks[0]
    assert isinstance(block, Text)
    return block.text


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (18, "18, Apr 2025 to Mar 2026, in a year, a year before, Jan to Mar 2026, Jan to Mar 2025"),
        (13, "13, Nov 2024 to Oct 2025, in a year, a year before, Oct 2025, Oct 2024"),
        (6, "6, Oct 2024 to Mar 2025, in a quarter, a quarter before, Jan to Mar 2025, Oct to Dec 2024"),
        (2, "2, Oct to Nov 2024, in a month, a month before, Nov 2024, Oct 2024"),
        (1, "1, Oct 2024, , , , "),
    ],
)
def test_texts_may_speak_of_the_months_and_of_both_sides(desk: Desk, months: int, expected: str) -> None:
    text = "{{ [bill.months, bill.period, bill.over, bill.before, bill.recent, bill.earlier] | join(', ') }}."
    assert said(desk, text, COSTS[:months]) == f"{expected}."


def test_without_a_complete_month_a_bill_has_no_period(desk: Desk) -> None:
    assert said(desk, "{{ 'yes' if bill and not bill.period }}", ()) == "yes"


def test_without_a_bill_there_is_none(desk: Desk) -> None:
    slide = BilledDesk(desk.folder, None).slide("- {kind: text, title: \"{{ 'no' if not bill }}\", lead: B}")
    assert slide.title == "no"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Compute", "Compute"),
        ("", ""),
        ("A name that is as long as a line can be, it is", "A name that is as long as a line can be, …"),
        ("arn:example:1234567890:thing/blue", "blue"),
        ("01234567890123456789012345", "…567890123456789012345"),
        ("x" * 22, "x" * 22),
    ],
)
def test_a_name_that_is_too_long_keeps_what_tells_it_from_others(name: str, short: str) -> None:
    assert short_name(name) == short
    assert len(short) <= LONGEST_NAME + 2


def quality(desk: Desk) -> dict[str, tuple[str, str]]:
    """How sure each group of facts is, and what it rests on."""
    (table,) = BilledDesk(desk.folder, whole_bill()).slide("- kind: data-quality").blocks
    assert isinstance(table, Table)
    return {row[0].text: (row[2].text, row[3].text) for row in table.rows}


def test_facts_of_the_bill_stand_in_the_data_quality_as_such(desk: Desk) -> None:
    desk.facts("currency: EUR\nkpis:\n  - {id: time-to-market, baseline: 12 days, source: Platform team}\n")
    rows = quality(desk)
    assert rows["Spend"][0] == "from the bill"
    assert rows["Baselines and targets"] == ("stated", "Time to market; the notes have the source of each")
    assert rows["Baselines without a target"][0] == "from the bill"
    assert "Effective savings rate" in rows["Baselines without a target"][1]


def test_what_is_stated_is_not_said_to_come_from_the_bill(desk: Desk) -> None:
    desk.facts("currency: EUR\nspend: {current-monthly: 425000, source: Ledger}\n")
    assert quality(desk)["Spend"][0] == "stated"
