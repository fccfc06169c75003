"""What PowerPoint looks up by number or list: ids of slides and shapes, masters, layouts, notes, sections, tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

from briefing.deckcheck.findings import Hit
from briefing.deckcheck.rules.parts import slide_of
from briefing.deckcheck.view import DeckView
from briefing.deckcheck.xmlvalues import NAMESPACES, RELATIONSHIP, local, number

FIRST_SLIDE: Final = 256
FIRST_MASTER: Final = 2**31  # ids of masters and layouts start where those of slides end
TEXT_BODIES: Final = tuple(f"{{{NAMESPACES[prefix]}}}txBody" for prefix in ("p", "a"))


def shape_id_twice(deck: DeckView) -> Iterator[Hit]:
    """Shapes of one slide that share an id."""
    for slide in deck.slides:
        names: dict[str, list[str]] = {}
        for head in deck.container.tree(slide.part).iterfind("p:cSld/p:spTree//p:cNvPr", NAMESPACES):
            if not any(local(each) in {"Fallback", "oleObj"} for each in head.iterancestors()):
                names.setdefault(head.get("id", ""), []).append(head.get("name", ""))
        for id_, shared in names.items():
            if len(shared) > 1:
                listed = ", ".join(f"'{name}'" for name in shared[:4])
                yield Hit(slide.number, shared[1], f"the shapes {listed} share the id {id_}")


def shape_name_twice(deck: DeckView) -> Iterator[Hit]:
    """Shapes of one slide that share a name."""
    for slide in deck.slides:
        counts = Counter(shape.name for shape in slide.shapes if shape.name)
        for name, count in counts.items():
            if count > 1:
                yield Hit(slide.number, name, f"{count} shapes are called '{name}'")


def slide_id(deck: DeckView) -> Iterator[Hit]:
    """Slide ids that come twice or lie outside what PowerPoint allows."""
    seen: set[str] = set()
    for slide in deck.slides:
        if not FIRST_SLIDE <= number(slide.id) < FIRST_MASTER:
            yield Hit(slide.number, "", f"the slide's id is {slide.id or 'missing'}; it must be {FIRST_SLIDE} or more")
        elif slide.id in seen:
            yield Hit(slide.number, "", f"the slide's id {slide.id} is that of an earlier slide")
        seen.add(slide.id)


def slide_list(deck: DeckView) -> Iterator[Hit]:
    """Slides that the presentation holds but does not list, or lists twice."""
    listed = Counter(slide.part for slide in deck.slides)
    for part in deck.container.package.related(deck.presentation, "slide"):
        if part in deck.container.trees and part not in listed:
            yield Hit(0, "", f"{part} belongs to the presentation, but is not in its list of slides")
    for part, count in listed.items():
        if part and count > 1:
            yield Hit(slide_of(deck, part), "", f"the list of slides holds {part} {count} times")


def no_paragraph(deck: DeckView) -> Iterator[Hit]:
    """Text bodies without a single paragraph."""
    for part, tree in deck.container.trees.items():
        for body in tree.iter(*TEXT_BODIES):
            if body.find("a:p", NAMESPACES) is None:
                yield Hit(slide_of(deck, part), _shape_name(body), f"a text in {part} has no paragraph")


def notes_master(deck: DeckView) -> Iterator[Hit]:
    """A notes master that the presentation does not list."""
    masters = deck.container.package.related(deck.presentation, "notesMaster")
    entry = deck.container.tree(deck.presentation).find("p:notesMasterIdLst/p:notesMasterId", NAMESPACES)
    if masters and entry is None:
        yield Hit(0, "", "the presentation has a notes master, but does not list it")


def sections(deck: DeckView) -> Iterator[Hit]:
    """Sections that leave out a slide, hold one twice, or name one that is not there."""
    found = deck.container.tree(deck.presentation).iterfind(".//p14:sectionLst//p14:sldId", NAMESPACES)
    listed = Counter(each.get("id", "") for each in found)
    slides = {slide.id: slide.number for slide in deck.slides}
    for id_, count in listed.items():
        if id_ not in slides:
            yield Hit(0, "", f"a section names the slide id {id_}, which no slide has")
        elif count > 1:
            yield Hit(slides[id_], "", "the slide is in more than one section")
    for id_, place in slides.items() if listed else ():
        if id_ not in listed:
            yield Hit(place, "", "the slide is in no section")


def masters(deck: DeckView) -> Iterator[Hit]:
    """Masters and layouts that are not listed, and ids of theirs that come twice or are too small."""
    package, ids = deck.container.package, list[str]()
    owners = [(deck.presentation, "slideMaster"), *((part, "slideLayout") for part in _masters(deck))]
    for owner, kind in owners:
        entries = deck.container.tree(owner).findall(f"p:sld{kind.removeprefix('slide')}IdLst/*", NAMESPACES)
        ids += [entry.get("id", "") for entry in entries if entry.get("id")]
        listed = {deck.container.target(owner, entry.get(f"{RELATIONSHIP}id", "")) for entry in entries}
        for part in package.related(owner, kind):
            if part not in listed and part in package.parts:
                yield Hit(0, "", f"{part} belongs to {owner}, but is not in its list")
    for id_, count in Counter(ids).items():
        if count > 1 or number(id_) < FIRST_MASTER:
            fault = "comes twice" if count > 1 else f"is below {FIRST_MASTER}"
            yield Hit(0, "", f"the id {id_} of a slide master or layout {fault}")


def loose_connector(deck: DeckView) -> Iterator[Hit]:
    """Connectors that hold on to a shape that is not on the slide."""
    for slide in deck.slides:
        known = {shape.id for shape in slide.shapes}
        for shape in slide.shapes:
            for id_ in shape.glued:
                if id_ not in known:
                    yield Hit(slide.number, shape.name, f"the connector holds on to shape {id_}, which is not there")


def uneven_table(deck: DeckView) -> Iterator[Hit]:
    """Tables with a row that has more or fewer cells than the table has columns."""
    for slide in deck.slides:
        for table in deck.container.tree(slide.part).iter(f"{{{NAMESPACES['a']}}}tbl"):
            columns = len(table.findall("a:tblGrid/a:gridCol", NAMESPACES))
            for place, row in enumerate(table.iterfind("a:tr", NAMESPACES), 1):
                if (cells := len(row.findall("a:tc", NAMESPACES))) != columns:
                    message = f"row {place} of the table has {cells} cells for {columns} columns"
                    yield Hit(slide.number, _shape_name(table), message)


def _masters(deck: DeckView) -> tuple[str, ...]:
    return deck.container.package.related(deck.presentation, "slideMaster")


def _shape_name(element: etree._Element) -> str:
    for each in element.iterancestors():
        if (head := each.find("./*/p:cNvPr", NAMESPACES)) is not None:
            return str(head.get("name", ""))
    return ""
