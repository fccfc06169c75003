"""One persona's goal and four lists."""

from __future__ import annotations

from briefing.model import Card, Columns, Text
from compose_desk import Desk

SLIDE = "- {kind: persona-profile, for-each: persona}"


def test_the_goal_stands_over_the_four_columns(desk: Desk) -> None:
    slide = desk.slide(SLIDE)
    lead, columns = slide.blocks
    assert isinstance(lead, Text)
    assert isinstance(columns, Columns)
    assert lead.style == "lead"
    assert [card.heading for card in columns.cards] == ["Objectives", "Frustrations", "Key metrics", "FinOps benefits"]
    assert [card.icon for card in columns.cards] == ["objectives", "frustrations", "key-metrics", "finops-benefits"]


def test_with_challenges_the_goal_is_a_card_so_that_two_rows_are_even(desk: Desk) -> None:
    desk.persona("mine", "primary-goal: Rest\nobjectives: [A]\nfrustrations: [B]\nchallenges: [C]\nkey-metrics: [D]")
    (columns,) = desk.slide(SLIDE, "mine").blocks
    assert isinstance(columns, Columns)
    assert [(card.heading, card.items or card.text) for card in columns.cards] == [
        ("Goal", "Rest"),
        ("Objectives", ("A",)),
        ("Frustrations", ("B",)),
        ("Challenges", ("C",)),
        ("Key metrics", ("D",)),
    ]


def test_the_title_is_the_first_key_message_without_its_full_stop(desk: Desk) -> None:
    persona = desk.library.persona("cfo")
    assert desk.slide(SLIDE).title == persona.key_messages[0].rstrip(".")


def test_the_label_names_the_persona_once_and_whom_the_company_names(desk: Desk) -> None:
    assert desk.slide(SLIDE).label == "CFO"
    desk.facts("audience-names: {cfo: Ada}\n")
    assert desk.slide(SLIDE).label == "Ada  ·  CFO"


def test_the_notes_hold_questions_objections_and_words_to_use_and_avoid(desk: Desk) -> None:
    persona, notes = desk.library.persona("cfo"), "\n".join(desk.slide(SLIDE).notes)
    assert all(question in notes for question in persona.questions)
    assert all(each.reply in notes for each in persona.objections)
    assert f"Words to use: {', '.join(persona.language.use)}." in notes
    assert f"Words to avoid: {', '.join(persona.language.avoid)}." in notes


def test_what_a_persona_lacks_is_left_out(desk: Desk) -> None:
    desk.persona("bare", "objectives: [Rest]\nkey-metrics: [Own metric]")
    slide = desk.slide(SLIDE, "bare")
    assert slide.title == "This is what matters to the The bare"
    assert slide.blocks == (
        Columns(
            (Card("Objectives", ("Rest",), icon="objectives"), Card("Key metrics", ("Own metric",), icon="key-metrics"))
        ),
    )


def test_without_messages_the_goal_is_the_title(desk: Desk) -> None:
    desk.persona("bare", "primary-goal: Sleep well.")
    assert desk.slide(SLIDE, "bare").title == "The bare: Sleep well"


def test_metrics_have_the_names_of_the_catalogue(desk: Desk) -> None:
    library = desk.library
    names = {library.kpis()[entry.id].name for entry in library.persona("cfo").key_metrics}
    assert {item for card in _cards(desk) if card.icon == "key-metrics" for item in card.items} == names


def _cards(desk: Desk) -> tuple[Card, ...]:
    columns = desk.slide(SLIDE).blocks[1]
    assert isinstance(columns, Columns)
    return columns.cards
