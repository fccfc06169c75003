"""Changes in a YAML file that somebody else wrote too: comments, order and all that is not changed stay as they are.

Every scalar is a text here, as for our reader, so that `52_000`, `no` and a date come out as they went in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from briefing.documents.yamlfile import Step

Path = tuple[Step, ...]
GONE = object()  # the value of a field that goes with its name; None leaves the name, and its comment
_EMPTY = re.compile(r"\s*(?:~|null|Null|NULL)?\s*")
_MISTAKEN = re.compile("^[?]|[\u0085\u2028\u2029]")  # what a reader may take for a key, or for the end of a line
_COMMENT = re.compile(r"(?:^|\s)(#.*?)\s*$", re.MULTILINE)
_LIST = re.compile(r"^( *)[^\s#-].*:[ \t]*(?:#.*)?\n(?: *(?:#.*)?\n)*( *)- ", re.MULTILINE)
_INNER = re.compile(r"^[^\s#-][^\n]*:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*( +)[^\s#-]", re.MULTILINE)


class _Texts(VersionedResolver):
    """Takes no scalar for a number, a date or a yes."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        return self.DEFAULT_SCALAR_TAG if kind is ScalarNode else super().resolve(kind, value, implicit)


def with_changes(text: str, changes: Mapping[Path, Any]) -> str:
    """The text of a YAML file with other values at these paths; None empties a field, and takes an entry away.

    The text is sound YAML, whose top is a mapping or nothing. Raises LookupError where a path leads through a text.
    """
    ends, mark = "\r\n" if "\r\n" in text else "\n", "\ufeff" if text.startswith("\ufeff") else ""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    yaml = _yaml(plain)
    root = yaml.load(plain)
    empty = not isinstance(root, CommentedMap)
    root = CommentedMap() if empty else root
    for path, value in sorted(changes.items(), key=_in_order):
        _put(root, path, value)
    out = StringIO()
    yaml.dump(root, out)
    made = _joined(plain, out.getvalue()) if empty else out.getvalue()
    return mark + _with_lost_comments(plain, made).replace("\n", ends)


def _yaml(text: str) -> YAML:
    found, inner = _LIST.search(text), _INNER.search(text)
    offset = max(0, len(found[2]) - len(found[1])) if found else 2
    yaml = YAML()
    yaml.Resolver = _Texts
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=len(inner[1]) if inner else 2, sequence=offset + 2, offset=offset)
    return yaml


def _in_order(change: tuple[Path, Any]) -> tuple[bool, list[tuple[bool, Any]]]:
    """New entries from the first to the last, then entries that go from the last to the first: all places hold."""
    path, value = change
    gone = value is None and bool(path) and isinstance(path[-1], int)
    return gone, [(isinstance(step, str), -step if gone and isinstance(step, int) else step) for step in path]


def _put(root: Any, path: Path, value: Any) -> None:
    *before, last = path
    node = root
    if (value is None or value is GONE) and not _is_there(node, path):
        return
    for number, step in enumerate(before):
        node = _child(node, step, path[number + 1])
    if isinstance(node, CommentedSeq) and isinstance(last, int):
        if value is None or value is GONE:
            del node[last]
        elif last < len(node):
            node[last] = _merged(node[last], value)
        else:
            node.append(_merged(None, value))
    elif isinstance(node, CommentedMap):
        if value is GONE:
            del node[last]
            if not node and before:  # nothing is left of what it was part of
                _put(root, tuple(before), GONE)
        else:  # an empty field stands for its default, and keeps its comment
            node[last] = "" if value is None else _merged(node.get(last), value)
    else:
        raise LookupError(path)


def _is_there(node: Any, path: Path) -> bool:
    for step in path:
        known = node if isinstance(node, CommentedMap) else range(len(node)) if isinstance(node, CommentedSeq) else ()
        if step not in known:
            return False
        node = node[step]
    return True


def _child(node: Any, step: Step, following: Step) -> Any:
    """What stands at a step of the path; made where nothing is there."""
    if not isinstance(node, CommentedMap | CommentedSeq):
        raise LookupError(step)
    found = node.get(step) if isinstance(node, CommentedMap) else (node[step] if step < len(node) else None)  # type: ignore[operator]
    if found is None or (isinstance(found, str) and _EMPTY.fullmatch(found)):
        found = CommentedSeq() if isinstance(following, int) else CommentedMap()
        if isinstance(node, CommentedMap):
            node[step] = found
        else:
            node.append(found)
    return found


def _merged(old: Any, new: Any) -> Any:
    """The new value; of the old one the notes and the order stay, and what is alike."""
    if isinstance(new, Mapping):
        made = old if isinstance(old, CommentedMap) else CommentedMap()
        for key in [each for each in made if each not in new]:
            del made[key]
        for key, value in new.items():
            made[key] = _merged(made.get(key), value)
        return made
    if isinstance(new, Sequence) and not isinstance(new, str):
        entries = old if isinstance(old, CommentedSeq) else CommentedSeq()
        for index, value in enumerate(new):
            if index < len(entries):
                entries[index] = _merged(entries[index], value)
            else:
                entries.append(_merged(None, value))
        del entries[len(new) :]
        return entries
    text = str(new)
    if isinstance(old, str) and str(old) == text:
        return old
    return DoubleQuotedScalarString(text) if _EMPTY.fullmatch(text) or _MISTAKEN.search(text) else text


def _joined(before: str, added: str) -> str:
    """What is added to a file that holds comments alone."""
    return f"{before.rstrip()}\n\n{added}" if before.strip() else added


def _with_lost_comments(before: str, after: str) -> str:
    """Comments that went with an entry, at the end: nobody's words are thrown away."""
    lost = Counter(_COMMENT.findall(before)) - Counter(_COMMENT.findall(after))
    kept = [each for each in lost.elements() if not each.startswith("# yaml-language-server")]
    return after + "".join(f"{each}\n" for each in kept)
