"""Theme maps: which slide layout of a company template serves which role; `theme inspect --write` makes one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from briefing.errors import Problem
from briefing.library.schema import Record, check, convert
from briefing.library.text import did_you_mean, spelled
from briefing.library.yamlfile import Document, read_yaml

ROLES = ("title", "section", "statement", "content", "two-content", "title-only", "closing")


class ThemeMap(Record, frozen=True, kw_only=True):
    """The file as written: role → name or number of a slide layout; an empty one leaves the choice to briefing."""

    layouts: dict[str, str | int | None]


def read_theme_map(path: str | Path) -> Mapping[str, str]:
    """Role → name or number of a slide layout. Raises ContentError with every problem of the file."""
    document = read_yaml(path, fold=True)
    layouts = convert(document, ThemeMap).layouts
    check([_unknown(document, role) for role in layouts if spelled(role, ROLES) not in ROLES])
    return {spelled(role, ROLES): str(name) for role, name in layouts.items() if name}


def _unknown(document: Document, role: str) -> Problem:
    message = f"'{role}' is no role of a slide layout"
    remedy = did_you_mean(role, ROLES, f"use one of {', '.join(ROLES)}")
    return Problem(document.where_key("layouts", role), message, remedy)
