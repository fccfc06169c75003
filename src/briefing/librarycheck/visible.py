"""What the audience sees of a slide: its texts without notes, alternative texts, and names of icons and kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

from msgspec.structs import replace

from briefing.model import (
    Bullets,
    Card,
    Cell,
    Chart,
    Columns,
    Diagram,
    Link,
    Milestone,
    Node,
    Pair,
    Pairs,
    Series,
    Slide,
    Stage,
    Table,
    Text,
    Tile,
    Tiles,
    Timeline,
)

T = TypeVar("T")

# Which fields of a slide and its parts are seen; a test holds that every block is here.
SEEN: Final[Mapping[type, tuple[str, ...]]] = {
    Slide: ("label", "title", "subtitle", "blocks", "source"),
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
    Timeline: ("stages",),
    Stage: ("name", "milestones"),
    Milestone: ("text", "date", "owner"),
    Diagram: ("nodes", "links"),
    Node: ("label", "text"),
    Link: ("label",),
    Chart: ("categories", "series", "heading", "finding"),
    Series: ("name", "labels"),
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
