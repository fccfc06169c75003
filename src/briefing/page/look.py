"""What the arranger needs to know of a theme: sizes, regions, type scale, palette, fonts. No I/O, no XML.

`theme.py` reads these values out of a PowerPoint file; `../../../../layouts/theme/` holds the built-in one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar, cast

from msgspec import Struct
from msgspec.structs import fields, replace

from briefing.page.boxes import EMU_PER_INCH, Align, Anchor, Box, Deck, Insets, PlacedSlide

# Free space on a slide: rectangles cut back until they keep clear of what stands in their way. Lengths are EMU.

MOST_CUTS = 400


def meeting(one: Box, other: Box) -> Box:
    """What two rectangles share; without width or height where they share nothing."""
    left, top = max(one.x, other.x), max(one.y, other.y)
    return Box(left, top, max(0, min(one.right, other.right) - left), max(0, min(one.bottom, other.bottom) - top))


def area(box: Box) -> int:
    """Width times height."""
    return max(0, box.w) * max(0, box.h)


def share(box: Box, other: Box) -> float:
    """How much of a rectangle lies under another, 0 to 1."""
    return area(meeting(box, other)) / area(box) if area(box) else 0.0


def around(boxes: Iterable[Box]) -> Box:
    """The least rectangle that holds all of these, at least one."""
    every = list(boxes)
    left, top = min(box.x for box in every), min(box.y for box in every)
    return Box(left, top, max(box.right for box in every) - left, max(box.bottom for box in every) - top)


def touches(box: Box, other: Box, gap: int = 0) -> bool:
    """Whether another stands in a rectangle, or nearer to it than a gap. A line has no width, and yet is in the way."""
    across = other.x - gap < box.right and box.x < other.right + gap
    return across and other.y - gap < box.bottom and box.y < other.bottom + gap


def clear_of(box: Box, others: Sequence[Box], gap: int) -> Box:
    """The rectangle without the side that each of the others stands on, always the cut that leaves most."""
    for _ in range(MOST_CUTS):
        hit = [other for other in others if touches(box, other, gap)]
        if not hit or not area(box):
            return box
        worst = max(hit, key=lambda other: area(meeting(box, other)))
        box = max(_cuts(box, worst, gap), key=area)
    return Box(box.x, box.y, 0, 0)


def _cuts(box: Box, other: Box, gap: int) -> list[Box]:
    left, right = min(box.right, other.right + gap), max(box.x, other.x - gap)
    top, bottom = min(box.bottom, other.bottom + gap), max(box.y, other.y - gap)
    return [
        Box(box.x, box.y, right - box.x, box.h),
        Box(left, box.y, box.right - left, box.h),
        Box(box.x, box.y, box.w, bottom - box.y),
        Box(box.x, top, box.w, box.bottom - top),
    ]


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
    italic: bool = False  # which only pens that draw the page themselves need to know


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
    density: float = 1.0  # of the floors: what a small page may be set at before it takes a further slide


# The floors of the type scale are those of a slide of the usual size. A smaller one is seen as large, on a screen and
# on paper, so that letters which are smaller in proportion read as well.

USUAL_WIDTH, USUAL_HEIGHT = 40 / 3 * EMU_PER_INCH, 7.5 * EMU_PER_INCH
DENSE = 0.82  # of the floors, where a page is small in one direction only: the smallest labels keep nine points
DENSEST = 0.75  # of them ever
LEAST_LABEL = 9.0


def density(width: float, height: float) -> float:
    """The share of the floors that letters on a slide of this size may have before its text needs a second slide."""
    across, down = width / USUAL_WIDTH, height / USUAL_HEIGHT
    least = max(DENSEST, min(DENSE, max(across, down)))
    return max(least, round(min(1.0, across, down), 2))


# Everything larger or smaller in proportion: slides of huge sizes are arranged small and drawn large.
#
# Which number is a length in EMU and which a size in points is told by its name, so that a new kind of box is scaled
# without being known here.

T = TypeVar("T")
LENGTHS: Final = frozenset(
    {"x", "y", "w", "h", "x1", "y1", "x2", "y2", "left", "top", "right", "bottom", "indent", "widths", "heights"}
    | {"width", "height", "lowest_title", "legend"}
)
WIDTHS: Final = frozenset({"w", "widths"})  # never less than in proportion, for the same reason
SIZES: Final = frozenset({"size", "label_size", "weight", "after", "headline"})
KEPT: Final = frozenset({"scale", "adjust", "values", "form", "axis", "strokes"})


def _type_size(size: float) -> float:
    """A size in the hundredths of a point that files have: never more than it was, for a box may just hold its line."""
    return math.floor(size * 100 + 0.05) / 100


def _precise(size: float) -> float:
    return round(size, 4)


def scaled_deck(deck: Deck, factor: float) -> Deck:
    """The deck with every length and type size multiplied."""
    return deck if factor == 1 else _scaled(deck, factor, _type_size)


def scaled_slide(slide: PlacedSlide, factor: float) -> PlacedSlide:
    """The slide with every length and type size multiplied."""
    return _scaled(slide, factor, _type_size)


def dense_look(look: Look) -> Look:
    """The look on a page as much larger as its floors may be lower; labels are as large as they have to be then."""
    label = max(look.scale.label, LEAST_LABEL / look.density)
    return replace(scaled_look(look, 1 / look.density), scale=replace(look.scale, label=label))


def scaled_look(look: Look, factor: float) -> Look:
    """The look with every length and type size multiplied; its type scale stays."""
    return look if factor == 1 else _scaled(look, factor)


def scaled_sheet(sheet: T, factor: float) -> T:
    """A slide layout of a template with every length and type size multiplied."""
    return sheet if factor == 1 else _scaled(sheet, factor)


def _scaled(value: T, factor: float, sized: Callable[[float], float] = _precise) -> T:
    if not isinstance(value, Struct):
        return cast("T", _inner(value, factor, sized))
    changes = {each.name: _field(each.name, getattr(value, each.name), factor, sized) for each in fields(value)}
    return cast("T", replace(value, **changes))


def _field(name: str, value: Any, factor: float, sized: Callable[[float], float]) -> Any:
    if name in LENGTHS or (name == "size" and isinstance(value, tuple)):
        length = math.ceil if name in WIDTHS else round
        return tuple(length(each * factor) for each in value) if isinstance(value, tuple) else length(value * factor)
    if name in SIZES and isinstance(value, int | float):
        return sized(value * factor)
    return value if name in KEPT else _inner(value, factor, sized)


def _inner(value: Any, factor: float, sized: Callable[[float], float]) -> Any:
    if isinstance(value, tuple):
        return tuple(_scaled(each, factor, sized) for each in value)
    if isinstance(value, Mapping):
        return {key: _scaled(each, factor, sized) for key, each in value.items()}
    return _scaled(value, factor, sized) if isinstance(value, Struct) else value
