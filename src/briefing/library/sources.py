"""For every line of a merged file, the file and line that it came from: what `--origin` shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yaml.nodes import MappingNode, Node, SequenceNode

from briefing.errors import Where
from briefing.library.text import folded
from briefing.library.yamlfile import Document, place_of


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line as it would stand in one whole file, and where it was written."""

    text: str
    where: Where


def source_lines(document: Document) -> tuple[SourceLine, ...]:
    """The lines of a document, in the order in which its fields are read."""
    return tuple(_lines(document.places, document.file, "", ""))


def _lines(node: Node, file: str, first: str, rest: str) -> Iterator[SourceLine]:
    """The lines of a node; `first` stands before its first line, and `rest` before the others."""
    if isinstance(node, MappingNode) and node.value:
        for number, (key, item) in enumerate(node.value):
            yield from _field(key, item, file, rest if number else first, rest)
    elif isinstance(node, SequenceNode) and node.value:
        for number, each in enumerate(node.value):
            yield from _lines(each, file, f"{rest if number else first}- ", f"{rest}  ")
    else:
        empty = "[]" if isinstance(node, SequenceNode) else "{}" if isinstance(node, MappingNode) else ""
        yield SourceLine((first + (empty or folded(node.value))).rstrip(), place_of(node, file))


def _field(key: Node, item: Node, file: str, start: str, rest: str) -> Iterator[SourceLine]:
    if isinstance(item, (MappingNode, SequenceNode)) and item.value:
        yield SourceLine(f"{start}{key.value}:", place_of(key, file))
        yield from _lines(item, file, f"{rest}  ", f"{rest}  ")
    else:
        yield from _lines(item, file, f"{start}{key.value}: ", rest)
