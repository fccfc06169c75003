"""Placed slides as tests see them: which texts stand where, and what is wrong with how they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import replace as replaced
from itertools import combinations

from msgspec.structs import replace

from briefing.model import Block, Cell, Diagram, Field, Flags, Rows, Slide, Table, Tiers, Timeline, Tracks
from briefing.page.boxes import EMU_PER_POINT, Box, Deck, Frame, LineBox, PlacedSlide, PlaceholderBox, TableBox
from briefing.page.fit import height
from briefing.page.fonts import Typefaces
from briefing.page.look import HEADLINE_LEAST, Look, TypeScale
from samples import texts


def least(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The least whole number from which on something holds, where it does not at `low` and does at `high`."""
    assert not holds(low)
    assert holds(high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


HAIR = EMU_PER_POINT  # what nobody sees
TITLES = ("title", "ctrTitle")
LONG_TITLE = 300
SMALL = ("Source", "Footnote", "Key", "Label", "Link", "Way", "Number")  # the last two are of the list of the backup
LABELLED = (
    "Tile ",
    "Point ",
    "Figure: ",
    "Decision",
    "Way",
    "Number",
    "Heading",
)  # with a label or a note in the small size
SIGNED = ("Who ",)  # who says so, in the size of sources
DRAWN = (
    *(
        "Table",
        "Centre: ",
        "Partner: ",
        "Phase: ",
        "Stage: ",
        "Heading ",
        "Details",
        "Name: ",
        "Scale",
    ),  # tables and drawings
    *("Name ", "Beside ", "Stop: ", "Today value", "Target value"),  # tracks
    *("Axis ", "Up: ", "Across: ", "On axis "),  # fields and axes of time
)
NUMBERS, SMALLEST_NUMBER = ("Dot ",), 8.0  # in the cells of a field, beside which they stand again
DRAWN_ENDS = (" gives", " gets")


@dataclass(frozen=True)
class Words:
    """A text with the box that it stands in; `floor` is the least size that it may have, in points."""

    name: str
    box: Box
    frame: Frame
    floor: float

    @property
    def text(self) -> str:
        return "\n".join("".join(run.text for run in each.runs) for each in self.frame.paragraphs)

    @property
    def sizes(self) -> set[float]:
        return {run.size or self.frame.size for each in self.frame.paragraphs for run in each.runs}


def slides(deck: Deck) -> list[PlacedSlide]:
    return [slide for section in deck.sections for slide in section.slides]


def said_on(slide: PlacedSlide, look: Look) -> list[Words]:
    return list(_said_on(slide, look))


def _said_on(slide: PlacedSlide, look: Look) -> Iterator[Words]:
    scale = look.scale
    for each in slide.boxes:
        if isinstance(each, PlaceholderBox):
            box = each.box or holder_box(each, slide, look)
            words = Words(each.name, box, each.frame, floor(each.name, scale))
            least = _title_floor(words.text, scale, look.layouts[slide.layout].headline)
            yield replaced(words, floor=least) if each.type in TITLES else words
        elif isinstance(each, TableBox):
            yield from _cells(each, scale.table_floor)
        elif not isinstance(each, LineBox) and hasattr(each, "frame") and each.frame:
            yield Words(each.name, each.box, each.frame, floor(each.name, scale))


def _title_floor(text: str, scale: TypeScale, own: float) -> float:
    """Titles of usual lengths keep their floor, and low slides have a smaller size of their own; one that is as long as
    a text of its own is set smaller.
    """
    usual = min(scale.headline_floor, own or scale.headline_floor)
    return usual if len(text) <= LONG_TITLE else HEADLINE_LEAST


def holder_box(placed: PlaceholderBox, slide: PlacedSlide, look: Look) -> Box:
    return next(each.box for each in look.layouts[slide.layout].placeholders if each.idx == placed.idx)


def floor(name: str, scale: TypeScale) -> float:
    if name in SMALL:
        return scale.label
    if name.startswith(SIGNED) and name[-1:].isdigit():
        return scale.label
    if name.startswith(NUMBERS):
        return SMALLEST_NUMBER
    drawn = name.startswith((*DRAWN, *LABELLED)) or name.endswith(DRAWN_ENDS)
    return scale.table_floor if drawn else scale.body_floor


def _cells(table: TableBox, least: float) -> Iterator[Words]:
    top = table.box.y
    for number, (row, tall) in enumerate(zip(table.rows, table.heights, strict=True)):
        left = table.box.x
        for cell, wide in zip(row, table.widths, strict=True):
            yield Words(f"{table.name} row {number}", Box(left, top, wide, tall), cell.frame, least)
            left += wide
        top += tall


def faults(slide: PlacedSlide, look: Look) -> list[str]:
    """Everything that a reader of the slide would see as wrong."""
    said = said_on(slide, look)
    return [*_overflows(said, look), *_outside(slide, said, look), *_overlaps(said), *_too_small(said, look.density)]


def _overflows(said: list[Words], look: Look) -> Iterator[str]:
    faces = Typefaces(look.heading_font, look.body_font)
    for each in said:
        over = height(each.frame, each.box.w, faces) - each.box.h
        if over > 0:
            yield f"{each.name} overflows by {over / EMU_PER_POINT:.1f} pt: {each.text[:40]!r}"


def _outside(slide: PlacedSlide, said: list[Words], look: Look) -> Iterator[str]:
    places = [(each.name, each.box) for each in said]
    places += [(each.name, each.box) for each in slide.boxes if not isinstance(each, LineBox) and each.box]
    for each in slide.boxes:
        if isinstance(each, LineBox):
            left, right = sorted((each.x1, each.x2))
            top, bottom = sorted((each.y1, each.y2))
            places.append((each.name, Box(left, top, right - left, bottom - top)))
    for name, box in places:
        if box.x < 0 or box.y < 0 or box.right > look.width or box.bottom > look.height:
            yield f"{name} lies off the slide: {shown(box)}"
        if box.w < 0 or box.h < 0:
            yield f"{name} has a negative size: {shown(box)}"


def _overlaps(said: list[Words]) -> Iterator[str]:
    for one, other in combinations(said, 2):
        wide = min(one.box.right, other.box.right) - max(one.box.x, other.box.x)
        high = min(one.box.bottom, other.box.bottom) - max(one.box.y, other.box.y)
        if wide > HAIR and high > HAIR:
            yield f"{one.name} and {other.name} overlap by {wide / HAIR:.0f} x {high / HAIR:.0f} pt"


def _too_small(said: list[Words], density: float) -> Iterator[str]:
    for each in said:
        floor = each.floor * density  # a small page may be set smaller in proportion
        if min(each.sizes, default=floor) < floor - 0.02:
            yield f"{each.name} is set at {min(each.sizes):.1f} pt, under its floor of {floor:g}"


def shown(box: Box) -> str:
    return "{:.2f} {:.2f} {:.2f} {:.2f}".format(*(value / 914_400 for value in (box.x, box.y, box.w, box.h)))


def words_of(slide: Slide) -> Counter[str]:
    """The words that a reader of the slide is to see: not what tells of a drawing in words, nor what a dot says."""
    said = [each for value in (slide.title, slide.label, slide.subtitle, slide.source) for each in value.split()]
    return Counter([*said, *(word for block in slide.blocks for each in texts(_seen(block)) for word in each.split())])


def _seen(block: Block) -> Block:
    if isinstance(block, Table):
        rows = tuple(tuple(cell if cell.mark not in ("yes", "no") else Cell("") for cell in row) for row in block.rows)
        return replace(block, rows=rows, summary="")
    if isinstance(block, Rows):  # drawn, they need no headings
        heroes = ((each, each.strong or len(each.hero)) for each in block.rows)  # what is under a figure has no comma
        shown = (replace(each, hero=f"{each.hero[:end]} {each.hero[end:].lstrip(', ')}") for each, end in heroes)
        return replace(block, rows=tuple(shown), headings=("", "", "", ""), summary="")
    if isinstance(block, Flags):
        return replace(block, headings=("", "", "", ""), summary="")
    if isinstance(block, Field):
        return replace(block, headings=("", "", *block.headings[2:4], "", ""), summary="")
    if isinstance(block, Tracks) and block.stops:  # whose names stand over the lines instead
        return replace(block, headings=(block.headings[0], "", "", block.headings[3]), summary="")
    return replace(block, summary="") if isinstance(block, Timeline | Diagram | Tracks | Tiers) else block


def words_on(deck_slides: list[PlacedSlide], look: Look) -> Counter[str]:
    """The words that stand on these slides, without the marks that the drawing adds."""
    return Counter(word for slide in deck_slides for each in said_on(slide, look) for word in each.text.split())


def letters(words: Counter[str]) -> Counter[str]:
    """The letters of words: what is left to compare where a word is broken over two slides."""
    return Counter(letter for word in words.elements() for letter in re.sub(r"\s", "", word))
