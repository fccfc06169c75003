"""Risks, with what is done about them."""

from __future__ import annotations

import pytest

from briefing.model import Field
from compose_desk import Desk

SLIDE = "- {kind: risks}"


def test_the_gravest_comes_first_with_its_answer_and_owner(desk: Desk) -> None:
    desk.facts(
        """
        risks:
          - {name: Small, likelihood: low, impact: high, mitigation: Wait, owner: Ann}
          - {name: Grave, likelihood: high, impact: medium, mitigation: Act, owner: Bob}
        """
    )
    (field,) = desk.slide(SLIDE).blocks
    assert isinstance(field, Field)
    assert [(each.number, each.text, each.answer, each.owner, each.across, each.up) for each in field.spots] == [
        (1, "Grave", "Act", "Bob", 2, 1),
        (2, "Small", "Wait", "Ann", 0, 2),
    ]
    assert (field.across, field.key) == (("low", "medium", "high"), "")
    assert desk.slide(SLIDE).title == "Two risks are known, and each has an answer and an owner"


def test_a_risk_that_cannot_be_placed_is_listed_and_named(desk: Desk) -> None:
    desk.facts("risks: [{name: Open, likelihood: low}, {name: Placed, likelihood: low, impact: low}]")
    (field,) = desk.slide(SLIDE).blocks
    assert isinstance(field, Field)
    assert [(each.text, each.across, each.up) for each in field.spots] == [("Placed", 0, 0), ("Open", 0, None)]
    assert field.key == "Not in the field, because likelihood or impact is not stated: 2."
    assert desk.slide(SLIDE).title == "Two risks are known, and none has an answer yet"


@pytest.mark.parametrize(
    ("low", "takeaway"),
    [
        ("1%", "The risk to the money: if savings stay at the low case, €29k is lost over 36\N{NO-BREAK SPACE}months"),
        ("5%", "Even if savings stay at the low case, €11.3k is left after 36\N{NO-BREAK SPACE}months"),
        ("", ""),
    ],
)
def test_the_risk_to_the_money_is_what_the_low_case_leaves(desk: Desk, low: str, takeaway: str) -> None:
    desk.facts(
        f"""
        currency: EUR
        spend: {{current-monthly: 30000, annual-growth: 0%}}
        function-cost: {{one-off: 3000, monthly: 1000}}
        savings: [{{name: A, {f"low: {low}, " if low else ""}base: 6%, high: 7%}}]
        risks: [{{name: Small}}]
        """
    )
    assert desk.slide(SLIDE).takeaway == takeaway


def test_none_is_left_to_the_notes(desk: Desk) -> None:
    desk.facts("risks:\n" + "".join(f"  - {{name: Risk {n}, mitigation: Act}}\n" for n in range(12)))
    (field,) = desk.slide(SLIDE).blocks
    assert isinstance(field, Field)
    assert len(field.spots) == 12
