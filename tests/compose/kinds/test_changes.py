"""What FinOps changes for each."""

from __future__ import annotations

from briefing.model import Columns, Table
from compose_desk import Desk

SLIDE = "- {kind: changes, title: A}"


def test_a_card_a_persona_with_its_changes(desk: Desk) -> None:
    (columns,) = desk.slide(SLIDE, "cfo,cto").blocks
    assert isinstance(columns, Columns)
    assert [card.heading for card in columns.cards] == ["CFO", "CTO/CIO"]
    persona = desk.library.persona("cfo")
    assert columns.cards[0].items == tuple(answer.change for answer in persona.answers)


def test_without_answers_the_benefits_stand_there(desk: Desk) -> None:
    desk.persona("bare", "finops-benefits: [Calm]")
    (columns,) = desk.slide(SLIDE, "bare").blocks
    assert isinstance(columns, Columns)
    assert columns.cards[0].items == ("Calm",)


def test_a_crowd_gets_a_row_each_and_the_rest_in_the_notes(desk: Desk) -> None:
    made = desk.brief(SLIDE, "all")
    (slide,) = made.slides()
    (table,) = slide.blocks
    assert isinstance(table, Table)
    assert table.summary.startswith("Table of what ")
    people = desk.library.personas()
    assert [[cell.text for cell in row] for row in table.rows] == [[p.name, p.answers[0].change] for p in people]
    notes = "\n".join(slide.spill)
    for persona in desk.library.personas():
        for answer in persona.answers[1:]:
            assert answer.change in notes or answer.change in str(slide.blocks)
