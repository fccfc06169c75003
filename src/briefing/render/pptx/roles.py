"""Which slide layout of a theme serves which role, and which of its colours is which role of the palette.

Kept apart from reading: matching is guesswork that grows with every company template, reading is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from briefing.errors import FactError, Where
from briefing.render.pptx.look import LAYOUT_ROLES

LAYOUT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "Title",
        "section": "Section",
        "statement": "Statement",
        "content": "Content",
        "two-content": "Two Content",
        "title-only": "Title Only",
        "closing": "Closing",
    }
)

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


def match_layouts(names: Sequence[str], file: str) -> dict[str, int]:
    """Role → place in `names`. Raises FactError, naming every role that no layout serves."""
    missing = [role for role in LAYOUT_ROLES if LAYOUT_NAMES[role] not in names]
    if missing:
        wanted = ", ".join(f"'{LAYOUT_NAMES[role]}'" for role in missing)
        raise FactError(f"the theme has no slide layout named {wanted}", Where(file), "name its slide layouts so")
    return {role: names.index(LAYOUT_NAMES[role]) for role in LAYOUT_ROLES}
