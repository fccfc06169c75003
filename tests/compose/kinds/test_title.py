"""The opening slide."""

from __future__ import annotations

import pytest

from briefing.model import Text
from compose_desk import Desk


def test_subtitle_and_details_are_rendered(desk: Desk) -> None:
    slide = desk.slide("- {kind: title, title: A, subtitle: 'For {{ audience }}', details: ['{{ count }} person', '']}")
    assert (slide.role, slide.title, slide.subtitle) == ("title", "A", "For the CFO")
    assert slide.blocks == (Text("1 person"),)


def test_without_details_the_date_stands_there(desk: Desk) -> None:
    assert desk.slide("- {kind: title, title: A}").blocks == (Text("15 January 2026"),)


ROOM = "- {kind: title, title: A, subtitle: 'For {{ room }}'}"


@pytest.mark.parametrize(
    ("names", "for_", "subtitle"),
    [
        ("{cfo: Ada}", "cfo", "For Ada (CFO)"),
        ("{cfo: Ada, cto: Bo}", "cfo,cto", "For Ada (CFO) and Bo (CTO/CIO)"),
        ("{cto: Bo}", "cfo,cto", "For the CFO and Bo (CTO/CIO)"),
        ("{ceo: Cy}", "cfo,cto", "For the CFO and CTO/CIO"),
        ("{cfo: Ada}", "ceo,cfo,cto,procurement", "For the CEO, CFO, CTO/CIO and Procurement Lead"),
    ],
)
def test_the_opening_slide_names_the_company_and_those_in_the_room(
    desk: Desk, names: str, for_: str, subtitle: str
) -> None:
    desk.facts(f"name: Tiny\npresenter: Sam\naudience-names: {names}\n")
    slide = desk.slide(ROOM, for_)
    assert (slide.label, slide.subtitle, slide.blocks[0]) == ("Tiny", subtitle, Text("Sam"))
