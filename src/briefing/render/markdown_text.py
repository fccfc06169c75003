"""Plain text made safe for Markdown, HTML, pipe tables and YAML front matter.

Every text of a briefing is plain text; whatever a person typed must look the same after Markdown has read it.
Escapes are backslashes, which CommonMark, code hosts and wikis agree on, except `<`, which becomes an entity
because some wikis look for HTML before they look for backslashes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

# Control characters, lone surrogates and non-characters: no reader shows them, and UTF-8 or YAML may refuse them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\*\[\](){}]+")
# An underscore between two letters or digits starts no emphasis; a number sign inside a word starts nothing.
_SPECIAL = re.compile(r"[\\`*\[\]$~|]|(?<![^\W_])_|_(?![^\W_])|(?<!\S)#(?=[#\d\s]|$)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LIST_MARK = re.compile(r"^([-+])(?=\s|$|[-+])|^([=>])")
_NUMBER_MARK = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def one_line(text: str) -> str:
    """The text on one line, without characters that no reader shows."""
    return " ".join(_UNPRINTABLE.sub("", text).split())


def inline(text: str) -> str:
    """The text for the inside of a paragraph, a heading or a table cell; web addresses stay as they are."""
    line = one_line(text)
    parts: list[str] = []
    end = 0
    for address in _ADDRESS.finditer(line):
        parts += [_escape(line[end : address.start()]), address.group()]
        end = address.end()
    return "".join([*parts, _escape(line[end:])])


def _escape(text: str) -> str:
    escaped = _SPECIAL.sub(lambda found: "\\" + found.group(), text)
    return _ENTITY.sub("&amp;", escaped).replace("<", "&lt;")


def paragraph(text: str) -> str:
    """The text for the start of a line, where `-`, `>` or `1.` would otherwise open a list or a quotation."""
    escaped = _LIST_MARK.sub(lambda found: "\\" + found.group(), inline(text))
    return _NUMBER_MARK.sub(r"\1\\\2", escaped)


def html(text: str) -> str:
    """The text for the inside of an HTML element."""
    return one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def heading(level: int, text: str) -> str:
    """A heading of level 1 to 6."""
    return f"{'#' * level} {inline(text)}"


def bold(text: str) -> str:
    """Bold text; nothing for nothing."""
    return f"**{inline(text)}**" if one_line(text) else ""


def italic(text: str) -> str:
    """Italic text; nothing for nothing."""
    return f"*{inline(text)}*" if one_line(text) else ""


def bullets(lines: Iterable[str]) -> str:
    """A bullet list of lines that are Markdown already."""
    return "\n".join(f"- {line}" for line in lines)


def pipe_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; short rows are filled up with empty cells."""
    lines = [header, ["---"] * len(header), *([*row, *[""] * (len(header) - len(row))] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def front_matter(fields: Iterable[tuple[str, str | Sequence[str]]]) -> str:
    """YAML front matter; empty fields are left out. A JSON string is a YAML string whatever it holds."""
    lines = [f"{name}: {_yaml_value(value)}" for name, value in fields if value]
    return "\n".join(["---", *lines, "---"])


def _yaml_value(value: str | Sequence[str]) -> str:
    plain = one_line(value) if isinstance(value, str) else [one_line(each) for each in value]
    return json.dumps(plain, ensure_ascii=False)
