"""A scene reads the texts of one slide of a layout: what they may say, and what is told of what they may not."""

from __future__ import annotations

import pytest

from briefing.errors import ContentError
from compose_desk import Desk

TEXT = """
- kind: text
  title: "For {{ audience }}"
  bullets: ["{{ count }}", "", "two"]
  notes: |
    First line.

    {% if count > 1 %}
    Never.
    {% endif %}
    Second of {{ count }}.
"""


def test_texts_are_rendered_with_the_facts(desk: Desk) -> None:
    assert desk.scene(TEXT).text("title") == "For the audience"


def test_empty_entries_of_a_list_are_left_out(desk: Desk) -> None:
    assert desk.scene(TEXT).texts("bullets") == ("1", "two")


def test_a_key_that_is_not_there_gives_nothing_or_the_default_word(desk: Desk) -> None:
    scene = desk.scene(TEXT)
    assert scene.text("lead") == ""
    assert scene.text("lead", word="kpi") == "KPI"
    assert scene.texts("lead") == ()


def test_notes_are_a_paragraph_a_line_without_empty_ones(desk: Desk) -> None:
    assert desk.scene(TEXT).notes() == ("First line.", "Second of 1.")


def test_notes_may_be_a_list(desk: Desk) -> None:
    scene = desk.scene("- kind: text\n  title: A\n  notes: ['One of {{ count }}.', Two.]")
    assert scene.notes() == ("One of 1.", "Two.")


def test_notes_default_to_a_word(desk: Desk) -> None:
    assert desk.scene("- kind: ask\n  title: A").notes("ask-notes")[0].startswith("Read the sentence aloud")


def test_the_persona_of_the_turn_is_a_fact(desk: Desk) -> None:
    scene = desk.scene("- kind: text\n  for-each: persona\n  title: '{{ persona.name }}'", turn=True)
    assert scene.text("title") == "CFO"
    assert scene.star().identifier == "cfo"


def test_a_scene_without_a_turn_has_no_persona(desk: Desk) -> None:
    with pytest.raises(ContentError) as raised:
        desk.scene("- kind: kpis\n  title: A").star()
    assert str(raised.value) == (
        "layouts/mine/layout.yaml:3:5: slide 1 (kpis) is about one persona; add 'for-each: persona' to this slide"
    )


def test_the_date_is_written_as_the_words_say(desk: Desk) -> None:
    assert desk.scene(TEXT).cast.date_text == "15 January 2026"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "date: '{dag}'\nmonths: [J, F, M, A, M, J, J, A, S, O, N, D]",
            "the word 'date' has a placeholder that cannot be filled",
        ),
        ("date: '{day}'\nmonths: [January]", "the word 'months' lists 1 months; list twelve"),
    ],
)
def test_words_that_cannot_give_a_date_are_told_so(words: str, message: str, desk: Desk) -> None:
    desk.write("layouts/words.yaml", f"audience: x\n{words}\n")
    with pytest.raises(ContentError, match=message):
        _ = desk.scene(TEXT).cast.date_text


@pytest.mark.parametrize(
    ("slide", "message"),
    [
        (
            "- kind: text\n  title: A\n  bullets: hello",
            "layouts/mine/layout.yaml:5:14: slide 1 (text): 'bullets' should be a list; "
            "write each entry on a line of its own after '- '",
        ),
        (
            "- kind: text\n  title: A\n  bullets: [{a: b}]",
            "layouts/mine/layout.yaml:5:15: slide 1 (text): an entry of 'bullets' should be text",
        ),
        (
            "- kind: text\n  title: A\n  lead: [a]",
            "layouts/mine/layout.yaml:5:11: slide 1 (text): 'lead' should be text",
        ),
        (
            "- kind: decision\n  title: A\n  tiles: [hello]",
            "layouts/mine/layout.yaml:5:13: slide 1 (decision): an entry of 'tiles' should have keys; "
            "the keys are label, note, value",
        ),
        (
            "- kind: cards\n  title: A\n  cards:\n    - {haeding: A}\n    - {heading: B, itms: [b]}",
            "layouts/mine/layout.yaml:6:10: slide 1 (cards): an entry of 'cards' does not take 'haeding'; "
            "the keys are heading, icon, items, text\n"
            "layouts/mine/layout.yaml:7:22: slide 1 (cards): an entry of 'cards' does not take 'itms'; "
            "the keys are heading, icon, items, text",
        ),
        (
            "- kind: text",
            "layouts/mine/layout.yaml:3:5: slide 1 (text) has no title; "
            "add 'title: ' and a sentence that says its message",
        ),
        (
            "- kind: text\n  title: '{% if count > 1 %}A{% endif %}'",
            "layouts/mine/layout.yaml:4:12: slide 1 (text) has no title; "
            "add 'title: ' and a sentence that says its message",
        ),
    ],
)
def test_a_value_of_the_wrong_shape_is_never_silently_dropped(slide: str, message: str, desk: Desk) -> None:
    with pytest.raises(ContentError) as raised:
        desk.brief(slide)
    assert str(raised.value) == message
