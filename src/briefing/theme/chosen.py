"""The theme that a user chose: read, tailored, and kept for as long as its file stays the same."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from briefing.page.fonts import unfamiliar
from briefing.rendering import ThemeChoice
from briefing.theme.reading import read_theme
from briefing.theme.theme import Theme


def chosen_theme(choice: ThemeChoice) -> Theme:
    """The theme that was chosen, in its own style; read once a process, and again only after its file was changed."""
    return _read(choice, _version(choice.path))


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
