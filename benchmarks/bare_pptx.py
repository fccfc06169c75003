"""What a plain python-pptx script does with the same text: `bare_pptx.py SLIDES.json OUT.pptx`.

Written as the library's documentation suggests: the default template made wide, a slide layout with a title, text
boxes, tables, notes. It measures nothing, draws no shapes and sets no colours.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.util import Inches, Pt

TITLE_ONLY = 5


def main(source: str, target: str) -> None:
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(13.333), Inches(7.5)
    layout = presentation.slide_layouts[TITLE_ONLY]
    for told in json.loads(Path(source).read_text(encoding="utf-8")):
        slide = presentation.slides.add_slide(layout)
        slide.shapes.title.text = told["title"]
        for text in told["texts"]:
            add_text(slide, text)
        for table in told["tables"]:
            add_table(slide, table)
        slide.notes_slide.notes_text_frame.text = told["notes"]
    presentation.save(target)


def add_text(slide: Any, text: dict[str, Any]) -> None:
    frame = slide.shapes.add_textbox(*text["box"]).text_frame
    frame.word_wrap = True
    for number, line in enumerate(text["paragraphs"]):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        paragraph.text = line
        paragraph.font.size = Pt(16)


def add_table(slide: Any, told: dict[str, Any]) -> None:
    rows = told["rows"]
    table = slide.shapes.add_table(len(rows), len(rows[0]), *told["box"]).table
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text


if __name__ == "__main__":
    main(*sys.argv[1:])
