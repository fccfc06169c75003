"""What the arranger needs to know of a theme: sizes, regions, type scale, palette, fonts. No I/O, no XML.

`theme.py` reads these values out of a PowerPoint file; `../../../../layouts/theme/` holds the built-in one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.render.pptx.boxes import Anchor, Box, Insets

LAYOUT_ROLES = ("title", "section", "statement", "content", "two-content", "title-only", "closing")
PALETTE_ROLES = ("ink", "muted", "line", "surface", "paper", "accent", "accent-soft", "second", "positive", "negative")


NO_INSETS = Insets()


@dataclass(frozen=True, slots=True)
class TypeScale:
    """Type sizes in points, and the floors that nothing goes below."""

    headline: float = 28
    headline_floor: float = 24
    lead: float = 20
    body: float = 16
    body_floor: float = 14
    table: float = 13
    table_floor: float = 12
    label: float = 11
    statement: float = 36
    statement_floor: float = 24
    number: float = 44
    number_floor: float = 20


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How text in a placeholder looks before anybody formats it (level 1): points, EMU, a palette role or ""."""

    size: float
    color: str = ""
    bold: bool = False
    anchor: Anchor = "t"
    insets: Insets = NO_INSETS
    line: float = 1.0
    after: float = 0
    bullet: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder of a slide layout: its OOXML type (`title`, `body`, `ftr`, `dt`, `sldNum` …), idx and position."""

    type: str
    idx: int
    box: Box
    name: str
    style: TextStyle | None = None


@dataclass(frozen=True, slots=True)
class SlideLayout:
    """One slide layout of the theme, and the region that content may fill."""

    part: str  # its part name in the package, e.g. /ppt/slideLayouts/slideLayout1.xml
    name: str
    placeholders: tuple[Placeholder, ...]
    region: Box
    dark: bool = False  # its title stands on a ground where `paper` reads better than `ink`

    def placeholder(self, *types: str) -> Placeholder | None:
        """The first placeholder of one of these types, if any."""
        return next((each for each in self.placeholders if each.type in types), None)


@dataclass(frozen=True, slots=True)
class Look:
    """A theme as the arranger sees it."""

    name: str
    width: int
    height: int
    layouts: Mapping[str, SlideLayout]  # by role
    heading_font: str
    body_font: str
    scale: TypeScale = TypeScale()
