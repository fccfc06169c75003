"""The opening slide: title, subtitle and details on one slide, whatever the template leaves for them.

What has no room is set smaller; then less is said, the last details first; then another slide layout is tried.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Slide, Text
from briefing.render.pptx.arrange.canvas import Canvas, canvas_of, paragraph, text_box
from briefing.render.pptx.arrange.headline import balanced, place_head
from briefing.render.pptx.boxes import Anchor, Box, Frame, Placed, PlaceholderBox, inches
from briefing.render.pptx.fit import fit, is_torn
from briefing.render.pptx.look import Look, Placeholder, SlideLayout, TextStyle

LEAST = inches(0.3)  # of the height of a text box of our own
TITLES = ("ctrTitle", "title")
LAYOUTS = ("title", "title-only")  # roles whose layouts are tried
TITLE_LEAST, SUBTITLE_LEAST, DETAILS_LEAST = 18.0, 12.0, 10.0  # where it does not fit at the usual floors


class Opening(Struct, frozen=True):
    """The boxes of the slide, the role whose layout it has, and what there was no room for."""

    role: str
    boxes: tuple[Placed, ...]
    left: tuple[str, ...] = ()


class _Said(Struct, frozen=True):
    """What is said on the slide, and what no longer is."""

    subtitle: str
    details: tuple[str, ...]
    left: tuple[str, ...] = ()


class _Part(Struct, frozen=True):
    """Lines that stand together, and the sizes that they may have."""

    lines: tuple[str, ...]
    size: float
    floor: float
    least: float


def place_opening(slide: Slide, look: Look) -> Opening:
    """The slide at the first way to say it that fits; of a title that fits in no way as much as there is room for."""
    for role in LAYOUTS:
        layout = look.layouts[role]
        canvas = canvas_of(look, layout)
        for said in _less_and_less(slide):
            boxes = _placed(slide.title, said, layout if role == "title" else _bare(layout), canvas)
            if boxes is not None:
                return Opening(role, boxes, said.left)
    return _cut(slide, look)


def _bare(layout: SlideLayout) -> SlideLayout:
    """A layout of other slides with its title alone: what goes under it stands in text boxes."""
    return replace(layout, placeholders=tuple(each for each in layout.placeholders if each.type in TITLES))


def _less_and_less(slide: Slide) -> Iterator[_Said]:
    details = tuple(block.text for block in slide.blocks if isinstance(block, Text))
    for count in range(len(details), -1, -1):
        yield _Said(slide.subtitle, details[:count], details[count:])
    if slide.subtitle:
        yield _Said("", (), (slide.subtitle, *details))


def _cut(slide: Slide, look: Look) -> Opening:
    role = LAYOUTS[-1]
    layout = look.layouts[role]
    head = place_head(replace(slide, label=""), layout, canvas_of(look, layout))
    *_, least = _less_and_less(slide)
    return Opening(role, head.boxes, (slide.title, *least.left) if head.cut else least.left)


def _placed(title: str, said: _Said, layout: SlideLayout, canvas: Canvas) -> tuple[Placed, ...] | None:
    """Everything in the placeholders of its sort, else in text boxes under the title; None where one does not fit."""
    sizes = canvas.scale
    heading = _Part((title,), layout.headline or sizes.statement, sizes.statement_floor, TITLE_LEAST)
    body, under = layout.placeholder("body", "obj"), layout.placeholder("subTitle")
    subtitle, details = ((said.subtitle,) if said.subtitle else ()), said.details
    if body is None and under is not None:
        subtitle, details = (*subtitle, *details), ()
    elif under is None:
        subtitle, details = (), (*subtitle, *details)
    parts = (
        (layout.placeholder(*TITLES), heading),
        (under, _Part(subtitle, sizes.lead, sizes.body_floor, SUBTITLE_LEAST)),
        (body, _Part(details, sizes.body_floor, sizes.table_floor, DETAILS_LEAST)),
    )
    boxes: list[Placed] = []
    for holder, part in parts:
        if not part.lines:
            continue
        if holder is None and part is heading:
            return None
        anchor: Anchor | None = layout.anchor if part is heading else "t" if layout.anchor else None
        box = _loose(part, layout.region, canvas) if holder is None else _held(holder, part, canvas, anchor)
        if box is None:
            return None
        boxes.append(box)
    return tuple(boxes)


def _loose(part: _Part, room: Box, canvas: Canvas) -> Placed | None:
    """Lines in a text box of their own, where there is no placeholder for them."""
    if room.h < LEAST:
        return None
    frame = canvas.frame(*map(paragraph, part.lines), size=part.size, color="muted")
    fitted = _fitted(frame, room, part, canvas)
    return text_box("Details", replace(room, h=min(room.h, canvas.height(fitted, room.w))), fitted) if fitted else None


def _held(holder: Placeholder, part: _Part, canvas: Canvas, anchor: Anchor | None) -> PlaceholderBox | None:
    is_title = holder.type in TITLES
    style = holder.style or TextStyle(part.size, bold=is_title)
    frame = Frame(
        tuple(paragraph(line, align=style.align) for line in part.lines),
        part.size,
        holder.color,
        style.bold,
        anchor or style.anchor,
        style.insets,
        style.line or 1.0,
        heading=is_title,
    )
    fitted = _fitted(frame, holder.box, part, canvas)
    if fitted is None:
        return None
    fitted = balanced(fitted, holder.box, canvas) if is_title else fitted
    return PlaceholderBox(holder.type, holder.idx, fitted, holder.box if holder.moved else None, holder.name)


def _fitted(frame: Frame, box: Box, part: _Part, canvas: Canvas) -> Frame | None:
    """The frame at its usual sizes, or smaller where it does not fit or a word would be broken."""
    for size, floor in ((part.size, part.floor), (part.floor, part.least)):
        fitted = fit(replace(frame, size=min(frame.size, size)), box, min(size, floor), canvas.faces)
        if fitted is not None and not is_torn(fitted, box.w, canvas.faces):
            return fitted
    return None
