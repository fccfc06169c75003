"""Which theme a deck is made in, as the user chose it: plain values that formats without a theme do not look at."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct


class Logo(Struct, frozen=True):
    """A picture, its size in pixels, and what it shows; an empty `alt` means decoration."""

    data: bytes
    format: Literal["png", "jpeg"]
    width: int
    height: int
    alt: str = ""


class Style(Struct, frozen=True):
    """What changes in a built-in theme; what is empty stays. `colors` are pairs of a palette role and RRGGBB."""

    file: str  # where it stands, for notices
    name: str = ""
    colors: tuple[tuple[str, str], ...] = ()
    heading_font: str = ""
    body_font: str = ""
    logo: Logo | None = None


class ThemeChoice(Struct, frozen=True):
    """A PowerPoint file with the theme; which of its layouts serve which roles; and what is changed in it."""

    path: Path
    mapping: tuple[tuple[str, str], ...] = ()  # role → name of a slide layout
    style: Style | None = None
