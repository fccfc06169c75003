"""The canvas: a theme's look with measuring at hand, and the frames and spaces that every composition shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from msgspec import Struct

from briefing.model import Block
from briefing.render.pptx.boxes import Align, Anchor, Box, Frame, Insets, Paragraph, Placed, Run, ShapeBox, inches
from briefing.render.pptx.fit import height
from briefing.render.pptx.fonts import Typefaces
from briefing.render.pptx.look import NO_INSETS, Look, SlideLayout, TypeScale

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
