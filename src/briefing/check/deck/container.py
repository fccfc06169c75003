"""The zip file under a deck, with what a reader of parts passes over: stale and missing content types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from lxml import etree

from briefing.errors import FactError, Where
from briefing.ooxml.container import unpack_deck
from briefing.ooxml.elements import NS
from briefing.ooxml.package import NS_TYPES, TYPES_PART, Package, package_of, parse_xml

RELATIONSHIP: Final = f"{{{NS['r']}}}"
RELS_SUFFIX: Final = ".rels"
XML_ENDS: Final = ("+xml", "/xml")
MOST_XML: Final = 25_000_000  # bytes of all XML parts; a deck of 300 slides has about 10 million
NOTHING: Final = etree.Element("nothing")  # stands for a part that is missing, so that nobody has to ask


@dataclass(frozen=True)
class Container:
    """The package, its parsed parts, and the facts of its zip file."""

    package: Package
    entries: tuple[str, ...]  # part names as the zip lists them
    overrides: tuple[str, ...]  # part names that have a content type of their own
    trees: Mapping[str, etree._Element] = field(repr=False)
    malformed: tuple[str, ...] = ()  # XML parts that are not well-formed

    def tree(self, part: str) -> etree._Element:
        """The root element of a part; an element without anything for a part that is missing or damaged."""
        return self.trees.get(part, NOTHING)

    def related(self, part: str, kind: str) -> str:
        """The first part that `part` points to with this kind of relationship, else ""."""
        return next(iter(self.package.related(part, kind)), "")

    def target(self, part: str, id_: str) -> str:
        """The part that a relationship of `part` points to, else ""."""
        return self._targets.get((part, id_), "")

    @cached_property
    def _targets(self) -> Mapping[tuple[str, str], str]:
        pairs = ((owner, link) for owner, links in self.package.relationships.items() for link in links)
        return MappingProxyType({(owner, link.id): link.target for owner, link in pairs if not link.external})


def read_container(path: Path, entries: Mapping[str, bytes] | None = None) -> Container:
    """Open a deck, or take its parts. Raises FactError where it is none, is encrypted, or unpacks to too much."""
    if entries is None:
        entries = unpack_deck(path, ".pptx or .potx")
    package = package_of(entries, path)
    trees, malformed = _parsed(package, path)
    return Container(package, tuple(entries), _overrides(entries[TYPES_PART]), trees, malformed)


def _parsed(package: Package, path: Path) -> tuple[dict[str, etree._Element], tuple[str, ...]]:
    """Every XML part; which of them are not well-formed. Parsed, XML takes many times the memory of its bytes."""
    written = {name: data for name, data in package.parts.items() if package.types[name].endswith(XML_ENDS)}
    if sum(map(len, written.values())) > MOST_XML:
        message = f"holds more than {MOST_XML // 1_000_000} MB of text and shapes"
        raise FactError(message, Where(str(path)), "divide it into several decks")
    trees: dict[str, etree._Element] = {}
    malformed = []
    for name, data in written.items():
        try:
            trees[name] = parse_xml(data)
        except (etree.XMLSyntaxError, ValueError):
            malformed.append(name)
    return trees, tuple(malformed)


def _overrides(types: bytes) -> tuple[str, ...]:
    rows = parse_xml(types).iterfind(f"{{{NS_TYPES}}}Override")
    return tuple(unquote(row.get("PartName", "")) for row in rows)
