"""Addresses that a text on a slide may lead to."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

_ALLOWED: Final = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_URI_CHARACTERS: Final = ":/?#[]@!$&'()*+,;=%~"


def safe_address(link: str) -> str:
    """The address as a clean URI, or "" unless it is http, https or mailto and can be parsed.

    PowerPoint offers a repair for an address that does not parse, so such text stays plain.
    """
    if not _ALLOWED.match(link):
        return ""
    try:
        urlsplit(link).port  # noqa: B018 - raises for brackets or ports that make no sense
        return quote(link.strip(), safe=_URI_CHARACTERS)
    except (ValueError, UnicodeEncodeError):
        return ""
