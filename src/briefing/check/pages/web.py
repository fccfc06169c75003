"""Web pages in one file: what browsers and screen readers are told, and whether a page asks anybody for anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from lxml import etree

from briefing.check.deck.view import Check, Hit
from briefing.errors import FactError, Where, check_ordinary

MOST_BYTES: Final = 200_000_000
OUTSIDE: Final = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
IN_STYLES: Final = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])\s*((?:https?:)?//[^'\")\s]+)", re.IGNORECASE)
# What a browser fetches by itself; links are for people.
FETCHED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"link": ("href",), "object": ("data",), "image": ("href",), "use": ("href",), "video": ("poster", "src")}
)
LEVELS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
HIDDEN: Final = "ancestor-or-self::*[@aria-hidden='true' or @hidden or @role='presentation' or @role='none']"


@dataclass(frozen=True)
class WebView:
    """A page and its sections, which a deck shows as slides."""

    path: Path
    root: etree._Element = field(repr=False)

    @property
    def elements(self) -> Iterator[etree._Element]:
        """Every element in order."""
        return (each for each in self.root.iter() if isinstance(each.tag, str))

    def slide(self, element: etree._Element) -> int:
        """The number of the outermost section that an element stands in; 0 is none."""
        around: list[etree._Element] = element.xpath("ancestor-or-self::section[not(ancestor::section)]")
        return self._numbers[around[0]] if around else 0

    @property
    def _numbers(self) -> Mapping[etree._Element, int]:
        found = self.root.xpath("//section[not(ancestor::section)]")
        return {each: number for number, each in enumerate(found, 1)}


def read_page(path: Path) -> WebView:
    """A web page. Raises FactError where the file is none that can be read."""
    try:
        check_ordinary(path, "name a web page")
        data = path.read_bytes()
    except OSError as error:
        raise FactError(f"the file cannot be read: {error.strerror}", Where(str(path)), "check the path") from None
    if len(data) > MOST_BYTES:
        raise FactError("the file is larger than 200 MB", Where(str(path)), "make the page smaller")
    parser = etree.HTMLParser(encoding="utf-8" if _is_utf8(data) else None, huge_tree=True, no_network=True)
    root = etree.fromstring(data, parser) if data.strip() else None
    if root is None or not any(True for each in root.iter() if each.tag in ("body", "head")):
        raise FactError("the file is no web page", Where(str(path)), "check an .html file")
    return WebView(path, root)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _name(element: etree._Element) -> str:
    """What a screen reader says of an element that is no text: its name, or nothing."""
    said = (element.get(key, "") for key in ("aria-label", "alt", "title", "aria-labelledby"))
    inner = (_text(each) for each in element if isinstance(each.tag, str) and each.tag == "title")
    return next((each for each in (*said, *inner) if each.strip()), "")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


# Rules.


def _no_language(view: WebView) -> Iterator[Hit]:
    if not view.root.get("lang", "").strip():
        yield Hit(0, "", "the page does not say its language")


def _no_title(view: WebView) -> Iterator[Hit]:
    if not (view.root.findtext(".//head/title") or "").strip():
        yield Hit(0, "", "the page has no title")


def _headings(view: WebView) -> Iterator[Hit]:
    found = [each for each in view.elements if each.tag in LEVELS and not each.xpath(HIDDEN)]
    if not found:
        yield Hit(0, "", "the page has no headings")
    before = 0
    for each in found:
        level = LEVELS.index(each.tag) + 1
        if before and level > before + 1:
            yield Hit(view.slide(each), _short(_text(each)), f"a heading of level {level} comes after one of {before}")
        before = level


def _no_alternative(view: WebView) -> Iterator[Hit]:
    for each in view.elements:
        picture = each.tag in ("img", "svg", "canvas") or each.get("role") == "img"
        drawn = each.tag == "svg" and each.get("role") != "img" and not each.getparent().xpath("self::figure")
        decorative = each.tag == "img" and each.get("alt") == ""
        if picture and not drawn and not decorative and not _name(each) and not each.xpath(HIDDEN):
            yield Hit(view.slide(each), each.tag, "a picture has no alternative text")


def _no_headers(view: WebView) -> Iterator[Hit]:
    for each in view.elements:
        if each.tag == "table" and not each.xpath(".//th") and not each.xpath(HIDDEN):
            yield Hit(view.slide(each), "table", "a table has no header cells")


def _id_twice(view: WebView) -> Iterator[Hit]:
    counts = Counter(each.get("id") for each in view.elements if each.get("id"))
    yield from (Hit(0, str(id_), f"the id '{id_}' is used {count} times") for id_, count in counts.items() if count > 1)


def _outside(view: WebView) -> Iterator[Hit]:
    found = dict[tuple[int, str], None]()
    for each in view.elements:
        for key in FETCHED.get(each.tag, ("src",)):
            address = each.get(key, "")
            icon = each.tag == "link" and each.get("rel", "") in ("canonical", "alternate", "author", "license")
            if OUTSIDE.match(address) and not icon:
                found[view.slide(each), address.strip()] = None
        styles = (each.text or "") if each.tag == "style" else each.get("style", "")
        found.update(dict.fromkeys((view.slide(each), address) for address in IN_STYLES.findall(styles)))
    for slide, address in found:
        yield Hit(slide, _short(address), f"the page fetches '{_short(address)}'")


def _leads_nowhere(view: WebView) -> Iterator[Hit]:
    known = {each.get(key) for each in view.elements for key in ("id", "name")} | {"", "top"}
    for each in view.elements:
        target = each.get("href", "")
        if each.tag == "a" and target.startswith("#") and target[1:] not in known:
            yield Hit(view.slide(each), _short(_text(each)), f"a link leads to '{target}', which is nowhere")


def _no_zoom(view: WebView) -> Iterator[Hit]:
    for each in view.root.xpath("//meta[@name='viewport']"):
        said = each.get("content", "").replace(" ", "").lower()
        most = re.search(r"maximum-scale=([\d.]+)", said)
        if "user-scalable=no" in said or "user-scalable=0" in said or (most and float(most[1].strip(".") or 0) < 2):
            yield Hit(0, "viewport", "the page cannot be enlarged on a phone")


def _nameless(view: WebView) -> Iterator[Hit]:
    for each in view.elements:
        control = each.tag == "button" or (each.tag == "a" and "href" in each.attrib)
        if control and not _says(each) and not each.xpath(HIDDEN):
            yield Hit(view.slide(each), each.tag, f"a {'button' if each.tag == 'button' else 'link'} has no name")


def _says(control: etree._Element) -> bool:
    inside = (each for each in control.iter() if isinstance(each.tag, str))
    return bool(_text(control)) or any(map(_name, inside))


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "W001": Check(
            "error", "page without language", 'write it into the first tag: <html lang="en-GB">', _no_language
        ),
        "W002": Check("error", "page without title", "write a <title>", _no_title),
        "W003": Check("error", "headings that leave out a level", "use h1, h2, h3 in their order", _headings),
        "W004": Check(
            "error", "picture without alternative text", "describe it, or mark it as decoration", _no_alternative
        ),
        "W005": Check("error", "table without header cells", "write its first row as <th>", _no_headers),
        "W006": Check("error", "id used twice", "give each element an id of its own", _id_twice),
        "W007": Check(
            "advice", "content outside the file", "put it into the file, so that it works anywhere", _outside
        ),
        "W008": Check("error", "link to nowhere", "point it at an id of the page, or remove it", _leads_nowhere),
        "W009": Check("error", "page that cannot be enlarged", "leave the scale in its viewport open", _no_zoom),
        "W010": Check("error", "button or link without name", "write what it does into it", _nameless),
    }
)
