"""SCHEME_COLORS."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Roles of the palette → names that DrawingML resolves through the slide master's colour map, so that a deck follows
# its theme when somebody changes the colours in PowerPoint.
SCHEME_COLORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ink": "tx1",
        "paper": "bg1",
        "muted": "tx2",
        "surface": "bg2",
        "accent": "accent1",
        "second": "accent2",
        "positive": "accent3",
        "negative": "accent4",
        "accent-soft": "accent5",
        "line": "accent6",
    }
)
