"""Continuing: text divided between two slides, with its heading over both parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import fields, replace

from briefing.model import Block, Bullets, Chart, Diagram, Text
from briefing.page.arrange.canvas import Canvas, Piece, bullets, paragraph, said, text_box
from briefing.page.boxes import Anchor, Box, Frame, Insets, Paragraph, Placed, ShapeBox, inches, points
from briefing.page.fit import fit, split

# Progress: how much blocks still have to say, and what is put in the place of one that would never end.
#
# Each slide that continues another has to leave a smaller measure, and measures are natural numbers; so the slides
# end.

DRAWN = (Chart, Diagram)  # where they cannot be drawn, they go on as tables and cards, whose headings are words of ours
UNSAID = frozenset({"style", "icon", "mark", "better", "verdict", "summary", "id", "source", "target", "unit", "form"})
Measure = tuple[int, int]


def measure(blocks: Sequence[Block]) -> Measure:
    """Drawings that may still become something else, then visible letters. Smaller is nearer to the end."""
    letters = sum(len("".join(text.split())) for block in blocks for text in _texts(block))
    return sum(isinstance(block, DRAWN) for block in blocks), letters


def measured_words(block: Block) -> str:
    """All that a block says, as one text."""
    return " ".join(word for each in _texts(block) for word in each.split())


def as_text(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the first one as running text."""
    first, *others = blocks
    text = measured_words(first)
    return (Text(text), *others) if text else tuple(others)


def _texts(value: object) -> Iterator[str]:
    """Every text of a block that a reader sees, in its order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, Struct):
        for each in fields(value):
            yield from () if each.name in UNSAID else _texts(getattr(value, each.name))


LEAST = 2  # lines that go on


class Rest(Struct, frozen=True):
    """What stands on the next slide: the heading, and the paragraphs that are left."""

    heading: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of each paragraph."""
        return tuple("".join(run.text for run in each.runs) for each in self.paragraphs)

    @property
    def goes_on(self) -> bool:
        """Whether the first paragraph is the end of one that began before, or never had a bullet."""
        return bool(self.paragraphs) and not self.paragraphs[0].bullet


def divide(frame: Frame, box: Box, canvas: Canvas, *, headed: bool) -> tuple[Frame, Rest | None]:
    """What fits of a frame at its size, and the rest, which has two lines at the least if there are so many.

    With `headed` the first paragraph is repeated over the rest. A heading that takes half of the box is not repeated,
    but read on, for else nothing would ever be left to say.
    """
    if not headed:
        shown, later = split(frame, box, canvas.faces, LEAST)
        return shown, Rest("", later.paragraphs) if later else None
    head, *body = frame.paragraphs
    alone = replace(frame, paragraphs=(head,))
    top = canvas.height(alone, box.w) - frame.insets.bottom + points(head.after)
    if not body or top > box.h // 2:
        return _read_on(frame, box, canvas)
    under = replace(frame, paragraphs=tuple(body), insets=replace(frame.insets, top=top))
    shown, later = split(under, box, canvas.faces, LEAST)
    whole = replace(frame, paragraphs=(head, *shown.paragraphs))
    return whole, Rest(said(alone), later.paragraphs) if later else None


def _read_on(frame: Frame, box: Box, canvas: Canvas) -> tuple[Frame, Rest | None]:
    shown, later = split(frame, box, canvas.faces)
    if later is None:
        return shown, None
    if len(later.paragraphs) < len(frame.paragraphs):
        return shown, Rest("", later.paragraphs)
    heading, *body = later.paragraphs
    return shown, Rest(said(replace(later, paragraphs=(heading,))), tuple(body))


def cut_short(frame: Frame, box: Box, canvas: Canvas) -> tuple[Frame, str]:
    """As many lines as the box holds, and the words that are left over, empty where it holds them all."""
    shown, later = split(frame, box, canvas.faces)
    return shown, said(later)


# Running text: leads with a rule at their left, statements, paragraphs and plain bullets.

RULE = inches(0.06)
RULE_GAP = inches(0.2)
FEW = 6  # bullets that may be set larger, so that the slide is not half empty
MOST_WORDS = 90  # in bullets on one slide


def place_text(block: Text, box: Box, canvas: Canvas, *, last: bool = True) -> Piece:
    """A paragraph; a lead or a statement has an accent rule at its left. With nothing after it, a statement has all."""
    frame = _text_frame(block, canvas)
    fitted = fit(frame, box, _floor(block, canvas), canvas.faces)
    rest = None
    if fitted is None:
        fitted, later = cut_short(replace(frame, size=_floor(block, canvas)), box, canvas)
        rest = replace(block, text=later) if later else None
    # A statement stands in the middle of its region; running text begins at the top and takes what it needs, and so
    # does a statement with more to come under it.
    height = box.h if block.style == "statement" and last else min(box.h, canvas.height(fitted, box.w))
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
