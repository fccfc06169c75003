"""The decision as the largest words of its slide, what it gives and takes beside it, and the first steps at the foot.

It opens a briefing, with its figures on a panel, or closes it, on a ground of its own. Where a slide layout has no room
for that, or sets its titles otherwise, the blocks stand under the title as on any slide.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefing.model import Card, Columns, Slide, Text, Tile, Tiles
from briefing.page.arrange.canvas import (
    GUTTER,
    SLACK,
    STEP,
    Canvas,
    balanced,
    columns,
    paragraph,
    place_head,
    text_box,
    title_frame,
)
from briefing.page.boxes import Anchor, Box, Frame, Insets, LineBox, Placed, PlaceholderBox, ShapeBox, inches
from briefing.page.fit import is_torn, last_line_is_widow, line_count
from briefing.page.look import Placeholder, SlideLayout

FIGURES, SHARE = inches(4.0), 0.36  # the column of what it gives and takes, at most, and of the width
APART = inches(0.6)
PAD = inches(0.35)  # of a panel
NARROWEST = inches(8)
EDGE = inches(0.4)  # by which title and content may stand apart at either side
SAID = (60.0, 54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 26.0, 24.0)
LINES, LONG = 4, 36.0  # so many lines, but at this size and under it as many as there is room for
NEARLY = 0.75  # of the largest size
VALUES = (40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0)
BESIDE = 3  # figures beside the decision; a fourth stands under it
UNDER = 24.0
PHRASES = {1: 28.0, 2: 24.0}  # a value that takes more than a line, where there are so many, else
PHRASE = 20.0
DOT = inches(0.14)
DATES = (18.0, 16.0, 14.0)  # of a step, the largest at which each stands on a line


def place_closing(slide: Slide, layout: SlideLayout, room: Box, canvas: Canvas) -> tuple[Placed, ...] | None:
    """All of the slide but what stands under its content; None where it is no such slide, or has no room like this."""
    said, tiles, foot = _parts(slide)
    holder = layout.placeholder("title", "ctrTitle")
    if holder is None or not tiles or not _is_roomy(holder, layout):
        return None
    steps = _steps(foot, room, canvas)
    if steps is None:
        return None
    opens = slide.role != "closing"
    top = holder.box.y
    bottom = min((_top(each) for each in steps), default=room.bottom) - (4 * STEP if steps else 0)
    wide = min(FIGURES, round(room.w * SHARE))
    place = Box(holder.box.x, top, room.right - wide - APART - holder.box.x, bottom - top)
    last = _last(tiles[BESIDE:], Box(room.x, top, place.right - room.x, place.h), canvas)
    above = min((_top(each) for each in last), default=bottom + 2 * STEP) - 2 * STEP
    anchor: Anchor = "ctr" if opens else "t"
    decision = _decision(slide, said, holder, layout, replace(place, h=above - top), canvas, anchor)
    column = Box(room.right - wide, top, wide, bottom - top)
    figures = (_on_panel if opens else _figures)(tiles[:BESIDE], column, canvas)
    head = place_head(slide, layout, canvas)
    if decision is None or figures is None or head.rest:
        return None
    title, *under = decision
    return (title, *map(_from_left, head.boxes[1:]), *under, *last, *figures, *steps)


def _parts(slide: Slide) -> tuple[str, Sequence[Tile], tuple[Text | Columns, ...]]:
    """The decision that is not the title, the figures, and what stands at the foot; no figures where it is more."""
    first, *others = (*slide.blocks, None)
    said = first.text if isinstance(first, Text) else ""
    shown, *foot = others if said else (first, *others)
    steps = tuple(each for each in foot if isinstance(each, Text | Columns))
    only = len(steps) == len([each for each in foot if each])
    return said, shown.tiles if isinstance(shown, Tiles) and only else (), steps


def _is_roomy(holder: Placeholder, layout: SlideLayout) -> bool:
    """Whether title and content are one wide column, the title first."""
    title, region = holder.box, layout.region
    beside = abs(title.x - region.x) > EDGE or abs(title.right - region.right) > EDGE
    return min(title.w, region.w) >= NARROWEST and not beside and title.bottom <= region.y and not holder.turned


def _from_left(box: Placed) -> Placed:
    """A label as its title, which has a column at the left also where a layout sets it in the middle."""
    if not isinstance(box, ShapeBox) or box.frame is None:
        return box
    return replace(box, frame=replace(box.frame, paragraphs=tuple(replace(p, align="l") for p in box.frame.paragraphs)))


def _top(box: Placed) -> int:
    return box.y1 if isinstance(box, LineBox) else box.box.y if isinstance(box, ShapeBox) else 0


def _decision(
    slide: Slide, said: str, holder: Placeholder, layout: SlideLayout, place: Box, canvas: Canvas, anchor: Anchor
) -> tuple[Placed, ...] | None:
    """The title as large as it fits; or over the decision, which is."""
    frame = replace(title_frame(slide.title, holder, canvas, layout), anchor="t" if said else anchor)
    frame = replace(frame, paragraphs=tuple(replace(each, align="l") for each in frame.paragraphs))
    kind = "title" if holder.type == "title" else "ctrTitle"
    if not said:
        fitted = _largest(frame, place, canvas)
        return (PlaceholderBox(kind, holder.idx, balanced(fitted, place, canvas), place, "Title"),) if fitted else None
    over = replace(frame, size=canvas.scale.headline_floor)  # of the title, over what is larger
    height = canvas.height(over, round(place.w * SLACK))
    rest = Box(place.x, place.y + height + 2 * STEP, place.w, place.h - height - 2 * STEP)
    insets = Insets(left=over.insets.left)
    fitted = _largest(canvas.frame(paragraph(said), size=over.size, bold=True, insets=insets), rest, canvas)
    if fitted is None or line_count(over, round(place.w * SLACK), canvas.faces) > 2:
        return None
    above = replace(place, h=height)
    title = PlaceholderBox(kind, holder.idx, balanced(over, above, canvas), above, "Title")
    return title, text_box("Decision", rest, balanced(fitted, rest, canvas))


def _largest(frame: Frame, box: Box, canvas: Canvas) -> Frame | None:
    """The frame as large as it fits; a little smaller, if so no word stands alone on its last line."""
    width = round(box.w * SLACK)
    fitting = [
        made
        for made in (replace(frame, size=size) for size in SAID)
        if canvas.height(made, width) <= box.h
        and not is_torn(made, width, canvas.faces)
        and (line_count(made, width, canvas.faces) <= LINES or made.size <= LONG)
    ]
    sound = (each for each in fitting if not last_line_is_widow(each, width, canvas.faces))
    largest = next(iter(fitting), None)
    whole = next((each for each in sound if largest and each.size >= largest.size * NEARLY), None)
    return whole or largest


def _on_panel(tiles: Sequence[Tile], box: Box, canvas: Canvas) -> list[Placed] | None:
    """The figures on a ground that is the inverse of the slide's."""
    fill, drawing = (
        ("surface", replace(canvas, inverse=False)) if canvas.inverse else ("ink", replace(canvas, inverse=True))
    )
    boxes = _figures(tiles, box.inset(PAD, PAD), drawing)
    return [ShapeBox("rect", box, "Panel", fill=fill), *boxes] if boxes else None


def _figures(tiles: Sequence[Tile], box: Box, canvas: Canvas) -> list[Placed] | None:
    """One under the other with hairlines between them, over the whole height; labels and notes smaller at last."""
    floors = (canvas.scale.body_floor, canvas.scale.table_floor)
    for small, size in ((small, size) for small in floors for size in VALUES):
        frames = [_figure(each, canvas, size, box.w, small, PHRASES.get(len(tiles), PHRASE)) for each in tiles]
        heights = [canvas.height(each, box.w) for each in frames]
        spare = box.h - sum(heights)
        apart = min(spare // max(1, len(frames) - 1), 8 * STEP) if len(frames) > 1 else 0
        if spare < 0 or (len(frames) > 1 and apart < 2 * STEP) or any(is_torn(f, box.w, canvas.faces) for f in frames):
            continue
        boxes: list[Placed] = []
        top = box.y
        for number, (tile, frame, height) in enumerate(zip(tiles, frames, heights, strict=True), 1):
            if number > 1:
                rule = top - apart // 2
                boxes.append(LineBox(box.x, rule, box.right, rule, f"Divider {number}", canvas.color("muted")))
            boxes.append(text_box(f"Tile {number}: {tile.label}", Box(box.x, top, box.w, height), frame))
            top += height + apart
        return boxes
    return None


def _last(tiles: Sequence[Tile], place: Box, canvas: Canvas) -> list[Placed]:
    """What stands under the decision: usually who decides by when."""
    frames = [_figure(each, canvas, UNDER, place.w, canvas.scale.body_floor) for each in tiles]
    height = max((canvas.height(each, place.w) for each in frames), default=0)
    cells = columns(Box(place.x, place.bottom - height, place.w, height), (1,) * len(frames)) if frames else []
    return [
        text_box(f"Tile {number}: {tile.label}", cell, frame)
        for number, (tile, cell, frame) in enumerate(zip(tiles, cells, frames, strict=True), BESIDE + 1)
    ]


def _figure(tile: Tile, canvas: Canvas, size: float, width: int, small: float, phrase: float = PHRASE) -> Frame:
    value = canvas.frame(paragraph(tile.value), size=size, bold=True)
    fits = line_count(value, width, canvas.faces) == 1
    parts = (
        (tile.label, paragraph(tile.label, bold=True, color=canvas.color("accent"), size=small, after=2)),
        (tile.value, paragraph(tile.value, bold=True, size=size if fits else min(size, phrase), after=2)),
        (tile.note, paragraph(tile.note, color=canvas.color("muted"), size=small)),
    )
    return canvas.frame(*(each for text, each in parts if text), size=size)


def _steps(blocks: Sequence[Text | Columns], room: Box, canvas: Canvas) -> list[Placed] | None:
    """What follows from the decision, as dots on a line; nothing of it is continued. None where it has no room."""
    if not blocks:
        return []
    if len(blocks) != 2 or not isinstance(blocks[0], Text) or not isinstance(blocks[1], Columns):
        return None
    lead, cards = blocks[0].text, blocks[1].cards
    cells = columns(room, (1,) * len(cards), 2 * GUTTER)
    heads = [paragraph(each.heading, bold=True) for each in cards]
    fits = (
        size
        for size in DATES
        if all(line_count(canvas.frame(each, size=size), cells[0].w, canvas.faces) == 1 for each in heads)
    )
    size = next(fits, DATES[-1])
    frames = [_step(each, canvas, size) for each in cards]
    words = canvas.frame(paragraph(lead, bold=True, color=canvas.color("accent")), size=canvas.scale.body_floor)
    tall, head = (max(canvas.height(f, cells[0].w) for f in frames), canvas.height(words, room.w))
    if any(is_torn(f, cells[0].w, canvas.faces) for f in frames) or tall + head > room.h * 2 // 3:
        return None
    top = room.bottom - tall
    line = top - 2 * STEP
    boxes: list[Placed] = [
        text_box("Steps", Box(room.x, line - 2 * STEP - head, room.w, head), words),
        LineBox(room.x, line, room.right, line, "Line", canvas.color("muted"), 1.25),
    ]
    for number, (frame, cell) in enumerate(zip(frames, cells, strict=True), 1):
        dot = Box(cell.x, line - DOT // 2, DOT, DOT)
        boxes.append(ShapeBox("ellipse", dot, f"Dot {number}", fill=canvas.color("accent")))
        boxes.append(text_box(f"Step {number}", Box(cell.x, top, cell.w, tall), frame))
    return boxes


def _step(card: Card, canvas: Canvas, size: float) -> Frame:
    heading = paragraph(card.heading, bold=True, size=size, after=3)
    return canvas.frame(heading, paragraph(card.text), size=canvas.scale.body_floor)
