"""Where texts stand in the files: from a text on a slide back to the line that it was written in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.errors import Where
from briefing.library.text import folded
from briefing.library.yamlfile import Document, place_of


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


def scalars(node: Node) -> Iterator[ScalarNode]:
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


def mappings(node: Node) -> Iterator[MappingNode]:
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
