"""Text as XML: escaping, characters that XML forbids, and the way a text runs.

The writer builds DrawingML as strings, which is several times faster than building trees; this is its one safety net.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

# NAMESPACES.

NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# These have no place in XML 1.0, and PowerPoint refuses a file that holds one: control characters, lone surrogates and
# the two non-characters.
_FORBIDDEN: Final = "\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_LINE_ENDS: Final = "\r\x0b\x0c\u2028\u2029"  # but the line feed; PowerPoint puts a vertical tab for Shift+Enter
# Hardly any text holds one of these, and to look for all of them at once is much faster than to replace each.
_UNCLEAN: Final = re.compile(f"[{_FORBIDDEN}{_LINE_ENDS}]")
_SPECIAL: Final = re.compile(f'[&<>"\n\t{_FORBIDDEN}{_LINE_ENDS}]')
_ELEMENT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ATTRIBUTE: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def clean(text: str) -> str:
    """The text without characters that XML forbids, and with every line end as a line feed."""
    if not _UNCLEAN.search(text):
        return text
    return re.sub(f"[{_FORBIDDEN}]", "", re.sub(f"\r\n|[{_LINE_ENDS}]", "\n", text))


def content(text: str) -> str:
    """The text as the content of an element."""
    return clean(text).translate(_ELEMENT) if _SPECIAL.search(text) else text


def attribute(text: str) -> str:
    """The text as the value of an attribute in double quotes."""
    return clean(text).translate(_ATTRIBUTE) if _SPECIAL.search(text) else text


def is_right_to_left(text: str) -> bool:
    """Whether more of its letters run right to left than left to right.

    The first letter would decide by rule P2 of the Unicode Bidirectional Algorithm; but a sentence in English does not
    turn round because it begins with a name in Arabic, nor one in Hebrew because it begins with "AWS".
    """
    if text.isascii():
        return False
    ways = Counter(map(unicodedata.bidirectional, text))
    return ways["R"] + ways["AL"] > ways["L"]
