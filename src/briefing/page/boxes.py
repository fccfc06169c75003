"""Placed boxes: what the arranger decides and the writer draws. Lengths are EMU, type sizes points.

Colours are role names of the theme's palette (`ink`, `muted`, `accent` …), never values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Literal, TypeAlias
from urllib.parse import quote, urlsplit

from msgspec import Struct, field

from briefing.model import NumberForm

EMU_PER_INCH = 914_400
EMU_PER_POINT = 12_700

Align: TypeAlias = Literal["l", "ctr", "r"]
Anchor: TypeAlias = Literal["t", "ctr", "b"]
LabelPosition: TypeAlias = Literal["t", "b", "r", "ctr", "outEnd"]


def inches(value: float) -> int:
    """Inches as whole EMU."""
    return round(value * EMU_PER_INCH)


def points(value: float) -> int:
    """Points as whole EMU."""
    return round(value * EMU_PER_POINT)


class Box(Struct, frozen=True):
    """A rectangle on the slide."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return self.y + self.h

    def inset(self, dx: int, dy: int) -> Box:
        """The box without a margin on all sides."""
        return Box(self.x + dx, self.y + dy, self.w - 2 * dx, self.h - 2 * dy)


class Insets(Struct, frozen=True):
    """Space between a shape's edge and its text."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


class Run(Struct, frozen=True):
    """A stretch of text in one look; an empty colour or a size of 0 takes the paragraph's frame's."""

    text: str
    bold: bool | None = None
    color: str = ""
    size: float = 0
    link: str = ""  # as it is written; `safe_address` says where it leads


# Addresses that a text on a slide may lead to.

_ALLOWED: Final = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_URI_CHARACTERS: Final = ":/?#[]@!$&'()*+,;=%~"


def safe_address(link: str) -> str:
    """The address as a clean URI, or "" unless it is http, https or mailto and can be parsed.

    PowerPoint offers a repair for an address that does not parse, so such text stays plain.
    """
    if not _ALLOWED.match(link):
        return ""
    try:
        urlsplit(link).port  # noqa: B018 - raises for brackets or ports that make no sense
        return quote(link.strip(), safe=_URI_CHARACTERS)
    except (ValueError, UnicodeEncodeError):
        return ""


class Paragraph(Struct, frozen=True):
    """Runs on lines of their own. A bullet hangs in `indent`; `after` is space under it in points."""

    runs: tuple[Run, ...]
    bullet: str = ""
    indent: int = 0
    after: float = 0
    align: Align = "l"


class Frame(Struct, frozen=True):
    """The text of a shape. `line` is line spacing as a share of the font's own (1.0 is single)."""

    paragraphs: tuple[Paragraph, ...]
    size: float
    color: str = "ink"
    bold: bool = False
    anchor: Anchor = "t"
    insets: Insets = Insets()
    line: float = 1.0
    heading: bool = False  # set in the theme's heading font
    italic: bool = False  # as its placeholder is, which nobody else wants


class PlaceholderBox(Struct, frozen=True):
    """Text in a placeholder of the slide layout; `box` None leaves the layout's position."""

    type: str  # as the slide layout has it: title, ctrTitle, subTitle, body, obj
    idx: int
    frame: Frame
    box: Box | None
    name: str


class ShapeBox(Struct, frozen=True):
    """A preset shape, with or without text. An empty fill or outline is none; `alt` empty means decoration.

    `link` is the id of the slide that it leads to; `numbered` says that its text is the number of that slide.
    """

    geometry: str  # a DrawingML preset: rect, roundRect, ellipse, homePlate, chevron …
    box: Box
    name: str
    fill: str = ""
    outline: str = ""
    weight: float = 0.75  # of the outline, points
    frame: Frame | None = None
    alt: str = ""
    adjust: tuple[tuple[str, int], ...] = ()  # of the preset's guides, e.g. (("adj", 8000),)
    opacity: float = 1.0  # of the fill
    link: str = ""
    numbered: bool = False


class IconBox(Struct, frozen=True):
    """A line drawing: strokes of (command, numbers) on a 24 × 24 grid: M x y, L x y, C x1 y1 x2 y2 x y, Z."""

    strokes: tuple[tuple[str, tuple[float, ...]], ...]
    box: Box
    name: str
    color: str
    weight: float = 1.5
    alt: str = ""


class LineBox(Struct, frozen=True):
    """A straight line or connector from one point to another; glued where shape names and sites are given."""

    x1: int
    y1: int
    x2: int
    y2: int
    name: str
    color: str
    weight: float = 1.0
    arrows: Literal["", "end", "both"] = ""
    start: tuple[str, int] | None = (
        None  # name of a ShapeBox on the same slide, connection site 0 top 1 left 2 bottom 3 right
    )
    end: tuple[str, int] | None = None
    alt: str = ""


class TableCell(Struct, frozen=True):
    """A cell: its text, fill, and whether a hairline stands under it."""

    frame: Frame
    fill: str = ""
    rule: str = ""


class TableBox(Struct, frozen=True):
    """A native table; the first row is its header."""

    box: Box
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    name: str
    alt: str


class PointLabel(Struct, frozen=True):
    """The label of one point: where it stands to its point, and how far from there, as a share of the chart's height.

    An empty `text` shows the point's value, and so follows when somebody edits the figures.
    """

    point: int
    position: LabelPosition
    shift: float = 0
    text: str = ""


ASIDE_OPACITY = 0.55  # of bars that stand back


class ChartSeries(Struct, frozen=True):
    """One series as it is drawn; an empty colour draws nothing, for what only carries another series or labels."""

    name: str
    values: tuple[Decimal | None, ...]
    draw: Literal["bar", "line", "area"]
    color: str = ""
    opacity: float = 1.0
    dash: str = "solid"  # a DrawingML preset
    labels: tuple[PointLabel, ...] = ()
    label_color: str = "ink"
    bold: bool = False  # the labels
    dots: tuple[int, ...] = ()  # the points of a line that are marked
    pattern: Literal["", "hatched", "outlined"] = ""  # of bars
    aside: tuple[int, ...] = ()  # bars that stand back, in the colour of what is muted


class ValueAxis(Struct, frozen=True):
    """The scale of the values; `step` is the distance of its marks."""

    low: float
    high: float
    step: float
    shown: bool


class ChartBox(Struct, frozen=True):
    """A native chart. `plot` is the rectangle that the values span, without the labels of the axes."""

    box: Box
    plot: Box
    name: str
    alt: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    axis: ValueAxis
    form: NumberForm
    size: float  # of the text of axes and legend, points
    label_size: float  # of the labels of points
    lying: bool = False  # bars instead of columns
    stacked: bool = False
    gap: int = 60  # between columns, per cent of their width
    every: int = 1  # of the categories is named
    named: bool = True  # by the chart itself; else its categories are texts of their own, under their points
    legend: int = 0  # its height; 0 is none
    color: str = "muted"  # of the axes' text
    line: str = "line"  # of axis and grid
    ground: str = "paper"  # what parts stacked columns

    @property
    def zero_line(self) -> str:
        """The colour of the line that values stand on: darker than the grid where some lie under it."""
        return self.color if self.axis.low < 0 else self.line


Placed: TypeAlias = PlaceholderBox | ShapeBox | IconBox | LineBox | TableBox | ChartBox


class FootBox(Struct, frozen=True):
    """A footer, date or slide number; no box and a size of 0 are those of the layout, no text is the number's."""

    type: str  # of the placeholder: ftr, dt or sldNum
    idx: int
    name: str
    text: str
    box: Box | None = None
    size: float = 0
    color: str = ""
    fill: str = ""
    insets: Insets | None = None  # as it was measured with; None where it is as the layout has it


class PlacedSlide(Struct, frozen=True):
    """A slide ready to be drawn. `layout` is a role of the theme; boxes are in reading order, the title first."""

    layout: str
    title: str
    boxes: tuple[Placed, ...]
    notes: tuple[str, ...] = ()
    footer: bool = True
    id: str = ""  # what a link names; that of the first of several pages


class PlacedSection(Struct, frozen=True):
    """A section of the deck and its slides."""

    title: str
    slides: tuple[PlacedSlide, ...]


class Deck(Struct, frozen=True):
    """All that a .pptx holds: slides in sections, and the properties of the file."""

    sections: tuple[PlacedSection, ...]
    title: str
    date: date  # of the file's properties; never the clock's
    date_text: str = ""  # as the slides show it
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    language: str = "en-GB"  # BCP 47, of every text
    footer: str = ""
    feet: Mapping[str, tuple[FootBox, ...]] = field(default_factory=dict)  # by layout role; else unmeasured
