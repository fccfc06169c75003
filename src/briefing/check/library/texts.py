"""Texts as the audience sees them, and from a text on a slide back to the line that it was written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeVar

from msgspec.structs import replace
from yaml.nodes import MappingNode, ScalarNode, SequenceNode
from yaml.nodes import Node as YamlNode

from briefing.documents.text import folded
from briefing.documents.yamlfile import Document, place_of
from briefing.errors import Where
from briefing.model import (
    Bullets,
    Card,
    Cell,
    Chart,
    Columns,
    Contents,
    Diagram,
    Entry,
    Field,
    Flag,
    Flags,
    Gate,
    Jump,
    Link,
    Milestone,
    Node,
    Pair,
    Pairs,
    Panel,
    Point,
    Points,
    Row,
    Rows,
    Series,
    Slide,
    Spot,
    Stage,
    Table,
    Text,
    Tick,
    Tier,
    Tiers,
    Tile,
    Tiles,
    Timeline,
    Track,
    Tracks,
)

# Where texts stand in the files: from a text on a slide back to the line that it was written in.


class Places:
    """The places of all texts of some documents; of equal texts the first counts."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    def of(self, text: str) -> Where | None:
        """The place of a text, or of one that only lacks the stop, or has one more."""
        text = folded(text)
        spellings = (text, f"{text}.", text.rstrip("."))
        return next((self._by_text[each] for each in spellings if each in self._by_text), None)

    @cached_property
    def _by_text(self) -> dict[str, Where]:
        found: dict[str, Where] = {}
        for document in self._documents:
            for node in scalars(document.places):
                found.setdefault(folded(node.value), place_of(node, document.file))
        return found


def scalars(node: YamlNode) -> Iterator[ScalarNode]:
    """Every text below a node that is no name of a field, in the order of the file; of an anchored node all uses."""
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, SequenceNode):
        for each in node.value:
            yield from scalars(each)
    elif isinstance(node, MappingNode):
        for _, each in node.value:
            yield from scalars(each)


def entry_with(document: Document, field: str, value: str) -> MappingNode | None:
    """The first mapping of a document in which a field has this value, wherever it stands."""
    return next((each for each in mappings(document.places) if _value(each, field) == value), None)


def mappings(node: YamlNode) -> Iterator[MappingNode]:
    """Every mapping below a node, and the node itself."""
    if isinstance(node, MappingNode):
        yield node
    below = [item for _, item in node.value] if isinstance(node, MappingNode) else node.value
    for each in below if isinstance(node, MappingNode | SequenceNode) else ():
        yield from mappings(each)


def place_in(node: MappingNode, field: str, file: str) -> Where:
    """The place of a field of a mapping, or of the mapping itself where it has none such."""
    found = next((item for key, item in node.value if key.value == field), node)
    return place_of(found, file)


def _value(node: MappingNode, field: str) -> str | None:
    return next((item.value for key, item in node.value if key.value == field and isinstance(item, ScalarNode)), None)


# What the audience sees of a slide: its texts without notes, alternative texts, and names of icons and kinds.

T = TypeVar("T")

# Which fields of a slide and its parts are seen; a test holds that every block is here.
SEEN: Final[Mapping[type, tuple[str, ...]]] = {
    Slide: ("label", "title", "subtitle", "blocks", "takeaway", "source"),
    Text: ("text",),
    Bullets: ("heading", "items"),
    Columns: ("cards",),
    Card: ("heading", "text", "items"),
    Pairs: ("headings", "rows"),
    Pair: ("left", "right", "tag"),
    Table: ("header", "rows", "key"),
    Cell: ("text",),
    Tiles: ("tiles",),
    Tile: ("label", "value", "change", "judgement", "note"),
    Timeline: ("stages", "ticks", "key"),
    Stage: ("name", "milestones"),
    Milestone: ("text", "date", "owner", "gate"),
    Gate: ("text", "date", "owner"),
    Diagram: ("nodes", "links"),
    Node: ("label", "text"),
    Link: ("label",),
    Chart: ("categories", "series", "heading", "finding"),
    Series: ("name", "labels"),
    Contents: ("entries",),
    Entry: ("heading", "jumps"),
    Jump: ("text",),
    Points: ("points",),
    Point: ("label", "heading", "text"),
    Panel: ("label", "statement", "tiles", "foot"),
    Rows: ("rows",),
    Row: ("hero", "text", "tag", "note"),
    Tracks: ("stops", "rows", "key"),
    Track: ("label", "note", "today", "aim", "aside", "far"),
    Field: ("across", "up", "spots", "key"),
    Spot: ("text", "answer", "owner"),
    Flags: ("ticks", "flags", "key"),
    Flag: ("date", "text", "value", "owner"),
    Tiers: ("tiers",),
    Tier: ("name", "cards"),
    Tick: ("text",),
}


def texts(value: object) -> Iterator[str]:
    """Every text of a slide or block that is seen and not empty, in the order of reading."""
    if isinstance(value, str):
        yield from (value,) if value else ()
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    else:
        for name in SEEN.get(type(value), ()):
            yield from texts(getattr(value, name))


def with_text(value: T, old: str, new: str) -> T:
    """The slide or block with one text in the place of another."""
    made: Any = value
    if isinstance(value, str):
        made = new if value == old else value
    elif isinstance(value, tuple):
        made = tuple(with_text(each, old, new) for each in value)
    elif type(value) in SEEN:
        changed = {name: with_text(getattr(value, name), old, new) for name in SEEN[type(value)]}
        made = replace(made, **changed)
    return made  # type: ignore[no-any-return]
