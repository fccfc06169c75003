"""PDF: pages typeset with Typst, every line where it was measured, with the tags that PDF/UA asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from msgspec.structs import replace

from briefing.errors import UsageError
from briefing.formats import svg
from briefing.formats.pages import Book, Page, book_of
from briefing.model import Briefing, Remark
from briefing.page.boxes import EMU_PER_POINT, ChartBox, IconBox, LineBox, PlaceholderBox, ShapeBox, TableBox
from briefing.page.drawing import Drawn
from briefing.page.fonts import twins
from briefing.page.marks import Mark
from briefing.page.setting import ASCENT, CONTROLS, DESCENT, Line, Word
from briefing.rendering import Rendered, ThemeChoice

TEMPLATE: Final = Path(__file__).with_name("deck.typ")
LACKING: Final = re.compile(r"the text `\"(.+?)\"` could not be displayed")
UNSEEN: Final = (
    "No font that is installed has the characters {letters}, which the PDF shows as empty boxes; it is therefore no "
    "valid PDF/UA. Install a font that has them, such as one of the Noto family."
)
ANY: Final = ("Liberation Sans", "Arial", "DejaVu Sans")  # in their order, where no typeface has the widths
PDF_UA: Final = "ua-1"
NOT_INSTALLED: Final = "PDF needs Typst, which is not installed"
MISSING: Final = (
    "No font with the widths of '{family}' is installed, so lines of {what} may be longer or shorter than they should "
    "be; install the font {twins}."
)
POINTS_PER_INCH: Final = 72
REGION: Final = 2  # letters of a country
LEAST_GAP: Final = 0.5  # points: less is rounding


def render(briefing: Briefing, theme: ThemeChoice | Path) -> Rendered:
    """The briefing as a tagged PDF. Raises BriefingError where Typst is not installed, or the theme cannot be read."""
    fonts = _families()
    book = book_of(briefing, theme)
    told = _missing(book, fonts, "the PDF")
    data, unseen = _typeset(book, fonts)
    lacking = [Remark(UNSEEN.format(letters=", ".join(f"'{each}'" for each in unseen)))] if unseen else []
    return Rendered(data, len(book.pages), (*book.notices, *told, *lacking))


def pictures(
    briefing: Briefing, theme: ThemeChoice | Path, width: int
) -> tuple[Book, tuple[bytes, ...], tuple[Remark, ...]]:
    """The pages of a briefing, each of them as a PNG so many pixels wide, and what is to be told of their fonts."""
    fonts = _families()
    import typst  # as for a PDF

    book = book_of(briefing, theme)
    data = {"deck": json.dumps(_deck(book, fonts), ensure_ascii=False)}
    dense = POINTS_PER_INCH * width * EMU_PER_POINT / book.width
    drawn = typst.compile(TEMPLATE.read_bytes(), sys_inputs=data, format="png", ppi=dense)
    return book, tuple(drawn) if isinstance(drawn, list) else (bytes(drawn),), _missing(book, fonts, "the pictures")


def _missing(book: Book, fonts: Mapping[str, str], what: str) -> tuple[Remark, ...]:
    """What to install for typefaces that are not here."""
    missing = dict.fromkeys(each for each in (book.heading_font, book.body_font) if not _same(each, fonts))
    return tuple(Remark(MISSING.format(family=each, what=what, twins=_alternatives(each))) for each in missing)


def _typeset(book: Book, fonts: Mapping[str, str]) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and the characters that no font here has: with them it is tagged as ever, but no valid PDF/UA."""
    import typst  # only for a PDF: it is an extra, and large

    template, data = TEMPLATE.read_bytes(), {"deck": json.dumps(_deck(book, fonts), ensure_ascii=False)}
    try:
        return bytes(typst.compile(template, sys_inputs=data, timestamp=0, pdf_standards=[PDF_UA])), ()
    except typst.TypstError as error:
        unseen = dict.fromkeys(LACKING.findall(error.diagnostic))
        if not unseen:
            raise
        return bytes(typst.compile(template, sys_inputs=data, timestamp=0)), tuple(unseen)


@cache
def _families() -> Mapping[str, str]:
    """The typefaces here, by their names in small letters. Raises UsageError where Typst is not installed."""
    try:
        import typst
    except ModuleNotFoundError as error:
        raise UsageError(NOT_INSTALLED, remedy="install finops-briefing[pdf]") from error
    return MappingProxyType({each.lower(): each for each in typst.Fonts().families()})


def _same(family: str, known: Mapping[str, str]) -> list[str]:
    """The typeface and those of its widths, of those that this machine has."""
    return [known[each.lower()] for each in twins(family) if each.lower() in known]


def _alternatives(family: str) -> str:
    """What to install: the typeface itself, or the usual one of its widths."""
    return " or ".join(f"'{each}'" for each in dict.fromkeys(twins(family)[:2]))


def _fonts(family: str, known: Mapping[str, str]) -> list[str]:
    """The typefaces that letters are looked for in, in this order."""
    usual = (known[each.lower()] for each in ANY if each.lower() in known)
    near = _same(family.split()[0], known) if family.split() else []  # of a family with weights of its own names
    return list(dict.fromkeys((*_same(family, known), *near, *usual)))


def _deck(book: Book, fonts: Mapping[str, str]) -> dict[str, Any]:
    deck = book.deck
    language, *rest = deck.language.split("-")
    return {
        "title": deck.title.translate(CONTROLS),
        "author": deck.author.translate(CONTROLS),
        "subject": deck.subject.translate(CONTROLS),
        "keywords": [each.translate(CONTROLS) for each in deck.keywords],
        "date": [deck.date.year, deck.date.month, deck.date.day],
        "language": language,
        "region": next((each.upper() for each in rest if len(each) == REGION), None),
        "width": book.width / EMU_PER_POINT,
        "height": book.height / EMU_PER_POINT,
        "body-fonts": _fonts(book.body_font, fonts),
        "heading-fonts": _fonts(book.heading_font, fonts),
        "ascent": ASCENT,
        "descent": DESCENT,
        "grounds": [_svg(book, svg.ground(each, number)) for number, each in enumerate(book.paintings)],
        "pages": [_page(page, book) for page in book.pages],
    }


def _page(page: Page, book: Book) -> dict[str, Any]:
    return {
        "ground": next(number for number, each in enumerate(book.paintings) if each is page.painting),
        "shapes": _drawing(page.marks(), page, book),
        "items": [item for each in page.drawings for item in _items(each, page, book)],
        "feet": [rows for each in page.feet for rows in _paragraphs(each.lines, page)],
    }


def _drawing(marks: Sequence[Mark], page: Page, book: Book) -> str:
    return _svg(book, "".join(svg.mark(each, page) for each in marks)) if marks else ""


def _svg(book: Book, body: str) -> str:
    size = f"{svg.pt(book.width)} {svg.pt(book.height)}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{body}</svg>'


def _items(each: Drawn, page: Page, book: Book) -> Iterator[dict[str, Any]]:
    box = each.box
    leads = book.numbers.get(box.link, 0) if isinstance(box, ShapeBox) else 0
    paragraphs = list(_paragraphs(each.lines, page, leads))
    if isinstance(box, ChartBox):
        drawing = _drawing(each.marks, page, book)
        yield {"kind": "figure", "alt": box.alt.translate(CONTROLS), "svg": drawing, "paragraphs": paragraphs}
        yield {"kind": "shapes", "svg": _drawing(page.marks(each), page, book)}
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
            yield {
                "kind": "said",
                "alt": box.alt.translate(CONTROLS),
                **{name: value / EMU_PER_POINT for name, value in area.items()},
            }
        if paragraphs:
            yield {"kind": "text", "paragraphs": paragraphs}


def _within(cell: Drawn) -> tuple[Line, ...]:
    """The lines of a cell, from its own corner."""
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
