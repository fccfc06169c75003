"""PDF files: what a screen reader is told by their tags, as far as PDF/UA-1 can be checked without looking at pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from briefing.check.deck.view import Check, Hit
from briefing.errors import FactError, UsageError, Where, check_ordinary

NOT_INSTALLED: Final = "checking a PDF needs pikepdf, which is not installed"
MOST_TAGS: Final = 500_000  # a deck of 300 slides has about 50,000
LONG: Final = 4  # pages: whoever has more wants to jump
HEADINGS: Final[Mapping[str, int]] = MappingProxyType({f"H{level}": level for level in range(1, 7)})
SHOWING: Final = frozenset(("Tj", "TJ", "'", '"', "INLINE IMAGE"))
PAINTING: Final = frozenset(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"))


@dataclass(frozen=True)
class Tag:
    """A part of the document as its tags tell it. `page` counts from 1; 0 is none. `parent` is the place of its own."""

    kind: str
    page: int
    parent: int
    described: bool


@dataclass(frozen=True)
class PdfView:
    """A PDF with its tags in reading order."""

    path: Path
    pdf: Any = field(repr=False)  # of pikepdf, which has no need to be here unless a PDF is checked
    tags: tuple[Tag, ...]

    def within(self, place: int) -> Iterator[Tag]:
        """All parts of a part."""
        inside = {place}
        for number in range(place + 1, len(self.tags)):
            if self.tags[number].parent not in inside:
                return
            inside.add(number)
            yield self.tags[number]


def read_pdf(path: Path) -> PdfView:
    """A PDF and its tags. Raises FactError where it cannot be read, UsageError without pikepdf."""
    try:
        import pikepdf

        logging.getLogger("pikepdf").addHandler(logging.NullHandler())  # it would talk of what it has mended
    except ModuleNotFoundError as error:
        raise UsageError(NOT_INSTALLED, remedy="install finops-briefing[pdf]") from error
    try:
        check_ordinary(path, "name a PDF")
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError:
        raise FactError("the PDF has a password", Where(str(path)), "save it without one") from None
    except (pikepdf.PdfError, OSError) as error:
        reason = "cannot be read" if isinstance(error, OSError) else "is no PDF, or it is damaged"
        raise FactError(f"the file {reason}", Where(str(path)), "check the path, or make the PDF again") from None
    with _whole(path):
        return PdfView(path, pdf, tuple(_tags(pdf)))


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Raises FactError where a part is not what it has to be: a number for a list, a stream that ends too soon."""
    import pikepdf

    try:
        yield
    except (pikepdf.PdfError, AttributeError, TypeError, LookupError, ValueError) as error:
        raise FactError("the PDF is damaged", Where(str(path)), "open it and save it anew, or make it again") from error


def _tags(pdf: Any) -> list[Tag]:
    """Every tag in reading order. A tag that leads back to itself is followed once."""
    import pikepdf

    pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return []
    made, seen = list[Tag](), set[tuple[int, int]]()
    roles: Any = root.get("/RoleMap", {})
    waiting = [(root.get("/K"), -1)]
    while waiting and len(made) < MOST_TAGS:
        node, parent = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += [(each, parent) for each in reversed(list(node))]
        elif isinstance(node, pikepdf.Dictionary):
            if node.is_indirect and node.objgen in seen:
                continue
            seen |= {node.objgen} if node.is_indirect else set()
            if "/S" in node:
                made.append(_tag(node, parent, pages, roles))
                waiting.append((node.get("/K"), len(made) - 1))
    return _placed(made)


def _tag(node: Any, parent: int, pages: Mapping[tuple[int, int], int], roles: Any) -> Tag:
    kind = str(roles.get(str(node.S), node.S)).removeprefix("/")
    page = node.get("/Pg")
    described = any(str(node.get(key, "")).strip() for key in ("/Alt", "/ActualText"))
    return Tag(kind, pages.get(page.objgen, 0) if page is not None else 0, parent, described)


def _placed(tags: list[Tag]) -> list[Tag]:
    """The same; what says no page of its own stands on that of its first part that does."""
    pages = [tag.page for tag in tags]
    for number in range(len(tags) - 1, -1, -1):
        parent = tags[number].parent
        if parent >= 0 and not tags[parent].page and pages[number]:
            pages[parent] = pages[number]
    return [Tag(tag.kind, page, tag.parent, tag.described) for tag, page in zip(tags, pages, strict=True)]


# Rules. Without tags there is one finding, and none of what only tags can tell.


def _no_tags(view: PdfView) -> Iterator[Hit]:
    marked = view.pdf.Root.get("/MarkInfo", {}).get("/Marked", False)
    if not (marked and view.tags):
        yield Hit(0, "", "the PDF has no tags: a screen reader has to guess what is read when")


def _no_language(view: PdfView) -> Iterator[Hit]:
    if not str(view.pdf.Root.get("/Lang", "")).strip():
        yield Hit(0, "", "the PDF does not say its language")


def _no_title(view: PdfView) -> Iterator[Hit]:
    with view.pdf.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as metadata:
        title = str(metadata.get("dc:title", "") or view.pdf.docinfo.get("/Title", "")).strip()
    if not title:
        yield Hit(0, "", "the PDF has no title")
    elif not view.pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield Hit(0, "", "the window shows the name of the file instead of the title")


def _no_alternative(view: PdfView) -> Iterator[Hit]:
    for tag in view.tags:
        if tag.kind in ("Figure", "Formula") and not tag.described:
            yield Hit(tag.page, "", "a picture has no alternative text")


def _headings(view: PdfView) -> Iterator[Hit]:
    found = [(HEADINGS[tag.kind], tag.page) for tag in view.tags if tag.kind in HEADINGS]
    if view.tags and not found and not any(tag.kind in ("H", "Title") for tag in view.tags):
        yield Hit(0, "", "the PDF has no headings")
    before = 0
    for level, page in found:
        if level > before + 1:
            last = f"after one of level {before}" if before else "as the first"
            yield Hit(page, "", f"a heading of level {level} comes {last}")
        before = level


def _no_headers(view: PdfView) -> Iterator[Hit]:
    for place, tag in enumerate(view.tags):
        if tag.kind == "Table" and not any(each.kind == "TH" for each in view.within(place)):
            yield Hit(tag.page, "", "a table has no header cells")


def _no_bookmarks(view: PdfView) -> Iterator[Hit]:
    outline = view.pdf.Root.get("/Outlines", {})
    if len(view.pdf.pages) >= LONG and "/First" not in outline:
        yield Hit(0, "", f"{len(view.pdf.pages)} pages, and no bookmarks")


def _order_goes_back(view: PdfView) -> Iterator[Hit]:
    before = 0
    for tag in view.tags:
        if 0 < tag.page < before:
            yield Hit(tag.page, "", f"this page is read again after page {before}")
        before = tag.page or before


def _untagged(view: PdfView) -> Iterator[Hit]:
    for number, page in enumerate(view.pdf.pages, 1) if view.tags else ():
        if bare := sum(text for text in _bare(page)):
            yield Hit(number, "", f"{bare} {'text or picture' if bare == 1 else 'texts or pictures'} without a tag")


def _unmarked(view: PdfView) -> Iterator[Hit]:
    for number, page in enumerate(view.pdf.pages, 1) if view.tags else ():
        if bare := sum(not text for text in _bare(page)):
            shapes = "shape is" if bare == 1 else "shapes are"
            yield Hit(number, "", f"{bare} {shapes} neither tagged nor marked as decoration")


def _bare(page: Any) -> Iterator[bool]:
    """What is painted outside of any tag, and not marked as decoration either: True for a text or picture."""
    import pikepdf

    pictures = {
        name for name, each in dict(page.get("/Resources", {}).get("/XObject", {})).items() if each.Subtype == "/Image"
    }
    around = list[bool]()
    for step in pikepdf.parse_content_stream(page):
        name, operands = str(step.operator), step.operands
        if name in ("BDC", "BMC"):
            about = operands[1] if name == "BDC" else None
            tagged = isinstance(about, pikepdf.Name) or (isinstance(about, pikepdf.Dictionary) and "/MCID" in about)
            around.append(tagged or operands[0] == "/Artifact")
        elif name == "EMC" and around:
            around.pop()
        elif not any(around):
            if name in SHOWING or (name == "Do" and str(operands[0]) in pictures):
                yield True
            elif name in PAINTING:
                yield False


def _fonts(resources: Any, depth: int = 0) -> Iterator[Any]:
    """The fonts of a page, those of drawings on it included."""
    yield from dict(resources.get("/Font", {})).values()
    for each in dict(resources.get("/XObject", {})).values():
        if depth < 3 and "/Resources" in each:
            yield from _fonts(each.Resources, depth + 1)


def _not_embedded(view: PdfView) -> Iterator[Hit]:
    told = set[str]()
    for number, page in enumerate(view.pdf.pages, 1):
        for font in _fonts(page.get("/Resources", {})):
            kind, name = str(font.get("/Subtype", "")), str(font.get("/BaseFont", "")).removeprefix("/")
            inner = font.DescendantFonts[0] if kind == "/Type0" else font
            descriptor = inner.get("/FontDescriptor", {})
            held = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            if kind != "/Type3" and not held and name not in told:
                told.add(name)
                yield Hit(number, name, f"the font '{name}' is not in the file")


def _no_text(view: PdfView) -> Iterator[Hit]:
    for number, page in enumerate(view.pdf.pages, 1):
        if not any(True for _ in _fonts(page.get("/Resources", {}))):
            yield Hit(number, "", "the page has no text that can be read, searched or selected")


def _bare_link(view: PdfView) -> Iterator[Hit]:
    for number, page in enumerate(view.pdf.pages, 1) if view.tags else ():
        for each in page.get("/Annots", ()):
            if str(each.get("/Subtype", "")) == "/Link" and "/StructParent" not in each:
                yield Hit(number, "", "a link has no tag")


def _not_declared(view: PdfView) -> Iterator[Hit]:
    with view.pdf.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as metadata:
        if view.tags and not metadata.get("pdfuaid:part"):
            yield Hit(0, "", "the PDF does not say that it keeps to PDF/UA")


_AGAIN: Final = "make it again from the program that it comes from, with tags for accessibility"

_CHECKS: Final = {
    "P001": Check("error", "PDF without tags", _AGAIN, _no_tags),
    "P002": Check("error", "PDF without language", "set the language in the file's properties", _no_language),
    "P003": Check("error", "PDF without title", "set the title, and that the window shows it", _no_title),
    "P004": Check("error", "picture without alternative text", "describe it where it was made", _no_alternative),
    "P005": Check("error", "headings that leave out a level", "use the headings of the program", _headings),
    "P006": Check("error", "table without header cells", "name the header row where it was made", _no_headers),
    "P007": Check("advice", "no bookmarks", "make it with bookmarks from its headings", _no_bookmarks),
    "P008": Check("error", "content without tag", _AGAIN, _untagged),
    "P009": Check("error", "font not embedded", "embed all fonts when the PDF is made", _not_embedded),
    "P010": Check("advice", "PDF/UA not declared", "make it as PDF/UA, where the program can", _not_declared),
    "P011": Check("error", "reading order goes back", "order the tags as the pages are", _order_goes_back),
    "P012": Check("error", "link without tag", _AGAIN, _bare_link),
    "P013": Check("error", "page without text", "make it from the text, not from pictures of pages", _no_text),
    "P014": Check("advice", "shape without tag", "mark it as decoration, or describe it", _unmarked),
}


def _careful(rule: Callable[[Any], Iterable[Hit]]) -> Callable[[Any], Iterable[Hit]]:
    def run(view: PdfView) -> list[Hit]:
        with _whole(view.path):
            return list(rule(view))

    return run


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {code: replace(check, rule=_careful(check.rule)) for code, check in _CHECKS.items()}
)
