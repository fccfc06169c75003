"""Pictures: a file for each slide, as SVG with real text and links, or as PNG in a width that was asked for.

A folder of them is named after the deck; each is called by the number and the id of its slide, as `03-ask.png`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from briefing.formats import svg
from briefing.formats.pages import Book, Page, book_of
from briefing.model import Briefing
from briefing.page.boxes import ChartBox, IconBox, LineBox, ShapeBox, TableBox
from briefing.page.drawing import Drawn, everything
from briefing.page.marks import Mark
from briefing.page.setting import CONTROLS
from briefing.rendering import Rendered, ThemeChoice

WIDE: Final = 1920  # pixels, where nobody says how wide
UNNAMED: Final = re.compile(r"[^\w-]+")  # what no name of a file has


def render_svg(briefing: Briefing, theme: ThemeChoice | Path) -> Rendered:
    """Each slide as one .svg file. Raises BriefingError where the theme cannot be read."""
    book = book_of(briefing, theme)
    names = _names(book, ".svg")
    files = tuple((name, _document(page, book, names).encode()) for name, page in zip(names, book.pages, strict=True))
    return Rendered(b"", len(files), book.notices, files)


def render_png(briefing: Briefing, theme: ThemeChoice | Path) -> Rendered:
    """Each slide as one .png file. Raises BriefingError where Typst is not installed, or the theme cannot be read."""
    from briefing.formats.typeset.write import pictures  # drawn by what sets the PDF

    wide = theme.width if isinstance(theme, ThemeChoice) else 0
    book, drawn, told = pictures(briefing, theme, wide or WIDE)
    files = tuple(zip(_names(book, ".png"), drawn, strict=True))
    return Rendered(b"", len(files), (*book.notices, *told), files)


def _names(book: Book, suffix: str) -> tuple[str, ...]:
    """The names of all files in their order; a slide that goes on is called as the one that it continues."""
    digits, name, names = max(2, len(str(len(book.pages)))), "slide", []
    for page in book.pages:
        name = UNNAMED.sub("-", page.slide.id).strip("-") or name
        names.append(f"{page.number:0{digits}}-{name}{suffix}")
    return tuple(names)


def _document(page: Page, book: Book, names: Sequence[str]) -> str:
    """A page by itself; links to other pages lead to their files beside it."""
    wide, high = svg.pt(book.width), svg.pt(book.height)
    body = "".join(_body(page, book, names))
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}pt" height="{high}pt" viewBox="0 0 {wide} {high}" '
        f'xml:lang="{escape(book.deck.language)}" font-family="{svg.family(book.body_font)}">\n'
        f"<title>{escape(page.slide.title)}</title>\n<style>.h{{font-family:{svg.family(book.heading_font)}}}</style>\n"
        f'<g aria-hidden="true">{svg.ground(page.painting, 0)}</g>\n{body}</svg>\n'
    )
    return text.translate(CONTROLS)


def _body(page: Page, book: Book, names: Sequence[str]) -> Iterator[str]:
    if page.held:
        yield f'<g aria-hidden="true">{svg.held(page)}</g>\n'
    yield _marks(page.marks(), page)
    for each in page.drawings:
        yield from _drawing(each, page, book, names)
        if isinstance(each.box, ChartBox):
            yield _marks(page.marks(each), page)
    for each in page.feet:
        yield f"<g>{''.join(svg.lines(each, page))}</g>\n" if each.lines else ""


def _marks(marks: Sequence[Mark], page: Page) -> str:
    shapes = "".join(svg.mark(each, page) for each in marks)
    return f'<g aria-hidden="true">{shapes}</g>\n' if shapes else ""


def _drawing(each: Drawn, page: Page, book: Book, names: Sequence[str]) -> Iterator[str]:
    """The text of a box with what a reader who sees nothing is told; of a chart the whole drawing."""
    box, inside, label = each.box, "".join(text for part in everything(each) for text in svg.lines(part, page)), ""
    if isinstance(box, ChartBox | TableBox | ShapeBox | IconBox | LineBox) and box.alt:
        role = "group" if inside and not isinstance(box, ChartBox) else "img"
        label = f' role="{role}" aria-label="{escape(box.alt)}"'
    if isinstance(box, ChartBox):
        inside = "".join(svg.mark(mark, page) for mark in each.marks) + inside
    if not (inside or label):
        return
    leads = book.numbers.get(box.link) if isinstance(box, ShapeBox) else None
    body = f"<g{label}>{inside}</g>\n"
    yield f'<a href="{escape(names[leads - 1])}">{body}</a>\n' if leads else body
