"""The opening slide: title, subtitle and details in the placeholders of the title layout."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.model import Block, Slide, Text
from briefing.render.pptx.arrange.canvas import Canvas, paragraph, said, text_box
from briefing.render.pptx.arrange.headline import balanced
from briefing.render.pptx.boxes import Box, Frame, Placed, PlaceholderBox, PlaceholderType, inches
from briefing.render.pptx.fit import fit, split
from briefing.render.pptx.look import Placeholder, SlideLayout, TextStyle

TYPES: dict[str, PlaceholderType] = {"title": "title", "ctrTitle": "ctrTitle", "subTitle": "subTitle"}
LEAST = inches(0.4)


def place_opening(slide: Slide, layout: SlideLayout, canvas: Canvas) -> tuple[tuple[Placed, ...], tuple[Block, ...]]:
    """What does not fit, or has no placeholder, goes on as running text on the next slide."""
    sizes = canvas.scale
    details = [block.text for block in slide.blocks if isinstance(block, Text)]
    subtitle = [slide.subtitle] if slide.subtitle else []
    body, under = layout.placeholder("body", "obj"), layout.placeholder("subTitle")
    if body is None and under is not None:
        subtitle, details = [*subtitle, *details], []
    elif under is None and layout.own_palette:
        subtitle, details = [], [*subtitle, *details]
    title_size = layout.headline or sizes.statement
    parts = (
        (layout.placeholder("ctrTitle", "title"), [slide.title], title_size, sizes.statement_floor),
        (under, subtitle, sizes.lead, sizes.body_floor),
        (body, [] if body is None else details, sizes.body_floor, sizes.table_floor),
    )
    boxes: list[Placed] = []
    rest: list[Block] = []
    for holder, lines, size, floor in parts:
        box, later = _part(holder, lines, size, floor, canvas)
        boxes += [box] if box else []
        rest += [Text(later)] if later else []
    if body is None and details:
        placed, more = _loose(details, layout, canvas)
        boxes, rest = [*boxes, *placed], [*rest, *more]
    return tuple(boxes), tuple(rest)


def _loose(details: list[str], layout: SlideLayout, canvas: Canvas) -> tuple[list[Placed], list[Block]]:
    """Details in a text box of their own, where a theme's own opening slide has neither body nor subtitle."""
    room = layout.region
    if not layout.own_palette or room.h < LEAST:
        return [], [Text(" ".join(details))]
    frame = canvas.frame(*map(paragraph, details), size=canvas.scale.body_floor, color="muted")
    fitted, later = _fitted(frame, room, canvas.scale.body_floor, canvas)
    box = replace(room, h=min(room.h, canvas.height(fitted, room.w)))
    return [text_box("Details", box, fitted)], [Text(said(later))] if later else []


def _part(
    holder: Placeholder | None, lines: list[str], size: float, floor: float, canvas: Canvas
) -> tuple[PlaceholderBox | None, str]:
    if not lines or holder is None:
        return None, " ".join(lines)
    is_title = holder.type in ("ctrTitle", "title")
    style = holder.style or TextStyle(size, bold=is_title)
    frame = Frame(
        tuple(paragraph(line, align=style.align) for line in lines),
        size,
        holder.color,
        style.bold,
        style.anchor,
        style.insets,
        style.line or 1.0,
        heading=is_title,
    )
    fitted, later = _fitted(frame, holder.box, floor, canvas)
    if is_title:
        fitted = balanced(fitted, holder.box, canvas)
    box = holder.box if holder.moved else None
    return PlaceholderBox(TYPES.get(holder.type, "body"), holder.idx, fitted, box, holder.name), said(later)


def _fitted(frame: Frame, box: Box, floor: float, canvas: Canvas) -> tuple[Frame, Frame | None]:
    fitted = fit(frame, box, floor, canvas.faces)
    return (fitted, None) if fitted else split(replace(frame, size=floor), box, canvas.faces)
