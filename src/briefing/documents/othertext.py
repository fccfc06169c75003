"""CSV and JSON as texts: what divides the cells of a spreadsheet's CSV, cells made harmless, and JSON for the YAML
reader, line for line.
"""

from __future__ import annotations

import json
import re
from typing import Any

from briefing.errors import Code, ContentError, Problem, Where

# CSV as spreadsheets write it: what divides its cells, the line that says so, and cells made harmless.

_DELIMITERS = ",;\t"  # what spreadsheets put between cells, by country
# The first line of a file that says what Excel is to take; Excel shows no such line, and does not count it.
_SAID = re.compile(r'[ "]*sep=([^"\r\n])[ ",;\t]*(\r\n|\r|\n|$)', re.IGNORECASE)
_HARMLESS = re.compile(r"'(?=\s*[-=+@|\t\r\uff1d\uff0b\uff0d\uff20])")


def table_of(text: str) -> tuple[str, int, str]:
    """What divides the cells, how many lines come before the table, and the table."""
    if said := _SAID.match(text):
        return said[1], 1, text[said.end() :]
    header = next((line for line in re.split(r"[\r\n]+", text) if line.strip()), "")
    bare = "".join(header.split('"')[::2])  # outside its quotation marks
    return max(_DELIMITERS, key=bare.count), 0, text


def plain_cell(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula (`text.harmless`)."""
    return _HARMLESS.sub("", cell, count=1) if cell.startswith("'") else cell


# JSON as a text that the YAML reader takes for what JSON means, line for line.
#
# YAML is nearly JSON, but its readers refuse tabs between values, and take the two halves of a character outside the
# basic plane for two characters.

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_HALF = re.compile("[\ud800-\udfff]")


def json_as_yaml(text: str, file: str) -> str:
    """The text as YAML where it is JSON, and else as it is.

    Raises ContentError where a file whose name ends in .json is none, or a text in it has half a character.
    """
    is_named = file.lower().endswith(".json")
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        if not is_named or not text.strip():
            return text
        where, message = Where(file, error.lineno, error.colno), f"this is no JSON ({_small(error.msg)})"
        raise ContentError(Problem(where, message, "mend it here or just before", Code.NOT_YAML)) from None
    except RecursionError:
        return text  # the YAML reader says where it is too deep
    return _rewritten(text, file)


def _rewritten(text: str, file: str) -> str:
    parts, end = [], 0
    for found in _STRING.finditer(text):
        value: Any = json.loads(found[0], strict=False)
        if _HALF.search(value):
            before = text[: found.start()]
            where = Where(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
            remedy = "write both \\u codes of it"
            raise ContentError(Problem(where, "the text holds half a character", remedy, Code.NOT_YAML))
        parts += [text[end : found.start()].replace("\t", " "), _quoted(value)]
        end = found.end()
    return "".join((*parts, text[end:].replace("\t", " ")))


def _quoted(value: str) -> str:
    """A double-quoted text of YAML, on one line; letters stay as they are."""
    return "".join(each if each.isprintable() else _code(each) for each in json.dumps(value, ensure_ascii=False))


def _code(character: str) -> str:
    return f"\\U{ord(character):08x}"


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
