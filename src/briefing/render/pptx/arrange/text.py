"""Running text: leads with a rule at their left, statements, paragraphs and plain bullets."""

from __future__ import annotations

from itertools import accumulate

from msgspec.structs import replace

from briefing.model import Bullets, Text
from briefing.render.pptx.arrange.canvas import Canvas, Piece, bullets, paragraph, text_box
from briefing.render.pptx.arrange.continued import cut_short, divide
from briefing.render.pptx.boxes import Anchor, Box, Frame, Insets, Placed, ShapeBox, inches
from briefing.render.pptx.fit import fit

RULE = inches(0.06)
RULE_GAP = inches(0.2)
FEW = 6  # bullets that may be set larger, so that the slide is not half empty
MOST_WORDS = 90  # in bullets on one slide


def place_text(block: Text, box: Box, canvas: Canvas) -> Piece:
    """A paragraph; a lead or a statement has an accent rule at its left."""
    frame = _text_frame(block, canvas)
    fitted = fit(frame, box, _floor(block, canvas), canvas.faces)
    rest = None
    if fitted is None:
        fitted, later = cut_short(replace(frame, size=_floor(block, canvas)), box, canvas)
        rest = replace(block, text=later) if later else None
    # A statement stands in the middle of its region; running text begins at the top and takes what it needs.
    height = box.h if block.style == "statement" else min(box.h, canvas.height(fitted, box.w))
    at = Box(box.x, box.y, box.w, height)
    return Piece((*_rule(block, at, fitted, canvas), text_box(_name(block), at, fitted)), at.bottom, rest)


def place_bullets(block: Bullets, box: Box, canvas: Canvas) -> Piece:
    """A list; what does not fit, or is more than one reads at a glance, continues."""
    if not block.items and not block.heading:
        return Piece((), box.y)
    count = _at_a_glance(block.items)
    over, block = block.items[count:], replace(block, items=block.items[:count])
    frame = bullet_frame(block, canvas)
    fitted = fit(frame, box, canvas.scale.body_floor, canvas.faces)
    rest = None
    if fitted is None:
        small = replace(frame, size=canvas.scale.body_floor)
        fitted, later = divide(small, box, canvas, headed=bool(block.heading))
        rest = Bullets(later.texts, later.heading) if later else None
    if over:
        rest = Bullets((*(rest.items if rest else ()), *over), rest.heading if rest else "")
    needed = canvas.height(fitted, box.w)
    at = Box(box.x, box.y, box.w, min(box.h, needed + needed // 25))  # not filled to the last point
    return Piece((text_box("Bullets", at, fitted),), at.bottom, rest)


def _at_a_glance(items: tuple[str, ...]) -> int:
    """How many of the items, at least one, stay within the words that one reads at a glance."""
    words = accumulate(len(item.split()) for item in items)
    return max(1, sum(total <= MOST_WORDS for total in words))


def bullet_frame(block: Bullets, canvas: Canvas) -> Frame:
    """The list as one frame, its heading first."""
    heading = (paragraph(block.heading, bold=True, after=6),) if block.heading else ()
    few = len(block.items) <= FEW
    size, after = (canvas.scale.lead + 4, 14) if few else (canvas.scale.lead, 10)
    return canvas.frame(*heading, *bullets(block.items, after=after), size=size, line=1.05)


def _text_frame(block: Text, canvas: Canvas) -> Frame:
    ruled = Insets(RULE + RULE_GAP) if block.style != "body" else Insets()
    size = {"lead": canvas.scale.lead, "statement": 26.0, "body": canvas.scale.body}[block.style]
    anchor: Anchor = "ctr" if block.style == "statement" else "t"
    return canvas.frame(paragraph(block.text), size=size, anchor=anchor, insets=ruled, line=1.05)


def _floor(block: Text, canvas: Canvas) -> float:
    return canvas.scale.body if block.style == "statement" else canvas.scale.body_floor


def _rule(block: Text, box: Box, frame: Frame, canvas: Canvas) -> tuple[Placed, ...]:
    if block.style == "body":
        return ()
    needed = canvas.height(frame, box.w)
    top = box.y + (box.h - needed) // 2 if frame.anchor == "ctr" else box.y
    at = Box(box.x, top, RULE, min(needed, box.h))
    return (ShapeBox("rect", at, f"Rule: {_name(block)}", fill=canvas.color("accent")),)


def _name(block: Text) -> str:
    return {"lead": "Lead", "statement": "Statement", "body": "Text"}[block.style]
