"""Cards that people write in a layout of their own."""

from __future__ import annotations

from briefing.model import Card, Columns, Text
from compose_desk import Desk


def test_cards_hold_a_heading_with_items_or_a_text(desk: Desk) -> None:
    slide = desk.slide("""
    - kind: cards
      title: A
      lead: Lead.
      cards:
        - {heading: "{{ audience }}", items: ["{{ count }}", two], icon: objectives}
        - {heading: B, text: Some text}
    """)
    first, second = Card("the CFO", ("1", "two"), icon="objectives"), Card("B", text="Some text")
    assert slide.blocks == (Text("Lead.", "lead"), Columns((first, second)))


def test_no_cards_give_no_error(desk: Desk) -> None:
    assert desk.slide("- {kind: cards, title: A}").blocks == (Columns(()),)
