"""Rows that share the height: what each weighs, what it is, whom it is of and who says so, from left to right."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model import Row, Rows
from briefing.page.arrange.canvas import GUTTER, STEP, Canvas, Piece, columns, largest, paragraph, shared, text_box
from briefing.page.arrange.tables import place_table
from briefing.page.boxes import Box, Frame, LineBox, Placed, inches
from briefing.page.fit import is_torn, line_count

WEIGHTS = (2.6, 6.4, 2.7)  # of hero, text, and tag over note
ALONE = (4.4, 5.2, 2.1)  # of one row that has the slide for itself
NUMERALS = 1.2  # of heroes that are numbers of a list
LONG = 160  # letters of a text that needs more of the width than a figure
SHORT = 4  # letters of these
NARROWEST = inches(5)
TALLEST = inches(2.2)  # of one of several
# Sizes of hero and text by how many rows there are: few of them fill the slide, so that none is half empty.
LARGEST = {1: (60.0, 30.0), 2: (48.0, 26.0), 3: (44.0, 24.0), 4: (36.0, 20.0)}
HERO = (60.0, 54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0, 16.0, 14.0)
BROKEN = 20.0  # a figure that takes more than a line is at most so large
GROUP = inches(0.45)  # a heading over rows, which take no more of the height than they need
Parts = list[tuple[str, Box, Frame]]  # of a row: name, column and text
Sized = tuple[Parts, int]  # the parts of a row, and its height


def place_rows(block: Rows, box: Box, canvas: Canvas) -> Piece:
    """All rows on one slide, or a table of them where the page is too narrow or they are too many."""
    if not block.rows:
        return Piece((), box.y)
    first, *others = block.rows
    is_alone = not others and not first.quiet and len(first.text) <= LONG
    hero, text, who = ALONE if is_alone else WEIGHTS
    if len(block.rows) > 1 and all(len(each.hero) <= SHORT for each in block.rows if each.hero):
        hero, text = NUMERALS, text + hero - NUMERALS
    weights = (hero, text, who) if any(each.tag or each.note for each in block.rows) else (hero, text + who)
    cells = columns(box, weights, 2 * GUTTER) if box.w >= NARROWEST else []
    found = _fitting(block.rows, cells, canvas) if cells else None
    if found is None:
        return place_table(block.table, box, canvas)
    boxes: list[Placed] = []
    top = box.y
    for number, (row, (parts, height)) in enumerate(zip(block.rows, found, strict=True), 1):
        if row.group:
            words = paragraph(row.group, bold=True, color=canvas.color("accent"))
            head = canvas.frame(words, size=canvas.scale.table_floor, anchor="b")
            boxes.append(text_box(f"Group {number}", Box(box.x, top, box.w, GROUP - STEP // 2), head))
            top += GROUP
        boxes.append(LineBox(box.x, top, box.right, top, f"Rule {number}", canvas.color("line")))
        for name, cell, frame in parts:
            if frame.paragraphs:
                boxes.append(text_box(f"{name} {number}", Box(cell.x, top + STEP // 2, cell.w, height - STEP), frame))
        top += height
    return Piece(tuple(boxes), top)


def _fitting(rows: Sequence[Row], cells: Sequence[Box], canvas: Canvas) -> list[Sized] | None:
    """The rows at the largest sizes at which a figure stays on its line, or smaller where they have no room."""
    floor = canvas.scale.body_floor
    most, text = LARGEST.get(len(rows), (28.0, canvas.scale.lead))
    sizes = [each for each in HERO if each <= most]
    whole = [each for each in sizes if _on_a_line(rows, cells[0], canvas, each)]
    for hero in (*whole, *(each for each in sizes if each <= BROKEN)):
        made = largest(min(text, hero + 2), floor, lambda size, hero=hero: _at(rows, cells, canvas, hero, size))  # type: ignore[misc]
        if made is not None:
            return made
    return None


def _on_a_line(rows: Sequence[Row], cell: Box, canvas: Canvas, size: float) -> bool:
    large = (
        canvas.frame(paragraph(_parts(each)[0]), size=size, bold=True) for each in rows if each.hero and not each.quiet
    )
    return all(line_count(each, cell.w, canvas.faces) == 1 for each in large)


def _at(rows: Sequence[Row], cells: Sequence[Box], canvas: Canvas, hero: float, size: float) -> list[Sized] | None:
    """The rows with their heights; None where a word would be broken, or they have no room."""
    made = [_placed(each, cells, canvas, hero, size) for each in rows]
    if any(is_torn(frame, cell.w, canvas.faces) for row in made for _, cell, frame in row):
        return None
    needs = [max(canvas.height(frame, cell.w) for _, cell, frame in row) + STEP for row in made]
    under = [bool(each.quiet and not each.hero) for each in rows]  # what stands under a heading of its own
    taken = sum(need for need, is_under in zip(needs, under, strict=True) if is_under)
    room = cells[0].h - taken - GROUP * sum(bool(each.group) for each in rows)
    others = [need for need, is_under in zip(needs, under, strict=True) if not is_under]
    heights = shared(others, room, TALLEST if len(rows) > 1 else cells[0].h) if others else [*others]
    if (others and not heights) or room < 0:
        return None
    even = iter(heights)
    return [(row, need if is_under else next(even)) for row, need, is_under in zip(made, needs, under, strict=True)]


def _placed(row: Row, cells: Sequence[Box], canvas: Canvas, hero: float, size: float) -> Parts:
    """The parts of a row in their columns; without a weight what it is takes both."""
    weight, what, who = _frames(row, canvas, hero, size if row.hero else canvas.scale.body_floor)
    if row.hero:
        return [*zip(("Weight", "What", "Who"), cells, (weight, what, who), strict=False)]
    wide = Box(cells[0].x, cells[0].y, cells[1].right - cells[0].x, cells[0].h)
    return [*zip(("What", "Who"), (wide, *cells[2:]), (what, who), strict=False)]


def _parts(row: Row) -> tuple[str, str]:
    """What is large of the hero, and what stands small under it."""
    count = row.strong or len(row.hero)
    return row.hero[:count], row.hero[count:].lstrip(", ")


def _frames(row: Row, canvas: Canvas, hero: float, size: float) -> tuple[Frame, ...]:
    quiet = canvas.scale.body_floor
    muted = canvas.color("muted")
    large, small = _parts(row)
    color, size_of_hero = (muted, quiet) if row.quiet else (canvas.color("ink"), hero)
    weight = (
        *((paragraph(large, bold=not row.quiet, color=color, size=size_of_hero),) if large else ()),
        *((paragraph(small, color=muted, size=quiet),) if small else ()),
    )
    what = (paragraph(row.text), *((paragraph(row.answer, bold=True),) if row.answer else ()))
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
        canvas.frame(*weight, size=hero, anchor="ctr"),
        canvas.frame(*what, size=size, anchor="ctr"),
        canvas.frame(*who, size=label, anchor="ctr"),
    )
