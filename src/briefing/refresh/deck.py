"""A finished deck as it is refreshed: its parts as the file has them, and its slides and shapes to be read and changed.

Parts that nobody changes are written again byte for byte.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from lxml import etree
from msgspec.structs import replace

from briefing.errors import FactError, Where
from briefing.formats.pptx.base import BaseChart, BaseSeries, BaseShape, Body, digest
from briefing.ooxml.container import COPY, unpack_deck
from briefing.ooxml.elements import NS, local, number
from briefing.ooxml.package import (
    NS_TYPES,
    TYPES_PART,
    ZIP_TIME,
    Relationship,
    package_of,
    parse_xml,
    relationships_xml,
    uri,
)

A, P, R, C = (f"{{{NS[each]}}}" for each in ("a", "p", "r", "c"))
SHAPES: Final = frozenset({f"{P}sp", f"{P}graphicFrame", f"{P}cxnSp", f"{P}pic"})
RUNS: Final = frozenset({f"{A}r", f"{A}fld", f"{A}br"})
GENERAL: Final = "General"  # the number format of what has none
MAIN: Final = "presentation.main+xml"


@dataclass(eq=False)
class Shape:
    """A shape of an edited slide: its element, and what it says in the terms of a base."""

    element: etree._Element
    base: BaseShape
    chart: str = ""  # the part of its chart
    grouped: bool = False
    kind: str = ""

    @property
    def body(self) -> etree._Element | None:
        """Where its paragraphs stand."""
        return self.element.find("p:txBody", NS)

    @property
    def cells(self) -> list[list[etree._Element]]:
        """The cells of its table."""
        rows = self.element.iterfind(".//a:tbl/a:tr", NS)
        return [list(row.iterfind("a:tc", NS)) for row in rows]

    @property
    def head(self) -> etree._Element:
        """Where its id, name and alternative text stand."""
        return next(self.element.iter(f"{P}cNvPr"))


@dataclass(eq=False)
class Slide:
    """A slide of an edited deck, counted from 1."""

    number: int
    id: int
    part: str
    tree: etree._Element
    layout: str = ""
    shapes: list[Shape] = field(default_factory=list)
    notes_part: str = ""

    @property
    def title(self) -> str:
        """Its headline, or its first text."""
        titled = (each for each in self.shapes if each.element.find("p:nvSpPr/p:nvPr/p:ph", NS) is not None)
        for each in (*(each for each in titled if _is_title(each)), *self.shapes):
            if each.base.read:
                return " ".join(" ".join(each.base.read).split())
        return ""


class DeckFile:
    """The parts of a deck, those that were parsed, and those that were changed. Raises FactError as `unpack` does."""

    def __init__(self, path: Path, entries: Mapping[str, bytes] | None = None) -> None:
        self.path = path
        if entries is None:
            entries = unpack_deck(path, ".pptx")
        self.parts = dict(entries)
        if any(b"purl.oclc.org/ooxml" in data[:4000] for name, data in self.parts.items() if _is_presentation(name)):
            raise FactError(
                "the deck is saved as Strict Open XML, which cannot be refreshed",
                Where(str(path)),
                "save it in PowerPoint as 'PowerPoint Presentation (*.pptx)'",
            )
        package = package_of(self.parts, path)
        self.types = dict(package.types)
        self.links: dict[str, tuple[Relationship, ...]] = dict(package.relationships)
        self.presentation = next((link.target for link in self.links.get("", ()) if link.kind == "officeDocument"), "")
        if MAIN not in self.types.get(self.presentation, "") and "main+xml" not in self.types.get(
            self.presentation, ""
        ):
            raise FactError("not a presentation", Where(str(path)), "name a .pptx file")
        self._trees: dict[str, etree._Element] = {}
        self._changed: set[str] = set()
        self._check_slides()

    def _check_slides(self) -> None:
        """Every slide that the deck lists must be there and be read. Raises FactError."""
        try:
            listed = self.tree(self.presentation).findall("p:sldIdLst/p:sldId", NS)
            whole = len([self.tree(link.target) for _, link in self._listed()]) == len(listed)
        except etree.XMLSyntaxError:
            whole = False
        if not whole:
            raise FactError("the file is damaged or was not copied whole", Where(str(self.path)), COPY)

    # Parts.

    def tree(self, part: str) -> etree._Element:
        """The root of a part, which may be changed if `change` is told."""
        if part not in self._trees:
            self._trees[part] = parse_xml(self.parts[part])
        return self._trees[part]

    def change(self, part: str) -> None:
        """The tree of this part is not what the file has any more."""
        self._changed.add(part)

    def as_is(self, slide: Slide) -> Slide:
        """A slide as it now is: read again where it, or a chart of it, was changed since."""
        if self._changed.isdisjoint((slide.part, *(each.chart for each in slide.shapes))):
            return slide
        return self.slide(slide.part, slide.number, slide.id)

    def put(self, part: str, data: bytes, type_: str = "") -> None:
        """A part with new bytes; with a type where it is new."""
        self.parts[part] = data
        self._trees.pop(part, None)
        self._changed.discard(part)
        if type_ and self.types.get(part) != type_:
            self.types[part] = type_
            self._typed(part, type_)

    def put_tree(self, part: str, tree: etree._Element) -> None:
        """A part that is there with another root."""
        self._trees[part] = tree
        self._changed.add(part)

    def relate(self, part: str, links: tuple[Relationship, ...]) -> None:
        """New relationships of a part."""
        self.links[part] = links
        self.parts[_rels_of(part)] = relationships_xml(part, links).encode()

    def link(self, part: str, id: str) -> Relationship | None:
        """The relationship of a part with this id."""
        return next((each for each in self.links.get(part, ()) if each.id == id), None)

    def related(self, part: str, kind: str) -> str:
        """The first part that another is related to in this way, else empty."""
        found = (each.target for each in self.links.get(part, ()) if each.kind == kind and not each.external)
        return next((each for each in found if each in self.parts), "")

    def free_id(self, part: str) -> str:
        """A relationship id that the part does not have."""
        taken = {each.id for each in self.links.get(part, ())}
        return next(f"rId{count}" for count in range(1, len(taken) + 2) if f"rId{count}" not in taken)

    def free_name(self, pattern: str) -> str:
        """The first name with a number that no part has."""
        taken = {each.casefold() for each in self.parts}
        return next(
            name for count in range(1, len(taken) + 2) if (name := pattern.format(count)).casefold() not in taken
        )

    def drop(self, part: str) -> None:
        """Take a part away with its relationships; whatever led to it must have been changed."""
        for each in (part, _rels_of(part)):
            self.parts.pop(each, None)
        self.links.pop(part, None)
        self._changed.discard(part)
        root = self.tree(TYPES_PART)
        for row in root.findall(f"{{{NS_TYPES}}}Override"):
            if row.get("PartName") == uri(part):
                root.remove(row)
                self.change(TYPES_PART)

    def settle(self) -> None:
        """Write the trees that were changed back into their parts."""
        for part in sorted(self._changed):
            self.parts[part] = serialised(self._trees[part])
        self._changed.clear()

    def bytes(self) -> bytes:
        """The deck as the bytes of a file; every part that was not changed is as it was."""
        self.settle()
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, data in self.parts.items():
                entry = zipfile.ZipInfo(uri(name).lstrip("/"), ZIP_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0
                archive.writestr(entry, data, compresslevel=6)
        return stream.getvalue()

    def _typed(self, part: str, type_: str) -> None:
        root = self.tree(TYPES_PART)
        defaults = {
            each.get("Extension", "").lower(): each.get("ContentType")
            for each in root.iterfind(f"{{{NS_TYPES}}}Default")
        }
        if defaults.get(part.rpartition(".")[2].lower()) != type_:
            for row in root.findall(f"{{{NS_TYPES}}}Override"):
                if row.get("PartName") == uri(part):
                    root.remove(row)
            etree.SubElement(root, f"{{{NS_TYPES}}}Override", PartName=uri(part), ContentType=type_)
            self.change(TYPES_PART)

    def rename(self, names: Mapping[str, str]) -> None:
        """Give parts other names, and let all that leads to them lead there."""
        self.settle()
        rels = {_rels_of(old): _rels_of(new) for old, new in names.items()}
        self.parts = {rels.get(name, names.get(name, name)): data for name, data in self.parts.items()}
        self.types = {names.get(name, name): type_ for name, type_ in self.types.items()}
        self.links = {names.get(name, name): links for name, links in self.links.items()}
        self._trees = {names.get(name, name): tree for name, tree in self._trees.items()}
        for owner, links in list(self.links.items()):
            if any(each.target in names for each in links):
                self.relate(owner, tuple(replace(each, target=names.get(each.target, each.target)) for each in links))
        written = {uri(old): uri(new) for old, new in names.items()}
        for row in self.tree(TYPES_PART).iterfind(f"{{{NS_TYPES}}}Override"):
            row.set("PartName", written.get(row.get("PartName", ""), row.get("PartName", "")))
        self.change(TYPES_PART)
        for slide in self.slides:
            slide.part = names.get(slide.part, slide.part)

    def is_as_written(self, part: str, written: str) -> bool:
        """Whether a part has this digest, as it is or as another program would write it again."""
        if not written:
            return False
        return digest(self.parts[part]) == written or (
            self.types.get(part, "").endswith("xml") and digest(serialised(self.tree(part))) == written
        )

    # Slides.

    @property
    def slide_parts(self) -> Iterator[str]:
        """The parts of all slides in their order."""
        return (part for _, part in self.listed)

    @property
    def listed(self) -> Iterator[tuple[int, str]]:
        """The id and the part of each slide in their order."""
        return ((id, link.target) for id, link in self._listed())

    @cached_property
    def slides(self) -> list[Slide]:
        """Every slide in its order."""
        return list(self._slides())

    def _slides(self) -> Iterator[Slide]:
        for place, (id, link) in enumerate(self._listed(), 1):
            yield self.slide(link.target, place, id)

    def _listed(self) -> Iterator[tuple[int, Relationship]]:
        for entry in self.tree(self.presentation).iterfind("p:sldIdLst/p:sldId", NS):
            link = self.link(self.presentation, entry.get(f"{R}id", ""))
            if link and link.target in self.parts:
                yield number(entry.get("id")), link

    def slide(self, part: str, place: int, id: int) -> Slide:
        """The slide of a part."""
        tree = self.tree(part)
        made = Slide(place, id, part, tree, self.layout_name(part), notes_part=self.related(part, "notesSlide"))
        made.shapes = list(self._shapes(part, tree))
        return made

    def layout_name(self, part: str) -> str:
        """What the slide layout of a slide is called."""
        layout = self.related(part, "slideLayout")
        return self.layouts.get(layout, "")

    @cached_property
    def layouts(self) -> Mapping[str, str]:
        """Every slide layout with its name."""
        parts = [each for each, type_ in self.types.items() if type_.endswith("slideLayout+xml")]
        named = {}
        for each in parts:
            common = self.tree(each).find("p:cSld", NS)
            named[each] = "" if common is None else common.get("name", "")
        return named

    def _shapes(self, part: str, tree: etree._Element) -> Iterator[Shape]:
        for element in tree.iter(*SHAPES):
            inside = next((each.tag for each in element.iterancestors() if local(each) in {"grpSp", "Fallback"}), "")
            if local(element.getparent()) == "Fallback" or inside.endswith("Fallback"):
                continue
            head = next(element.iter(f"{P}cNvPr"), None)
            if head is None:
                continue
            chart = self._chart_part(part, element)
            yield Shape(element, self._read(element, head, chart), chart, bool(inside), _kind(element, chart))

    def _chart_part(self, part: str, element: etree._Element) -> str:
        found = element.find(".//c:chart", NS)
        link = self.link(part, found.get(f"{R}id", "")) if found is not None else None
        return link.target if link and link.target in self.parts else ""

    def _read(self, element: etree._Element, head: etree._Element, chart: str) -> BaseShape:
        placed = _placeholder(element)
        return BaseShape(
            number(head.get("id")),
            head.get("name", ""),
            box_of(element),
            body_text(element.find("p:txBody", NS)),
            tuple(
                tuple(body_text(cell.find("a:txBody", NS)) for cell in row.iterfind("a:tc", NS))
                for row in element.iterfind(".//a:tbl/a:tr", NS)
            ),
            chart_of(self.tree(chart)) if chart else None,
            head.get("descr", ""),
            False,
            placed in {"ftr", "dt", "sldNum"},
        )

    def notes_of(self, slide: Slide) -> etree._Element | None:
        """Where the paragraphs of the notes of a slide stand."""
        if not slide.notes_part or slide.notes_part not in self.parts:
            return None
        for element in self.tree(slide.notes_part).iter(f"{P}sp"):
            if _placeholder(element) == "body":
                found: etree._Element | None = element.find("p:txBody", NS)
                return found
        return None


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder.rstrip('/')}/_rels/{name}.rels"


def _is_presentation(name: str) -> bool:
    return name.startswith("/ppt/presentation")


def _is_title(shape: Shape) -> bool:
    return _placeholder(shape.element) in {"title", "ctrTitle"}


def _placeholder(element: etree._Element) -> str:
    found = element.find(".//p:nvPr/p:ph", NS)
    return "" if found is None else found.get("type", "obj")


def _kind(element: etree._Element, chart: str) -> str:
    if chart:
        return "chart"
    if element.find(".//a:tbl", NS) is not None:
        return "table"
    return {"sp": "shape", "cxnSp": "line", "pic": "picture"}.get(local(element), "object")


def box_of(element: etree._Element) -> tuple[int, int, int, int] | None:
    """Where a shape says that it stands."""
    found = element.find("p:spPr/a:xfrm", NS)
    found = element.find("p:xfrm", NS) if found is None else found
    off, ext = (None, None) if found is None else (found.find("a:off", NS), found.find("a:ext", NS))
    if off is None or ext is None:
        return None
    return number(off.get("x")), number(off.get("y")), number(ext.get("cx")), number(ext.get("cy"))


def body_text(body: etree._Element | None) -> Body:
    """The paragraphs of a text."""
    return () if body is None else tuple(map(paragraph_text, body.iterfind("a:p", NS)))


def paragraph_text(paragraph: etree._Element) -> str:
    """What a paragraph says; a line break is a line feed."""
    return "".join(map(run_text, (each for each in paragraph if each.tag in RUNS)))


def run_text(run: etree._Element) -> str:
    """What a run, field or line break says."""
    return "\n" if run.tag == f"{A}br" else (run.findtext("a:t", "", NS) or "").replace("\v", "\n")


# Charts.


def chart_of(tree: etree._Element) -> BaseChart:
    """The figures that a chart shows, from the values that it keeps."""
    series = sorted(tree.iter(f"{C}ser"), key=lambda each: number(_value(each, "c:idx")))
    categories = _points(series[0].find("c:cat", NS)) if series else []
    read = tuple(_series(each, len(categories)) for each in series)
    axis = tree.find(".//c:valAx", NS)
    low, high, step = (
        (_float(_value(axis, path)) or 0.0) if axis is not None else 0.0
        for path in ("c:scaling/c:min", "c:scaling/c:max", "c:majorUnit")
    )
    return BaseChart(tuple(categories), read, (low, high, step), form=_form(tree, axis))


def _form(tree: etree._Element, axis: etree._Element | None) -> str:
    """How its numbers are written: on the axis, or by its labels; of an axis that is not shown programs lose it."""
    shown = axis is not None and _value(axis, "c:delete") not in ("1", "true")
    of_axis = axis.findall("c:numFmt", NS) if axis is not None and shown else []
    labels = (each for each in tree.iter(f"{C}numFmt") if local(each.getparent()) in ("dLbl", "dLbls"))
    codes = (each.get("formatCode", "") for each in (*of_axis, *labels))
    return next((code for code in codes if code not in ("", GENERAL)), GENERAL)


def _series(element: etree._Element, count: int) -> BaseSeries:
    name = "".join(_points(element.find("c:tx", NS))) or (element.findtext("c:tx/c:v", "", NS) or "")
    points = {
        number(each.get("idx")): _float(each.findtext("c:v", "", NS)) for each in _cache(element.find("c:val", NS))
    }
    length = max(count, *(index + 1 for index in points), 0) if points else count
    labels = []
    for each in element.iterfind("c:dLbls/c:dLbl", NS):
        text = "".join(found.text or "" for found in each.iterfind("c:tx//a:t", NS))
        if text:
            labels.append((number(_value(each, "c:idx")), text))
    return BaseSeries(name, tuple(points.get(place) for place in range(length)), tuple(labels))


def _cache(element: etree._Element | None) -> list[etree._Element]:
    return [] if element is None else list(element.iter(f"{C}pt"))


def _points(element: etree._Element | None) -> list[str]:
    return [each.findtext("c:v", "", NS) or "" for each in _cache(element)]


def _value(element: etree._Element, path: str) -> str:
    found = element.find(path, NS)
    return "" if found is None else found.get("val", "")


def _float(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def serialised(root: etree._Element) -> bytes:
    """A part as the bytes of the file."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
