"""YAML nodes that are put together from others: each stands where the one stands that it is made like."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.library.yamlfile import place_of, stamp

N = TypeVar("N", bound=Node)

_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))


def fields_of(node: Node) -> Mapping[str, Node]:
    """The values of a mapping by their names; nothing for any other node."""
    return {key.value: item for key, item in node.value} if isinstance(node, MappingNode) else {}


def entries_of(node: Node | None) -> list[Node]:
    """The entries of a list; one value may stand for a list of one, and an empty field for an empty list."""
    if isinstance(node, SequenceNode):
        return list(node.value)
    return [] if node is None or is_empty(node) else [node]


def is_empty(node: Node) -> bool:
    """Whether nothing is written: `titles:`, or `~`."""
    return isinstance(node, ScalarNode) and not node.style and node.value in _NOTHING


def without(node: Node, names: Collection[str]) -> MappingNode:
    """A mapping without some of its fields."""
    return mapping_like(node, (pair for pair in node.value if pair[0].value not in names))


def text_like(node: Node, text: str) -> ScalarNode:
    """A text that stands where another node stands."""
    return _placed(ScalarNode("untagged", text, node.start_mark, node.end_mark, "'"), node)


def mapping_like(node: Node, pairs: Iterable[tuple[Node, Node]]) -> MappingNode:
    """A mapping that stands where another node stands."""
    return _placed(MappingNode("untagged", list(pairs), node.start_mark, node.end_mark), node)


def sequence_like(node: Node, entries: Iterable[Node]) -> SequenceNode:
    """A list that stands where another node stands."""
    return _placed(SequenceNode("untagged", list(entries), node.start_mark, node.end_mark), node)


def _placed(made: N, like: Node) -> N:
    stamp(made, place_of(like).file)
    return made
