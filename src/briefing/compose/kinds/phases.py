"""`phases`: what FinOps is, beside its three phases as a ring."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Diagram, Link, Node, Slide, Text

TAKES = frozenset({"definition"})


def build(scene: Scene) -> Slide:
    """`definition` replaces the built-in sentence."""
    facts = scene.cast.framework
    nodes = tuple(Node(phase.name.lower(), phase.name, phase.text) for phase in facts.phases)
    ring = zip(nodes, nodes[1:] + nodes[:1], strict=True)
    links = tuple(Link(source.id, target.id) for source, target in ring)
    definition = Text(scene.text("definition") or facts.definition, "statement")
    return scene.slide(definition, Diagram("cycle", nodes, links, scene.word("phases-summary")), flow="beside")
