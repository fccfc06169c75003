"""PowerPoint: a briefing and a theme become the bytes of a .pptx in two steps, arrange and write."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from briefing.model import Briefing, Notice
from briefing.render.pptx.arrange.arrange import arrange
from briefing.render.pptx.arrange.torn import torn_slides
from briefing.render.pptx.boxes import EMU_PER_INCH, Deck
from briefing.render.pptx.fonts import unfamiliar
from briefing.render.pptx.theme import read_theme
from briefing.render.pptx.theme__value import Theme
from briefing.render.pptx.write import write
from briefing.render.rendered import Rendered
from briefing.render.theme_choice import ThemeChoice

MOST_LISTED: Final = 12  # slides in a notice


def render(briefing: Briefing, theme: ThemeChoice | Path) -> Rendered:
    """The deck in a theme, or in that of a .pptx file; its pages count continuation slides."""
    choice = theme if isinstance(theme, ThemeChoice) else ThemeChoice(theme)
    chosen = chosen_theme(choice)
    deck, notices = arrange(briefing, chosen.look)
    pages = sum(len(section.slides) for section in deck.sections)
    return Rendered(write(deck, chosen), pages, (*map(Notice, chosen.notices), *notices, *_broken(deck, chosen)))


def _broken(deck: Deck, theme: Theme) -> Iterator[Notice]:
    """One notice of all words that even the least size is too wide for."""
    slides = torn_slides(deck, theme.look)
    if slides:
        sides = (side * theme.factor / EMU_PER_INCH for side in (theme.look.width, theme.look.height))
        page = " × ".join(f"{side:.1f}" for side in sides)
        listed = ", ".join(map(str, slides[:MOST_LISTED])) + (" …" if len(slides) > MOST_LISTED else "")
        where = f"slide {listed}" if len(slides) == 1 else f"slides {listed}"
        yield Notice(
            f"The page of {page} in is too narrow for some words, which are broken between letters on {where}."
        )


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
        from briefing.render.pptx.tailor import tailored  # most decks are made in a theme as it is

        theme = tailored(theme, choice.style)
    strange = unfamiliar((theme.look.heading_font, theme.look.body_font))
    return replace(theme, notices=(*theme.notices, *map(_guessed, strange)))


def _guessed(family: str) -> str:
    return (
        f"The widths of the font '{family}' are not known; its texts are measured as in the widest font that programs "
        "usually draw instead, so look through the deck once in PowerPoint."
    )
