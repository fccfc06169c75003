"""Rows of one height: what each weighs, what it is, whom it is of and who says so, from left to right."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model import Row, Rows
from briefing.page.arrange.canvas import STEP, Canvas, Piece, columns, largest, paragraph, text_box
from briefing.page.arrange.tables import place_table
from briefing.page.boxes import Box, Frame, LineBox, Placed, inches
from briefing.page.fit import is_torn

WEIGHTS = (2.6, 6.4, 2.7)
NARROWEST = inches(6)
TALLEST = inches(1.5)
HERO = (28.0, 24.0, 20.0, 18.0)


def place_rows(block: Rows, box: Box, canvas: Canvas) -> Piece:
    """All rows on one slide, or a table of them where the page is too narrow or they are too many."""
    if not block.rows:
        return Piece((), box.y)
    height = min(box.h // len(block.rows), TALLEST)
    cells = columns(Box(box.x, box.y, box.w, height), WEIGHTS) if box.w >= NARROWEST else []
    frames = _fitting(block.rows, cells, canvas) if cells else None
    if frames is None:
        return place_table(block.table, box, canvas)
    boxes: list[Placed] = []
    for number, row in enumerate(frames, 1):
        top = box.y + (number - 1) * height
        boxes.append(LineBox(box.x, top, box.right, top, f"Rule {number}", canvas.color("line")))
        for name, cell, frame in zip(("Weight", "What", "Who"), cells, row, strict=True):
            if frame.paragraphs:
                boxes.append(text_box(f"{name} {number}", Box(cell.x, top + STEP // 2, cell.w, height - STEP), frame))
    return Piece(tuple(boxes), box.y + height * len(frames))


def _fitting(rows: Sequence[Row], cells: Sequence[Box], canvas: Canvas) -> list[tuple[Frame, ...]] | None:
    sizes = canvas.scale
    for hero in HERO:
        made = largest(20, sizes.body_floor, lambda size, hero=hero: _at(rows, cells, canvas, hero, size))  # type: ignore[misc]
        if made is not None:
            return made
    return None


def _at(
    rows: Sequence[Row], cells: Sequence[Box], canvas: Canvas, hero: float, size: float
) -> list[tuple[Frame, ...]] | None:
    made = [_frames(each, canvas, hero, size) for each in rows]
    placed = [each for row in made for each in zip(row, cells, strict=True)]
    fits = all(canvas.height(frame, cell.w) <= cell.h - STEP for frame, cell in placed)
    return made if fits and not any(is_torn(frame, cell.w, canvas.faces) for frame, cell in placed) else None


def _frames(row: Row, canvas: Canvas, hero: float, size: float) -> tuple[Frame, ...]:
    quiet = canvas.scale.body_floor
    weight = paragraph(
        row.hero,
        bold=not row.quiet,
        color=canvas.color("muted" if row.quiet else "ink"),
        size=quiet if row.quiet else hero,
    )
    label = canvas.scale.label
    who = (
        *(
            (paragraph(row.tag, bold=True, color=canvas.color("accent"), size=canvas.scale.table_floor, after=2),)
            if row.tag
            else ()
        ),
        *((paragraph(row.note, color=canvas.color("muted"), size=label),) if row.note else ()),
    )
    return (
        canvas.frame(*((weight,) if row.hero else ()), size=hero, anchor="ctr"),
        canvas.frame(paragraph(row.text), size=size, anchor="ctr"),
        canvas.frame(*who, size=label, anchor="ctr"),
    )
