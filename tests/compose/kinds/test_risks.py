"""Risks, with what is done about them."""

from __future__ import annotations

from briefing.model import Pairs, Table
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
    (pairs,) = desk.slide(SLIDE).blocks
    assert isinstance(pairs, Pairs)
    assert [(row.left, row.right, row.tag) for row in pairs.rows] == [
        ("Grave (high likelihood, medium impact)", "Act", "Bob"),
        ("Small (low likelihood, high impact)", "Wait", "Ann"),
    ]
    assert desk.slide(SLIDE).title == "Two risks are known, and each has an answer and an owner"


def test_risks_without_an_answer_stand_in_a_table_and_nothing_is_made_up(desk: Desk) -> None:
    desk.facts("risks: [{name: Open, likelihood: low}, {name: Answered, mitigation: Act}]")
    (table,) = desk.slide(SLIDE).blocks
    assert isinstance(table, Table)
    assert table.header == ("What may go wrong", "Likelihood", "What we do about it")
    assert [[cell.text for cell in row] for row in table.rows] == [["Open", "low", ""], ["Answered", "", "Act"]]
    assert desk.slide(SLIDE).title == "Two risks are known, and one of them has an answer"


def test_more_than_five_go_to_the_notes(desk: Desk) -> None:
    desk.facts("risks:\n" + "".join(f"  - {{name: Risk {n}, mitigation: Act}}\n" for n in range(6)))
    assert desk.slide(SLIDE).notes[-1] == "Also: Risk 5; Act."
