from __future__ import annotations

from briefing.compose.scene import MOST_WORDS, word_count
from briefing.model import Columns
from conftest import PEOPLE, Brief


def test_every_built_in_slide_for_one_persona_is_within_the_budget(brief: Brief) -> None:
    for persona in PEOPLE:
        for layout in ("pitch", "exec-brief", "one-pager"):
            for slide in brief(persona, layout).slides():
                assert word_count(slide) <= MOST_WORDS, (persona, layout, slide.title)


def test_cards_for_all_personas_show_one_change_each_and_the_notes_have_the_others(brief: Brief) -> None:
    briefing = brief("all", "exec-brief")
    slide = next(slide for slide in briefing.slides() if slide.kind == "changes")
    block = slide.blocks[0]
    assert isinstance(block, Columns)
    assert [len(card.items) for card in block.cards] == [1] * len(PEOPLE)
    assert (
        "CFO, further: Each product line reports cost and revenue per customer; "
        "Finance signs off each saving, run-rate apart from one-off." in slide.notes
    )
    assert (
        "The slide 'What changes for each of you' would have been a wall of words: "
        "its cards show the first entry and the notes have the others."
    ) in [notice.message for notice in briefing.notices]


def test_all_cards_of_a_slide_are_shortened_to_the_same_number_of_entries(brief: Brief) -> None:
    slide = next(slide for slide in brief("ceo,cto,cfo,itfm", "exec-brief").slides() if slide.kind == "changes")
    block = slide.blocks[0]
    assert isinstance(block, Columns)
    assert {len(card.items) for card in block.cards} == {2}
