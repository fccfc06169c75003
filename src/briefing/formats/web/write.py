"""The web page: one file of real text over drawings, to be scrolled, presented, printed and sent; it asks nobody.

Every line stands where it was measured. On a narrow screen, and without style, the same words flow in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

from msgspec import Struct

from briefing.formats import svg
from briefing.formats.pages import Book, Page, book_of
from briefing.model import Briefing, Notice
from briefing.page.boxes import EMU_PER_POINT, ChartBox, IconBox, LineBox, Placed, PlaceholderBox, ShapeBox, TableBox
from briefing.page.drawing import Drawn
from briefing.page.marks import Mark
from briefing.page.setting import ASCENT, CONTROLS, Line, Word
from briefing.rendering import Rendered, ThemeChoice

ACTS: Final = ("show", "present", "all", "notes", "print", "back", "next")
HERE: Final = Path(__file__).parent
ASCENT_OF_LINE: Final = 0.5 + ASCENT - 0.559  # from the top of a line box as high as the type to its baseline


def render(briefing: Briefing, theme: ThemeChoice | Path) -> Rendered:
    """The briefing as one .html file. Raises BriefingError where the theme cannot be read."""
    book = book_of(briefing, theme)
    words = {**dict.fromkeys(ACTS, ""), **dict(briefing.words.web), "speaker": briefing.words.notes}
    html = "".join(_document(book, words)).translate(CONTROLS)
    return Rendered(html.encode(), len(book.pages), book.notices)


class Picture(Struct, frozen=True):
    """A page without its document: what stands in its `.page`, and what is said to it. `id` is that of its slide."""

    id: str
    title: str
    html: str
    notes: tuple[str, ...]


class Pictures(Struct, frozen=True):
    """Every page of a deck on its own, for a page that shows them beside other things; lengths are points.

    `grounds` is what lies under them, which stands once in the document.
    """

    width: str
    height: str
    body_font: str
    heading_font: str
    grounds: str
    pictures: tuple[Picture, ...]
    notices: tuple[Notice, ...]


def pictures(briefing: Briefing, theme: ThemeChoice | Path) -> Pictures:
    """The pages of a briefing one by one. Raises BriefingError where the theme cannot be read."""
    book = book_of(briefing, theme)
    made = (
        Picture(each.slide.id, each.slide.title, "".join(_page(each, book, "h2")).translate(CONTROLS), each.slide.notes)
        for each in book.pages
    )
    fonts = svg.family(book.body_font), svg.family(book.heading_font)
    return Pictures(svg.pt(book.width), svg.pt(book.height), *fonts, _grounds(book), tuple(made), book.notices)


@cache
def _file(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _document(book: Book, words: Mapping[str, str]) -> Iterator[str]:
    deck, wide, high = book.deck, svg.pt(book.width), svg.pt(book.height)
    yield f'<!DOCTYPE html>\n<html lang="{escape(deck.language)}">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escape(deck.title)}</title>\n"
    for name, value in {
        "author": deck.author,
        "description": deck.subject,
        "keywords": ", ".join(deck.keywords),
    }.items():
        yield f'<meta name="{name}" content="{escape(value)}">\n' if value else ""
    yield f"<style>:root{{--wide:{wide}pt;--high:{high}pt;--ratio:{book.width / book.height:.5f}}}\n{_file('deck.css')}"
    yield f".page{{aspect-ratio:{book.width}/{book.height};font-family:{svg.family(book.body_font)}}}\n"
    yield f".h{{font-family:{svg.family(book.heading_font)}}}\n</style>\n</head>\n<body>\n"
    yield f'<header class="bar"><p>{escape(deck.title)}</p><span data-at></span>'
    for act in ACTS[:5]:
        yield f'<button type="button" data-act="{act}">{escape(words[act])}</button>'
    yield '</header>\n<header class="speaker"><span data-clock>0:00</span>'
    for act in ("back", "next"):
        yield f'<button type="button" data-act="{act}">{escape(words[act])}</button>'
    yield "</header>\n"
    yield f"{_grounds(book)}\n<main>\n"
    for page in book.pages:
        yield from _section(page, book, words)
    yield f"</main>\n<script>\n{_file('deck.js')}</script>\n</body>\n</html>\n"


def _grounds(book: Book) -> str:
    grounds = (f'<g id="ground-{number}">{svg.ground(each, number)}</g>' for number, each in enumerate(book.paintings))
    return f'<svg class="said" aria-hidden="true" focusable="false">{"".join(grounds)}</svg>'


def _section(page: Page, book: Book, words: Mapping[str, str]) -> Iterator[str]:
    level, title = "h1" if page.number == 1 else "h2", escape(f"{page.number}: {page.slide.title}")
    yield f'<section id="{escape(page.anchor)}" aria-label="{title}">\n<div class="page">'
    yield from _page(page, book, level)
    yield "</div>\n"
    if page.slide.notes:
        yield f"<details><summary>{escape(words['speaker'])}</summary>"
        yield "".join(f"<p>{escape(note)}</p>" for note in page.slide.notes)
        yield "</details>\n"
    yield "</section>\n"


def _page(page: Page, book: Book, level: str) -> Iterator[str]:
    """All that stands on a page."""
    yield _layer(page.marks(), page, book, f'<use href="#ground-{_ground(page, book)}"/>{svg.held(page)}')
    if not any(_is_title(each.box) for each in page.drawings):
        yield f'<{level}><span class="said">{escape(page.slide.title)}</span></{level}>'
    for each in page.drawings:
        yield from _box(each, page, book, level)
        if isinstance(each.box, ChartBox):
            yield _layer(page.marks(each), page, book)
    for each in page.feet:
        yield f'<p class="foot">{"".join(_lines(each.lines, page, book))}</p>'


def _ground(page: Page, book: Book) -> int:
    return next(number for number, each in enumerate(book.paintings) if each is page.painting)


def _layer(marks: Sequence[Mark], page: Page, book: Book, ground: str = "") -> str:
    """What is no text and says nothing: what the theme paints, and shapes of the slide."""
    if not marks and not ground:
        return ""
    shapes, size = "".join(svg.mark(each, page) for each in marks), f"{svg.pt(book.width)} {svg.pt(book.height)}"
    return f'<svg viewBox="0 0 {size}" aria-hidden="true" focusable="false">{ground}{shapes}</svg>'


def _is_title(box: Placed) -> bool:
    return isinstance(box, PlaceholderBox) and box.type in ("title", "ctrTitle")


def _box(each: Drawn, page: Page, book: Book, level: str) -> Iterator[str]:
    box = each.box
    if isinstance(box, ChartBox):
        yield _figure(each, page, book)
    elif isinstance(box, TableBox):
        yield _table(each, page, book)
    elif _is_title(box):
        yield f"<{level}>{''.join(_lines(each.lines, page, book))}</{level}>"
    else:
        if isinstance(box, ShapeBox | IconBox | LineBox) and box.alt:
            yield f'<p class="said">{escape(box.alt)}</p>'
        text = "".join(_paragraphs(each.lines, page, book))
        leads = isinstance(box, ShapeBox) and box.link in book.numbers
        yield f'<a href="#{escape(box.link)}">{text}</a>' if leads and isinstance(box, ShapeBox) else text


def _paragraphs(lines: tuple[Line, ...], page: Page, book: Book) -> Iterator[str]:
    for _, group in groupby(lines, key=lambda line: line.paragraph):
        text = "".join(_lines(tuple(group), page, book))
        yield f"<p>{text}</p>" if text else ""


def _lines(lines: tuple[Line, ...], page: Page, book: Book) -> Iterator[str]:
    for line in lines:
        for each in line.words:
            if each.text:
                yield _word(each, line.baseline, page, book)


def _word(each: Word, baseline: float, page: Page, book: Book) -> str:
    top = baseline - each.size * ASCENT_OF_LINE * EMU_PER_POINT
    places = {"x": each.x, "y": top, "s": each.size * EMU_PER_POINT}
    style = ";".join(f"--{name}:{value / book.width:.5f}".replace("0.", ".") for name, value in places.items())
    classes = " ".join(
        ("l", *(["b"] if each.bold else []), *(["h"] if each.heading else []), *(["i"] if each.italic else []))
    )
    text = f'<span class="{classes}" style="{style};color:#{page.color(each.color)}">{escape(each.text)}</span>'
    return f'<a href="{escape(each.link)}">{text}</a>' if each.link else text


def _table(each: Drawn, page: Page, book: Book) -> str:
    rows = []
    for number, row in enumerate(each.cells):
        cells = []
        for place, cell in enumerate(row):
            scope = ' scope="col"' if not number else ' scope="row"' if not place else ""
            tag = "th" if scope else "td"
            cells.append(f"<{tag}{scope}>{''.join(_lines(cell.lines, page, book))}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head, *body = rows
    box = each.box
    caption = f'<caption class="said">{escape(box.alt)}</caption>' if isinstance(box, TableBox) and box.alt else ""
    return f"<table>{caption}<thead>{head}</thead><tbody>{''.join(body)}</tbody></table>"


def _figure(each: Drawn, page: Page, book: Book) -> str:
    """A chart with its description; its own words are part of the drawing."""
    area, box = each.area, each.box
    marks = "".join(svg.mark(mark, page) for mark in each.marks)
    words = "".join(svg.lines(each, page))
    view = " ".join(map(svg.pt, (area.x, area.y, area.w, area.h)))

    def share(part: int, whole: int) -> str:
        return f"{100 * part / whole:.3f}%"

    place = (
        f"left:{share(area.x, book.width)};top:{share(area.y, book.height)};"
        f"width:{share(area.w, book.width)};height:{share(area.h, book.height)}"
    )
    alt = escape(box.alt) if isinstance(box, ChartBox) else ""
    drawing = f'<svg viewBox="{view}" style="{place}" role="img" aria-label="{alt}">{marks}{words}</svg>'
    return f"<figure>{drawing}</figure>"
