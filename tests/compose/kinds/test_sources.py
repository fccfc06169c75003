"""What the briefing rests on."""

from __future__ import annotations

from briefing.model import Table
from compose_desk import Desk


def test_each_source_has_publisher_use_and_licence_and_the_attribution_stands_under_them(desk: Desk) -> None:
    slide, facts = desk.slide("- {kind: sources, title: A}"), desk.library.framework()
    (table,) = slide.blocks
    assert isinstance(table, Table)
    assert [row[0].text for row in table.rows] == [each.title for each in facts.sources]
    assert all(cell.text for row in table.rows for cell in row)
    assert slide.source == facts.attribution
    assert "CC BY 4.0" in slide.source
