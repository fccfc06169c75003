"""What FinOps is, and its three phases."""

from __future__ import annotations

from briefing.model import Diagram, Text
from compose_desk import Desk


def test_the_phases_follow_each_other_round(desk: Desk) -> None:
    slide = desk.slide("- {kind: phases, title: A}")
    definition, ring = slide.blocks
    assert isinstance(definition, Text)
    assert isinstance(ring, Diagram)
    assert (definition.style, ring.style, slide.flow) == ("statement", "cycle", "beside")
    assert [node.label for node in ring.nodes] == ["Inform", "Optimize", "Operate"]
    assert [(link.source, link.target) for link in ring.links] == [
        ("inform", "optimize"),
        ("optimize", "operate"),
        ("operate", "inform"),
    ]
    assert ring.summary == "The three phases of FinOps follow each other round: Inform, Optimize, Operate, and again."


def test_a_definition_of_one_s_own_replaces_the_built_in_one(desk: Desk) -> None:
    assert desk.slide("- {kind: phases, title: A, definition: Ours}").blocks[0] == Text("Ours", "statement")
