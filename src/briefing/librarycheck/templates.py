"""Every text with Jinja2 in it, compiled and not rendered: faults of writing, with their lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.compose.wording import environment
from briefing.errors import Where
from briefing.library.yamlfile import Document, place_of

if TYPE_CHECKING:
    from briefing.compose.sandbox import Sandbox
    from briefing.librarycheck.shelf import Shelf

_MARKS = ("{{", "{%", "{#")
_FAULTS = (SyntaxError, RecursionError, MemoryError, ValueError, AssertionError)


def faults(shelf: Shelf) -> Iterator[tuple[Where, str]]:
    """Place and message of each text of a layout, or of the words, that cannot be compiled."""
    sandbox = environment(shelf.library.words())
    for document in shelf.of("layout", "words", "sentences"):
        for key, node in _texts(document.places, ""):
            message, line = _tried(key, node.value, sandbox)
            if message:
                yield _place(node, line, document), message


def _texts(node: Node, key: str) -> Iterator[tuple[str, ScalarNode]]:
    """Every text, with the name of the field that it stands under."""
    if isinstance(node, ScalarNode):
        yield key, node
    elif isinstance(node, SequenceNode):
        for each in node.value:
            yield from _texts(each, key)
    elif isinstance(node, MappingNode):
        for name, each in node.value:
            yield from _texts(each, str(name.value))


def _tried(key: str, source: str, sandbox: Sandbox) -> tuple[str, int]:
    """What is wrong and in which line of the text; an empty message where nothing is."""
    from jinja2 import TemplateSyntaxError

    if key != "when" and not any(mark in source for mark in _MARKS):
        return "", 0
    try:
        _compile(key, source, sandbox)
    except TemplateSyntaxError as error:
        return (error.message or str(error)).removesuffix("."), error.lineno
    except _FAULTS:
        return "the text is nested too deep", 1
    return "", 0


def _compile(key: str, source: str, sandbox: Sandbox) -> None:
    if key == "when":
        sandbox.compile_expression(source, undefined_to_none=False)
    else:
        sandbox.from_string(source)


def _place(node: ScalarNode, line: int, document: Document) -> Where:
    """The line in the file; the text of a block scalar starts on the line after its mark."""
    where = place_of(node, document.file)
    offset = line if node.style in ("|", ">") else line - 1
    return Where(where.file, where.line + offset, where.column if offset == 0 else 1)
