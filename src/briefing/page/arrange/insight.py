"""Compositions of figures: a column of insight beside an exhibit, large tiles, claims, and the panel of a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from briefing.model import Bullets, Panel, Point, Points, Text, Tile, Tiles
from briefing.page.arrange.canvas import GUTTER, STEP, Canvas, Piece, columns, largest, paragraph, shared, text_box
from briefing.page.arrange.text import place_bullets
from briefing.page.arrange.tiles import VERDICTS, place_tiles
from briefing.page.boxes import Box, Frame, Insets, LineBox, Paragraph, Placed, Run, ShapeBox, inches
from briefing.page.fit import is_torn, line_count, natural_width

COLUMN = inches(3.3)  # of insight
APART = inches(0.4)  # from the exhibit
LEAST_EXHIBIT = inches(5)
HERO = (48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0)
LARGE = (96.0, 88.0, 80.0, 72.0, 66.0, 60.0, 54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0)
LONE = (150.0, 132.0, 115.0)  # of a figure without any beside it
BESIDE = (54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0, 16.0)
PHRASE = 36.0  # a figure that is smaller may be words, on several lines
PANEL_SPLIT = (6.4, 5.2)
MOST_LARGE, SECOND = 4, 2
LESS = 0.65  # of the first figure that the others are at most
SPACED = 8.0  # a figure is so many times the space under it
POINT = 20.0  # the value of a point
BROKEN = 28.0  # a figure of a panel that takes more than a line is at most so large
CLAIM = 24.0
PAD = inches(0.3)
BAR = inches(0.06)
MOST_VALUE = 0.5  # of a panel that the column of its figures takes
STOPS = ".!?:…"
DASH = " – "
# Sizes of a panel's statement and figures, and whether a figure and its label share a line, the best first: the fewer
# figures there are, the larger is what stands there.
# How a figure of a panel stands: its label over it, behind it, with its note too, or both in a column at its right.
STACKED, SHORT, RUNNING, ASIDE = range(4)
AMPLE: Mapping[int, tuple[tuple[float, float], ...]] = {
    0: tuple((size, size) for size in (36.0, 32.0, 28.0)),
    1: ((32.0, 48.0), (28.0, 44.0), (28.0, 36.0), (28.0, 28.0)),
    2: ((28.0, 40.0), (26.0, 36.0), (24.0, 32.0)),
}
PANELS = (
    *((size, value, ASIDE) for size in (24.0, 22.0, 20.0) for value in (32.0, 28.0)),
    *((size, value, STACKED) for size in (24.0, 22.0, 20.0, 18.0) for value in (28.0, 24.0, 22.0)),
    *((size, value, SHORT) for size in (20.0, 18.0, 16.0, 14.0) for value in (24.0, 20.0, 18.0)),
    *((size, 18.0, RUNNING) for size in (16.0, 14.0)),
)


def beside(region: Box) -> tuple[Box, Box] | None:
    """The column of insight and the place of the exhibit; None where the page is too narrow for both."""
    if region.w < COLUMN + APART + LEAST_EXHIBIT:
        return None
    left = replace(region, w=COLUMN)
    return left, Box(left.right + APART, region.y, region.w - COLUMN - APART, region.h)


def place_insight(tiles: Sequence[Tile], box: Box, canvas: Canvas, lead: str = "") -> tuple[Placed, ...] | None:
    """The first figure as the hero, the others as lines under it, the last of them on the foot of the column.

    None where something would be broken or has no room.
    """
    ways = ((2 * STEP, False), (STEP, False), (STEP, True))
    tries = ((size, gap, tight) for gap, tight in ways for size in HERO)
    made = (_column(tiles, box, canvas, size, lead, gap, tight=tight) for size, gap, tight in tries)
    return next((boxes for boxes in made if boxes is not None), None)


def _column(
    tiles: Sequence[Tile], box: Box, canvas: Canvas, size: float, lead: str, gap: int, *, tight: bool
) -> tuple[Placed, ...] | None:
    hero, *points = tiles
    frame = _hero(hero, canvas, size, lead)
    value = canvas.frame(paragraph(hero.value), size=size, bold=True)
    if line_count(value, box.w, canvas.faces) > (1 if size > HERO[-3] else 2) or is_torn(frame, box.w, canvas.faces):
        return None
    boxes: list[Placed] = []
    top = box.y + canvas.height(frame, box.w)
    boxes.append(text_box(f"Tile 1: {hero.label}", replace(box, h=top - box.y), frame))
    frames = [_point(each, canvas, tight=tight) for each in points]
    heights = [canvas.height(each, box.w) for each in frames]
    if any(is_torn(each, box.w, canvas.faces) for each in frames):
        return None
    room = box.bottom - top - sum(heights) - gap * len(frames)
    if room < 0:
        return None
    spread = gap + room // max(1, len(frames))
    for number, (each, frame_, height) in enumerate(zip(points, frames, heights, strict=True), 2):
        top += spread
        rule = top - min(spread // 2, gap)
        boxes.append(LineBox(box.x, rule, box.right, rule, f"Divider {number}", canvas.color("line")))
        boxes.append(text_box(f"Tile {number}: {each.label}", Box(box.x, top, box.w, height), frame_))
        top += height
    return tuple(boxes)


def _hero(tile: Tile, canvas: Canvas, size: float, lead: str) -> Frame:
    small = canvas.scale.body_floor
    return canvas.frame(
        *_parts(
            (tile.label, paragraph(tile.label, bold=True, color=canvas.color("accent"), size=small, after=2)),
            (tile.value, paragraph(tile.value, bold=True, size=size, after=2)),
            (tile.change, _changed(tile, canvas, canvas.scale.body)),
            (tile.note, paragraph(tile.note, color=canvas.color("muted"), size=small, after=4)),
            (lead, paragraph(lead, size=small)),
        ),
        size=size,
    )


def _point(tile: Tile, canvas: Canvas, *, tight: bool) -> Frame:
    """A line under the hero; tight, its label stands behind the value."""
    small, muted = canvas.scale.table_floor, canvas.color("muted")
    behind = (Run(f"  {tile.label}", color=muted, size=small),) if tight and tile.label else ()
    return canvas.frame(
        *_parts(
            ("" if tight else tile.label, paragraph(tile.label, color=muted, size=small)),
            (tile.value, Paragraph((Run(tile.value, True, size=POINT), *behind))),
            (tile.change, _changed(tile, canvas, small)),
            (tile.note, paragraph(tile.note, color=muted, size=small)),
        ),
        size=POINT,
    )


def _changed(tile: Tile, canvas: Canvas, size: float) -> Paragraph:
    words = f"  {tile.judgement}" if tile.judgement else ""
    return paragraph(
        f"{tile.change}{words}", bold=True, color=canvas.color(VERDICTS.get(tile.verdict, "muted")), size=size
    )


def _parts(*parts: tuple[str, Paragraph]) -> tuple[Paragraph, ...]:
    return tuple(each for text, each in parts if text)


# Large tiles: figures that have a slide for themselves.


def place_large_tiles(block: Tiles, box: Box, canvas: Canvas) -> Piece:
    """The first figure very large on a panel, the others in rows beside it; as plain tiles where that has no room."""
    boxes = _panelled(block.tiles, box, canvas) if 1 <= len(block.tiles) <= MOST_LARGE else None
    return Piece(boxes, box.bottom) if boxes else place_tiles(block, box, canvas)


def _panelled(tiles: Sequence[Tile], box: Box, canvas: Canvas) -> tuple[Placed, ...] | None:
    """Panel and rows share the height; None where a figure or a word would be broken."""
    hero, *others = tiles
    if box.w < COLUMN + APART + LEAST_EXHIBIT:
        return None
    left, right = columns(box, PANEL_SPLIT, APART) if others else (box, box)
    sizes_of_hero = LARGE if others else (*LONE, *LARGE)
    frame = next(filter(None, (_large(hero, left, canvas, size, PAD) for size in sizes_of_hero)), None)
    height = box.h // max(1, len(others))
    cells = [replace(right, y=right.y + place * height, h=height) for place in range(len(others))]
    sizes = (size for size in BESIDE if frame and size <= frame.size * LESS)
    fitting = ([_large(each, cell, canvas, size) for each, cell in zip(others, cells, strict=True)] for size in sizes)
    rows = next((made for made in fitting if all(made)), None)
    if frame is None or (others and rows is None):
        return None
    boxes: list[Placed] = [
        ShapeBox("rect", left, f"Tile 1: {hero.label}", fill=canvas.color("accent-soft"), frame=frame),
        ShapeBox("rect", replace(left, w=BAR), "Bar", fill=canvas.color("accent")),
    ]
    for number, (tile, row, cell) in enumerate(zip(others, rows or (), cells, strict=True), 2):
        if number > SECOND:
            rule = canvas.color("line")
            boxes.append(LineBox(cell.x, cell.y, cell.right, cell.y, f"Divider {number}", rule))
        assert row is not None
        boxes.append(text_box(f"Tile {number}: {tile.label}", cell, row))
    return tuple(boxes)


def _large(tile: Tile, cell: Box, canvas: Canvas, size: float, pad: int = 0) -> Frame | None:
    """A figure in the middle of its cell; one below a headline's size may be a phrase of several lines."""
    frame = _hero(tile, canvas, size, "")
    spaced = tuple(replace(each, after=size / SPACED) for each in frame.paragraphs)
    frame = replace(frame, paragraphs=spaced, insets=Insets(pad, pad, pad, pad), anchor="ctr")
    value = canvas.frame(paragraph(tile.value), size=size, bold=True)
    inner = cell.w - 2 * pad
    lines = line_count(value, inner, canvas.faces) <= (1 if size >= PHRASE else 4)
    fits = canvas.height(frame, cell.w) <= cell.h and not is_torn(frame, cell.w, canvas.faces)
    return frame if lines and fits else None


# Claims, and the panel of a decision.


def place_points(block: Points, box: Box, canvas: Canvas) -> Piece:
    """Claims that share the height, with hairlines between them; as bullets where they have no room."""
    if not block.points:
        return Piece((), box.y)
    room = box.h - 2 * STEP * (len(block.points) - 1)
    found = largest(
        CLAIM, canvas.scale.body_floor, lambda size: _claims(block.points, replace(box, h=room), canvas, size)
    )
    if found is None:
        items = tuple(in_a_line(point.heading, point.text) for point in block.points)
        return place_bullets(Bullets(items), box, canvas)
    boxes: list[Placed] = []
    top = box.y
    for number, (point, (frame, height)) in enumerate(zip(block.points, found, strict=True), 1):
        if number > 1:
            boxes.append(LineBox(box.x, top - STEP, box.right, top - STEP, f"Divider {number}", canvas.color("line")))
        boxes.append(text_box(f"Point {number}: {point.label}", Box(box.x, top, box.w, height), frame))
        top += height + 2 * STEP
    return Piece(tuple(boxes), box.bottom)


def _claims(points: Sequence[Point], room: Box, canvas: Canvas, size: float) -> list[tuple[Frame, int]] | None:
    """The claims with their heights; None where a word would be broken, or they have no room."""
    frames = [_claim(each, canvas, size) for each in points]
    if any(is_torn(each, room.w, canvas.faces) for each in frames):
        return None
    heights = shared([canvas.height(each, room.w) for each in frames], room.h, room.h)
    return list(zip(frames, heights, strict=True)) if heights else None


def in_a_line(*texts: str) -> str:
    """Texts that stand apart elsewhere, in one paragraph."""
    said = [text for text in texts if text]
    return "".join(text + ("" if text is said[-1] else " " if text[-1] in STOPS else DASH) for text in said)


def _claim(point: Point, canvas: Canvas, size: float) -> Frame:
    less = size - 6 if point.heading else size - 4  # what stands alone is larger
    text = max(canvas.scale.body_floor, min(less, canvas.scale.body if point.heading else canvas.scale.lead))
    return canvas.frame(
        *_parts(
            (
                point.label,
                paragraph(point.label, bold=True, color=canvas.color("accent"), size=canvas.scale.table_floor, after=3),
            ),
            (point.heading, paragraph(point.heading, bold=True, size=size, after=3)),
            (
                point.text,
                paragraph(point.text, color=canvas.color("muted" if point.heading else "ink"), size=text),
            ),
        ),
        size=size,
        anchor="ctr",
    )


def place_panel(block: Panel, box: Box, canvas: Canvas) -> Piece:
    """A panel in ink with the decision, its figures under a hairline, and who decides; as text where it has no room."""
    inverse = replace(canvas, inverse=not canvas.inverse)
    fill = "surface" if canvas.inverse else "ink"
    inner = box.inset(PAD, PAD)
    drawing = replace(inverse, inverse=False) if canvas.inverse else inverse
    is_ample = not block.tiles or any(each.value for each in block.tiles)  # beside words none has to be so large
    ample = ((size, value, STACKED) for size, value in AMPLE.get(len(block.tiles), ()) if is_ample)
    for size, value, way in (*ample, *PANELS):
        boxes = _panel(block, inner, drawing, size, value, way)
        if boxes is not None:
            ground = ShapeBox("rect", box, "Panel", fill=fill)
            return Piece((ground, *boxes), box.bottom)
    shown = place_text_of(block, box, canvas)
    if isinstance(shown.rest, Text):
        return replace(shown, rest=Panel("", shown.rest.text, block.tiles))
    return replace(shown, rest=Tiles(block.tiles) if block.tiles else None)


def place_text_of(block: Panel, box: Box, canvas: Canvas) -> Piece:
    """The statement and who decides as running text."""
    from briefing.page.arrange.text import place_text

    words = in_a_line(block.label, block.statement, block.foot)
    return place_text(Text(words, "lead"), box, canvas)


def _panel(block: Panel, box: Box, canvas: Canvas, size: float, value: float, way: int) -> list[Placed] | None:
    label = canvas.scale.table_floor
    head = canvas.frame(
        *_parts(
            (block.label, paragraph(block.label, bold=True, color=canvas.color("accent"), size=label, after=6)),
            (block.statement, paragraph(block.statement, bold=True, size=size)),
        ),
        size=size,
    )
    foot = canvas.frame(paragraph(block.foot, bold=True), size=canvas.scale.body_floor, anchor="b")
    values = (canvas.frame(paragraph(each.value), size=value, bold=True) for each in block.tiles)
    if value > min(size, BROKEN) and any(line_count(each, box.w, canvas.faces) > 1 for each in values):
        return None  # no larger than the statement
    split = _split(block.tiles, box, canvas, value) if way == ASIDE else 0
    if way == ASIDE and not split:
        return None
    cells = [box.x] if not split else [box.x, box.x + split]
    widths = [box.w] if not split else [split - GUTTER, box.w - split]
    figures = [_figure(each, canvas, value, way) for each in block.tiles]
    frames = [(head,), *figures, *(((foot,),) if block.foot else ())]
    placed = [[*zip(row, cells, widths, strict=True)] if len(row) > 1 else [(row[0], box.x, box.w)] for row in frames]
    if any(is_torn(frame, wide, canvas.faces) for row in placed for frame, _, wide in row):
        return None
    heights = [max(canvas.height(frame, wide) for frame, _, wide in row) for row in placed]
    if split:  # rows of one height
        heights = [heights[0], *[max(heights[1 : len(figures) + 1])] * len(figures), *heights[len(figures) + 1 :]]
    least = STEP if way in (RUNNING, ASIDE) else 2 * STEP
    free = box.h - sum(heights) - least * (len(frames) - 1)
    if free < 0:
        return None
    apart = 3 * STEP if len(block.tiles) > 2 or not block.statement else 6 * STEP
    gap = least + min(free // max(1, len(frames) - 1), apart)
    names = ["Decision", *(f"Figure: {each.label}" for each in block.tiles), "Who decides"]
    boxes: list[Placed] = []
    top = box.y
    for number, (name, row, height) in enumerate(zip(names, placed, heights, strict=False)):
        last = bool(block.foot) and number == len(placed) - 1
        if last:
            top = max(top, box.bottom - height)
        if number == 1 or (number and (last or split)):
            boxes.append(
                LineBox(box.x, top - gap // 2, box.right, top - gap // 2, f"Rule {number}", canvas.color("muted"))
            )
        for frame, left, wide in row:
            called = name if left == box.x else f"{name}, note"
            boxes.append(text_box(called, Box(left, top, wide, height), frame))
        top += height + gap
    return boxes


def _split(tiles: Sequence[Tile], box: Box, canvas: Canvas, size: float) -> int:
    """Where the notes of three figures begin that share one column; 0 where they are otherwise, or too wide."""
    if len(tiles) in AMPLE or not all(each.value for each in tiles):
        return 0
    widest = max(
        natural_width(canvas.frame(paragraph(each.value), size=size, bold=True), canvas.faces) for each in tiles
    )
    split = round(widest * 1.02) + GUTTER
    return split if split <= box.w * MOST_VALUE else 0


def _figure(tile: Tile, canvas: Canvas, size: float, way: int) -> tuple[Frame, ...]:
    """Label, value and note one under the other, or the label behind the value, or both; or the value apart."""
    small, muted = canvas.scale.table_floor, canvas.color("muted")
    note = small if tile.value else canvas.scale.body
    if way == ASIDE:
        beside = (
            (tile.label, paragraph(tile.label, bold=True, size=small)),
            (tile.note, paragraph(tile.note, color=muted, size=small)),
        )
        figure = canvas.frame(paragraph(tile.value, bold=True), size=size, anchor="ctr")
        return figure, canvas.frame(*_parts(*beside), size=small, anchor="ctr")
    value = Run(tile.value, True, size=size)
    behind = {STACKED: "", SHORT: tile.label, RUNNING: ", ".join(filter(None, (tile.label, tile.note)))}[way]
    lines = (
        ("" if behind else tile.label, paragraph(tile.label, color=muted, size=small)),
        (tile.value, Paragraph((value, Run(f"  {behind}", color=muted, size=small)) if behind else (value,))),
        ("" if way == RUNNING else tile.note, paragraph(tile.note, color=muted, size=note)),
    )
    return (canvas.frame(*_parts(*lines), size=size),)
