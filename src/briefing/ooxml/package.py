"""The Open Packaging Conventions file under a .pptx: parts, content types, relationships; read and written as bytes.

Part names are absolute (`/ppt/slides/slide1.xml`); the package's own relationships belong to the part name ``""``.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from briefing.errors import FactError, Where
from briefing.ooxml.container import in_thousandths, unpack, unreadable, usual
from briefing.ooxml.xmltext import DECLARATION, attribute

TYPES_PART: Final = "/[Content_Types].xml"
NS_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
NS_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
NS_COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONSHIPS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"

MAX_XML: Final = 8_000_000  # bytes of one part as XML: parsed it takes up to thirty times as much
SAFE: Final = "/!$&'()*+,;=:@[]"  # in names of parts, beside letters, figures and -._~; the brackets of one part's name
DOCTYPE: Final = "<!DOCTYPE"
# In others, such as UTF-7, a document type looks like no document type. UTF-16 does not match: its letters are apart.
ENCODING: Final = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
ASCII_LIKE: Final = re.compile(rb"(?i)utf-?8|utf-?16|(us-)?ascii|iso-8859-\d+|windows-125\d|cp125\d|latin-?1")
ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: the same bytes whenever the file is written


class Relationship(Struct, frozen=True):
    """A link from one part to another, or to an address outside the package."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last segment of the type, e.g. `slideLayout`."""
        return self.type.rsplit("/", 1)[-1]


class Package(Struct, frozen=True):
    """Parts in the order in which they are written, with their content types and relationships."""

    parts: Mapping[str, bytes]
    types: Mapping[str, str]
    relationships: Mapping[str, tuple[Relationship, ...]]

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """The parts that `part` points to with relationships of this kind, in their order."""
        links = self.relationships.get(part, ())
        return tuple(link.target for link in links if link.kind == kind and not link.external)


def parse_xml(data: bytes) -> etree._Element:
    """Read XML that a stranger may have written: no entities, no network, no huge trees."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    return etree.fromstring(data, parser)


def xml_bytes(root: etree._Element) -> bytes:
    """A part as the bytes of the file, with every prefix that its markup compatibility names still declared."""
    named = {
        word.partition(":")[0]
        for value in root.xpath("//@mc:*|//mc:Choice/@Requires", namespaces={"mc": NS_COMPATIBILITY})
        for word in str(value).split()
    }
    etree.cleanup_namespaces(root, keep_ns_prefixes=sorted(named))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def read_package(path: Path) -> Package:
    """Read a .pptx or .potx. Raises FactError where it is no such file, is encrypted, hostile, or too large."""
    return package_of(unpack(path), path)


def package_of(entries: Mapping[str, bytes], path: Path) -> Package:
    """The package that the entries of a zip file make; raises FactError as above."""
    blobs = {_canonical(name): usual(data) for name, data in entries.items()}
    spelled = {name.casefold(): name for name in blobs}  # names of parts are the same whatever their case
    try:
        types = _types(blobs)
        _check_xml({name: data for name, data in blobs.items() if _is_xml(name, types)}, path)
        links = {_owner(name): _links(name, data) for name, data in blobs.items() if name.endswith(".rels")}
        relationships = {spelled.get(owner.casefold(), owner): each for owner, each in links.items()}
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise unreadable(path) from error
    parts = {name: in_thousandths(data, types[name]) for name, data in blobs.items() if name in types}
    known = {owner: _found(links, parts) for owner, links in relationships.items() if not owner or owner in parts}
    return Package(parts, types, known)


def _canonical(name: str) -> str:
    """The name of an entry; that of the content types as it is looked for."""
    return TYPES_PART if name.casefold() == TYPES_PART.casefold() else name


def _is_xml(name: str, types: Mapping[str, str]) -> bool:
    return name.endswith((".xml", ".rels", ".vml")) or types.get(name, "").endswith("xml")


def _check_xml(blobs: Mapping[str, bytes], path: Path) -> None:
    """Office writes no document type, and what declares entities may do harm wherever the deck is opened."""
    for name, data in blobs.items():
        if (named := ENCODING.match(data)) and not ASCII_LIKE.fullmatch(named[1]):
            message = f"the part {name} is in the encoding {named[1][:20].decode(errors='replace')}"
            raise FactError(message, Where(str(path)), "use a theme that PowerPoint has saved")
        codings = ("utf-16-le", "utf-16-be") if b"\0" in data[:8] else ("ascii",)
        if any(DOCTYPE.encode(coding) in data for coding in codings):
            message = f"the part {name} declares a document type or entities, as a file made to do harm does"
            raise FactError(message, Where(str(path)), "use a theme that PowerPoint has saved")
        if len(data) > MAX_XML and not name.startswith("/ppt/slides/"):
            message = f"the part {name} is larger than {MAX_XML // 1_000_000} MB"
            raise FactError(message, Where(str(path)), "use a smaller theme")


def _found(links: tuple[Relationship, ...], parts: Mapping[str, bytes]) -> tuple[Relationship, ...]:
    """The relationships with targets as the file names them: names of parts are the same whatever their case."""
    if all(link.external or link.target in parts for link in links):
        return links
    names = {name.casefold(): name for name in parts}
    return tuple(
        link if link.external else replace(link, target=names.get(link.target.casefold(), link.target))
        for link in links
    )


def reachable(package: Package) -> Package:
    """The package without the parts that no relationship leads to; relationships to missing parts go too."""
    seen: set[str] = set()
    waiting = [""]
    while waiting:
        for link in package.relationships.get(waiting.pop(), ()):
            if not link.external and link.target in package.parts and link.target not in seen:
                seen.add(link.target)
                waiting.append(link.target)
    return Package(
        {name: data for name, data in package.parts.items() if name in seen},
        {name: package.types[name] for name in package.parts if name in seen},
        {
            owner: tuple(link for link in links if link.external or link.target in seen)
            for owner, links in package.relationships.items()
            if not owner or owner in seen
        },
    )


def write_package(package: Package) -> bytes:
    """The package as the bytes of a zip file: content types first, then every part followed by its relationships."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        _add(archive, TYPES_PART, _types_xml(package).encode())
        _add(archive, "/_rels/.rels", relationships_xml("", package.relationships[""]).encode())
        for name, data in package.parts.items():
            _add(archive, name, data)
            if links := package.relationships.get(name):
                _add(archive, _rels_name(name), relationships_xml(name, links).encode())
    return target.getvalue()


def relationships_xml(owner: str, links: Iterable[Relationship]) -> str:
    """The .rels part of `owner`, its targets relative as PowerPoint writes them."""
    rows = []
    for link in links:
        target = link.target if link.external else uri(_relative(owner, link.target))
        mode = ' TargetMode="External"' if link.external else ""
        id_, type_ = attribute(link.id), attribute(link.type)
        rows.append(f'<Relationship Id="{id_}" Type="{type_}" Target="{attribute(target)}"{mode}/>')
    return f'{DECLARATION}<Relationships xmlns="{NS_RELATIONSHIPS}">{"".join(rows)}</Relationships>'


def uri(name: str) -> str:
    """The name of a part as a file writes it: in the characters of addresses."""
    return quote(name, safe=SAFE)


def _types(blobs: Mapping[str, bytes]) -> dict[str, str]:
    defaults, overrides = {}, {}
    for row in parse_xml(blobs[TYPES_PART]):
        if row.tag == f"{{{NS_TYPES}}}Default":
            defaults[row.attrib["Extension"].lower()] = row.attrib["ContentType"]
        elif row.tag == f"{{{NS_TYPES}}}Override":
            overrides[unquote(row.attrib["PartName"]).lower()] = row.attrib["ContentType"]
    types = {name: overrides.get(name.lower()) or defaults.get(_extension(name), "") for name in blobs}
    return {name: kind for name, kind in types.items() if kind and kind != RELATIONSHIPS_TYPE and name != TYPES_PART}


def _links(name: str, data: bytes) -> tuple[Relationship, ...]:
    folder = posixpath.dirname(_owner(name)) or "/"
    links = []
    for row in parse_xml(data).iter(f"{{{NS_RELATIONSHIPS}}}Relationship"):
        target, external = row.attrib["Target"], row.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join(folder, unquote(target.partition("#")[0])))
        links.append(Relationship(row.attrib["Id"], row.attrib["Type"], target, external))
    return tuple(links)


def _owner(rels_name: str) -> str:
    folder, name = posixpath.split(rels_name)
    owner = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
    return "" if owner == "/" else owner


def _rels_name(owner: str) -> str:
    folder, name = posixpath.split(owner)
    return f"{folder}/_rels/{name}.rels"


def _relative(owner: str, target: str) -> str:
    base, path = owner.split("/")[1:-1], target.split("/")[1:]
    shared = 0
    while shared < min(len(base), len(path) - 1) and base[shared] == path[shared]:
        shared += 1
    return "/".join([".."] * (len(base) - shared) + path[shared:])


def _extension(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[2].lower()


def _types_xml(package: Package) -> str:
    defaults = {"rels": RELATIONSHIPS_TYPE, "xml": "application/xml"}
    overrides = []
    for name in package.parts:
        kind, extension = package.types[name], _extension(name)
        if defaults.setdefault(extension, kind) != kind:
            overrides.append(f'<Override PartName="{attribute(uri(name))}" ContentType="{attribute(kind)}"/>')
    rows = "".join(
        f'<Default Extension="{attribute(each)}" ContentType="{attribute(kind)}"/>' for each, kind in defaults.items()
    )
    return f'{DECLARATION}<Types xmlns="{NS_TYPES}">{rows}{"".join(overrides)}</Types>'


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(uri(name).lstrip("/"), ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0  # else the operating system shows in the bytes
    archive.writestr(entry, data, compresslevel=6)
