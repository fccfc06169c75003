"""What a renderer takes and hands back: a briefing and a theme, and the bytes of a file with what should be known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from briefing.model import Briefing, Notice
from briefing.render.theme_choice import ThemeChoice


class Rendered(Struct, frozen=True):
    """A finished file that nobody has written yet; `pages` counts slides, continuation slides included."""

    data: bytes
    pages: int
    notices: tuple[Notice, ...] = ()


# A path is that of a PowerPoint file, taken as it is. Formats without a theme do not look at it.
Renderer: TypeAlias = Callable[[Briefing, ThemeChoice | Path], Rendered]
