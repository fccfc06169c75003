"""`structure`: the cloud cost centre of excellence in the middle of those it works with."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Diagram, Link, Node, Slide

TAKES: frozenset[str] = frozenset()


def build(scene: Scene) -> Slide:
    """The centre and its partners come from framework.yaml, with what flows each way."""
    facts = scene.cast.framework.structure
    centre = Node(facts.centre.id, facts.centre.name, facts.centre.text)
    partners = tuple(Node(each.id, each.name) for each in facts.partners)
    links = tuple(
        link
        for each in facts.partners
        for link in (Link(each.id, centre.id, each.gives), Link(centre.id, each.id, each.gets))
    )
    return scene.slide(Diagram("hub", (centre, *partners), links, scene.word("structure-summary")))
