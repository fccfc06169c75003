"""Overlays: a file with `extends` changes what it names in another file, and leaves the rest as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.documents.text import did_you_mean, folded, slug
from briefing.documents.yamlfile import Document, document_of, place_of, stamp
from briefing.errors import Code, ContentError, Problem

# YAML nodes that are put together from others: each stands where the one stands that it is made like.

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


# Overlays: a file with `extends` changes what it names in another file, and leaves the rest as it is.
#
# The YAML nodes of both files are merged, not their values, so that every text keeps the file and line it was written
# in. A list is replaced by a list, and changed by a mapping of `add`, `remove`, `replace` and `order`.

EXTENDS: Final = "extends"
CHANGES: Final = ("add", "remove", "replace", "order")
# Lists whose entries have ids: a plain text that is replaced keeps its id. In all others a text stays a text.
WITH_IDS = frozenset(("objectives", "frustrations", "challenges", "key-metrics", "finops-benefits"))
# What an entry is addressed by: the first of these keys that it has.
_NAMED_BY: Final = ("id", "item", "objection", "frustration", "kind", "heading", "label", "task", "name")
_PLACED: Final = ("before", "after")

Named = list[tuple[str, Node]]


def extends_of(document: Document) -> str:
    """What a file extends, or an empty text. Raises ContentError where `extends` is no text."""
    if not isinstance(document.value, dict) or EXTENDS not in document.value:
        return ""
    value = document.value[EXTENDS]
    if not isinstance(value, str) or not value.strip():
        message = "'extends' should be one name, of what this file changes"
        raise ContentError(Problem(document.where(EXTENDS), message, "write it as in 'extends: cfo'", Code.OVERLAY))
    return folded(value)


def overlaid(over: Document, base: Document, *, drop: Collection[str] = (), fold: bool = False) -> Document:
    """The base with the changes of the overlay; fields in `drop` are not taken over from the base.

    Raises ContentError with every change that cannot be made.
    """
    stamp(over.places, over.file)
    stamp(base.places, base.file)
    changes = [pair for pair in over.places.value if pair[0].value != EXTENDS]
    kept = [pair for pair in base.places.value if pair[0].value not in drop]
    merge = _Merge()
    root = merge.mapping(mapping_like(base.places, kept), mapping_like(over.places, changes))
    if merge.problems:
        raise ContentError(*merge.problems)
    return document_of(root, over.path, over.file, fold=fold)


def named(nodes: Collection[Node]) -> Named:
    """The entries of a list with the ids that overlays address them by; a second 'cards' is 'cards-2'."""
    taken: set[str] = set()
    result: Named = []
    for node in nodes:
        result.append((_free(_id_of(node), taken), node))
        taken.add(result[-1][0])
    return result


def _free(name: str, taken: Collection[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def _id_of(node: Node) -> str:
    if isinstance(node, MappingNode):
        texts = {key.value: item.value for key, item in node.value if isinstance(item, ScalarNode)}
        key = next((key for key in _NAMED_BY if texts.get(key)), "")
        return _key(texts[key], plain=key in ("id", "kind")) if key else ""
    return _key(node.value) if isinstance(node, ScalarNode) else ""


def _key(text: str, *, plain: bool = False) -> str:
    text = folded(text)
    return text if plain else slug(text) or text


class _Merge:
    """Makes the changes, and keeps the problems of those that cannot be made."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def mapping(self, base: Node, over: Node) -> MappingNode:
        values = {key.value: (key, item) for key, item in base.value}
        for key, item in over.value:
            old = values[key.value][1] if key.value in values else None
            values[key.value] = (key, self.value(old, item, key.value))
        return mapping_like(over, list(values.values()))

    def value(self, base: Node | None, over: Node, name: str) -> Node:
        if isinstance(over, MappingNode) and isinstance(base, MappingNode):  # whose field may be called 'order', too
            return self.mapping(base, over)
        if isinstance(over, MappingNode) and (isinstance(base, SequenceNode) or _is_changes(over)):
            return self.changed(entries_of(base), over, name)
        return over

    def changed(self, base: list[Node], over: MappingNode, name: str) -> SequenceNode:
        """A list with its changes made, in the order remove, replace, add, order, however they are written."""
        changes = {key.value: item for key, item in over.value}
        for key, _ in over.value:
            if key.value not in CHANGES:
                remedy = did_you_mean(key.value, CHANGES, f"the changes of a list are {', '.join(CHANGES)}")
                self.report(key, f"unknown change '{key.value}' of '{name}'", remedy)
        entries = named(base)
        for node in entries_of(changes.get("remove")):
            self.remove(entries, node, name)
        for node in entries_of(changes.get("replace")):
            self.replace(entries, node, name)
        behind: dict[str, str] = {}
        for node in entries_of(changes.get("add")):
            self.add(entries, node, name, behind)
        if order := entries_of(changes.get("order")):
            entries = self.ordered(entries, order, name)
        return sequence_like(over, [node for _, node in entries])

    def remove(self, entries: Named, node: Node, name: str) -> None:
        index = self.found(entries, node, name)
        if index is not None:
            del entries[index]

    def replace(self, entries: Named, node: Node, name: str) -> None:
        if not isinstance(node, MappingNode):
            message = f"a replacement in '{name}' should name the entry by its id, and what changes"
            return self.report(node, message, "write it as in '- {id: …, item: …}'")
        key = next((key for key in _NAMED_BY if key in fields_of(node)), "")
        if not key:
            return self.report(node, f"a replacement in '{name}' names no entry", "add 'id: …' to it")
        index = self.found(entries, fields_of(node)[key], name)
        if index is None:
            return None
        known, old = entries[index]
        entries[index] = (known, self.replaced(old, node, name))
        if any(each in fields_of(node) for each in _PLACED):
            entry = entries.pop(index)
            entries.insert(self.place(entries, node, name, {}), entry)
        return None

    def replaced(self, old: Node, node: MappingNode, name: str) -> Node:
        """The entry with the fields that the replacement names; of another kind of slide nothing is left."""
        fields = fields_of(node)
        new = without(node, _PLACED)
        if isinstance(old, MappingNode):
            before = fields_of(old).get("kind")
            swapped = "kind" in fields and before is not None and before.value != fields["kind"].value
            return new if swapped else self.mapping(old, new)
        if set(fields) <= {"id", "item", *_PLACED} and name not in WITH_IDS:
            return fields.get("item", old)
        return new if "item" in fields else mapping_like(node, [*new.value, (text_like(old, "item"), old)])

    def add(self, entries: Named, node: Node, name: str, behind: dict[str, str]) -> None:
        known = _id_of(node)
        if isinstance(node, MappingNode) and "id" in fields_of(node) and known in dict(entries):
            first = place_of(dict(entries)[known])
            message = f"'{known}' is in '{name}' already, from {first.file}:{first.line}"
            return self.report(fields_of(node)["id"], message, "change it under 'replace', or give this one another id")
        at = self.place(entries, node, name, behind) if isinstance(node, MappingNode) else len(entries)
        new = _added(node, name)
        entries.insert(at, (_free(known, dict(entries)), new))
        if isinstance(node, MappingNode) and "after" in fields_of(node):
            behind[fields_of(node)["after"].value] = entries[at][0]
        return None

    def place(self, entries: Named, node: MappingNode, name: str, behind: dict[str, str]) -> int:
        """Where an entry goes: before or after another, else to the end."""
        fields = fields_of(node)
        if all(each in fields for each in _PLACED):
            self.report(fields["after"], "an entry has both 'before' and 'after'", "keep one of them")
        elif "before" in fields:
            found = self.found(entries, fields["before"], name)
            return len(entries) if found is None else found
        elif "after" in fields:
            last = next((n for n, (known, _) in enumerate(entries) if known == behind.get(fields["after"].value)), None)
            found = last if last is not None else self.found(entries, fields["after"], name)
            return len(entries) if found is None else found + 1
        return len(entries)

    def ordered(self, entries: Named, order: list[Node], name: str) -> Named:
        """Those that are named first, in that order, and the others behind them as they were."""
        indexes = dict.fromkeys(found for node in order if (found := self.found(entries, node, name)) is not None)
        return [*(entries[n] for n in indexes), *(each for n, each in enumerate(entries) if n not in indexes)]

    def found(self, entries: Named, node: Node, name: str) -> int | None:
        if not isinstance(node, ScalarNode):
            self.report(node, f"an entry of '{name}' is named by its id, which is a text", "write its id alone")
            return None
        ids = [known for known, _ in entries]
        for key in (folded(node.value), slug(node.value)):
            if key in ids:
                return ids.index(key)
        remedy = did_you_mean(node.value, ids, f"there are {', '.join(ids)}" if ids else "the list is empty")
        self.report(node, f"'{name}' has no entry '{folded(node.value)}'", remedy)
        return None

    def report(self, node: Node, message: str, remedy: str) -> None:
        self.problems.append(Problem(place_of(node), message, remedy, Code.OVERLAY))


def _is_changes(node: MappingNode) -> bool:
    return bool(node.value) and all(key.value in CHANGES for key, _ in node.value)


def _added(node: Node, name: str) -> Node:
    """An entry as it goes into the list; a text that was given a place stays a text."""
    if not isinstance(node, MappingNode):
        return node
    new = without(node, _PLACED)
    plain = name not in WITH_IDS and set(fields_of(new)) == {"item"}
    return fields_of(new)["item"] if plain else new
