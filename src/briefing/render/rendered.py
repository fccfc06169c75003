"""What a renderer hands back: the bytes of a file, how many slides it holds, and what the user should know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from briefing.model import Briefing, Notice


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file that nobody has written yet; `pages` counts slides, continuation slides included."""

    data: bytes
    pages: int
    notices: tuple[Notice, ...] = ()


# The path is that of the theme, a PowerPoint file, which formats without one do not look at.
Renderer: TypeAlias = Callable[[Briefing, Path], Rendered]
