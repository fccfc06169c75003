"""The package: content types, relationships, and the parts that they lead to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from briefing.deckcheck.container import RELS_SUFFIX
from briefing.deckcheck.findings import Hit
from briefing.deckcheck.view import DeckView
from briefing.deckcheck.xmlvalues import NAMESPACES, RELATIONSHIP
from briefing.render.pptx.carried import undeclared
from briefing.render.pptx.package import TYPES_PART, Relationship, reachable

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
        for value in dict.fromkeys(tree.xpath("//@r:*", namespaces=NAMESPACES)):
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
            yield _hit(deck, owner, f"{_named(owner)} takes a {link.kind} from outside the file: {link.target[:200]}")


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
