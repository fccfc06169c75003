"""The opening slide."""

from __future__ import annotations

from briefing.model import Text
from compose_desk import Desk


def test_subtitle_and_details_are_rendered(desk: Desk) -> None:
    slide = desk.slide("- {kind: title, title: A, subtitle: 'For {{ audience }}', details: ['{{ count }} person', '']}")
    assert (slide.role, slide.title, slide.subtitle) == ("title", "A", "For the CFO")
    assert slide.blocks == (Text("1 person"),)


def test_without_details_the_date_stands_there(desk: Desk) -> None:
    assert desk.slide("- {kind: title, title: A}").blocks == (Text("15 January 2026"),)
