"""Facts of one audience, laid over the organisation's document before it is read: every check sees them."""

from __future__ import annotations

from collections.abc import Sequence

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.errors import ContentError, Problem, Where
from briefing.library.audiencerow import Fact
from briefing.library.organisationkeys import steps_of
from briefing.library.origin import dotted
from briefing.library.yamlfile import Document, Step, document_of, stamp

_UNTAGGED = "untagged"


def with_facts(document: Document | None, facts: Sequence[Fact], source: str) -> Document:
    """The document with these facts in place of its own; None stands for a document without any.

    Their place is `source`, by which messages and notes name them. Raises ContentError where a fact has no place.
    """
    root = document.places if document else MappingNode(_UNTAGGED, [])
    if document:
        stamp(root, document.file)
    for fact in facts:
        root = _set(root, steps_of(fact.key), fact.value, source, ())
    return document_of(root, document.path if document else source, document.file if document else source, fold=True)


def _set(node: Node | None, steps: tuple[Step, ...], value: object, source: str, before: tuple[Step, ...]) -> Node:
    """A copy of the node in which a value stands at the end of the steps; what is missing on the way is made."""
    if not steps:
        return _made(value, source)
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        return _set_entry(node, step, rest, value, source, before)
    pairs = list(node.value) if isinstance(node, MappingNode) else []
    index = next((n for n, (key, _) in enumerate(pairs) if key.value == step), None)
    old = pairs[index][1] if index is not None else None
    key = pairs[index][0] if index is not None else _made(step, source)
    pair = (key, _set(old, rest, value, source, (*before, step)))
    pairs[len(pairs) if index is None else index : len(pairs) if index is None else index + 1] = [pair]
    return _like(MappingNode(_UNTAGGED, pairs), node, source)


def _set_entry(
    node: Node | None, step: int, rest: tuple[Step, ...], value: object, source: str, before: tuple[Step, ...]
) -> Node:
    entries = list(node.value) if isinstance(node, SequenceNode) else []
    if step > len(entries):
        message = f"there is no {dotted((*before, step))}, for '{dotted(before)}' has {len(entries)} entries"
        raise ContentError(Problem(Where(source), message, "count from 1"))
    old = entries[step] if step < len(entries) else None
    entries[step : step + 1] = [_set(old, rest, value, source, (*before, step))]
    return _like(SequenceNode(_UNTAGGED, entries), node, source)


def _like(made: Node, node: Node | None, source: str) -> Node:
    """The made node at the place of the one that it stands for, which is in the organisation's own file."""
    if node is None:
        stamp(made, source)
    else:
        made.start_mark, made.end_mark = node.start_mark, node.end_mark
        vars(made).update({name: item for name, item in vars(node).items() if name.startswith("briefing")})
    return made


def _made(value: object, source: str) -> Node:
    """The nodes of a plain value; a text is quoted, so that it is one."""
    node: Node
    if isinstance(value, dict):
        node = MappingNode(_UNTAGGED, [(_made(key, source), _made(each, source)) for key, each in value.items()])
    elif isinstance(value, list):
        node = SequenceNode(_UNTAGGED, [_made(each, source) for each in value])
    else:
        node = ScalarNode(_UNTAGGED, "" if value is None else str(value), style=None if value is None else "'")
    stamp(node, source)
    return node
