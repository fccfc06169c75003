"""PDF and pictures: pages typeset with Typst, every line where it was measured, with the tags that PDF/UA asks for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from briefing.formats import svg
from briefing.formats.pages import Book, Page, book_of
from briefing.model import Briefing
from briefing.page.boxes import EMU_PER_POINT, ChartBox, IconBox, LineBox, PlaceholderBox, ShapeBox, TableBox
from briefing.page.drawing import Drawn, everything
from briefing.page.setting import Line, Word
from briefing.rendering import Rendered, ThemeChoice

TEMPLATE: Final = Path(__file__).with_name("deck.typ")
# Typefaces whose letters are as wide, for machines that lack the first.
SAME_WIDTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "arial": ("Arial", "Liberation Sans", "Arimo"),
    "helvetica": ("Helvetica", "Arial", "Liberation Sans", "Arimo"),
    "calibri": ("Calibri", "Carlito"),
    "cambria": ("Cambria", "Caladea"),
    "times new roman": ("Times New Roman", "Liberation Serif", "Tinos"),
    "courier new": ("Courier New", "Liberation Mono", "Cousine"),
}
LAST: Final = ("Liberation Sans", "Arial", "DejaVu Sans")
PDF_UA: Final = "ua-1"
LEAST_GAP: Final = 0.5  # points: less is rounding


def render(briefing: Briefing, theme: ThemeChoice | Path) -> Rendered:
    """The briefing as a tagged PDF. Raises BriefingError where Typst is not installed, or the theme cannot be read."""
    book = book_of(briefing, theme)
    data = _typeset(book, format="pdf", pdf_standards=[PDF_UA])
    return Rendered(data, len(book.pages), book.notices)


def _typeset(book: Book, **how: Any) -> bytes:
    import typst

    fonts = {each.lower() for each in _families()}
    made = {"deck": json.dumps(_deck(book, fonts), ensure_ascii=False)}
    seconds = 0
    result: bytes = typst.compile(TEMPLATE.read_bytes(), sys_inputs=made, timestamp=seconds, **how)
    return result


@cache
def _families() -> tuple[str, ...]:
    import typst

    return tuple(typst.Fonts().families())


def _fonts(family: str, known: set[str]) -> list[str]:
    """The typeface and what stands in for it, of those that this machine has."""
    wanted = (*SAME_WIDTHS.get(family.lower(), (family,)), *LAST)
    return [each for each in dict.fromkeys(wanted) if each.lower() in known]


def _deck(book: Book, fonts: set[str]) -> dict[str, Any]:
    deck = book.deck
    language, _, region = deck.language.partition("-")
    return {
        "title": deck.title,
        "author": deck.author,
        "subject": deck.subject,
        "keywords": list(deck.keywords),
        "date": [deck.date.year, deck.date.month, deck.date.day],
        "language": language,
        "region": region[:2].upper() or None,
        "tagged": True,
        "width": book.width / EMU_PER_POINT,
        "height": book.height / EMU_PER_POINT,
        "body-fonts": _fonts(book.body_font, fonts),
        "heading-fonts": _fonts(book.heading_font, fonts),
        "pages": [_page(page, book) for page in book.pages],
    }


def _page(page: Page, book: Book) -> dict[str, Any]:
    shapes = [
        mark
        for each in page.drawings
        if not isinstance(each.box, ChartBox)
        for part in everything(each)
        for mark in part.marks
    ]
    return {
        "ground": _svg(book, svg.ground(page) + "".join(svg.mark(mark, page) for mark in shapes)),
        "items": [item for each in page.drawings for item in _items(each, page, book)],
        "feet": [rows for each in page.feet for rows in _paragraphs(each.lines, page)],
    }


def _svg(book: Book, body: str) -> str:
    size = f"{svg.pt(book.width)} {svg.pt(book.height)}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{body}</svg>'


def _items(each: Drawn, page: Page, book: Book) -> Iterator[dict[str, Any]]:
    box = each.box
    leads = book.numbers.get(box.link, 0) if isinstance(box, ShapeBox) else 0
    paragraphs = list(_paragraphs(each.lines, page, leads))
    if isinstance(box, ChartBox):
        drawing = _svg(book, "".join(svg.mark(mark, page) for mark in each.marks))
        yield {"kind": "figure", "alt": box.alt, "svg": drawing, "paragraphs": paragraphs}
    elif isinstance(box, TableBox):
        rows = [[list(_paragraphs(_within(cell), page)) for cell in row] for row in each.cells]
        places = {"x": box.box.x, "y": box.box.y}
        yield {
            "kind": "table",
            **{name: value / EMU_PER_POINT for name, value in places.items()},
            "widths": [width / EMU_PER_POINT for width in box.widths],
            "heights": [height / EMU_PER_POINT for height in box.heights],
            "rows": rows,
        }
    elif isinstance(box, PlaceholderBox) and box.type in ("title", "ctrTitle"):
        yield {"kind": "title", "level": 1, "paragraphs": paragraphs}
    else:
        if isinstance(box, ShapeBox | IconBox | LineBox) and box.alt:
            area = {"x": each.area.x, "y": each.area.y, "w": each.area.w, "h": each.area.h}
            yield {"kind": "said", "alt": box.alt, **{name: value / EMU_PER_POINT for name, value in area.items()}}
        if paragraphs:
            yield {"kind": "text", "paragraphs": paragraphs}


def _within(cell: Drawn) -> tuple[Line, ...]:
    """The lines of a cell, from its own corner."""
    from msgspec.structs import replace

    return tuple(
        replace(
            line,
            baseline=line.baseline - cell.area.y,
            words=tuple(replace(word, x=word.x - cell.area.x) for word in line.words),
        )
        for line in cell.lines
    )


def _paragraphs(lines: Iterable[Line], page: Page, leads: int = 0) -> Iterator[list[dict[str, Any]]]:
    for _, group in groupby(lines, key=lambda line: line.paragraph):
        rows = [_line(line, page, leads) for line in group if any(word.text for word in line.words)]
        if rows:
            yield rows


def _line(line: Line, page: Page, leads: int) -> dict[str, Any]:
    words = [word for word in line.words if word.text]
    return {
        "x": words[0].x / EMU_PER_POINT,
        "y": line.baseline / EMU_PER_POINT,
        "words": [
            {**_word(word, page), "gap": gap, "page": leads} for word, gap in zip(words, _gaps(words), strict=True)
        ],
    }


def _gaps(words: Sequence[Word]) -> list[float]:
    """What is free before each word, in points, as after a bullet."""
    ends = [words[0].x, *(word.x + word.width for word in words)]
    free = [(word.x - end) / EMU_PER_POINT for word, end in zip(words, ends, strict=False)]
    return [each if each > LEAST_GAP else 0 for each in free]


def _word(word: Word, page: Page) -> dict[str, Any]:
    return {
        "text": word.text,
        "size": word.size,
        "bold": word.bold,
        "face": "heading" if word.heading else "body",
        "color": page.color(word.color),
        "link": word.link,
    }
