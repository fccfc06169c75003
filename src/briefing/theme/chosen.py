"""The theme that a user chose: read, tailored, and kept for as long as its file stays the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.page.fonts import unfamiliar
from briefing.rendering import ThemeChoice
from briefing.theme.reading import read_theme
from briefing.theme.theme import Theme

if TYPE_CHECKING:  # a .pptx paints nothing itself
    from briefing.theme.painting import Painting


def chosen_theme(choice: ThemeChoice) -> Theme:
    """The theme that was chosen, in its own style; read once a process, and again only after its file was changed."""
    return _read(choice, _version(choice.path))


class Painter(Struct, frozen=True):
    """A theme, what its slide layouts paint, by their parts, and their colours, by roles; each worked out once."""

    theme: Theme
    painting: Callable[[str], Painting]
    colors: Callable[[str], Mapping[str, str]]


def chosen_painter(choice: ThemeChoice) -> Painter:
    """The theme that was chosen, for pens that draw what lies under their pages."""
    return _painter(choice, _version(choice.path))


@lru_cache(maxsize=8)
def _painter(choice: ThemeChoice, version: tuple[int, int] | None) -> Painter:
    from briefing.theme.painting import colors_of, painting_of

    theme = _read(choice, version)
    return Painter(theme, cache(partial(painting_of, theme)), cache(partial(colors_of, theme)))


def _version(path: Path) -> tuple[int, int] | None:
    """What tells an edited file from the one before; None where there is no file, which the reader will say better."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=8)
def _read(choice: ThemeChoice, version: tuple[int, int] | None) -> Theme:
    theme = read_theme(choice.path, dict(choice.mapping)) if choice.mapping else read_theme(choice.path)
    if choice.style is not None:
        from briefing.theme.tailor import tailored  # most decks are made in a theme as it is

        theme = tailored(theme, choice.style)
    strange = unfamiliar((theme.look.heading_font, theme.look.body_font))
    return replace(theme, notices=(*theme.notices, *map(_guessed, strange)))


def _guessed(family: str) -> str:
    return (
        f"The widths of the font '{family}' are not known; its texts are measured as in the widest font that programs "
        "usually draw instead, so look through the deck once in PowerPoint."
    )
