"""Theme files: a built-in theme in one's own colours, fonts and logo; and theme maps: which slide layout of a
company template serves which role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from briefing.documents.picture import Picture, read_picture
from briefing.documents.schema import Record, at, check, convert
from briefing.documents.text import did_you_mean, spelled
from briefing.documents.yamlfile import Document, read_yaml
from briefing.errors import Problem

# Theme maps: which slide layout of a company template serves which role; `theme inspect --write` makes one.

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


# Theme files: a built-in theme in one's own colours, fonts and logo, without a PowerPoint template.

LONGEST_FONT = 31  # characters that Windows allows in the name of a typeface
_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_FONT = re.compile(r"[^\x00-\x1f,;<>\"&]+")


class Colors(Record, frozen=True, kw_only=True):
    """A colour for each role of the palette as people write it, `#0F6B6B` or `0F6B6B`; empty stays as it is."""

    ink: str = ""
    muted: str = ""
    line: str = ""
    surface: str = ""
    paper: str = ""
    accent: str = ""
    accent_soft: str = ""
    second: str = ""
    positive: str = ""
    negative: str = ""


class Fonts(Record, frozen=True, kw_only=True):
    """Typefaces by name."""

    heading: str = ""
    body: str = ""


class ThemeFile(Record, frozen=True, kw_only=True):
    """The theme file as written."""

    name: str = ""
    base: Literal["light", "dark"] = "light"
    colors: Colors = Colors()
    fonts: Fonts = Fonts()
    logo: str = ""
    logo_alt: str = ""


class ThemeStyle(Record, frozen=True, kw_only=True):
    """What a theme file changes in the built-in theme `base`: `colors` as role → RRGGBB; `file` says where from."""

    name: str
    base: str
    colors: dict[str, str]
    heading: str
    body: str
    logo: Picture | None
    logo_alt: str
    file: str


def read_theme_file(path: str | Path) -> ThemeStyle:
    """Read a theme file and the logo that it names. Raises ContentError with every problem of the file."""
    document = read_yaml(path, fold=True)
    written = convert(document, ThemeFile)
    check([*_color_problems(document), *_font_problems(document), *_alt_problems(document, written)])
    return ThemeStyle(
        name=written.name,
        base=written.base,
        colors={role: _rgb(value) for role, value in _under(document, "colors")},
        heading=written.fonts.heading,
        body=written.fonts.body,
        logo=_logo(document, written.logo) if written.logo else None,
        logo_alt=written.logo_alt,
        file=document.file,
    )


def _logo(document: Document, name: str) -> Picture:
    return read_picture(Path(document.path).parent / name, document.where("logo"), name)


def _color_problems(document: Document) -> Iterator[Problem]:
    for role, value in _under(document, "colors"):
        where = document.where("colors", role)
        if value is None:
            yield Problem(where, f"'{role}' is empty", 'write the colour in quotes, "#0F6B6B": # begins a comment')
        elif not _HEX.fullmatch(value):
            message = f"'{role}' should be a colour such as \"#0F6B6B\", not '{value}'"
            yield Problem(where, message, "write six digits from 0 to F: two each for red, green and blue")


def _font_problems(document: Document) -> Iterator[Problem]:
    for role, value in _under(document, "fonts"):
        if value and (len(value) > LONGEST_FONT or not _FONT.fullmatch(value)):
            message = f"'{role}' should be the name of one typeface, not '{value}'"
            remedy = "write it as PowerPoint lists it, for example Georgia"
            yield Problem(document.where("fonts", role), message, remedy)


def _alt_problems(document: Document, written: ThemeFile) -> Iterator[Problem]:
    if written.logo_alt and not written.logo:
        where = document.where_key("logo-alt")
        yield Problem(where, "'logo-alt' describes a logo, but there is none", "add 'logo: logo.png', or leave it out")


def _under(document: Document, name: str) -> list[tuple[str, str | None]]:
    """The entries of a mapping of the file as written."""
    return list((at(document, name) or {}).items())


def _rgb(value: str | None) -> str:
    digits = (value or "").removeprefix("#").upper()
    return "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
