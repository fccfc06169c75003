"""A small deck without any fault, drawn box by box, and ways to break it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Inches, Pt

from briefing.formats.pptx.write import write
from briefing.library.library import builtin_folder
from briefing.page.boxes import (
    Box,
    Deck,
    Frame,
    Insets,
    LineBox,
    Paragraph,
    PlacedSection,
    PlacedSlide,
    PlaceholderBox,
    Run,
    ShapeBox,
    TableBox,
    TableCell,
    inches,
)
from briefing.theme.reading import read_theme

Parts = dict[str, bytes]
Seed = Callable[[Path], None]
NS: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "pr": "http://schemas.openxmlformats.org/package/2006/relationships",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "dc": "http://purl.org/dc/elements/1.1/",
}
PRESENTATION: Final = "ppt/presentation.xml"
TABLE, CARDS, PLAIN = (f"ppt/slides/slide{number}.xml" for number in (1, 2, 3))


def good_deck() -> bytes:
    """Slide 1 a table, slide 2 two cards and a connector, slide 3 a sentence; notes, sections and properties."""
    theme = read_theme(builtin_folder() / "layouts" / "theme" / "light.pptx")
    sections = (
        PlacedSection("Before", (_table_slide(theme), _card_slide(theme))),
        PlacedSection("After", (_slide(theme, "What follows is one decision", _text("Sentence", "Decide today.", 2)),)),
    )
    return write(Deck(sections, "A good deck", date(2026, 1, 15), footer="A good deck"), theme)


def parts(change: Callable[[Parts], None]) -> Seed:
    """A fault in the zip file, whose entries stand in a dict by name."""

    def seed(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            content = {name: archive.read(name) for name in archive.namelist()}
        change(content)
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in content.items():
                archive.writestr(name, data)

    return seed


def xml(part: str, path: str, change: Callable[[Any], object]) -> Seed:
    """A fault in the first element at a path of one part."""

    def edit(content: Parts) -> None:
        root = etree.fromstring(content[part])
        found = root.find(path, NS)
        assert found is not None, f"there is no {path} in {part}"
        change(found)
        content[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return parts(edit)


def slides(change: Callable[[Any], None]) -> Seed:
    """A fault that python-pptx makes; `change` is given the slides."""

    def seed(path: Path) -> None:
        presentation = Presentation(str(path))
        change(presentation.slides)
        presentation.save(str(path))

    return seed


def removed(element: Any) -> None:
    element.getparent().remove(element)


def add_text(slide: Any, text: str, place: tuple[float, float, float, float], size: float = 16) -> Any:
    """A text box at a place in inches, in the ink of the theme."""
    box = slide.shapes.add_textbox(*map(Inches, place))
    box.name = f"Box {len(slide.shapes)}"
    box.text_frame.word_wrap = True
    box.text_frame.auto_size = MSO_AUTO_SIZE.NONE
    box.text_frame.text = text
    for paragraph in box.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size)
            run._r.get_or_add_rPr().set("lang", "en-GB")
    return box


def _slide(theme: Any, title: str, *boxes: Any) -> PlacedSlide:
    place = theme.look.layouts["title-only"].placeholder("title")
    head = PlaceholderBox("title", place.idx, Frame((Paragraph((Run(title),)),), 28, bold=True), None, "Title")
    return PlacedSlide("title-only", title, (head, *boxes), notes=("What to say.",))


def _table_slide(theme: Any) -> PlacedSlide:
    words = (("Figure", "Meaning"), ("Unit cost", "Cost of one order"), ("Forecast", "How near the plan was"))
    rows = tuple(tuple(TableCell(_frame(word, 14)) for word in row) for row in words)
    area = Box(inches(0.6), inches(2), inches(8), inches(1.5))
    table = TableBox(area, (inches(4),) * 2, (inches(0.5),) * 3, rows, "Table", "Two figures and what they mean")
    return _slide(theme, "Two figures tell how spend is managed", table)


def _card_slide(theme: Any) -> PlacedSlide:
    boxes = [Box(inches(x), inches(2), inches(4), inches(2)) for x in (0.6, 7)]
    cards = [
        ShapeBox("rect", box, f"Card {n}", "surface", frame=_frame(f"Card {n} says this.", 16))
        for n, box in enumerate(boxes, 1)
    ]
    link = LineBox(
        boxes[0].right, inches(3), boxes[1].x, inches(3), "Link", "accent", start=("Card 1", 3), end=("Card 2", 1)
    )
    return _slide(theme, "Two cards belong together", cards[0], link, cards[1], _text("Below", "That is all.", 5))


def _text(name: str, text: str, y: float) -> ShapeBox:
    return ShapeBox("rect", Box(inches(0.6), inches(y), inches(6), inches(0.5)), name, frame=_frame(text, 16))


def _frame(text: str, size: float) -> Frame:
    return Frame((Paragraph((Run(text),)),), size, insets=Insets(91_440, 45_720, 91_440, 45_720))
