"""Timelines and diagrams as Mermaid, which code hosts and many wikis draw.

Each drawing is followed by a list with the same words, because not every reader draws Mermaid and no screen reader
reads it well. Mermaid decodes `#58;` to a colon after parsing, so every character that its grammars use is written so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from briefing.model import Diagram, Link, Milestone, Node, Timeline
from briefing.render.markdown_text import bold, bullets, inline, italic, one_line, paragraph

_PLAIN = frozenset(" ,.-'/()!?")


def label(text: str) -> str:
    """The text for a Mermaid label, quoted or not."""
    return "".join(each if _is_plain(each) else f"#{ord(each)};" for each in one_line(text))


def _is_plain(character: str) -> bool:
    return not character.isascii() or character.isalnum() or character in _PLAIN


def timeline(block: Timeline) -> Iterator[str]:
    """The drawing, then each stage with its numbered milestones."""
    yield _fence(["timeline", *_timeline_lines(block)])
    yield italic(block.summary)
    for stage in block.stages:
        yield f"**{inline(stage.name)}**" if one_line(stage.name) else ""
        yield "\n".join(f"{each.number}. {_milestone(each)}" for each in stage.milestones)


def _timeline_lines(block: Timeline) -> Iterator[str]:
    for stage in block.stages:
        if one_line(stage.name):
            yield f"    section {label(stage.name)}"
        yield from (f"        {each.number} : {label(each.text)}" for each in stage.milestones)


def _milestone(milestone: Milestone) -> str:
    facts = ", ".join(inline(fact) for fact in (milestone.date, milestone.owner) if one_line(fact))
    return paragraph(milestone.text) + (f" ({facts})" if facts else "")


def diagram(block: Diagram) -> Iterator[str]:
    """The drawing, then one list of what its boxes say and what flows between them."""
    names = {node.id: f"n{index}" for index, node in enumerate(block.nodes)}
    boxes = (f'    {names[node.id]}["{label(node.label)}"]' for node in block.nodes)
    arrows = (_arrow(link, names) for link in [*block.links, *_implied(block)] if _joins(link, names))
    yield _fence(["flowchart LR", *boxes, *arrows])
    yield italic(block.summary)
    yield bullets([*_nodes(block), *_flows(block)])


def _implied(block: Diagram) -> Iterator[Link]:
    """Links that the style means without saying so: spokes of a hub, or the way round a cycle."""
    if block.links or len(block.nodes) < 2:
        return
    first, *others = block.nodes
    pairs: Mapping[str, Iterable[tuple[Node, Node]]] = {
        "hub": ((first, other) for other in others),
        "cycle": pairwise([first, *others, first]),
    }
    yield from (Link(source.id, target.id) for source, target in pairs[block.style])


def _joins(link: Link, names: Mapping[str, str]) -> bool:
    return link.source in names and link.target in names


def _arrow(link: Link, names: Mapping[str, str]) -> str:
    text = f'|"{label(link.label)}"|' if one_line(link.label) else ""
    return f"    {names[link.source]} -->{text} {names[link.target]}"


def _nodes(block: Diagram) -> Iterator[str]:
    """Boxes that say more than their name, and those that no flow will name."""
    named = {end for link in block.links if one_line(link.label) for end in (link.source, link.target)}
    for node in block.nodes:
        if one_line(node.text):
            yield f"**{inline(node.label)}:** {inline(node.text)}"
        elif node.id not in named:
            yield bold(node.label)


def _flows(block: Diagram) -> Iterator[str]:
    labels = {node.id: inline(node.label) for node in block.nodes}
    for link in block.links:
        if one_line(link.label):
            ends = (labels.get(end, inline(end)) for end in (link.source, link.target))
            yield f"{' → '.join(ends)}: {inline(link.label)}"


def _fence(lines: Iterable[str]) -> str:
    return "\n".join(["```mermaid", *lines, "```"])
