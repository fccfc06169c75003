"""Fields: numbered dots by two measures at the left, what each is and its answer at the right; else a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from briefing.model import Field, Spot
from briefing.page.arrange.canvas import GUTTER, STEP, Canvas, Piece, largest, paragraph, text_box
from briefing.page.arrange.tables import place_table
from briefing.page.boxes import Box, Frame, LineBox, Paragraph, Placed, Run, ShapeBox, inches
from briefing.page.fit import fit, is_torn, natural_width

NARROWEST, LOWEST = inches(9), inches(3.2)
LARGEST_FIELD, LOWEST_FIELD = inches(4), inches(2)
SETTLED = 4  # turns until the field and the text under it agree
AXIS = inches(0.3)
BADGE, LEAST_BADGE = inches(0.36), inches(0.2)
MARGIN = inches(0.06)
TALLEST = inches(2)
LARGEST, SMALLEST_NUMBER = 20.0, 8.0
INSCRIBED = 0.7  # of the diameter of a circle: what its number has to itself
# How cells are tinted by the steps above the lowest on both axes together: what is low on both is the lightest.
TINTS = (("surface", 1.0), ("accent-soft", 0.6), ("accent-soft", 1.0), ("accent", 0.25), ("accent", 0.4))


def place_field(block: Field, box: Box, canvas: Canvas) -> Piece:
    """As many as fit are told beside the field, which has all of them; the others go on as a table."""
    if not block.spots:
        return Piece((), box.y)
    drawn = _axes(block, box, canvas) if box.w >= NARROWEST and box.h >= LOWEST and _placed(block) else None
    if drawn is None:
        return place_table(block.table, box, canvas)
    cells, under, field = drawn
    badge = _badge(block, field)
    dots = list(_dots(block, field, badge, canvas)) if badge >= LEAST_BADGE else []
    left = field.right + 3 * GUTTER
    room = Box(left, box.y, box.right - left, box.h)
    for count in range(len(block.spots), 0, -1):
        height = min(room.h // count, TALLEST)
        frames = largest(
            LARGEST,
            canvas.scale.body_floor,
            lambda size, count=count, height=height: _texts(block.spots[:count], room.w, height, canvas, size),  # type: ignore[misc]
        )
        if frames and dots:
            told = _list(block.spots, frames, room, height, canvas)
            rest = replace(block, spots=block.spots[count:], key="")
            bottom = max(field.bottom, room.y + count * height)
            return Piece((*cells, *dots, *under, *told), bottom, rest.table if rest.spots else None)
    return place_table(block.table, box, canvas)


def _placed(block: Field) -> list[Spot]:
    return [each for each in block.spots if each.across is not None and each.up is not None]


def _axes(block: Field, box: Box, canvas: Canvas) -> tuple[list[Placed], list[Placed], Box] | None:
    """The cells with the words at their left, what stands under them, and their place; None where there is no room."""
    size, muted = canvas.scale.table_floor, "muted"
    words = [canvas.frame(paragraph(each, align="r"), size=size, color=muted, anchor="ctr") for each in block.up]
    below = [canvas.frame(paragraph(each, align="ctr"), size=size, color=muted, anchor="t") for each in block.across]
    key = canvas.frame(paragraph(block.key), size=canvas.scale.label, color=muted)
    wide = max(natural_width(each, canvas.faces) for each in words) + STEP
    side, foot = LARGEST_FIELD, 0
    for _ in range(SETTLED):  # the narrower the field, the higher is what stands under it
        foot = 2 * AXIS + (canvas.height(key, side + wide) if block.key else 0)
        side = min(side, box.h - AXIS - foot)
    if side < LOWEST_FIELD:
        return None
    steps = len(block.across)
    cell = side // steps
    if any(natural_width(each, canvas.faces) > cell for each in below):
        return None
    field = Box(box.x + wide, box.y + AXIS, cell * steps, cell * len(block.up))
    boxes: list[Placed] = []
    up = canvas.frame(paragraph(f"↑ {block.headings[3]}", bold=True), size=size, color="ink", anchor="t")
    boxes.append(text_box("Axis up", Box(box.x, box.y, wide + field.w, AXIS), up))
    for row, word in reversed([*enumerate(words)]):
        top = field.bottom - (row + 1) * cell
        boxes.append(text_box(f"Up: {block.up[row]}", Box(box.x, top, wide - STEP, cell), word))
        for column in range(steps):
            tint, opacity = TINTS[min(row + column, len(TINTS) - 1)]
            at = Box(field.x + column * cell, top, cell, cell).inset(MARGIN // 2, MARGIN // 2)
            alt = block.summary if row == len(words) - 1 and not column else ""
            name = f"Cell {column + 1}.{row + 1}"
            boxes.append(ShapeBox("rect", at, name, canvas.color(tint), opacity=opacity, alt=alt))
    under: list[Placed] = []
    for column, word in enumerate(below):
        place = Box(field.x + column * cell, field.bottom, cell, AXIS)
        under.append(text_box(f"Across: {block.across[column]}", place, word))
    across = paragraph(f"{block.headings[2]} →", bold=True, align="r")
    frame = canvas.frame(across, size=size, color="ink")
    under.append(text_box("Axis across", Box(field.x, field.bottom + AXIS, field.w, AXIS), frame))
    if block.key:
        under.append(text_box("Key", Box(box.x, field.bottom + 2 * AXIS, wide + field.w, foot - 2 * AXIS), key))
    return boxes, under, field


def _badge(block: Field, field: Box) -> int:
    """The size at which the dots of the fullest cell stand side by side."""
    cells = [(each.across, each.up) for each in _placed(block)]
    most = max(map(cells.count, cells))
    cell = field.w // len(block.across)
    per = next(n for n in range(1, most + 1) if n * n >= most)
    return min(BADGE, (cell - 2 * MARGIN) // per - MARGIN)


def _dots(block: Field, field: Box, badge: int, canvas: Canvas) -> Iterator[ShapeBox]:
    cell = field.w // len(block.across)
    for up in reversed(range(len(block.up))):
        for across in range(len(block.across)):
            here = [each for each in _placed(block) if (each.across, each.up) == (across, up)]
            step = badge + MARGIN
            per = max(1, (cell - 2 * MARGIN) // step)
            rows = [here[start : start + per] for start in range(0, len(here), per)]
            top = field.bottom - (up + 1) * cell + (cell - len(rows) * step + MARGIN) // 2
            for number, row in enumerate(rows):
                left = field.x + across * cell + (cell - len(row) * step + MARGIN) // 2
                for place, spot in enumerate(row):
                    at = Box(left + place * step, top + number * step, badge, badge)
                    alt = f"{spot.number}: {spot.text}; {block.headings[2]} {block.across[across]}"
                    yield _numbered(spot, at, canvas, alt=f"{alt}, {block.headings[3]} {block.up[up]}")


def _numbered(spot: Spot, at: Box, canvas: Canvas, *, alt: str = "") -> ShapeBox:
    known = spot.across is not None and spot.up is not None
    words = paragraph(str(spot.number), align="ctr")
    color = "paper" if known else "accent"
    frame = canvas.frame(words, size=canvas.scale.body_floor, bold=True, color=color, anchor="ctr")
    frame = fit(frame, Box(0, 0, round(at.w * INSCRIBED), at.h), SMALLEST_NUMBER, canvas.faces) or frame
    accent = canvas.color("accent")
    fill, name = accent if known else "", f"{'Dot' if alt else 'Number'} {spot.number}"
    return ShapeBox("ellipse", at, name, fill, accent, 1.5, frame, alt)


def _texts(spots: Sequence[Spot], width: int, height: int, canvas: Canvas, size: float) -> list[Frame] | None:
    frames = [_text(each, canvas, size) for each in spots]
    inner = width - BADGE - 2 * STEP
    if any(canvas.height(each, inner) > height - STEP or is_torn(each, inner, canvas.faces) for each in frames):
        return None
    return frames


def _text(spot: Spot, canvas: Canvas, size: float) -> Frame:
    """The thing, its answer in bold, and whose it is behind that."""
    muted, small = canvas.color("muted"), max(canvas.scale.body_floor, size - 3)
    owner = (Run(f"{'  ·  ' if spot.answer else ''}{spot.owner}", False, muted, small),) if spot.owner else ()
    answer = (*((Run(spot.answer, True),) if spot.answer else ()), *owner)
    lines = (paragraph(spot.text), *((Paragraph(answer),) if answer else ()))
    return canvas.frame(*lines, size=size, anchor="ctr")


def _list(spots: Sequence[Spot], frames: Sequence[Frame], room: Box, height: int, canvas: Canvas) -> Iterator[Placed]:
    for number, (spot, frame) in enumerate(zip(spots, frames, strict=False)):
        top = room.y + number * height
        yield LineBox(room.x, top, room.right, top, f"Rule {number + 1}", canvas.color("line"))
        middle = top + height // 2
        side = min(BADGE, height - MARGIN)
        yield _numbered(spot, Box(room.x, middle - side // 2, side, side), canvas)
        left = room.x + BADGE + 2 * STEP
        at = Box(left, top + STEP // 2, room.right - left, height - STEP)
        yield text_box(f"Told {spot.number}", at, frame)
