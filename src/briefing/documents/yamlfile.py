"""YAML files with line numbers: safe values, size and depth limits, and faults as sentences with a place and a
remedy.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.documents.text import folded
from briefing.documents.yamltraps import QUOTES, cautions, is_stray, unquoted
from briefing.errors import Code, ContentError, FactError, Problem, Where, check_ordinary, hear, twice

# What the YAML parser complains of, as a sentence with a place and a remedy.

MAX_DEPTH = 40  # the reader's limit; the parser has one too, in some releases
# A piece of the parser's message → what is wrong, what to do. The C and the pure parser word some of them differently;
# the first piece that fits wins.
_ANCHOR = "second occurrence"
_FAULTS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a second ': ' in one text, or a wrong indentation",
        "put quotes around the text",
    ),
    (
        "sequence entries are not allowed",
        "a list entry ('- ') beside its name",
        "write it on a line of its own, or quote it",
    ),
    ("'\\t' that cannot start", "a tab stands where only spaces may", "indent with spaces"),
    (
        "cannot start any token",
        "a text cannot start with this character",
        "put quotes around the text; indent with spaces",
    ),
    ("nesting depth", f"values are nested more than {MAX_DEPTH} deep", "write them flatter"),
    ("undefined alias", "'*' names an anchor that does not exist", "put quotes around a text that starts with '*'"),
    (_ANCHOR, "the same anchor ('&name') stands twice", "rename or remove one of them"),
    ("found another document", "a second document starts here", "leave out '---' and keep one document a file"),
    ("unknown escape character", "an unknown '\\' sequence in double quotes", "use single quotes, or write '\\\\'"),
    ("unexpected end of stream", "the quotes that open here are never closed", "close them, or leave them out"),
    (
        "',' or ']'",
        "the list that opens here with '[' is not closed",
        "close it with ']' and put ',' between its entries",
    ),
    (
        "',' or '}'",
        "the mapping that opens here with '{' is not closed",
        "close it with '}'; quote texts that hold braces",
    ),
    ("expected ':'", "a name without ': ' after it", "write 'name: value', or indent the line to continue a text"),
    ("expected key", "this line does not fit the lines around it", "check the indentation and the quotes"),
    ("'-' indicator", "this line does not fit the list before it", "check the indentation and the '- '"),
    ("<block end>", "this line does not fit the lines around it", "check the indentation and the quotes"),
    ("<document start>", "this line is indented less than the first one", "start all names in the same column"),
    ("comment or line break", "text after '|' or '>'", "start the text on the next line, or put quotes around it"),
    ("chomping or indentation", "text after '|' or '>'", "start the text on the next line, or put quotes around it"),
)
_OTHER = ("this is not sound YAML", "check indentation and quotes here and on the line before")
_TYPOGRAPHIC = "“”„«»‹›"  # what word processors make of quotes
# For what is never closed the start helps more than the end of the file.
_BRACKETS = ("',' or ']'", "',' or '}'")
_OPENED = ("unexpected end of stream", *_BRACKETS)
_COMMENT = re.compile(r"\s(#.*[\]}])")  # that has swallowed what closes a bracket


def fault_of(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """The problem that an error of the parser stands for."""
    if isinstance(error, yaml.reader.ReaderError):
        remedy = "remove it, or save the file as UTF-8 text"
        return Problem(_position(text, file), "the file holds a control character", remedy, Code.NOT_YAML)
    message = str(getattr(error, "problem", "") or "")
    where = _mark(error, message, file)
    line = "".join(text.split("\n")[where.line - 1 : where.line]) if where.line else ""
    if any(quote in line for quote in _TYPOGRAPHIC):
        remedy = 'put straight ones around the text: "…"'
        return Problem(where, "typographic quotes are no quotes of YAML", remedy, Code.NOT_YAML)
    if any(piece in message for piece in _BRACKETS) and (found := _COMMENT.search(line, where.column - 1)):
        place = Where(file, where.line, found.start(1) + 1)
        message = "'#' after a space begins a comment, which takes the rest of the line and the bracket that closes"
        return Problem(place, message, "put quotes around the text that holds the '#'", Code.NOT_YAML)
    what, remedy = next(((what, remedy) for piece, what, remedy in _FAULTS if piece in message), _OTHER)
    code = Code.USED_TWICE if _ANCHOR in message else Code.NOT_YAML
    return Problem(where, what, remedy, code)


def _mark(error: yaml.YAMLError, message: str, file: str) -> Where:
    end, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    mark = start if start and any(piece in message for piece in _OPENED) else end or start
    return Where(file, mark.line + 1, mark.column + 1) if mark else Where(file)


def _position(text: str, file: str) -> Where:
    """The first character that YAML does not allow; the parser itself counts bytes or characters, by build."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if not found:
        return Where(file)
    before = text[: found.start()]
    return Where(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


# YAML files with line numbers: safe values, size and depth limits, and faults as sentences.
#
# Every scalar stays text, so that `no`, `1e3`, `0123` and dates mean what they say; an empty value, `~` and `null`
# are None. What a text should become is for the schema to say.

MAX_BYTES = 1_000_000
MAX_ENTRIES = 50_000

Step: TypeAlias = str | int

_UNTAGGED = "untagged"
_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "map", "seq")) | {
    _UNTAGGED,
    "!",
}
_FILE = "briefing_file"  # the attribute of a node that stands in another file than its document says
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its value, and the places of all that is in it."""

    path: str
    file: str  # the path as messages show it
    value: object
    places: Node
    cautions: tuple[Problem, ...] = ()  # what YAML reads otherwise than it seems to be meant

    def where(self, *path: Step) -> Where:
        """The place of a value; of the nearest one around it when there is none at that path."""
        node = self.places
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            node = found[1]
        return place_of(node, self.file)

    def where_key(self, *path: Step) -> Where:
        """The place of the key (or, for a list entry, of the entry) that the path ends with."""
        node = self.places
        key = node
        for step in path:
            found = _child(node, step)
            if found is None:
                return place_of(node, self.file)
            key, node = found
        return place_of(key, self.file)


def shown(path: str | Path) -> str:
    """A path as messages show it: relative when it is below the current folder, with `/` between the parts."""
    text = os.fspath(path)
    here = os.getcwd().rstrip(os.sep) + os.sep
    whole = os.path.abspath(text)
    found = (whole[len(here) :] if whole.startswith(here) else text).replace(os.sep, "/")
    return found if found.isascii() else printable(found)


def printable(path: str) -> str:
    """A path with the bytes of it that are no text as escapes, so that it can stand in any text."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def read_yaml(path: str | Path, *, fold: bool = False, may_be_empty: bool = False) -> Document:
    """Read one YAML file; with `fold`, line breaks and blanks in its texts become single spaces.

    A file without content is a fault, or an empty mapping where it `may_be_empty`.
    Raises FactError when the file cannot be read and ContentError when it is not sound YAML.
    """
    return parse_yaml(read_text(path), shown(path), path=os.fspath(path), fold=fold, may_be_empty=may_be_empty)


def parse_yaml(text: str, file: str, *, path: str = "", fold: bool = False, may_be_empty: bool = False) -> Document:
    """A document out of text that came from anywhere; `file` is what messages call it. Raises ContentError."""
    root = _compose(_as_yaml(text, file), file) or (MappingNode(_UNTAGGED, []) if may_be_empty else None)
    if root is None:
        raise _fault(Where(file, 1, 1), "the file is empty", "write its content, or take the file away")
    found = cautions(text, file, root)
    hear(found)
    return Document(path or file, file, _Values(file, fold, text).of(root), root, found)


def _as_yaml(text: str, file: str) -> str:
    if not file.lower().endswith(".json") and text.lstrip()[:1] not in ("{", "["):
        return text
    from briefing.documents.othertext import json_as_yaml  # few files are written as JSON

    return json_as_yaml(text, file)


def document_of(root: Node, path: str, file: str, *, fold: bool = False) -> Document:
    """A document out of nodes that may stand in several files, each marked by `stamp`."""
    return Document(path, file, _Values(file, fold).of(root), root)


def stamp(root: Node, file: str) -> None:
    """Mark a node and all below it, but for those that are marked already, as standing in a file."""
    left = [root]
    while left:
        node = left.pop()
        if _FILE not in vars(node):
            vars(node)[_FILE] = file
            left += [each for each in node.value if isinstance(each, Node)] if isinstance(node, SequenceNode) else []
            left += [each for pair in node.value for each in pair] if isinstance(node, MappingNode) else []


def place_of(node: Node, file: str = "") -> Where:
    """The place of a node: in the file that it is marked with, else in that of its document."""
    mark = node.start_mark
    file = vars(node).get(_FILE, file)
    return Where(file, mark.line + 1, mark.column + 1) if mark else Where(file)


def read_text(path: str | Path) -> str:
    """The text of a file that a person wrote. Raises FactError, or ContentError when too large or not UTF-8."""
    try:
        check_ordinary(path, shown=shown(path))
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FactError(
            f"the file cannot be read ({reason})", Where(shown(path)), "check its path and rights"
        ) from None
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES:,} bytes"
        raise _fault(Where(shown(path)), message, "divide it or shorten it", Code.UNREADABLE)
    return decoded(data, shown(path))


def decoded(data: bytes, file: str) -> str:
    """The text of bytes, UTF-8, 16 or 32, without a byte order mark. Raises ContentError when they are none."""
    coding = _coding(data)
    try:
        return data.decode(coding).lstrip("\ufeff")  # some programs write the mark a second time
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(coding, "replace")
        where = Where(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        remedy = "save it with the encoding UTF-8"
        raise _fault(where, "the file is not UTF-8 text", remedy, Code.UNREADABLE) from None


def _coding(data: bytes) -> str:
    """UTF-8, or UTF-16 by its mark; without one, every second byte of most texts is 0, which no UTF-8 text has."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    low, high = data[1:2000:2].count(0), data[0:2000:2].count(0)
    if max(low, high) * 5 < len(data[:2000]):  # two in five of the second bytes; Greek and Thai have spaces and digits
        return "utf-8-sig"
    return "utf-16-le" if low > high else "utf-16-be"


class _Watch:
    """What the composer asks at every node; stands in for PyYAML's resolver, which would make bools and dates."""

    depth = 0
    entries = 0

    def resolve(self, kind: type[Node], value: str | None, implicit: object) -> str:
        return _UNTAGGED

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        self.depth += 1
        self.entries += 1
        if self.depth > MAX_DEPTH or self.entries > MAX_ENTRIES:
            raise _LimitError(self.depth > MAX_DEPTH, parent)

    def ascend_resolver(self) -> None:
        self.depth -= 1


class _LimitError(Exception):
    def __init__(self, deep: bool, node: Node | None) -> None:
        self.deep, self.node = deep, node

    def fault(self, file: str) -> ContentError:
        where = place_of(self.node, file) if self.node else Where(file)
        if self.deep:
            return _fault(where, f"values are nested more than {MAX_DEPTH} deep", "write them flatter")
        return _fault(
            where, f"the file holds more than {MAX_ENTRIES:,} values", "divide it, or use fewer aliases (*name)"
        )


def _composer(text: str) -> Any:
    """A composer of nodes over the C parser, or over the pure one where PyYAML was built without."""
    if yaml.__with_libyaml__:
        from yaml._yaml import CParser

        return type("_Composer", (_Watch, CParser), {})(text)
    from yaml.composer import Composer
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    composer: Any = type("_Composer", (_Watch, Reader, Scanner, Parser, Composer), {"__init__": lambda self: None})()
    for part, arguments in ((Reader, (text,)), (Scanner, ()), (Parser, ()), (Composer, ())):
        part.__init__(composer, *arguments)
    return composer


def _compose(text: str, file: str) -> Node | None:
    try:
        root: Node | None = _composer(text).get_single_node()
    except yaml.YAMLError as error:
        raise ContentError(fault_of(error, text, file)) from None
    except _LimitError as limit:
        raise limit.fault(file) from None
    return root


class _Values:
    """Plain values out of nodes; every visit counts, so that aliases cannot multiply without end."""

    __slots__ = ("depth", "file", "fold", "left", "lines", "problems")

    def __init__(self, file: str, fold: bool, text: str = "") -> None:
        self.file, self.fold, self.lines = file, fold, text.splitlines()
        self.left, self.depth = MAX_ENTRIES, 0
        self.problems: list[Problem] = []

    def of(self, root: Node) -> object:
        try:
            value = self.value(root)
        except _LimitError as limit:
            raise limit.fault(self.file) from None
        if self.problems:
            raise ContentError(*self.problems)
        return value

    def value(self, node: Node) -> object:
        self.left -= 1
        if node.tag is not _UNTAGGED and node.tag not in _TAGS:
            self.report(node, f"the tag '{_short(node.tag)}' has no meaning here", "leave it out")
        if node.__class__ is ScalarNode:
            return self.scalar(node)
        if self.depth >= MAX_DEPTH or self.left < 0:
            raise _LimitError(self.left >= 0, node)
        self.depth += 1
        value = self.sequence(node) if node.__class__ is SequenceNode else self.mapping(node)
        self.depth -= 1
        return value

    def scalar(self, node: Node) -> str | None:
        text: str = node.value
        if not node.style:  # type: ignore[attr-defined]  # a plain scalar is already folded, but for blank lines
            if text in _NULLS and node.tag is _UNTAGGED:
                return None
            text = unquoted(text) if text[:1] in QUOTES else text
            return folded(text) if self.fold and "\n" in text else text
        return folded(text) if self.fold else text

    def sequence(self, node: Node) -> list[object]:
        value = self.value
        return [value(item) for item in node.value]

    def mapping(self, node: Node) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, item in node.value:
            if key.__class__ is not ScalarNode:
                self.report(key, "a list or mapping stands where a name should be", "write 'name: value'")
                continue
            if key.value in result:
                self.report_twice(node, key)
            if self.lines and is_stray(node, key, item, self.lines):
                self.report_stray(key)
                continue
            result[key.value] = self.value(item)
        return result

    def report_twice(self, node: Node, key: Node) -> None:
        first = next(other for other, _ in node.value if other.value == key.value)
        line = first.start_mark.line + 1
        found = twice(place_of(key, self.file), f"'{key.value}'", line, "join the two or take one away")
        self.problems.append(found)

    def report_stray(self, key: Node) -> None:
        message = f"'{key.value}' stands after a comma in '{{…}}', where a new name begins, and has no value"
        self.report(key, message, "put the text in quotes if it belongs to the one before, or write 'name: value'")

    def report(self, node: Node, message: str, remedy: str) -> None:
        self.problems.append(Problem(place_of(node, self.file), message, remedy, Code.NOT_YAML))


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _child(node: Node, step: Step) -> tuple[Node, Node] | None:
    """The key node and value node at one step of a path; both are the entry itself in a list."""
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _fault(where: Where, message: str, remedy: str, code: Code = Code.NOT_YAML) -> ContentError:
    return ContentError(Problem(where, message, remedy, code))
