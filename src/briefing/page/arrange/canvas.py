"""Headlines: the label and the title of a slide in their placeholders, and the region that is left for content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Block, Slide, Text
from briefing.page.boxes import (
    Align,
    Anchor,
    Box,
    Frame,
    Insets,
    Paragraph,
    Placed,
    PlaceholderBox,
    Run,
    ShapeBox,
    inches,
)
from briefing.page.fit import fit, height, is_torn, last_line_is_widow, line_count, split
from briefing.page.fonts import Typefaces
from briefing.page.look import HEADLINE_LEAST, NO_INSETS, Look, Placeholder, SlideLayout, TextStyle, TypeScale

# The canvas: a theme's look with measuring at hand, and the frames and spaces that every composition shares.

GUTTER = inches(0.2)
STEP = inches(0.1)
BULLET_INDENT = inches(0.2)
AFTER = 6.0

Value = TypeVar("Value")


class Piece(Struct, frozen=True):
    """What became of a block: the boxes on this slide, where they end, and what goes on to the next slide."""

    boxes: tuple[Placed, ...]
    bottom: int
    rest: Block | None = None


class Canvas(Struct, frozen=True):
    """A look, its typefaces, and whether this slide's ground is the inverse of the theme's."""

    look: Look
    faces: Typefaces
    inverse: bool = False

    @property
    def scale(self) -> TypeScale:
        """The theme's type sizes in points."""
        return self.look.scale

    def color(self, role: str) -> str:
        """The palette role that plays this part on the slide's ground."""
        return INVERSE.get(role, role) if self.inverse else role

    def height(self, frame: Frame, width: int) -> int:
        """What a frame needs at a width, in EMU."""
        return height(frame, width, self.faces)

    def frame(
        self,
        *paragraphs: Paragraph,
        size: float,
        color: str = "ink",
        bold: bool = False,
        anchor: Anchor = "t",
        insets: Insets = NO_INSETS,
        line: float = 1.0,
    ) -> Frame:
        """A frame in the slide's own colours."""
        return Frame(paragraphs, size, self.color(color), bold, anchor, insets, line)


def canvas_of(look: Look, layout: SlideLayout) -> Canvas:
    """The canvas of slides of this layout."""
    return Canvas(look, Typefaces(look.heading_font, look.body_font), layout.dark and not layout.own_palette)


INVERSE = {
    "ink": "paper",
    "paper": "ink",
    "muted": "line",
    "accent": "accent-soft",
    "accent-soft": "accent",
    "surface": "ink",
    "line": "muted",
}


def paragraph(
    text: str, *, bold: bool | None = None, color: str = "", size: float = 0, after: float = 0, align: Align = "l"
) -> Paragraph:
    """One paragraph of one run."""
    return Paragraph((Run(text, bold, color, size),), after=after, align=align)


def bullets(items: Iterable[str], after: float = AFTER) -> tuple[Paragraph, ...]:
    """A paragraph with a hanging bullet for each item."""
    return tuple(Paragraph((Run(item),), "•", BULLET_INDENT, after) for item in items)


def text_box(name: str, box: Box, frame: Frame) -> ShapeBox:
    """Text without a shape around it."""
    return ShapeBox("rect", box, name, frame=frame)


def largest(start: float, floor: float, attempt: Callable[[float], Value | None]) -> Value | None:
    """The first success from the start size down to the floor, a point at a time."""
    size = start
    while size >= floor:
        found = attempt(size)
        if found is not None:
            return found
        size -= 1
    return None


def shared(needs: Sequence[int], room: int, most: int) -> list[int]:
    """Heights in a room: one for all; where one needs more than that, each as it needs and as much more as the others.

    No row that needs less is higher than `most`. Empty where they have no room.
    """
    even = min(room // len(needs), most)
    if max(needs) <= even:
        return [even] * len(needs)
    spare = (room - sum(needs)) // len(needs)
    return [max(need, min(need + spare, most)) for need in needs] if spare >= 0 else []


def columns(box: Box, weights: Sequence[float], gap: int = GUTTER) -> list[Box]:
    """The box cut into columns of these relative widths, with gaps between them."""
    room = box.w - gap * (len(weights) - 1)
    edges = [0.0]
    for weight in weights:
        edges.append(edges[-1] + weight)
    total = edges[-1]
    return [
        Box(
            box.x + round(room * left / total) + gap * index,
            box.y,
            round(room * right / total) - round(room * left / total),
            box.h,
        )
        for index, (left, right) in enumerate(pairwise(edges))
    ]


def said(frame: Frame | None) -> str:
    """The words of a frame, for a block that goes on; no frame says nothing."""
    return " ".join("".join(run.text for run in each.runs) for each in frame.paragraphs) if frame else ""


LABEL = "Label"
LABEL_HEIGHT = inches(0.25)
ELLIPSIS = " …"
SLACK = 0.97  # of the width, by which titles are measured: another program wraps them alike
# Of the width, so that no word stands alone; whoever edits the title has the rest.
NARROWER = (0.96, 0.94, 0.92, 0.9, 0.88, 0.85, 0.82)
TALLEST = 0.5  # of the slide: a longer title is set smaller again


class Head(Struct, frozen=True):
    """The boxes over the content, the region under them, and what of the label has to stand there."""

    boxes: tuple[Placed, ...]
    region: Box
    rest: tuple[Block, ...] = ()
    cut: bool = False  # the title ends in an ellipsis, because no size has room for all of it


def place_head(slide: Slide, layout: SlideLayout, canvas: Canvas) -> Head:
    """The title at its size or smaller; one that is too long takes room from the content, and is set smaller again.

    A title is never continued in the text under it: of one that fits at no size the end is left out, and `cut` says so.
    """
    holder = layout.placeholder("title", "ctrTitle")
    assert holder is not None, f"slide layout {layout.name} has no title"
    frame = title_frame(slide.title, holder, canvas, layout)
    fitted, box, cut = _fitted(frame, layout, holder.box, canvas)
    fitted = balanced(fitted, box, canvas)
    title = PlaceholderBox("title" if holder.type == "title" else "ctrTitle", holder.idx, fitted, box, "Title")
    region = _under(layout.region, box, holder.box)
    label, left = _label(slide, layout, holder.box, canvas)
    return Head((title, *label), region, (Text(left),) if left else (), cut)


def _under(region: Box, title: Box, holder: Box) -> Box:
    """What a title leaves of the region: one that is taller than its placeholder, or stands in the region itself."""
    beside = title.right <= region.x or region.right <= title.x
    if beside or region.bottom <= title.y:
        return region
    top = region.y + max(0, title.bottom - holder.bottom)
    top = max(top, title.bottom + STEP) if top < title.bottom else top
    return replace(region, y=top, h=region.bottom - top)


def title_frame(text: str, holder: Placeholder, canvas: Canvas, layout: SlideLayout) -> Frame:
    """A title in the size, alignment and anchor of its placeholder, whose colour it inherits where that reads."""
    style = holder.style or TextStyle(canvas.scale.headline, bold=True)
    size, anchor = layout.headline or style.size, layout.anchor or style.anchor
    # Insets are zero in themes made for briefing; those of a template are part of its design.
    words = paragraph(text, align=style.align)
    return Frame((words,), size, holder.color, style.bold, anchor, style.insets, style.line or 1.0, heading=True)


def _fitted(frame: Frame, layout: SlideLayout, box: Box, canvas: Canvas) -> tuple[Frame, Box, bool]:
    """The title in its place; else in a taller one; else smaller than any other, before its end is left out."""
    floor = min(frame.size, canvas.scale.headline_floor)
    narrow = replace(box, w=round(box.w * SLACK))
    fitted = fit(frame, narrow, floor, canvas.faces)
    if fitted is not None and not is_torn(fitted, narrow.w, canvas.faces):
        return fitted, box, False
    most = max(box.h, (layout.lowest_title or round(canvas.look.height * TALLEST)) - box.y)
    tall, least = replace(narrow, h=most), min(floor, HEADLINE_LEAST)
    small = fit(replace(frame, size=floor), tall, least, canvas.faces)
    shown = small or shortened(replace(frame, size=least), tall, canvas)
    return shown, replace(box, h=max(box.h, min(most, canvas.height(shown, narrow.w)))), small is None


def shortened(frame: Frame, box: Box, canvas: Canvas) -> Frame:
    """As many words of a frame's one paragraph as its box holds, with an ellipsis after them."""
    only = frame.paragraphs[0]
    words = said(split(frame, box, canvas.faces)[0]).split()
    for count in range(len(words), 0, -1):
        text = " ".join(words[:count])
        less = replace(frame, paragraphs=(replace(only, runs=(Run(text.rstrip(" ,;:") + ELLIPSIS),)),))
        if canvas.height(less, box.w) <= box.h:
            return less
    return replace(frame, paragraphs=(replace(only, runs=(Run(ELLIPSIS.strip()),)),))


def balanced(frame: Frame, box: Box, canvas: Canvas) -> Frame:
    """The frame as it wraps by itself, or a little narrower where its last word would stand alone."""
    lines = line_count(frame, round(box.w * SLACK), canvas.faces)
    shares = (share for share in (1.0, *NARROWER) if _reads_well(frame, lines, round(box.w * share), canvas))
    return replace(frame, insets=_narrowed(frame, round(box.w * (1 - next(shares, 1.0)))))


def _reads_well(frame: Frame, lines: int, width: int, canvas: Canvas) -> bool:
    """Whether it takes no more lines, and no word of it stands alone or is broken, at a width, and about it."""
    narrow, wide = round(width * SLACK), round(width / SLACK)
    alone = any(last_line_is_widow(frame, each, canvas.faces) for each in (narrow, width, wide))
    return not alone and line_count(frame, narrow, canvas.faces) == lines and not is_torn(frame, narrow, canvas.faces)


def _narrowed(frame: Frame, spare: int) -> Insets:
    """The insets with so much more at the side where lines end, or at both sides of centred ones."""
    inner, align = frame.insets, frame.paragraphs[0].align
    left = {"l": 0, "ctr": spare // 2, "r": spare}[align]
    return replace(inner, left=inner.left + left, right=inner.right + spare - left)


def _label(slide: Slide, layout: SlideLayout, title: Box, canvas: Canvas) -> tuple[tuple[Placed, ...], str]:
    """The label on its one line, and the words that it has no room for."""
    if not slide.label:
        return (), ""
    holder = next((each for each in layout.placeholders if each.name == LABEL), None)
    box = holder.box if holder else layout.label or Box(title.x, title.y - LABEL_HEIGHT, title.w, LABEL_HEIGHT)
    color = layout.label_color
    align = titled.style.align if (titled := layout.placeholder("title", "ctrTitle")) and titled.style else "l"
    words = paragraph(slide.label, align="l" if holder else align)
    frame = canvas.frame(words, size=canvas.scale.label + 1, color=color, bold=True, anchor="b")
    frame = replace(frame, color="") if holder else frame
    fitted, left = fit(frame, box, canvas.scale.label, canvas.faces), None
    if fitted is None:
        fitted, left = split(replace(frame, size=canvas.scale.label), box, canvas.faces)
    return (_held(holder, fitted) if holder else text_box(LABEL, box, fitted),), said(left)


def _held(holder: Placeholder, frame: Frame) -> PlaceholderBox:
    return PlaceholderBox(holder.type, holder.idx, frame, None, LABEL)
