"""The opening slide: title, subtitle and details in the placeholders of the title layout."""

from __future__ import annotations

from dataclasses import replace

from briefing.model import Block, Slide, Text
from briefing.render.pptx.arrange.canvas import Canvas, paragraph, said
from briefing.render.pptx.arrange.headline import balanced
from briefing.render.pptx.boxes import Frame, Placed, PlaceholderBox, PlaceholderType
from briefing.render.pptx.fit import fit, split
from briefing.render.pptx.look import Placeholder, SlideLayout, TextStyle

TYPES: dict[str, PlaceholderType] = {"title": "title", "ctrTitle": "ctrTitle", "subTitle": "subTitle"}


def place_opening(slide: Slide, layout: SlideLayout, canvas: Canvas) -> tuple[tuple[Placed, ...], tuple[Block, ...]]:
    """What does not fit, or has no placeholder, goes on as running text on the next slide."""
    sizes = canvas.scale
    details = [block.text for block in slide.blocks if isinstance(block, Text)]
    parts = (
        (layout.placeholder("ctrTitle", "title"), [slide.title], sizes.statement, sizes.statement_floor),
        (layout.placeholder("subTitle"), [slide.subtitle] if slide.subtitle else [], sizes.lead, sizes.body_floor),
        (layout.placeholder("body"), details, sizes.body_floor, sizes.table_floor),
    )
    boxes: list[Placed] = []
    rest: list[Block] = []
    for holder, lines, size, floor in parts:
        box, later = _part(holder, lines, size, floor, canvas)
        boxes += [box] if box else []
        rest += [Text(later)] if later else []
    return tuple(boxes), tuple(rest)


def _part(
    holder: Placeholder | None, lines: list[str], size: float, floor: float, canvas: Canvas
) -> tuple[PlaceholderBox | None, str]:
    if not lines or holder is None:
        return None, " ".join(lines)
    is_title = holder.type in ("ctrTitle", "title")
    style = holder.style or TextStyle(size, bold=is_title)
    frame = Frame(tuple(map(paragraph, lines)), size, "", style.bold, style.anchor, line=style.line, heading=is_title)
    fitted, later = _fitted(frame, holder, floor, canvas)
    if is_title:
        fitted = balanced(fitted, holder.box, canvas)
    return PlaceholderBox(TYPES.get(holder.type, "body"), holder.idx, fitted, None, holder.name), said(later)


def _fitted(frame: Frame, holder: Placeholder, floor: float, canvas: Canvas) -> tuple[Frame, Frame | None]:
    fitted = fit(frame, holder.box, floor, canvas.faces)
    return (fitted, None) if fitted else split(replace(frame, size=floor), holder.box, canvas.faces)
