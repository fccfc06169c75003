"""The text of a finished deck as JSON, for a script that is to make as many slides with the same text.

`dump_slides.py DECK.pptx SLIDES.json`. Boxes are left, top, width and height in EMU.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation


def main(source: str, target: str) -> None:
    told = [slide_text(slide) for slide in Presentation(source).slides]
    Path(target).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def slide_text(slide: Any) -> dict[str, Any]:
    """Title, other texts, tables and notes of a slide."""
    return {
        "title": slide.shapes.title.text_frame.text,
        "texts": list(texts(slide)),
        "tables": [{"box": box(shape), "rows": rows(shape.table)} for shape in slide.shapes if shape.has_table],
        "notes": slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "",
    }


def texts(slide: Any) -> Iterator[dict[str, Any]]:
    title = slide.shapes.title.shape_id
    for shape in slide.shapes:
        if shape.shape_id != title and shape.has_text_frame and shape.text_frame.text.strip():
            yield {"box": box(shape), "paragraphs": [each.text for each in shape.text_frame.paragraphs]}


def rows(table: Any) -> list[list[str]]:
    return [[cell.text_frame.text for cell in row.cells] for row in table.rows]


def box(shape: Any) -> list[int]:
    return [shape.left, shape.top, shape.width, shape.height]


if __name__ == "__main__":
    main(*sys.argv[1:])
