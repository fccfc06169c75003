"""What hurts, who feels it, what it cost."""

from __future__ import annotations

import pytest

from briefing.model import Table
from compose_desk import Desk

PAINS = """
currency: EUR
pain-points:
  - {text: Test systems run at night, who: [cto], cost: 11_000, period: a month, source: Usage report}
  - {text: Bills surprise us, who: [itfm, cfo], cost: 21_000, period: November 2025}
  - {text: Contracts are renewed blindly, who: [procurement]}
"""


def table(desk: Desk, for_: str = "cfo") -> Table:
    (block,) = desk.slide("- {kind: pain-points}", for_).blocks
    assert isinstance(block, Table)
    return block


@pytest.mark.parametrize(
    ("for_", "first"), [("cfo", "Bills surprise us"), ("cto", "Test systems run at night"), ("cto,cfo", "Test")]
)
def test_what_the_audience_feels_comes_first(desk: Desk, for_: str, first: str) -> None:
    desk.facts(PAINS)
    assert table(desk, for_).rows[0][1].text.startswith(first)


def test_personas_have_names_also_those_who_are_not_in_the_room_and_the_room_is_named_first(desk: Desk) -> None:
    desk.facts(PAINS)
    assert [row[0].text for row in table(desk).rows] == ["CFO, IT Finance Manager", "CTO/CIO", "Procurement Lead"]


def test_the_cost_stands_with_its_period_and_a_missing_one_stays_empty(desk: Desk) -> None:
    desk.facts(PAINS)
    assert [row[2].text for row in table(desk).rows] == ["€21,000, November 2025", "€11,000 a month", ""]


def test_a_column_that_nothing_stands_in_is_left_out(desk: Desk) -> None:
    desk.facts("pain-points: [{text: Bills surprise us}]")
    assert table(desk).header == ("What hurts",)
    assert desk.slide("- {kind: pain-points}").title == "One thing hurts today"


@pytest.mark.parametrize(
    ("extra", "title"),
    [
        ("", "Three things hurt today, and two of them already have a price"),
        ("  - {text: Another, cost: 5}\n", "Four things hurt today, and three of them already have a price"),
    ],
)
def test_the_headline_counts(desk: Desk, extra: str, title: str) -> None:
    desk.facts(PAINS + extra)
    assert desk.slide("- {kind: pain-points}").title == title


def test_more_than_six_go_to_the_notes(desk: Desk) -> None:
    desk.facts("pain-points:\n" + "".join(f"  - {{text: Pain {n}}}\n" for n in range(8)))
    assert len(table(desk).rows) == 6
    assert desk.slide("- {kind: pain-points}").notes[-2:] == ("Also: Pain 6.", "Also: Pain 7.")


def test_without_facts_the_key_is_named(desk: Desk) -> None:
    desk.facts("name: Tiny\n")
    assert (
        "pain-points (needs pain-points)" in desk.notices("- {kind: text, title: A}\n- {kind: pain-points}", "cfo")[-1]
    )
