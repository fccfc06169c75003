"""Plain text made safe for Markdown, HTML, pipe tables and YAML front matter; timelines and diagrams as Mermaid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from briefing.model import GATE, Diagram, Link, Milestone, Node, Timeline, gate_text

# Plain text made safe for Markdown, HTML, pipe tables and YAML front matter.
#
# Every text of a briefing is plain text; whatever a person typed must look the same after Markdown has read it.
# Escapes are backslashes, which CommonMark, code hosts and wikis agree on, except `<`, which becomes an entity
# because some wikis look for HTML before they look for backslashes.

# Control characters, lone surrogates and non-characters: no reader shows them, and UTF-8 or YAML may refuse them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\*\[\](){}]+")
# An underscore between two letters or digits starts no emphasis; a number sign inside a word starts nothing.
_SPECIAL = re.compile(r"[\\`*\[\]$~|]|(?<![^\W_])_|_(?![^\W_])|(?<!\S)#(?=[#\d\s]|$)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LIST_MARK = re.compile(r"^([-+])(?=\s|$|[-+])|^([=>])")
_NUMBER_MARK = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def one_line(text: str) -> str:
    """The text on one line, without characters that no reader shows."""
    return " ".join(_UNPRINTABLE.sub("", text).split())


def inline(text: str) -> str:
    """The text for the inside of a paragraph, a heading or a table cell; web addresses stay as they are."""
    line = one_line(text)
    parts: list[str] = []
    end = 0
    for address in _ADDRESS.finditer(line):
        parts += [_escape(line[end : address.start()]), address.group()]
        end = address.end()
    return "".join([*parts, _escape(line[end:])])


def _escape(text: str) -> str:
    escaped = _SPECIAL.sub(lambda found: "\\" + found.group(), text)
    return _ENTITY.sub("&amp;", escaped).replace("<", "&lt;")


def paragraph(text: str) -> str:
    """The text for the start of a line, where `-`, `>` or `1.` would otherwise open a list or a quotation."""
    escaped = _LIST_MARK.sub(lambda found: "\\" + found.group(), inline(text))
    return _NUMBER_MARK.sub(r"\1\\\2", escaped)


def html(text: str) -> str:
    """The text for the inside of an HTML element."""
    return one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def heading(level: int, text: str) -> str:
    """A heading of level 1 to 6."""
    return f"{'#' * level} {inline(text)}"


def bold(text: str) -> str:
    """Bold text; nothing for nothing."""
    return f"**{inline(text)}**" if one_line(text) else ""


def italic(text: str) -> str:
    """Italic text; nothing for nothing."""
    return f"*{inline(text)}*" if one_line(text) else ""


def bullets(lines: Iterable[str]) -> str:
    """A bullet list of lines that are Markdown already."""
    return "\n".join(f"- {line}" for line in lines)


def pipe_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; short rows are filled up with empty cells."""
    lines = [header, ["---"] * len(header), *([*row, *[""] * (len(header) - len(row))] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def front_matter(fields: Iterable[tuple[str, str | Sequence[str]]]) -> str:
    """YAML front matter; empty fields are left out. A JSON string is a YAML string whatever it holds."""
    lines = [f"{name}: {_yaml_value(value)}" for name, value in fields if value]
    return "\n".join(["---", *lines, "---"])


def _yaml_value(value: str | Sequence[str]) -> str:
    plain = one_line(value) if isinstance(value, str) else [one_line(each) for each in value]
    return json.dumps(plain, ensure_ascii=False)


# Timelines and diagrams as Mermaid, which code hosts and many wikis draw.
#
# Each drawing is followed by a list with the same words, because not every reader draws Mermaid and no screen reader
# reads it well. Mermaid decodes `#58;` to a colon after parsing, so every character that its grammars use is written
# so.

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
    gate = f" → {GATE} {inline(gate_text(milestone.gate))}" if milestone.gate else ""
    return paragraph(milestone.text) + (f" ({facts})" if facts else "") + gate


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
