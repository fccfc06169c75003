"""A finished deck as python-pptx reads it, for tests: shapes, tables, texts and what PowerPoint says beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pptx import Presentation

POINT = 12_700  # EMU
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


@cache
def opened(path: Path) -> Any:
    """The presentation; read once a process, so tests must leave it as it is."""
    return Presentation(str(path))


def slides(path: Path) -> list[tuple[int, Any]]:
    """Every slide with its number."""
    return list(enumerate(opened(path).slides, 1))


def shapes(path: Path) -> Iterator[tuple[str, Any]]:
    """Every shape with the place to name in a failure."""
    for number, slide in slides(path):
        for shape in slide.shapes:
            yield f"slide {number}, {shape.name}", shape


def tables(path: Path) -> Iterator[tuple[str, Any]]:
    """Every table with the place to name in a failure."""
    return ((place, shape.table) for place, shape in shapes(path) if shape.has_table)


def title(slide: Any) -> str:
    """The title of a slide; empty where it has none."""
    shape = slide.shapes.title
    return shape.text_frame.text.strip() if shape is not None else ""


def notes(slide: Any) -> str:
    """What is to be said; empty where there are no notes."""
    return slide.notes_slide.notes_text_frame.text.strip() if slide.has_notes_slide else ""


def placeholders(slide: Any, kind: Any) -> list[str]:
    """The texts of the placeholders of a kind."""
    found = (shape for shape in slide.placeholders if shape.placeholder_format.type == kind)
    return [shape.text_frame.text for shape in found]


def texts(slide: Any) -> Iterator[str]:
    """Every paragraph that a slide shows, those of tables included."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        elif shape.has_table:
            cells = (cell for row in shape.table.rows for cell in row.cells)
            yield from (paragraph.text for cell in cells for paragraph in cell.text_frame.paragraphs)


def texts_with_places(slide: Any) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Every text with the box of its shape, or of its table's cell: left, top, right and bottom in points."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text, box(shape)
        elif shape.has_table:
            yield from _cells(shape.table, *box(shape)[:2])


def _cells(table: Any, left: float, top: float) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    for row in table.rows:
        at = left
        for column, cell in zip(table.columns, row.cells, strict=True):
            yield cell.text_frame.text, (at, top, at + column.width / POINT, top + row.height / POINT)
            at += column.width / POINT
        top += row.height / POINT


def is_text(shape: Any) -> bool:
    """Whether a shape says something in words."""
    return shape.has_text_frame and bool(shape.text_frame.text.strip())


def alt_text(shape: Any) -> str:
    """The alternative text of a shape."""
    return str(identity(shape).get("descr", "")).strip()


def is_decorative(shape: Any) -> bool:
    """Whether screen readers are told to pass over a shape."""
    return any(mark.get("val") in ("1", "true") for mark in identity(shape).iter(DECORATIVE))


def identity(shape: Any) -> Any:
    """The element that carries a shape's name and alternative text."""
    return shape._element.xpath(".//p:cNvPr")[0]


def sections(path: Path) -> list[tuple[str, list[int]]]:
    """The name of each section, and the ids of its slides."""
    found = opened(path).element.iter(f"{P14}section")
    return [(each.get("name"), [int(slide.get("id")) for slide in each.iter(f"{P14}sldId")]) for each in found]


def slide_ids(path: Path) -> list[int]:
    """The ids of all slides in their order."""
    return [slide.slide_id for slide in opened(path).slides]


def charts(slide: Any) -> list[tuple[float, float, float, float]]:
    """The boxes of the native charts of a slide: left, top, right and bottom in points."""
    return [box(shape) for shape in slide.shapes if shape.has_chart]


def box(shape: Any) -> tuple[float, float, float, float]:
    """Where a shape stands: left, top, right and bottom in points."""
    left, top = shape.left / POINT, shape.top / POINT
    return left, top, left + shape.width / POINT, top + shape.height / POINT
