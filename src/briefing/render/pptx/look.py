"""What the arranger needs to know of a theme: sizes, regions, type scale, palette, fonts. No I/O, no XML.

`theme.py` reads these values out of a PowerPoint file; `../../../../layouts/theme/` holds the built-in one.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from briefing.render.pptx.boxes import Align, Anchor, Box, Insets

LAYOUT_ROLES = ("title", "section", "statement", "content", "two-content", "title-only", "closing")
PALETTE_ROLES = ("ink", "muted", "line", "surface", "paper", "accent", "accent-soft", "second", "positive", "negative")


NO_INSETS = Insets()
HEADLINE_LEAST = 10.0  # points of one that is too long for its place at the floor


class TypeScale(Struct, frozen=True):
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


class TextStyle(Struct, frozen=True):
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
    align: Align = "l"
    before: bool = False  # there is space before its paragraphs, which is not measured and so not wanted
    # What the writer says against a look that is not measured: capitals, tracking, another typeface, columns.
    plain_run: str = ""
    plain_body: str = ""
    font: str = ""


class Placeholder(Struct, frozen=True):
    """A placeholder of a slide layout: its OOXML type (`title`, `body`, `ftr`, `dt`, `sldNum` …), idx and position.

    `color` is the palette role to write where its own colour does not read on its ground; `moved` says that `box` is
    not where the file has it.
    """

    type: str
    idx: int
    box: Box
    name: str
    style: TextStyle | None = None
    color: str = ""
    moved: bool = False
    room: Box | None = None  # how far it may be widened before something else is in the way
    turned: bool = False  # its text runs up, down or aslant
    fill: str = ""  # the palette role to lay under it, where no colour reads on its ground


class SlideLayout(Struct, frozen=True):
    """One slide layout of the theme, and the region that content may fill."""

    part: str  # its part name in the package, e.g. /ppt/slideLayouts/slideLayout1.xml
    name: str
    placeholders: tuple[Placeholder, ...]
    region: Box
    dark: bool = False  # its title stands on a ground where `paper` reads better than `ink`
    own_palette: bool = False  # the writer has colours for just this ground, so that no role takes another's place
    headline: float = 0  # points of its headlines; 0 is the size of the placeholder
    label: Box | None = None  # where a label stands that has no placeholder
    label_color: str = "accent"
    lowest_title: int = 0  # how far down a long title may reach; 0 is anywhere
    panels: tuple[Box, ...] = ()  # to be laid in `paper` under title and content, because the ground is a picture
    anchor: Anchor | None = None  # of its headlines; None is the placeholder's

    def placeholder(self, *types: str) -> Placeholder | None:
        """The first placeholder of one of these types, if any."""
        return next((each for each in self.placeholders if each.type in types), None)

    def holder(self, type_: str, idx: int) -> Placeholder | None:
        """The placeholder that a slide's own one takes after: some programs give the same idx, or none, to several."""
        same = [each for each in self.placeholders if each.idx == idx]
        return next((each for each in same if each.type == type_), same[0] if same else None)


class Look(Struct, frozen=True):
    """A theme as the arranger sees it."""

    name: str
    width: int
    height: int
    layouts: Mapping[str, SlideLayout]  # by role
    heading_font: str
    body_font: str
    scale: TypeScale = TypeScale()
