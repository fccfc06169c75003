"""The Open Packaging Conventions file under a .pptx: parts, content types, relationships; read and written as bytes.

Part names are absolute (`/ppt/slides/slide1.xml`); the package's own relationships belong to the part name ``""``.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from lxml import etree

from briefing.errors import FactError, Where
from briefing.render.pptx.xmltext import DECLARATION, attribute

TYPES_PART: Final = "/[Content_Types].xml"
NS_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
NS_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONSHIPS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"

MAX_PARTS: Final = 5_000
MAX_BYTES: Final = 300_000_000  # unpacked; a template with a film in it stays under this, a zip bomb does not
ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: the same bytes whenever the file is written


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another, or to an address outside the package."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last segment of the type, e.g. `slideLayout`."""
        return self.type.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Package:
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


def read_package(path: Path) -> Package:
    """Read a .pptx or .potx. Raises FactError where it is no such file, is encrypted, or unpacks to too much."""
    try:
        blobs = _unpack(path)
        types = _types(blobs)
        relationships = {_owner(name): _links(name, data) for name, data in blobs.items() if name.endswith(".rels")}
    except OSError as error:
        raise FactError(f"cannot read the theme: {error.strerror or error}", Where(str(path))) from error
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, NotImplementedError, RuntimeError) as error:
        raise _unreadable(path) from error
    parts = {name: data for name, data in blobs.items() if name in types}
    return Package(
        parts, types, {owner: links for owner, links in relationships.items() if not owner or owner in parts}
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
        target = link.target if link.external else _relative(owner, link.target)
        mode = ' TargetMode="External"' if link.external else ""
        rows.append(f'<Relationship Id="{link.id}" Type="{link.type}" Target="{attribute(target)}"{mode}/>')
    return f'{DECLARATION}<Relationships xmlns="{NS_RELATIONSHIPS}">{"".join(rows)}</Relationships>'


def _unreadable(path: Path) -> FactError:
    return FactError(
        "not a PowerPoint file that can be read",
        Where(str(path)),
        "save it again as .pptx or .potx, without a password",
    )


def _unpack(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_BYTES:
            message = f"unpacks to more than {MAX_PARTS:,} parts or {MAX_BYTES // 1_000_000} MB"
            raise FactError(message, Where(str(path)), "use a smaller theme")
        return {"/" + entry.filename.lstrip("/"): archive.read(entry) for entry in entries}


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
            overrides.append(f'<Override PartName="{attribute(name)}" ContentType="{attribute(kind)}"/>')
    rows = "".join(f'<Default Extension="{attribute(each)}" ContentType="{kind}"/>' for each, kind in defaults.items())
    return f'{DECLARATION}<Types xmlns="{NS_TYPES}">{rows}{"".join(overrides)}</Types>'


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name.lstrip("/"), ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0  # else the operating system shows in the bytes
    archive.writestr(entry, data, compresslevel=6)
