from __future__ import annotations

import pytest

from briefing.compose.scene import MOST_WORDS, word_count
from briefing.model import Columns
from compose_desk import Desk
from conftest import PEOPLE, Brief


@pytest.mark.slow
def test_every_built_in_slide_for_one_persona_is_within_the_budget(brief: Brief) -> None:
    for persona in PEOPLE:
        for layout in ("pitch", "exec-brief", "one-pager"):
            for slide in brief(persona, layout).slides():
                assert word_count(slide) <= MOST_WORDS, (persona, layout, slide.title)


def test_cards_for_eight_personas_show_one_change_each_and_the_notes_have_the_others(brief: Brief) -> None:
    eight = [*dict.fromkeys(("cfo", *PEOPLE))][:8]
    briefing = brief(",".join(eight), "exec-brief")
    slide = next(slide for slide in briefing.slides() if slide.kind == "changes")
    block = slide.blocks[0]
    assert isinstance(block, Columns)
    assert [len(card.items) for card in block.cards] == [1] * len(eight)
    assert (
        "CFO, further: Each product line reports cost and revenue per customer; "
        "Finance signs off each saving, run-rate apart from one-off." in slide.spill
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


@pytest.mark.parametrize(("spare", "shown"), [(0, 2), (1, 2), (-1, 1)])
def test_a_slide_of_ninety_words_stays_whole_and_one_of_ninety_one_does_not(spare: int, shown: int, desk: Desk) -> None:
    """Two cards with a heading of a word and two entries each: the last entry has the words that are left."""
    long = " ".join(["word"] * 20)
    last = " ".join(["word"] * (90 - 2 - 3 * 20 - spare))
    made = desk.brief(f"""
    - kind: cards
      title: Mine
      cards:
        - {{heading: A, items: [{long}, {long}]}}
        - {{heading: B, items: [{long}, {last}]}}
    """)
    (slide,) = made.slides()
    assert word_count(slide) == (90 - spare if shown == 2 else 42)
    block = slide.blocks[-1]
    assert isinstance(block, Columns)
    assert [len(card.items) for card in block.cards] == [shown] * 2
    assert [*slide.spill] == ([] if shown == 2 else [f"A, further: {long}.", f"B, further: {last}."])
    assert [each.message for each in made.notices] == (
        []
        if shown == 2
        else [
            "The slide 'Mine' would have been a wall of words: its cards show the first entry and the notes have the "
            "others."
        ]
    )


def test_as_many_entries_are_kept_as_the_budget_has_words_for(desk: Desk) -> None:
    words = " ".join(["word"] * 29)
    items = ", ".join([words] * 4)
    (slide,) = desk.slides(f"- {{kind: cards, title: A, cards: [{{heading: a b c, items: [{items}]}}]}}")
    assert word_count(slide) == MOST_WORDS == 90
