"""The centre and its partners."""

from __future__ import annotations

from briefing.model import Diagram
from compose_desk import Desk


def test_the_centre_gives_to_and_gets_from_each_partner(desk: Desk) -> None:
    (diagram,) = desk.slide("- {kind: structure, title: A}").blocks
    assert isinstance(diagram, Diagram)
    centre, *partners = diagram.nodes
    assert diagram.style == "hub"
    assert [node.label for node in partners] == ["Business", "Finance", "Engineering", "Procurement"]
    assert {(link.source, link.target) for link in diagram.links} == {
        pair for node in partners for pair in ((node.id, centre.id), (centre.id, node.id))
    }
    assert all(link.label for link in diagram.links)
    assert diagram.summary.endswith(
        "in the middle, linked both ways with Business, Finance, Engineering and Procurement."
    )
