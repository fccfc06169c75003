"""For every line of a merged file, the file and line that it came from: what `--origin` shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yaml.nodes import MappingNode, Node, SequenceNode

from briefing.documents.overlay import (
    EXTENDS,
    entries_of,
    extends_of,
    fields_of,
    mapping_like,
    named,
    overlaid,
    sequence_like,
    text_like,
)
from briefing.documents.text import did_you_mean, folded, slug
from briefing.documents.yamlfile import Document, document_of, place_of, read_yaml, stamp
from briefing.errors import Code, ContentError, Problem, Where

# Who extends whom: follows `extends` through the folders of the library, and gives one merged document.
#
# A file that extends its own name means the one of the next folder; any other name is the first that the search
# finds.

File = tuple[str, Path]  # the name that a file goes by, and where it is


def merged_file(called: str, file: File, files: Sequence[File]) -> Document:
    """The document of a `persona` or `layout` with all that it extends; `files` stand in the order of the search.

    Raises ContentError where a chain leads nowhere or in a circle, and with every change that cannot be made.
    """
    return _Chain(called, files).document(file, ())


def merged_catalogue(documents: Sequence[Document], name: str) -> Document:
    """The lists of several files as one: of two entries with one id the first, and changes made to all that follow.

    Raises ContentError where a file extends anything but the catalogue, and with every change that cannot be made.
    """
    *others, last = documents
    below = _base_catalogue(last, name)
    for each in reversed(others):
        below = _on_top(each, below, name)
    return below


class _Chain:
    def __init__(self, called: str, files: Sequence[File]) -> None:
        self.called, self.files = called, files
        self.fold = called != "layout"  # the texts of a layout keep their lines

    def document(self, file: File, before: tuple[File, ...]) -> Document:
        own = read_yaml(file[1], fold=self.fold)
        extended = extends_of(own)
        if not extended:
            return own
        base = self.base(file, extended, own)
        if base in (*before, file):
            raise self.circle((*before, file, base), own)
        below = self.document(base, (*before, file))
        if not isinstance(below.value, dict):
            message = "the file should be a mapping, not a list"
            raise ContentError(Problem(below.where(), message, "write it as 'name: value' lines", Code.OVERLAY))
        # A layout is called as its folder is, and an alias leads to one persona.
        drop = {"name"} if self.called == "layout" else {"aliases"} if extended != file[0] else set()
        merged = overlaid(own, below, drop=drop, fold=self.fold)
        return _with_fitting_answers(merged, own) if self.called == "persona" else merged

    def base(self, file: File, extended: str, own: Document) -> File:
        start = self.files.index(file) + 1 if extended == file[0] else 0
        found = next((each for each in self.files[start:] if each[0] == extended), None)
        if found:
            return found
        names = sorted({name for name, _ in self.files} - {file[0]})
        if extended == file[0]:
            message = f"there is no other {self.called} '{extended}' in the folders after this one"
            remedy = did_you_mean(extended, names, f"extend another {self.called}, or take it out")
            raise _fault(own, message, remedy)
        remedy = did_you_mean(extended, names, f"there are {', '.join(names)}" if names else "there are none")
        raise _fault(own, f"no {self.called} to extend is called '{extended}'", remedy)

    def circle(self, chain: tuple[File, ...], own: Document) -> ContentError:
        names = " → ".join(name for name, _ in chain)
        message = f"the {self.called}s extend one another in a circle: {names}"
        return _fault(own, message, "take 'extends' out of one of them")


def _fault(own: Document, message: str, remedy: str) -> ContentError:
    return ContentError(Problem(own.where(EXTENDS), message, remedy, Code.OVERLAY))


def _base_catalogue(document: Document, name: str) -> Document:
    if extends_of(document):
        message = f"there are no other {name} in the folders after this one"
        raise _fault(document, message, "take 'extends' out")
    return document


def _on_top(own: Document, below: Document, name: str) -> Document:
    extended = extends_of(own)
    base = document_of(_under_its_name(below, name), below.path, below.file, fold=True)
    if not extended:
        return _joined(own, base, name)
    if extended != name:
        message = f"this file can only extend the {name} of the folders after it, not '{extended}'"
        raise _fault(own, message, f"write 'extends: {name}'")
    return overlaid(own, base, fold=True)


def _joined(own: Document, below: Document, name: str) -> Document:
    """The entries of one file, and those of the others whose ids it does not have."""
    root = _under_its_name(own, name)
    entries = entries_of(fields_of(root).get(name))
    ids = {known for known, _ in named(entries)}
    others = [node for known, node in named(entries_of(fields_of(below.places).get(name))) if known not in ids]
    pairs = [(text_like(root, name), sequence_like(root, [*entries, *others]))]
    return document_of(mapping_like(root, pairs), own.path, own.file, fold=True)


def _under_its_name(document: Document, name: str) -> Node:
    """The list of a catalogue under its name, where it is the whole file."""
    root = document.places
    stamp(root, document.file)
    return root if isinstance(root, MappingNode) else mapping_like(root, [(text_like(root, name), root)])


def _with_fitting_answers(merged: Document, own: Document) -> Document:
    """The persona without inherited answers to frustrations, and without benefits, that the overlay has taken away."""
    lists = ("frustrations", "challenges", "finops-benefits")
    fields, written = fields_of(merged.places), fields_of(own.places)
    if "answers" not in fields or not any(name in written for name in lists):
        return merged
    frustrations = _names(fields.get("challenges")) | _names(fields.get("frustrations"))
    benefits = _names(fields.get("finops-benefits"))
    answers = [
        each if place_of(each).file == own.file else _fitting(each, benefits)
        for each in entries_of(fields["answers"])
        if place_of(each).file == own.file or _is_in(fields_of(each).get("frustration"), frustrations)
    ]
    pairs = [
        (key, sequence_like(item, answers) if key.value == "answers" else item) for key, item in merged.places.value
    ]
    return document_of(mapping_like(merged.places, pairs), merged.path, merged.file, fold=True)


def _fitting(answer: Node, benefits: set[str]) -> Node:
    pairs = [
        (key, sequence_like(item, (each for each in entries_of(item) if _is_in(each, benefits))))
        if key.value == "benefits"
        else (key, item)
        for key, item in answer.value
    ]
    return mapping_like(answer, pairs)


def _names(node: Node | None) -> set[str]:
    """What the entries of a list can be pointed at by: their ids and their texts."""
    ids = {known for known, _ in named(entries_of(node))}
    texts = [fields_of(each).get("item", each).value for each in entries_of(node)]
    return ids | {folded(text) for text in texts if isinstance(text, str)}


def _is_in(node: Node | None, names: set[str]) -> bool:
    text = node.value if node is not None and isinstance(node.value, str) else ""
    return folded(text) in names or slug(text) in names


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
