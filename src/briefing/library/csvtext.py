"""CSV as spreadsheets write it: what divides its cells, the line that says so, and cells made harmless."""

from __future__ import annotations

import re

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
