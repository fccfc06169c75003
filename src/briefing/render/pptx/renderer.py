"""PowerPoint: a briefing and a theme become the bytes of a .pptx in two steps, arrange and write."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from briefing.model import Briefing
from briefing.render.pptx.arrange.arrange import arrange
from briefing.render.pptx.theme import Theme, read_theme
from briefing.render.pptx.write import write
from briefing.render.rendered import Rendered


def render(briefing: Briefing, theme: Path) -> Rendered:
    """The deck in the theme of a .pptx file; its pages count continuation slides."""
    chosen = _theme(theme)
    deck, notices = arrange(briefing, chosen.look)
    pages = sum(len(section.slides) for section in deck.sections)
    return Rendered(write(deck, chosen), pages, notices)


@lru_cache(maxsize=8)
def _theme(path: Path) -> Theme:
    """A theme is read once a process, however many decks are made with it."""
    return read_theme(path)
