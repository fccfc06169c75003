"""Interview guides and memos."""

from __future__ import annotations

import pytest

from briefing.errors import ContentError
from briefing.model import Point, Points, Table, Text
from compose_desk import Desk


def test_each_question_has_room_for_its_answer(desk: Desk) -> None:
    (table,) = desk.slide(
        """
        - kind: questions
          for-each: persona
          title: Ask
          questions:
            - {topic: Goals, text: "What does the {{ persona.name }} want?"}
            - {topic: Nothing, text: "{{ '' }}"}
        """
    ).blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [["Goals", "What does the CFO want?", ""]]
    assert table.header == ("About", "Ask", "Answer")


def test_a_question_takes_no_other_keys(desk: Desk) -> None:
    with pytest.raises(ContentError, match="an entry of 'questions' does not take 'topics'"):
        desk.slide("- {kind: questions, for-each: persona, title: A, questions: [{topics: A}]}")


def test_the_first_paragraph_of_a_memo_leads_and_empty_ones_are_left_out(desk: Desk) -> None:
    slide = desk.slide("- {kind: memo, title: A, paragraphs: [One., \"{{ '' }}\", Two.]}")
    assert slide.blocks == (Text("One.", "statement"), Points((Point("", "", "Two."),)))
    assert slide.flow == "beside"


def test_a_memo_without_paragraphs_is_left_out(desk: Desk) -> None:
    assert desk.notices("- {kind: text, title: A}\n- {kind: memo, title: A}", "cfo")[-1] == (
        "A memo page was left out, for it has no paragraphs."
    )
