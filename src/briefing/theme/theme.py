"""A theme: what a .pptx or .potx offers the arranger, and the parts that every deck made with it carries."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from msgspec import Struct, field

from briefing.ooxml.inherit import theme_fonts
from briefing.ooxml.package import Package
from briefing.page.fonts import THEME_FONTS
from briefing.page.look import Look


class Choice(Struct, frozen=True):
    """Which slide layout serves a role, and why."""

    role: str
    layout: str
    reason: str
    substitute: bool = False
    number: int = 0  # among the layouts of all slide masters, from 1


class Theme(Struct, frozen=True):
    """A theme as the writer needs it: the arranger's Look, colours, and the package without its slides."""

    look: Look
    package: Package
    presentation: str  # part names
    notes_master: str
    palette: Mapping[str, str]  # role → colour as `ink.py` names it
    values: Mapping[str, str]  # role → RRGGBB, for contrast
    notices: tuple[str, ...] = ()  # what the user should know of it
    choices: tuple[Choice, ...] = ()
    corrections: tuple[str, ...] = ()  # what of its colours does not read, and what is used instead
    palettes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # layout role → its own palette
    color_maps: Mapping[str, str] = field(default_factory=dict)  # layout part → the colour map that its slides say
    layout_names: tuple[str, ...] = ()  # of all slide masters, each in its order
    fonts: tuple[str, str] = THEME_FONTS  # of headings and of texts, as the file names them
    factor: float = 1.0  # by which the slide is larger than the look says: huge slides are arranged small


def fonts_of(theme: etree._Element) -> tuple[str, str]:
    """The Latin typefaces of headings and of body text."""
    heading, body = (theme_fonts(theme).get(each, "") for each in ("+mj-lt", "+mn-lt"))
    return heading or body or "Arial", body or heading or "Arial"
