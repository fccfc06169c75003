"""Timelines: stages as chevrons from edge to edge, their numbered milestones hanging below; with dates on an axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import GATE, Gate, Milestone, Stage, Timeline, gate_text
from briefing.page.arrange.canvas import STEP, Canvas, Piece, columns, largest, paragraph, said, text_box
from briefing.page.arrange.text import cut_short
from briefing.page.boxes import Box, Frame, Insets, LineBox, Paragraph, Placed, Run, ShapeBox, inches
from briefing.page.fit import fit, is_torn, natural_width

ACROSS = 6
USUAL = inches(11.3)
NARROWEST = inches(2.3)  # a stage on a narrower slide
CHEVRON = inches(0.7)
TALLEST_CHEVRON = 1 / 3  # of the box: a longer name goes on over the rest of its stage
BADGE = inches(0.38)
GAP = inches(0.06)
INSCRIBED = 0.7  # of the diameter of a circle: what its text has to itself
SMALLEST_NUMBER = 8.0  # points, in a badge
POINT = inches(0.2)  # how far a chevron's point reaches, and the notch at its other side
PERCENT = 100_000  # DrawingML counts shares in thousandths of a percent


class Steps(Struct, frozen=True):
    """The heights of the milestones of each stage, and the size of their text."""

    heights: tuple[tuple[int, ...], ...]
    size: float


class Chain(Struct, frozen=True):
    """The chevrons of a slide with their frames, and what is left of names that are too long for them."""

    cells: tuple[Box, ...]
    names: tuple[Frame, ...]
    left: tuple[str, ...]


def place_timeline(block: Timeline, box: Box, canvas: Canvas) -> Piece:
    """Milestones hang at equal steps; those that do not fit go on under their stage."""
    if not block.stages:
        return Piece((), box.y)
    if block.ticks and (dated := _listed(block, box, canvas)):
        return dated
    block = replace(block, ticks=(), key="")
    across = _across(block.stages, box, canvas)
    if across < min(len(block.stages), ACROSS) and (listed := _listed(block, box, canvas)):
        return listed
    shown, later = block.stages[:across], block.stages[across:]
    chain = _chain(shown, box, canvas)
    top = chain.cells[0].bottom + 3 * STEP
    room = Box(box.x, top, chain.cells[0].w, box.bottom - top)
    most = max(len(stage.milestones) for stage in shown)
    for rows in range(most, 0, -1):
        stages = [replace(stage, milestones=stage.milestones[:rows]) for stage in shown]
        steps = _largest_steps(stages, room, rows, canvas)
        if steps:
            over = [stage.milestones[rows:] for stage in shown]
            return _drawn(block, stages, chain, room, steps, (*_rests(shown, chain, over), *later), canvas)
    return _first_row_divided(block, shown, chain, room, later, canvas)


def _across(stages: Sequence[Stage], box: Box, canvas: Canvas) -> int:
    """How many stages stand side by side: six on usual slides, fewer where a long word would have to be broken."""
    most = ACROSS if box.w >= USUAL else max(1, box.w // NARROWEST)
    return next((n for n in range(most, 1, -1) if _whole(stages[:n], columns(box, [1] * n, GAP)[0], canvas)), 1)


def _whole(stages: Sequence[Stage], cell: Box, canvas: Canvas) -> bool:
    """Whether no word of these stages is broken at the smallest size."""
    names = [replace(_name(stage, canvas), size=canvas.scale.table_floor) for stage in stages]
    torn = any(is_torn(name, cell.w - 2 * POINT, canvas.faces) for name in names)
    return not torn and _is_whole(stages, cell, canvas, canvas.scale.body_floor)


def _chain(stages: Sequence[Stage], box: Box, canvas: Canvas) -> Chain:
    cells = columns(box, [1] * len(stages), GAP)
    frames = [_name(stage, canvas) for stage in stages]
    inner = cells[0].w - 2 * POINT
    fitted = [fit(frame, Box(0, 0, inner, CHEVRON), canvas.scale.table_floor, canvas.faces) for frame in frames]
    small = [replace(frame, size=canvas.scale.table_floor) for frame in frames]
    tallest = Box(0, 0, inner, max(CHEVRON, round(box.h * TALLEST_CHEVRON)))
    parts = [(one, "") if one else cut_short(other, tallest, canvas) for one, other in zip(fitted, small, strict=True)]
    height = max(CHEVRON, *(canvas.height(frame, inner) for frame, _ in parts))
    names, left = zip(*parts, strict=True)
    return Chain(tuple(replace(cell, h=height) for cell in cells), names, left)


def _name(stage: Stage, canvas: Canvas) -> Frame:
    words = paragraph(stage.name, align="ctr")
    return canvas.frame(words, size=canvas.scale.body, bold=True, color="paper", anchor="ctr")


def _rests(stages: Sequence[Stage], chain: Chain, over: Sequence[tuple[Milestone, ...]]) -> list[Stage]:
    """The stages that go on, under their name or what is left of it."""
    triples = zip(stages, chain.left, over, strict=True)
    return [Stage(left or stage.name, milestones) for stage, left, milestones in triples if left or milestones]


def _largest_steps(stages: Sequence[Stage], room: Box, rows: int, canvas: Canvas) -> Steps | None:
    """Rows of one height at the largest size that they fit at; where they do not, each stage stacks its own."""
    floor = canvas.scale.body_floor
    most = next((size for size in _sizes(canvas) if _is_whole(stages, room, canvas, size)), floor)
    even = largest(most, floor, lambda size: _even(stages, room, rows, canvas, size))
    return even or largest(min(most, canvas.scale.body), floor, lambda size: _stacked(stages, room, canvas, size))


def _sizes(canvas: Canvas) -> range:
    return range(round(canvas.scale.body) + 2, round(canvas.scale.body_floor), -1)


def _is_whole(stages: Sequence[Stage], room: Box, canvas: Canvas, size: float) -> bool:
    """Whether no word of the milestones is broken at a size."""
    frames = (_frame(each, canvas, size) for stage in stages for each in stage.milestones)
    return not any(is_torn(frame, _text_width(room), canvas.faces) for frame in frames)


def _even(stages: Sequence[Stage], room: Box, rows: int, canvas: Canvas, size: float) -> Steps | None:
    milestones = [each for stage in stages for each in stage.milestones]
    needed = max(BADGE, *(_needed(each, room, canvas, size) for each in milestones)) + 2 * STEP
    if needed * rows > room.h:
        return None
    height = max(needed, min(room.h // rows, round(needed * 1.6)))
    return Steps(tuple((height,) * len(stage.milestones) for stage in stages), size)


def _stacked(stages: Sequence[Stage], room: Box, canvas: Canvas, size: float) -> Steps | None:
    needed = [[_needed(milestone, room, canvas, size) for milestone in stage.milestones] for stage in stages]
    gap = min((room.h - sum(each)) // len(each) for each in needed if each)
    if gap < STEP:
        return None
    return Steps(tuple(tuple(height + min(gap, 3 * STEP) for height in each) for each in needed), size)


def _needed(milestone: Milestone, room: Box, canvas: Canvas, size: float) -> int:
    return max(BADGE, canvas.height(_frame(milestone, canvas, size), _text_width(room)))


def _text_width(room: Box) -> int:
    return room.w - BADGE - 2 * STEP


def _frame(milestone: Milestone, canvas: Canvas, size: float) -> Frame:
    dated = (Paragraph((Run(milestone.date, True),)),) if milestone.date else ()
    owned = (Paragraph((Run(milestone.owner, True),)),) if milestone.owner else ()
    gate = (_gate(milestone.gate, canvas),) if milestone.gate else ()
    return canvas.frame(paragraph(milestone.text), *dated, *owned, *gate, size=size, insets=Insets(top=inches(0.05)))


def _gate(gate: Gate, canvas: Canvas) -> Paragraph:
    return Paragraph((Run(f"{GATE} {gate_text(gate)}", True, canvas.color("accent")),))


def _facts(milestone: Milestone) -> str:
    return "  ·  ".join(part for part in (milestone.date, milestone.owner) if part)


def _drawn(
    block: Timeline,
    stages: Sequence[Stage],
    chain: Chain,
    room: Box,
    steps: Steps,
    rest: tuple[Stage, ...],
    canvas: Canvas,
) -> Piece:
    boxes: list[Placed] = []
    for index, stage in enumerate(stages):
        boxes.append(_chevron(stage, chain, index, "" if index else block.summary, canvas))
        heights = steps.heights[index]
        for row, milestone in enumerate(stage.milestones):
            place = Box(chain.cells[index].x, room.y + sum(heights[:row]), room.w, heights[row])
            boxes += _milestone(milestone, place, _frame(milestone, canvas, steps.size), canvas)
    return Piece(tuple(boxes), room.y + max(map(sum, steps.heights)), replace(block, stages=rest) if rest else None)


def _chevron(stage: Stage, chain: Chain, index: int, alt: str, canvas: Canvas) -> ShapeBox:
    cell = chain.cells[index]
    geometry = "homePlate" if index == 0 else "chevron"
    adjust = (("adj", round(POINT / min(cell.w, cell.h) * PERCENT)),)
    name, fill = f"Stage: {stage.name}", canvas.color("accent")
    return ShapeBox(geometry, cell, name, fill=fill, frame=chain.names[index], alt=alt, adjust=adjust)


def _milestone(milestone: Milestone, place: Box, frame: Frame, canvas: Canvas) -> list[Placed]:
    number = canvas.frame(
        paragraph(str(milestone.number), align="ctr"),
        size=canvas.scale.body_floor,
        bold=True,
        color="accent",
        anchor="ctr",
    )
    inside = Box(0, 0, round(BADGE * INSCRIBED), BADGE)
    number = fit(number, inside, SMALLEST_NUMBER, canvas.faces) or number
    badge = Box(place.x, place.y, BADGE, BADGE)
    text = Box(place.x + BADGE + STEP, place.y, _text_width(place), place.h - STEP)
    name = f"Milestone {milestone.number}"
    return [
        ShapeBox("ellipse", badge, f"{name} number", outline=canvas.color("accent"), weight=1.5, frame=number),
        text_box(name, text, frame),
    ]


def _first_row_divided(
    block: Timeline, shown: Sequence[Stage], chain: Chain, room: Box, later: tuple[Stage, ...], canvas: Canvas
) -> Piece:
    """Not even the first milestone of each stage fits: each shows what it can, and goes on."""
    parts = [_divided(stage, room, canvas) for stage in shown]
    rests = _rests(shown, chain, [over for _, over in parts])
    steps = Steps(((room.h,),) * len(parts), canvas.scale.body_floor)
    return _drawn(block, [stage for stage, _ in parts], chain, room, steps, (*rests, *later), canvas)


def _divided(stage: Stage, room: Box, canvas: Canvas) -> tuple[Stage, tuple[Milestone, ...]]:
    """The stage with what fits of its first milestone, and the milestones that go on."""
    if not stage.milestones:
        return stage, ()
    first, *others = stage.milestones
    size, place = canvas.scale.body_floor, Box(0, 0, _text_width(room), room.h - STEP)
    if canvas.height(_frame(first, canvas, size), place.w) <= place.h:
        return replace(stage, milestones=(first,)), tuple(others)
    undated = replace(first, date="", owner="")
    frame, left = cut_short(_frame(undated, canvas, size), place, canvas)
    facts = _facts(first)
    more = replace(first, text=left) if left else replace(undated, text=facts)
    return replace(stage, milestones=(replace(undated, text=said(frame)),)), (more, *others)


# On an axis of time: a line for each milestone and gate, at its date or between those of its neighbours.

AXIS_NARROWEST, LINES_NARROWEST = inches(10), inches(6)
ON_AXIS, IN_LINES = (1.2, 5.3, 5.4), (2.2, 9.7)
AXIS_HEAD = inches(0.35)
DIAMOND = inches(0.24)
TALLEST_LINE = inches(0.55)
AXIS_LARGEST = 16.0
TICK = inches(1.25)  # the room of its text
STRETCH = inches(0.12)  # how thick what lies between two dates is


def _listed(block: Timeline, box: Box, canvas: Canvas) -> Piece | None:
    """The stages with milestones as lines, beside their axis where there is one; None where the page has no room."""
    stages = [replace(each, milestones=tuple(_with_gates(each))) for each in block.stages if each.milestones]
    if box.w < (AXIS_NARROWEST if block.ticks else LINES_NARROWEST) or not stages:
        return None
    names, texts, *others = columns(box, ON_AXIS if block.ticks else IN_LINES)
    axis = Box(others[0].x + TICK // 2, box.y, others[0].w - TICK, box.h) if others else None
    key = canvas.frame(paragraph(block.key), size=canvas.scale.label, color="muted", anchor="b")
    under, head = AXIS_HEAD if block.key else 0, AXIS_HEAD if axis else 0
    lines = sum(len(each.milestones) for each in stages)
    height = min((box.h - head - under) // lines, TALLEST_LINE)
    body = Box(box.x, box.y + head, box.w, lines * height)
    found = largest(
        AXIS_LARGEST, canvas.scale.table_floor, lambda size: _lines(stages, (names, texts, axis), height, canvas, size)
    )
    if found is None:
        return None
    boxes: list[Placed] = list(_ticks(block, axis, body, canvas)) if axis else []
    between = _between([each.at for stage in stages for each in stage.milestones])
    top = body.y
    for (name, frames), stage in zip(found, stages, strict=True):
        tall = height * len(stage.milestones)
        alt = "" if axis or boxes else block.summary
        boxes.append(LineBox(box.x, top, box.right, top, f"Rule: {stage.name}", canvas.color("line"), alt=alt))
        boxes.append(text_box(f"Stage: {stage.name}", Box(names.x, top, names.w, tall), name))
        for number, (milestone, frame) in enumerate(zip(stage.milestones, frames, strict=True)):
            place = Box(texts.x, top + number * height, texts.w, height)
            boxes.append(text_box(f"On axis {_called(milestone)}", place, frame))
            if axis:
                boxes += _on_axis(milestone, next(between), replace(axis, y=place.y, h=height), canvas)
        top += tall
    if block.key:
        boxes.append(text_box("Key", Box(box.x, body.bottom, box.w, under), key))
    return Piece(tuple(boxes), body.bottom + under)


def _with_gates(stage: Stage) -> Iterator[Milestone]:
    """Milestones with a line of its own for each gate, which has no number."""
    for each in stage.milestones:
        yield each
        if each.gate:
            yield Milestone(0, each.gate.text, each.gate.date, each.gate.owner, each.gate.at)


def _called(milestone: Milestone) -> str:
    return str(milestone.number) if milestone.number else "gate"


def _between(places: Sequence[float | None]) -> Iterator[tuple[float, float] | None]:
    """Between which dates each line without one lies, for lines stand in their order; None where that is no stretch."""
    for number, place in enumerate(places):
        start = max((each for each in places[:number] if each is not None), default=0.0)
        end = min((each for each in places[number:] if each is not None), default=1.0)
        yield (start, end) if place is None and start < end else None


def _lines(
    stages: Sequence[Stage], places: tuple[Box, Box, Box | None], height: int, canvas: Canvas, size: float
) -> list[tuple[Frame, list[Frame]]] | None:
    found = []
    names, texts, axis = places
    every = [each for stage in stages for each in stage.milestones]
    if axis and any(each.at is not None and not _mark(each, axis, canvas) for each in every):
        return None
    for stage in stages:
        name = canvas.frame(paragraph(stage.name, bold=True), size=size, color="accent", anchor="ctr")
        frames = [_line(each, axis, canvas, size) for each in stage.milestones]
        placed = [(name, names.w, height * len(frames)), *((each, texts.w, height) for each in frames)]
        if any(canvas.height(each, w) > h or is_torn(each, w, canvas.faces) for each, w, h in placed):
            return None
        found.append((name, frames))
    return found


def _line(milestone: Milestone, axis: Box | None, canvas: Canvas, size: float) -> Frame:
    """Number and text; date and owner where they have no place beside a diamond."""
    sign = f"{milestone.number}  " if milestone.number else f"{GATE} "
    number, muted = Run(sign, True, canvas.color("accent")), canvas.color("muted")
    mark = _mark(milestone, axis, canvas) if axis else None
    facts = ("" if mark else milestone.date, "" if mark and mark.owned else milestone.owner)
    beside = (Run(f"  ·  {each}", color=muted) for each in facts if each)
    return canvas.frame(
        Paragraph((number, Run(milestone.text, not milestone.number), *beside)), size=size, anchor="ctr"
    )


class Mark(Struct, frozen=True):
    """A milestone on the axis: where its diamond stands, its date at one side of that, and whether with its owner."""

    x: int
    frame: Frame
    left: int
    width: int
    owned: bool


def _mark(milestone: Milestone, axis: Box, canvas: Canvas) -> Mark | None:
    """The date with its owner at the right of the diamond, else at its left; else without the owner."""
    if milestone.at is None:
        return None
    x, beside = axis.x + round(axis.w * milestone.at), DIAMOND // 2 + STEP // 2
    owner = Run(f"  {milestone.owner}", False, canvas.color("muted"))
    date = Run(milestone.date, True)
    for runs in ((date, owner), (date,)) if milestone.owner else ((date,),):
        frame = canvas.frame(Paragraph(runs), size=canvas.scale.table_floor, anchor="ctr")
        width = natural_width(frame, canvas.faces)
        if x + beside + width <= axis.right + TICK // 2:
            return Mark(x, frame, x + beside, width, len(runs) > 1)
        if x - beside - width >= axis.x - TICK // 2:
            return Mark(x, frame, x - beside - width, width, len(runs) > 1)
    return None


def _ticks(block: Timeline, axis: Box, body: Box, canvas: Canvas) -> list[Placed]:
    """A line for each tick, and its text over it on one line; no text where that would touch the one before."""
    boxes: list[Placed] = []
    free = body.x
    for number, tick in enumerate(block.ticks, 1):
        x = axis.x + round(axis.w * tick.at)
        line = canvas.color("line")
        alt = block.summary if number == 1 else ""
        boxes.append(LineBox(x, body.y, x, body.bottom, f"Tick {number}", line, 0.5, alt=alt))
        frame = canvas.frame(
            paragraph(tick.text, align="ctr"), size=canvas.scale.table_floor, color="muted", anchor="ctr"
        )
        wide = natural_width(frame, canvas.faces)
        if x - wide // 2 >= free and x + wide // 2 <= body.right:
            boxes.append(text_box(f"Axis {number}", Box(x - wide // 2, body.y - AXIS_HEAD, wide, AXIS_HEAD), frame))
            free = x + wide // 2 + STEP
    return boxes


def _on_axis(
    milestone: Milestone, between: tuple[float, float] | None, axis: Box, canvas: Canvas
) -> Iterator[ShapeBox]:
    """A diamond with its date beside it, from left to right; without a date the stretch that it lies in."""
    mark, name = _mark(milestone, axis, canvas), f"On axis {_called(milestone)}"
    accent, paper = canvas.color("accent"), canvas.color("paper")
    if mark is None:
        if between:
            left, right = (axis.x + round(axis.w * each) for each in between)
            at = Box(left, axis.y + (axis.h - STRETCH) // 2, right - left, STRETCH)
            yield ShapeBox("rect", at, f"{name} between", fill=canvas.color("accent-soft"))
        return
    at = Box(mark.x - DIAMOND // 2, axis.y + (axis.h - DIAMOND) // 2, DIAMOND, DIAMOND)
    alt = f"{milestone.number or milestone.text}: {_facts(milestone)}"
    fill = accent if milestone.number else paper
    diamond = ShapeBox("diamond", at, f"{name} diamond", fill, accent, 2.0, alt=alt)
    tall = canvas.height(mark.frame, mark.width)
    beside = Box(mark.left, axis.y + (axis.h - tall) // 2, mark.width, tall)
    date = ShapeBox("rect", beside, f"{name} date", paper, frame=mark.frame)  # no line of the grid goes through it
    yield from [diamond, date] if mark.left > mark.x else [date, diamond]
