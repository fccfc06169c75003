"""The package: content types, relationships, and the parts that they lead to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from lxml import etree

from briefing.check.deck.container import RELATIONSHIP, RELS_SUFFIX
from briefing.check.deck.view import DeckView, Hit
from briefing.ooxml.elements import NS, local, number
from briefing.ooxml.package import TYPES_PART, Relationship, reachable
from briefing.theme.emptied import undeclared

# Kind of relationship → how the content type of its target ends.
TYPE_ENDS: Final = {
    "slide": ".slide+xml",
    "slideLayout": ".slideLayout+xml",
    "slideMaster": ".slideMaster+xml",
    "notesSlide": ".notesSlide+xml",
    "notesMaster": ".notesMaster+xml",
    "theme": ".theme+xml",
    "chart": ".chart+xml",
    "tableStyles": ".tableStyles+xml",
    "core-properties": ".core-properties+xml",
}
# Content type ends with → the relationship that such a part cannot do without.
NEEDED: Final = {
    ".slide+xml": "slideLayout",
    ".slideLayout+xml": "slideMaster",
    ".slideMaster+xml": "theme",
    ".notesSlide+xml": "notesMaster",
}
REFERENCES: Final = frozenset(
    f"{RELATIONSHIP}{name}" for name in ("id", "embed", "link", "pict", "dm", "lo", "qs", "cs")
)
OWNED: Final = frozenset({"notesSlide", "chart", "image", "diagramData", "diagramDrawing", "oleObject", "package"})
_TRASH: Final = "/[trash]/"


def no_content_type(deck: DeckView) -> Iterator[Hit]:
    """Parts without a content type."""
    for name in dict.fromkeys(deck.container.entries):
        counted = name != TYPES_PART and not name.endswith(RELS_SUFFIX) and not name.startswith(_TRASH)
        if counted and name not in deck.container.package.types:
            yield _hit(deck, name, f"{name} has no content type")


def stale_content_type(deck: DeckView) -> Iterator[Hit]:
    """Content types of parts that are not in the file."""
    present = {entry.casefold() for entry in deck.container.entries}
    for name in deck.container.overrides:
        if name.casefold() not in present:
            yield _hit(deck, name, f"there is a content type for {name}, which is not in the file")


def dangling(deck: DeckView) -> Iterator[Hit]:
    """Relationships to parts that are not in the file, or of such parts."""
    present = {entry.casefold() for entry in deck.container.entries}
    for owner, link in _links(deck):
        own_folder = str(PurePosixPath(owner).parent)
        if not link.external and link.target.casefold() not in present and link.target != own_folder:
            yield _hit(deck, owner, f"{link.id} of {_named(owner)} leads to {link.target}, which is not in the file")
    for name in deck.container.entries:
        path = PurePosixPath(name)
        owner = str(path.parent.parent / path.name.removesuffix(RELS_SUFFIX))
        if name.endswith(RELS_SUFFIX) and path.name != RELS_SUFFIX and owner.casefold() not in present:
            yield _hit(deck, owner, f"there are relationships of {owner}, which is not in the file")


def unknown_id(deck: DeckView) -> Iterator[Hit]:
    """Relationship ids in a part for which it has no relationship."""
    for part, tree in deck.container.trees.items():
        known = {link.id for link in deck.container.package.relationships.get(part, ())} | {""}
        for value in dict.fromkeys(tree.xpath("//@r:*", namespaces=NS)):
            name = value.attrname
            if name in REFERENCES and str(value) not in known:
                yield _hit(deck, part, f"{part} uses {value}, for which it has no relationship")


def orphan(deck: DeckView) -> Iterator[Hit]:
    """Parts that nothing leads to."""
    kept = reachable(deck.container.package).parts
    for name in deck.container.package.parts:
        if name not in kept and not name.startswith(_TRASH):
            yield _hit(deck, name, f"nothing in the file leads to {name}")


def malformed(deck: DeckView) -> Iterator[Hit]:
    """Parts that are not well-formed XML."""
    for name in deck.container.malformed:
        yield _hit(deck, name, f"{name} is not well-formed XML")


def wrong_type(deck: DeckView) -> Iterator[Hit]:
    """Relationships to a part of another sort than they say."""
    types = deck.container.package.types
    for owner, link in _links(deck):
        end = TYPE_ENDS.get(link.kind, "")
        if not link.external and link.target in types and not types[link.target].endswith(end):
            yield _hit(deck, owner, f"{link.id} of {_named(owner)} is a {link.kind}, but {link.target} is none")


def missing_link(deck: DeckView) -> Iterator[Hit]:
    """Slides without a layout, layouts without a master, masters without a theme."""
    for name, type_ in deck.container.package.types.items():
        for end, kind in NEEDED.items():
            links = deck.container.package.relationships.get(name, ())
            if type_.endswith(end) and not any(link.kind == kind for link in links):
                yield _hit(deck, name, f"{name} has no {kind}")


def external(deck: DeckView) -> Iterator[Hit]:
    """Pictures, films and data that lie outside the file; links that a reader clicks are meant to."""
    for owner, link in _links(deck):
        if link.external and link.kind != "hyperlink":
            yield _hit(deck, owner, f"the {link.kind} of {_named(owner)} lies outside the file: {link.target[:200]}")


def undeclared_prefix(deck: DeckView) -> Iterator[Hit]:
    """Prefixes that markup compatibility names but nothing declares: PowerPoint refuses such a part."""
    for name, root in deck.container.trees.items():
        for prefix in dict.fromkeys(undeclared(root)):
            yield _hit(deck, name, f"{name} names the prefix '{prefix}', which it does not declare")


def _links(deck: DeckView) -> Iterator[tuple[str, Relationship]]:
    relationships = deck.container.package.relationships
    return ((owner, link) for owner, links in relationships.items() for link in links)


def _named(owner: str) -> str:
    return owner or "the file"


def _hit(deck: DeckView, part: str, message: str) -> Hit:
    return Hit(slide_of(deck, part), "", message)


def slide_of(deck: DeckView, part: str) -> int:
    """The number of the slide that a part is, or belongs to alone; else 0."""
    numbers = {slide.part: slide.number for slide in deck.slides}
    if part in numbers:
        return numbers[part]
    owners = {
        number
        for owner, number in numbers.items()
        for link in deck.container.package.relationships.get(owner, ())
        if link.kind in OWNED and link.target == part
    }
    return owners.pop() if len(owners) == 1 else 0


# What PowerPoint looks up by number or list: ids of slides and shapes, masters, layouts, notes, sections, tables.

FIRST_SLIDE: Final = 256
FIRST_MASTER: Final = 2**31  # ids of masters and layouts start where those of slides end
SLIDE_JUMP: Final = "ppaction://hlinksldjump"
LINKS: Final = tuple(f"{{{NS['a']}}}{name}" for name in ("hlinkClick", "hlinkHover", "hlinkMouseOver"))
TEXT_BODIES: Final = tuple(f"{{{NS[prefix]}}}txBody" for prefix in ("p", "a"))


def shape_id_twice(deck: DeckView) -> Iterator[Hit]:
    """Shapes of one slide that share an id."""
    for slide in deck.slides:
        names: dict[str, list[str]] = {}
        for head in deck.container.tree(slide.part).iterfind("p:cSld/p:spTree//p:cNvPr", NS):
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
            if body.find("a:p", NS) is None:
                yield Hit(slide_of(deck, part), _shape_name(body), f"a text in {part} has no paragraph")


def notes_master(deck: DeckView) -> Iterator[Hit]:
    """A notes master that the presentation does not list."""
    masters = deck.container.package.related(deck.presentation, "notesMaster")
    entry = deck.container.tree(deck.presentation).find("p:notesMasterIdLst/p:notesMasterId", NS)
    if masters and entry is None:
        yield Hit(0, "", "the presentation has a notes master, but does not list it")


def slide_jump(deck: DeckView) -> Iterator[Hit]:
    """Links to the slide on which they stand, or to one that is not shown because no list holds it."""
    numbers = {slide.part: slide.number for slide in deck.slides}
    for slide in deck.slides:
        for link in deck.container.tree(slide.part).iter(*LINKS):
            target = deck.container.target(slide.part, link.get(f"{RELATIONSHIP}id", ""))
            if not link.get("action", "").startswith(SLIDE_JUMP) or not target:
                continue
            if target == slide.part:
                yield Hit(slide.number, _shape_name(link), "the link leads to the slide on which it stands")
            elif target not in numbers:
                yield Hit(slide.number, _shape_name(link), f"the link leads to {target}, which is no slide of the deck")


def sections(deck: DeckView) -> Iterator[Hit]:
    """Sections that leave out a slide, hold one twice, or name one that is not there."""
    found = deck.container.tree(deck.presentation).iterfind(".//p14:sectionLst//p14:sldId", NS)
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
        entries = deck.container.tree(owner).findall(f"p:sld{kind.removeprefix('slide')}IdLst/*", NS)
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
        for table in deck.container.tree(slide.part).iter(f"{{{NS['a']}}}tbl"):
            columns = len(table.findall("a:tblGrid/a:gridCol", NS))
            for place, row in enumerate(table.iterfind("a:tr", NS), 1):
                if (cells := len(row.findall("a:tc", NS))) != columns:
                    unit = "column" if columns == 1 else "columns"
                    message = f"row {place} of the table has {cells} of {columns} {unit}"
                    yield Hit(slide.number, _shape_name(table), message)


def _masters(deck: DeckView) -> tuple[str, ...]:
    return deck.container.package.related(deck.presentation, "slideMaster")


def _shape_name(element: etree._Element) -> str:
    for each in element.iterancestors():
        if (head := each.find("./*/p:cNvPr", NS)) is not None:
            return str(head.get("name", ""))
    return ""
