"""Two ways of writing Open XML brought to the usual one: the namespaces of Strict Open XML, and per cents as such.

Everything that reads and checks decks knows the transitional form alone, which is what PowerPoint saves by default.
"""

from __future__ import annotations

import re
from typing import Final

STRICT: Final = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)((?:/\w+)*)")
CONFORMANCE: Final = re.compile(rb"""\sconformance\s*=\s*(["'])strict\1""")
RENAMED: Final = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
    b"coreProperties": b"core-properties",
}
# Parts of a design, and the attributes there that are shares; 75% is 75000 in the usual form.
DESIGN: Final = ("slideMaster+xml", "slideLayout+xml", "theme+xml", "notesMaster+xml", "tableStyles+xml", "main+xml")
SHARE: Final = re.compile(
    rb"""(?<!strVal)(\s(?:val|pos|amt|r|g|b|l|t|sat|lum|sx|sy|fontScale|lnSpcReduction)\s*=\s*["'])"""
    rb"""(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)%(?=["'])"""
)


def usual(data: bytes) -> bytes:
    """An XML part in the transitional namespaces."""
    if b"purl.oclc.org/ooxml" not in data:
        return data
    return CONFORMANCE.sub(b"", STRICT.sub(_transitional, data))


def in_thousandths(data: bytes, kind: str) -> bytes:
    """A part of a design with its shares in thousandths of a per cent."""
    if b"%" not in data or not kind.endswith(DESIGN):
        return data
    return SHARE.sub(lambda found: found[1] + str(round(float(found[2]) * 1000)).encode(), data)


def _transitional(found: re.Match[bytes]) -> bytes:
    folder, name, rest = found[1], RENAMED.get(found[2], found[2]), found[3]
    for old, new in RENAMED.items():
        rest = rest.replace(old, new)
    return b"http://schemas.openxmlformats.org/" + folder + b"/2006/" + name + rest
