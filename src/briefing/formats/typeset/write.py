"""PDF: pages typeset with Typst, every line where it was measured, with the tags that PDF/UA asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeAlias

import msgspec
from msgspec.structs import replace

from briefing.errors import UsageError
from briefing.formats import svg
from briefing.formats.pages import Book, Page, book_of
from briefing.model import Briefing, Notice, Remark
from briefing.page.boxes import EMU_PER_POINT, Box, ChartBox, IconBox, LineBox, PlaceholderBox, ShapeBox, TableBox
from briefing.page.drawing import Drawn
from briefing.page.fonts import drawn_with, twins
from briefing.page.marks import Mark
from briefing.page.setting import ASCENT, CONTROLS, DESCENT, Line
from briefing.rendering import Rendered, ThemeChoice

TEMPLATE: Final = Path(__file__).with_name("deck.typ")
Looks: TypeAlias = dict[tuple[object, ...], int]  # size, boldness, slant, face and colour → its place among all looks
TURN: Final = Lock()  # Typst sets one document at a time
UNKNOWN: Final = re.compile("unknown font family: (.+)")
LACKING: Final = re.compile(r"the text `\"(.+?)\"` could not be displayed")
UNSEEN: Final = (
    "No font that is installed has the characters {letters}, which the PDF shows as empty boxes; it is therefore no "
    "valid PDF/UA. Install a font that has them, such as one of the Noto family."
)
PDF_UA: Final = "ua-1"
NOT_INSTALLED: Final = "PDF and PNG need Typst, which is not installed"
MISSING: Final = (
    "No font with the widths of '{family}' is installed, so {other} stands in for it in {what}, and lines may be "
    "longer or shorter than they should be; install the font {twins}."
)
PAPERS: Final = {"a4": (595.28, 841.89), "letter": (612, 792)}  # points
# Countries whose paper is no A4, as CLDR has them.
LETTER: Final = ("BZ", "CA", "CL", "CO", "CR", "DO", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
NO_NOTES: Final = "The PDF has room for notes under its slides, and this briefing has none."
POINTS_PER_INCH: Final = 72
REGION: Final = 2  # letters of a country
LEAST_GAP: Final = 0.5  # points: less is rounding


def render(briefing: Briefing, theme: ThemeChoice | Path) -> Rendered:
    """The briefing as a tagged PDF, paged as it says. Raises BriefingError without Typst, and for a wrong theme."""
    compiler = _compiler()
    notices: tuple[Notice, ...]
    if briefing.printed.pages == "memo":
        from briefing.formats.typeset.memo import memo_of  # most briefings are slides

        fonts, content = memo_of(briefing, theme)
        content, count, notices = _clean(content), sum(1 for _ in briefing.slides()), ()
    else:
        book = book_of(briefing, theme)
        fonts, count, notices = (book.heading_font, book.body_font), len(book.pages), book.notices
        content = _slides(book)
        if briefing.printed.pages == "notes" and not any(page.slide.notes for page in book.pages):
            notices = (*notices, Remark(NO_NOTES))
    data, unknown, unseen = _typeset(compiler, {**_clean(_about(briefing, fonts)), **content})
    told = _missing(fonts, unknown, "the PDF")
    lacking = [Remark(UNSEEN.format(letters=", ".join(f"'{each}'" for each in unseen)))] if unseen else []
    return Rendered(data, count, (*notices, *told, *lacking))


def pictures(
    briefing: Briefing, theme: ThemeChoice | Path, width: int
) -> tuple[Book, tuple[bytes, ...], tuple[Notice, ...]]:
    """The slides of a briefing, each of them as a PNG so many pixels wide, and what is to be told of their fonts."""
    compiler, book = _compiler(), book_of(briefing, theme)
    fonts = (book.heading_font, book.body_font)
    content = {**_clean(_about(briefing, fonts)), **_slides(book), "pages-as": "slides"}
    dense = POINTS_PER_INCH * width * EMU_PER_POINT / book.width
    asked = {"sys_inputs": {"deck": msgspec.json.encode(content).decode()}}
    with TURN:
        drawn, warnings = compiler.compile_with_warnings(**asked, format="png", ppi=dense)
    every = drawn if isinstance(drawn, list) else [drawn]
    return book, tuple(map(bytes, every)), _missing(fonts, _unknown(warnings), "the pictures")


@cache
def _compiler() -> Any:
    """Typst with our template and the fonts of this machine, which are searched once. Raises UsageError without it."""
    try:
        import typst  # only for a PDF: it is an extra, and large
    except ModuleNotFoundError as error:
        raise UsageError(NOT_INSTALLED, remedy="install finops-briefing[pdf]") from error
    return typst.Compiler(str(TEMPLATE))


def _typeset(compiler: Any, deck: Mapping[str, Any]) -> tuple[bytes, frozenset[str], tuple[str, ...]]:
    """The PDF, the typefaces that are not here, and the characters that no font here has.

    With such characters it is tagged as ever, but no valid PDF/UA.
    """
    asked = {"sys_inputs": {"deck": msgspec.json.encode(deck).decode()}, "timestamp": 0}
    unseen: dict[str, None] = {}
    with TURN:
        try:
            data, warnings = compiler.compile_with_warnings(**asked, pdf_standards=[PDF_UA])
        except RuntimeError as error:
            unseen = dict.fromkeys(LACKING.findall(getattr(error, "diagnostic", "")))
            if not unseen:
                raise
            data, warnings = compiler.compile_with_warnings(**asked)
    return bytes(data), _unknown(warnings), tuple(unseen)


def _unknown(warnings: Iterable[Any]) -> frozenset[str]:
    """The typefaces that Typst has not found."""
    told = (UNKNOWN.fullmatch(each.message) for each in warnings)
    return frozenset(each[1] for each in told if each)


def _missing(families: Iterable[str], unknown: Collection[str], what: str) -> tuple[Remark, ...]:
    """What to install for typefaces that are not here."""
    return tuple(
        Remark(MISSING.format(family=each, other=_stand_in(each, unknown), what=what, twins=_alternatives(each)))
        for each in dict.fromkeys(families)
        if _is_missing(each, unknown)
    )


def _is_missing(family: str, unknown: Collection[str]) -> bool:
    """Whether neither a typeface is here nor one of its widths."""
    return all(each.lower() in unknown for each in twins(family))


def _stand_in(family: str, unknown: Collection[str]) -> str:
    """What is used where a typeface is missing."""
    return next((f"'{each}'" for each in drawn_with(family) if each.lower() not in unknown), "another font")


def _alternatives(family: str) -> str:
    """What to install: the typeface itself, or the usual one of its widths."""
    return " or ".join(f"'{each}'" for each in dict.fromkeys(twins(family)[:2]))


def _about(briefing: Briefing, fonts: tuple[str, str]) -> dict[str, Any]:
    """What every PDF says of itself, and what it is set in."""
    language, *rest = briefing.language.split("-")
    region = next((each.upper() for each in rest if len(each) == REGION), None)
    return {
        "title": briefing.title,
        "author": briefing.author,
        "subject": briefing.subject,
        "keywords": briefing.keywords,
        "date": [briefing.date.year, briefing.date.month, briefing.date.day],
        "language": language,
        "region": region,
        "pages-as": briefing.printed.pages or "slides",
        "paper": PAPERS[briefing.printed.paper or ("letter" if region in LETTER else "a4")],
        "footer": " · ".join(filter(None, (briefing.title, briefing.date_text))),
        "heading-fonts": list(drawn_with(fonts[0])),
        "body-fonts": list(drawn_with(fonts[1])),
    }


def _clean(value: Any) -> Any:
    """The same without control characters, which no PDF may hold."""
    if isinstance(value, str):
        return value if value.isprintable() else value.translate(CONTROLS)
    if isinstance(value, Mapping):
        return {key: _clean(each) for key, each in value.items()}
    return [*map(_clean, value)] if isinstance(value, list | tuple) else value


def _slides(book: Book) -> dict[str, Any]:
    looks = dict[tuple[object, ...], int]()
    return {
        "width": book.width / EMU_PER_POINT,
        "height": book.height / EMU_PER_POINT,
        "ascent": ASCENT,
        "descent": DESCENT,
        "grounds": [_svg(book, svg.ground(each, number)) for number, each in enumerate(book.paintings)],
        "pages": [
            {**_page(page, book, looks), "section": _clean(page.section) if page.section != before else ""}
            for page, before in zip(book.pages, ("", *(page.section for page in book.pages)), strict=False)
        ],
        "looks": [dict(zip(("size", "bold", "italic", "face", "color"), each, strict=True)) for each in looks],
    }


def _page(page: Page, book: Book, looks: Looks) -> dict[str, Any]:
    return {
        "ground": next(number for number, each in enumerate(book.paintings) if each is page.painting),
        "shapes": _drawing(page.marks(), page, book, svg.held(page)),
        "items": [*_joined(item for each in page.drawings for item in _items(each, page, book, looks))],
        "feet": [each for foot in page.feet for each in _paragraphs(foot.lines, page, looks)],
        "notes": _clean(page.slide.notes),
    }


def _drawing(marks: Sequence[Mark], page: Page, book: Book, under: str = "") -> str:
    return _svg(book, under + "".join(svg.mark(each, page) for each in marks)) if marks or under else ""


def _svg(book: Book, body: str) -> str:
    size = f"{svg.pt(book.width)} {svg.pt(book.height)}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{body}</svg>'


def _items(each: Drawn, page: Page, book: Book, looks: Looks) -> Iterator[dict[str, Any]]:
    box = each.box
    leads = book.numbers.get(box.link, 0) if isinstance(box, ShapeBox) else 0
    paragraphs = list(_paragraphs(each.lines, page, looks, leads))
    if isinstance(box, ChartBox):
        drawing = _drawing(each.marks, page, book)
        yield {"kind": "figure", "alt": _clean(box.alt), **_place(each.area), "svg": drawing, "paragraphs": paragraphs}
        yield {"kind": "shapes", "svg": _drawing(page.marks(each), page, book)}
    elif isinstance(box, TableBox):
        rows = [[list(_paragraphs(_within(cell), page, looks)) for cell in row] for row in each.cells]
        yield {
            "kind": "table",
            **_place(box.box),
            "widths": [width / EMU_PER_POINT for width in box.widths],
            "heights": [height / EMU_PER_POINT for height in box.heights],
            "rows": rows,
        }
    elif isinstance(box, PlaceholderBox) and box.type in ("title", "ctrTitle"):
        yield {"kind": "title", "level": 2 if page.section else 1, "paragraphs": paragraphs}
    else:
        if isinstance(box, ShapeBox | IconBox | LineBox) and box.alt:
            yield {"kind": "said", "alt": _clean(box.alt), **_place(each.area)}
        if paragraphs:
            yield {"kind": "text", "paragraphs": paragraphs}


def _joined(items: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same, texts that follow each other in one."""
    for is_text, group in groupby(items, key=lambda each: each["kind"] == "text"):
        if is_text:
            yield {"kind": "text", "paragraphs": [each for item in group for each in item["paragraphs"]]}
        else:
            yield from group


def _place(area: Box) -> dict[str, float]:
    places = {"x": area.x, "y": area.y, "w": area.w, "h": area.h}
    return {name: value / EMU_PER_POINT for name, value in places.items()}


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


def _paragraphs(lines: Iterable[Line], page: Page, looks: Looks, leads: int = 0) -> Iterator[dict[str, Any]]:
    """Lines paragraph by paragraph, each with the way to the next line; `leads` is the page that they lead to."""
    for _, group in groupby(lines, key=lambda line: line.paragraph):
        shown = [line for line in group if any(word.text for word in line.words)]
        if shown:
            pitch = (shown[1].baseline - shown[0].baseline) / EMU_PER_POINT if len(shown) > 1 else 0
            linked = bool(leads) or any(word.link for line in shown for word in line.words)
            yield {"rows": [_line(line, page, looks, leads) for line in shown], "pitch": pitch, "leads": linked}


def _line(line: Line, page: Page, looks: Looks, leads: int) -> dict[str, Any]:
    made, start, end = list[dict[str, Any]](), 0.0, 0.0
    for word in line.words:
        if not word.text:
            continue
        look = (word.size, word.bold, word.italic, "heading" if word.heading else "body", page.color(word.color))
        said: dict[str, Any] = {"text": word.text, "look": looks.setdefault(look, len(looks))}
        if made and word.x - end > LEAST_GAP * EMU_PER_POINT:  # as after a bullet, however wide the font here has it
            made[-1]["wide"] = (word.x - start) / EMU_PER_POINT
        if word.link:
            said["link"] = word.link
        elif leads:
            said["page"] = leads
        made.append(said)
        start, end = word.x, word.x + word.width
    shown = [word for word in line.words if word.text]
    places = {"x": shown[0].x / EMU_PER_POINT, "y": line.baseline / EMU_PER_POINT}
    return {**places, "high": max(word.size for word in shown), "words": made}
