"""What an audience shares, and what each has alone."""

from __future__ import annotations

import pytest

from briefing.model import Columns, Table
from compose_desk import Desk

SLIDE = "- {kind: common-ground}"


def table(desk: Desk, for_: str) -> Table:
    found = desk.slide(SLIDE, for_).blocks[0]
    assert isinstance(found, Table)
    return found


def test_a_row_an_item_and_a_column_a_persona_with_a_dot_for_those_who_have_it(desk: Desk) -> None:
    found = table(desk, "ceo,cfo,cto")
    assert found.header == ("Shared by two or more", "CEO", "CFO", "CTO/CIO")
    for row in found.rows:
        dots = [cell.mark for cell in row[1:]]
        assert dots.count("yes") >= 2
        assert set(dots) <= {"yes", "no"}


def test_for_more_people_than_columns_those_who_share_stand_by_name(desk: Desk) -> None:
    found = table(desk, "all")
    assert found.header == ("Shared by two or more", "Who shares it")
    people = {each.name for each in desk.library.personas()}
    for row in found.rows:
        assert len(set(row[1].text.split(", ")) & people) >= 2


def test_more_than_eight_items_go_into_the_notes(desk: Desk) -> None:
    assert len(table(desk, "all").rows) == 8
    assert any(note.startswith("Also shared by two or more: ") for note in desk.slide(SLIDE, "all").notes)


@pytest.mark.parametrize(
    ("for_", "headings"),
    [
        ("ceo,cfo,cto", ["Only the CEO", "Only the CFO", "Only the CTO/CIO"]),
        ("ceo,cfo,cto,itfm", ["What each cares about alone"]),
    ],
)
def test_up_to_three_have_a_card_each_and_four_share_one(for_: str, headings: list[str], desk: Desk) -> None:
    cards = desk.slide(SLIDE, for_).blocks[1]
    assert isinstance(cards, Columns)
    assert [card.heading for card in cards.cards] == headings


def test_for_more_than_four_what_each_has_alone_is_in_the_notes(desk: Desk) -> None:
    five = "ceo,cfo,cto,finops,itfm"
    slide = desk.slide(SLIDE, five)
    assert (len(slide.blocks), slide.flow) == (1, "down")
    for persona in desk.library.select([five]):
        assert any(note.startswith(f"{persona.name}: ") for note in slide.notes), persona.name


def test_the_title_counts_what_is_shared(desk: Desk) -> None:
    for name in ("one", "two"):
        desk.persona(
            name, f"objectives: [{{id: a, item: A}}, {{id: own-{name}, item: O}}]\nfrustrations: [{{id: b, item: B}}]"
        )
    slide = desk.slide(SLIDE, "one,two")
    assert slide.title == "The The one and The two share one aim and one frustration: start there"


@pytest.mark.parametrize("for_", ["cfo", "one,two"])
def test_one_persona_or_nothing_shared_gives_a_notice(for_: str, desk: Desk) -> None:
    desk.persona("one", "objectives: [A]")
    desk.persona("two", "objectives: [B]")
    notices = desk.notices(f"- {{kind: text, title: A}}\n{SLIDE}", for_)
    assert "The common ground slide was left out: these personas share no objective, frustration or metric." in notices


def test_of_two_what_both_share_stands_between_what_each_has_alone(desk: Desk) -> None:
    (fields,) = desk.slide(SLIDE, "cfo,cto").blocks
    assert isinstance(fields, Columns)
    assert [each.heading for each in fields.cards] == ["Only the CFO", "What both share", "Only the CTO/CIO"]
    assert all(each.items for each in fields.cards)


def test_what_the_cards_of_three_have_no_room_for_is_in_the_notes(desk: Desk) -> None:
    slide = desk.slide(SLIDE, "ceo,cfo,cto")
    _, cards = slide.blocks
    assert isinstance(cards, Columns)
    assert {len(each.items) for each in cards.cards} == {2}
    assert any(note.startswith("Only the CFO, further: ") for note in slide.notes)
