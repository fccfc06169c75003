"""Markdown read back as the plain words that a person sees, to compare them with other formats."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def plain(markdown: str) -> str:
    """The text without escapes and entities, white space folded; the marks of headings, lists and tables stay."""
    unescaped = _ESCAPE.sub(r"\1", re.sub("|".join(_ENTITIES), lambda found: _ENTITIES[found.group()], markdown))
    return " ".join(unescaped.split())


def without_drawings(markdown: str) -> str:
    """The text without Mermaid, whose escapes are its own."""
    return re.sub(r"^```mermaid\n.*?^```$", "", markdown, flags=re.DOTALL | re.MULTILINE)
