"""The six principles."""

from __future__ import annotations

from briefing.model import Columns
from compose_desk import Desk


def test_there_are_six_cards_with_a_short_text(desk: Desk) -> None:
    (cards,) = desk.slide("- {kind: principles, title: A}").blocks
    assert isinstance(cards, Columns)
    assert len(cards.cards) == 6
    assert all(card.heading and card.text and not card.items for card in cards.cards)
