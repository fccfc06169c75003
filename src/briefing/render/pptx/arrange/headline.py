"""Headlines: the label and the title of a slide in their placeholders, and the region that is left for content."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefing.model import Block, Slide, Text
from briefing.render.pptx.arrange.canvas import Canvas, paragraph, said, text_box
from briefing.render.pptx.boxes import Box, Frame, Placed, PlaceholderBox, inches
from briefing.render.pptx.fit import fit, line_count, split
from briefing.render.pptx.look import Placeholder, SlideLayout, TextStyle

LABEL = "Label"
LABEL_HEIGHT = inches(0.25)
NARROWER = (0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)  # of the width, tried in this order
TALLEST = 0.5  # of the slide: a longer title goes on in the body


@dataclass(frozen=True, slots=True)
class Head:
    """The boxes over the content, the region under them, and what of the title has to stand there."""

    boxes: tuple[Placed, ...]
    region: Box
    rest: tuple[Block, ...] = ()


def place_head(slide: Slide, layout: SlideLayout, canvas: Canvas) -> Head:
    """The title at its size or smaller; one that is too long takes room from the content."""
    holder = layout.placeholder("title", "ctrTitle")
    assert holder is not None, f"slide layout {layout.name} has no title"
    frame = title_frame(slide.title, holder, canvas)
    fitted, box, rest = _fitted(frame, min(frame.size, canvas.scale.headline_floor), holder.box, canvas)
    fitted = balanced(fitted, box, canvas)
    title = PlaceholderBox("title" if holder.type == "title" else "ctrTitle", holder.idx, fitted, box, "Title")
    pushed = max(0, box.bottom - holder.box.bottom)
    region = replace(layout.region, y=layout.region.y + pushed, h=layout.region.h - pushed)
    blocks = (Text(rest),) if rest else ()
    return Head((title, *_label(slide, layout, holder.box, canvas)), region, blocks)


def title_frame(text: str, holder: Placeholder, canvas: Canvas) -> Frame:
    """A title in the size and anchor of its placeholder, whose colour it inherits."""
    style = holder.style or TextStyle(canvas.scale.headline, bold=True)
    return Frame((paragraph(text),), style.size, "", style.bold, style.anchor, line=style.line, heading=True)


def _fitted(frame: Frame, floor: float, box: Box, canvas: Canvas) -> tuple[Frame, Box, str]:
    fitted = fit(frame, box, floor, canvas.faces)
    if fitted is not None:
        return fitted, box, ""
    small = replace(frame, size=floor)
    most = round(canvas.look.height * TALLEST) - box.y
    grown = replace(box, h=min(canvas.height(small, box.w), most))
    shown, rest = split(small, grown, canvas.faces)
    return shown, grown, said(rest)


def balanced(frame: Frame, box: Box, canvas: Canvas) -> Frame:
    """The frame with a wider right inset, so that a headline does not break before its last word."""
    lines = line_count(frame, box.w, canvas.faces)
    if lines == 1:
        return frame
    width = next((share for share in NARROWER if line_count(frame, round(box.w * share), canvas.faces) == lines), 1.0)
    return replace(frame, insets=replace(frame.insets, right=round(box.w * (1 - width))))


def _label(slide: Slide, layout: SlideLayout, title: Box, canvas: Canvas) -> tuple[Placed, ...]:
    if not slide.label:
        return ()
    holder = next((each for each in layout.placeholders if each.name == LABEL), None)
    box = holder.box if holder else Box(title.x, title.y - LABEL_HEIGHT, title.w, LABEL_HEIGHT)
    frame = canvas.frame(paragraph(slide.label), size=canvas.scale.label + 1, color="accent", bold=True, anchor="b")
    frame = replace(frame, color="") if holder else frame
    fitted = fit(frame, box, canvas.scale.label, canvas.faces) or split(frame, box, canvas.faces)[0]
    return (_held(holder, fitted) if holder else text_box(LABEL, box, fitted),)


def _held(holder: Placeholder, frame: Frame) -> PlaceholderBox:
    return PlaceholderBox("body", holder.idx, frame, None, LABEL)
