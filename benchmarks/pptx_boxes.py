"""The boxes of one of our decks, written with python-pptx as its documentation suggests: the peer of `write`.

Where its interface has no call for something, the peer leaves it out, and so does less work: bullets, hairlines of
tables, arrow heads, curves of icons (straight here), alternative texts, sections, footers, opacity, tints. Every deck
starts from the file of the theme, as `Presentation` asks for, and shows its colours as fixed values.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from briefing.formats.pptx.drawing import GRID
from briefing.page.boxes import Deck, Frame, IconBox, LineBox, Placed, PlaceholderBox, ShapeBox, TableBox, TableCell
from briefing.theme.theme import Theme

ALIGN = {"l": PP_ALIGN.LEFT, "ctr": PP_ALIGN.CENTER, "r": PP_ALIGN.RIGHT}
ANCHOR = {"t": MSO_ANCHOR.TOP, "ctr": MSO_ANCHOR.MIDDLE, "b": MSO_ANCHOR.BOTTOM}
GEOMETRY = {shape.xml_value: shape for shape in MSO_SHAPE}


def deck_bytes(deck: Deck, theme: Theme, path: Path) -> bytes:
    """The deck as a .pptx, from the theme's file. Raises KeyError for a chart, which the decks measured have not."""
    presentation = Presentation(str(path))
    layouts = {layout.name: layout for layout in presentation.slide_layouts}
    for placed in (slide for section in deck.sections for slide in section.slides):
        slide = presentation.slides.add_slide(layouts[theme.look.layouts[placed.layout].name])
        drawn: dict[str, Any] = {}
        for box in placed.boxes:
            drawn[box.name] = ADD[type(box)](slide, box, theme.values, drawn)
        if placed.notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(placed.notes)
    set_properties(presentation.core_properties, deck)
    target = io.BytesIO()
    presentation.save(target)
    return target.getvalue()


def set_properties(properties: Any, deck: Deck) -> None:
    properties.title, properties.author, properties.subject = deck.title, deck.author, deck.subject
    properties.keywords, properties.language = ", ".join(deck.keywords), deck.language


def add_placeholder(slide: Any, box: PlaceholderBox, colors: Mapping[str, str], drawn: Mapping[str, Any]) -> Any:
    shape = next(each for each in slide.placeholders if each.placeholder_format.idx == box.idx)
    if box.box:
        shape.left, shape.top, shape.width, shape.height = box.box.x, box.box.y, box.box.w, box.box.h
    fill_frame(shape.text_frame, box.frame, colors)
    return shape


def add_shape(slide: Any, box: ShapeBox, colors: Mapping[str, str], drawn: Mapping[str, Any]) -> Any:
    area = (box.box.x, box.box.y, box.box.w, box.box.h)
    if box.geometry == "rect" and box.frame and not (box.fill or box.outline):
        shape = slide.shapes.add_textbox(*area)
    else:
        shape = slide.shapes.add_shape(GEOMETRY[box.geometry], *area)
        set_fill(shape.fill, box.fill, colors)
        set_line(shape.line, box.outline, box.weight, colors)
        for number, (_, value) in enumerate(box.adjust):
            shape.adjustments[number] = value / 100_000
    shape.name = box.name
    if box.frame:
        fill_frame(shape.text_frame, box.frame, colors)
    return shape


def add_icon(slide: Any, box: IconBox, colors: Mapping[str, str], drawn: Mapping[str, Any]) -> Any:
    (_, first), *rest = ((command, numbers[-2:]) for command, numbers in box.strokes if numbers)
    builder = slide.shapes.build_freeform(*first, scale=box.box.w / GRID)
    for command, end in rest:
        if command == "M":
            builder.move_to(*end)
        else:
            builder.add_line_segments([end], close=False)
    shape = builder.convert_to_shape(box.box.x, box.box.y)
    shape.name = box.name
    shape.fill.background()
    set_line(shape.line, box.color, box.weight, colors)
    return shape


def add_line(slide: Any, box: LineBox, colors: Mapping[str, str], drawn: Mapping[str, Any]) -> Any:
    shape = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, box.x1, box.y1, box.x2, box.y2)
    shape.name = box.name
    if box.start and box.start[0] in drawn:
        shape.begin_connect(drawn[box.start[0]], box.start[1])
    if box.end and box.end[0] in drawn:
        shape.end_connect(drawn[box.end[0]], box.end[1])
    set_line(shape.line, box.color, box.weight, colors)
    return shape


def add_table(slide: Any, box: TableBox, colors: Mapping[str, str], drawn: Mapping[str, Any]) -> Any:
    area = (box.box.x, box.box.y, box.box.w, box.box.h)
    shape = slide.shapes.add_table(len(box.rows), len(box.widths), *area)
    shape.name = box.name
    for column, width in zip(shape.table.columns, box.widths, strict=True):
        column.width = Emu(width)
    for row, height, cells in zip(shape.table.rows, box.heights, box.rows, strict=True):
        row.height = Emu(height)
        for target, cell in zip(row.cells, cells, strict=True):
            fill_cell(target, cell, colors)
    return shape


def fill_cell(target: Any, cell: TableCell, colors: Mapping[str, str]) -> None:
    inner = cell.frame.insets
    target.margin_left, target.margin_top, target.margin_right, target.margin_bottom = (
        inner.left,
        inner.top,
        inner.right,
        inner.bottom,
    )
    target.vertical_anchor = ANCHOR[cell.frame.anchor]
    set_fill(target.fill, cell.fill, colors)
    write_paragraphs(target.text_frame, cell.frame, colors)


def fill_frame(target: Any, frame: Frame, colors: Mapping[str, str]) -> None:
    inner = frame.insets
    target.margin_left, target.margin_top, target.margin_right, target.margin_bottom = (
        inner.left,
        inner.top,
        inner.right,
        inner.bottom,
    )
    target.word_wrap, target.vertical_anchor = True, ANCHOR[frame.anchor]
    write_paragraphs(target, frame, colors)


def write_paragraphs(target: Any, frame: Frame, colors: Mapping[str, str]) -> None:
    for number, told in enumerate(frame.paragraphs):
        paragraph = target.add_paragraph() if number else target.paragraphs[0]
        paragraph.alignment, paragraph.line_spacing = ALIGN[told.align], frame.line
        paragraph.space_before, paragraph.space_after = Pt(0), Pt(told.after)
        for each in told.runs:
            run = paragraph.add_run()
            run.text = each.text
            run.font.size = Pt(each.size or frame.size)
            run.font.bold = frame.bold if each.bold is None else each.bold
            if color := each.color or frame.color:
                run.font.color.rgb = RGBColor.from_string(colors[color])
            if each.link:
                run.hyperlink.address = each.link


def set_fill(fill: Any, role: str, colors: Mapping[str, str]) -> None:
    if not role:
        fill.background()
        return
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(colors[role])


def set_line(line: Any, role: str, weight: float, colors: Mapping[str, str]) -> None:
    if not role:
        line.fill.background()
        return
    line.color.rgb = RGBColor.from_string(colors[role])
    line.width = Pt(weight)


ADD: Mapping[type[Placed], Callable[[Any, Any, Mapping[str, str], Mapping[str, Any]], Any]] = {
    PlaceholderBox: add_placeholder,
    ShapeBox: add_shape,
    IconBox: add_icon,
    LineBox: add_line,
    TableBox: add_table,
}
