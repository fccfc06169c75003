"""One sentence that stands alone."""

from __future__ import annotations

from briefing.model import Text
from compose_desk import Desk


def test_the_title_is_the_statement_and_the_text_supports_it(desk: Desk) -> None:
    slide = desk.slide("- {kind: statement, title: 'Spend, {{ audience }}', text: Why.}")
    assert (slide.role, slide.title, slide.blocks) == ("statement", "Spend, the CFO", (Text("Why.", "lead"),))


def test_it_may_stand_without_support(desk: Desk) -> None:
    assert desk.slide("- {kind: statement, title: A}").blocks == ()
