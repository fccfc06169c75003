"""What YAML reads otherwise than it was meant: text lost behind a `#`, typographic quotes, a comma in `{…}`.

None of it makes a file unsound, so that each is a caution: a notice of the run, and advice of `briefing check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.errors import Problem, Where

# Opening → closing typographic quotes, as word processors put them in place of straight ones.
QUOTES = {"“": "”", "”": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "’": "’", "‚": "‘’", "‹": "›", "›": "‹"}
# A `#` that is more likely a part of a text than the beginning of a comment: `Ticket #4711`, `Ticket # 4711`.
_MARK = re.compile(r"[ \t](#(?:[^\s#!]|[ \t]?\d))")
# A value that nothing is missing of: a number, an amount, a percentage, a date, true or false, one identifier.
_WHOLE = re.compile(r"[-−+]?[A-Za-z€$£¥]{0,3} ?\d[\d.,_'’:/-]*(?: ?%| [A-Z]{3})?|[a-z\d]+(?:-[a-z\d]+)*")
_NUMBERED = re.compile(r"# ?\d|#[\dA-Fa-f]{3,8}\b")  # `#4711`, and a colour


def cautions(text: str, file: str, root: Node) -> tuple[Problem, ...]:
    """What is lost, or kept against what was meant, in a file; nothing for most files, at the cost of one search."""
    found: list[Problem] = []
    marks = _marks(text)
    if marks or any(quote in text for quote in QUOTES):
        lines = text.splitlines()
        for node, column in _plain(root):
            found += _lost(node, column, lines, marks, file)
            found += _quoted(node, file)
    return tuple(found)


def _marks(text: str) -> dict[int, int]:
    """The lines that have such a `#`, counted from 0, and the column of the first."""
    found: dict[int, int] = {}
    for each in _MARK.finditer(text):
        start = text.rfind("\n", 0, each.start()) + 1
        found.setdefault(text.count("\n", 0, each.start()), each.start(1) - start)
    return found


def _plain(node: Node, column: int = 0) -> Iterator[tuple[ScalarNode, int]]:
    """Every text without quotes that is a value, with the column that its name or its entry begins in."""
    if isinstance(node, ScalarNode):
        if not node.style and node.start_mark:
            yield node, column
    elif isinstance(node, SequenceNode):
        for each in node.value:
            yield from _plain(each, node.start_mark.column if node.start_mark else 0)
    elif isinstance(node, MappingNode):
        for key, each in node.value:
            yield from _plain(each, key.start_mark.column if key.start_mark else 0)


def _lost(node: ScalarNode, column: int, lines: list[str], marks: dict[int, int], file: str) -> Iterator[Problem]:
    """The text behind a `#` that ends this one, on its last line or on the next, which is indented further."""
    line, end = node.end_mark.line, node.end_mark.column
    if line in marks:
        rest = lines[line][end:].lstrip(" \t-:")
        mark = lines[line].find("#", end)
        if rest.startswith("#") and _is_text(node.value, rest, lines[line][:mark]):
            yield _cut(node, Where(file, line + 1, mark + 1), rest)
    elif node.value and line + 1 in marks and _NUMBERED.match(lines[line + 1].lstrip()):
        mark = marks[line + 1]
        if mark > column and not lines[line + 1][:mark].strip():
            yield _cut(node, Where(file, line + 2, mark + 1), lines[line + 1][mark:])


def _is_text(value: str, rest: str, before: str) -> bool:
    """Whether what follows is more likely a part of the text than a comment on a value that is complete."""
    if not value and not _NUMBERED.match(rest):
        return " " in rest.strip() or before.rstrip().endswith("-")
    return bool(_NUMBERED.match(rest)) or not _WHOLE.fullmatch(value)


def _cut(node: ScalarNode, where: Where, rest: str) -> Problem:
    kept = f"the text ends at '{_short(node.value)}'" if node.value else "the text is empty"
    message = f"{kept}, for '#' after a space begins a comment: '{_short(rest.strip())}' is left out"
    return Problem(where, message, "put the whole text in quotes, or write '# ' before a comment")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _quoted(node: ScalarNode, file: str) -> Iterator[Problem]:
    if unquoted(node.value) != node.value:
        where = Where(file, node.start_mark.line + 1, node.start_mark.column + 1)
        message = f"the typographic quotes around {_short(node.value)} are left out"
        yield Problem(where, message, f"write \"…\" for a text in quotes, or '{node.value[0]}…' in these to show them")


def unquoted(text: str) -> str:
    """The text without typographic quotes around all of it, which were meant as quotes of YAML."""
    if len(text) < 3 or text[-1] not in QUOTES.get(text[0], ""):
        return text
    inner = text[1:-1]
    return text if any(each in inner for each in (text[0], text[-1]) if each not in "’") else inner


def is_stray(mapping: Node, key: Node, value: Node, lines: list[str]) -> bool:
    """Whether a name in `{…}` has no colon: the rest of a text that holds a comma, as in `{where: Oslo, May 2026}`."""
    if not isinstance(mapping, MappingNode) or not mapping.flow_style:
        return False
    if not isinstance(value, ScalarNode) or value.value or value.style:
        return False
    if value.start_mark is None or key.end_mark is None or value.start_mark.line >= len(lines):
        return False
    between = "\n".join(lines[key.end_mark.line : value.start_mark.line + 1])
    return ":" not in between[key.end_mark.column : key.end_mark.column + max(0, _length(key, value, lines))]


def _length(key: Node, value: Node, lines: list[str]) -> int:
    """How many characters stand between a name and its value."""
    if key.end_mark.line == value.start_mark.line:
        return value.start_mark.column - key.end_mark.column
    inner = sum(len(line) + 1 for line in lines[key.end_mark.line : value.start_mark.line])
    return inner - key.end_mark.column + value.start_mark.column
