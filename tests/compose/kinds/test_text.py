"""A lead and bullets."""

from __future__ import annotations

from briefing.model import Bullets, Text
from compose_desk import Desk


def test_lead_and_bullets_stand_in_this_order(desk: Desk) -> None:
    slide = desk.slide("- {kind: text, title: A, bullets: ['{{ count }}', two], lead: Lead.}")
    assert slide.blocks == (Text("Lead.", "lead"), Bullets(("1", "two")))


def test_either_may_be_missing(desk: Desk) -> None:
    assert desk.slide("- {kind: text, title: A, bullets: [one]}").blocks == (Bullets(("one",)),)
    assert desk.slide("- {kind: text, title: A}").blocks == ()


def test_label_notes_and_source_go_with_every_slide(desk: Desk) -> None:
    slide = desk.slide("- {kind: text, title: A, label: L, notes: N, source: 'S of {{ date }}'}")
    assert (slide.label, slide.notes, slide.source) == ("L", ("N",), "S of 15 January 2026")
