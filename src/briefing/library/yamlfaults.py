"""What the YAML parser complains of, as a sentence with a place and a remedy."""

from __future__ import annotations

import re

import yaml

from briefing.errors import Problem, Where

MAX_DEPTH = 40  # the reader's limit; the parser has one too, in some releases
# A piece of the parser's message → what is wrong, what to do. The C and the pure parser word some of them differently;
# the first piece that fits wins.
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
    ("second occurrence", "the same anchor ('&name') stands twice", "rename or remove one of them"),
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
        return Problem(
            _position(text, file), "the file holds a control character", "remove it, or save the file as UTF-8 text"
        )
    message = str(getattr(error, "problem", "") or "")
    where = _mark(error, message, file)
    line = "".join(text.split("\n")[where.line - 1 : where.line]) if where.line else ""
    if any(quote in line for quote in _TYPOGRAPHIC):
        return Problem(where, "typographic quotes are no quotes of YAML", 'put straight ones around the text: "…"')
    if any(piece in message for piece in _BRACKETS) and (found := _COMMENT.search(line, where.column - 1)):
        told = "'#' after a space begins a comment, which takes the rest of the line and the bracket that closes"
        return Problem(
            Where(file, where.line, found.start(1) + 1), told, "put quotes around the text that holds the '#'"
        )
    what, remedy = next(((what, remedy) for piece, what, remedy in _FAULTS if piece in message), _OTHER)
    return Problem(where, what, remedy)


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
