"""What a template points to and what its pictures and properties tell: links, tags, objects, camera data,
sensitivity labels.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from lxml import etree
from msgspec.structs import replace

from briefing.errors import FactError, Where
from briefing.ooxml.elements import NS
from briefing.ooxml.package import Package, Relationship, parse_xml, xml_bytes

# Pointers to what a deck does not take along: links to slides and files, tags, objects of other programs.
#
# What only pointed goes; what was drawn from elsewhere goes as a whole, or stays as the picture that the file has of
# it.

REMOVABLE: Final = frozenset(
    {
        "hlinkClick", "hlinkHover", "hlinkMouseOver", "control", "tags", "custData", "externalData", "legacyDrawing",
        "snd", "wavAudioFile", "audioFile", "videoFile", "quickTimeFile", "media", "picAttrSrcUrl", "sndTgt", "sndAc",
    }
)  # fmt: skip
LINKED: Final = f"{{{NS['r']}}}link"
EMBEDDED: Final = f"{{{NS['r']}}}embed"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Relationships that no deck needs: what speaks of people and files, and what acts.
UNWANTED: Final = frozenset(
    {
        "tags", "customXml", "comments", "commentAuthors", "authors", "person", "printerSettings", "thumbnail",
        "oleObject", "vmlDrawing", "legacyDiagramText", "control", "activeXControlBinary", "changesInfo",
        "revisionInfo", "attachedToolbars", "documenttasks", "slideUpdateInfo", "slideUpdateUrl", "ctrlProp",
    }
)  # fmt: skip
KEPT_SCHEMES: Final = ("http://", "https://")


def wanted(link: Relationship) -> bool:
    """Whether a relationship of a master, layout or theme goes into a deck: parts, and links to the web."""
    if link.external:
        return link.kind == "hyperlink" and link.target.lower().startswith(KEPT_SCHEMES)
    return link.kind not in UNWANTED


def without_pointers(kept: Package, before: Package, path: Path) -> Package:
    """The parts without what pointed to relationships that have gone."""
    parts, presentation = dict(kept.parts), next(iter(kept.related("", "officeDocument")), "")
    for name, links in before.relationships.items():
        lost = _lost(links, kept.relationships.get(name, ()))
        if name and name in parts and lost and name != presentation:
            parts[name] = _unlinked(parts[name], lost, name, path)
    return replace(kept, parts=parts)


def _lost(before: Iterable[Relationship], after: Iterable[Relationship]) -> set[str]:
    return {link.id for link in before} - {link.id for link in after}


def _unlinked(data: bytes, lost: set[str], name: str, path: Path) -> bytes:
    root = parse_xml(data)
    prefix = f"{{{NS['r']}}}"
    touched = False
    for element in list(root.iter(etree.Element)):
        if {value for key, value in element.attrib.items() if key.startswith(prefix)} & lost:
            touched = True
            _remove(element, lost, name, path)
    return xml_bytes(root) if touched else data


def _remove(element: etree._Element, lost: set[str], name: str, path: Path) -> None:
    """A picture that should be in the file, and is not, means that the file is not whole."""
    kind = etree.QName(element).localname
    if kind in REMOVABLE:
        _take_out(element)
    elif kind == "oleObj":
        _as_picture(element)
    elif element.get(LINKED) in lost and element.get(EMBEDDED) not in lost:
        del element.attrib[LINKED]
        if kind == "blip" and element.get(EMBEDDED) is None:
            _without_picture(element)
    else:
        message = f"something that {name} shows is missing in the file"
        raise FactError(message, Where(str(path)), "open it in PowerPoint and save it again")


def _take_out(element: etree._Element) -> None:
    """Out, with the extension or the list that then holds nothing."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if not len(parent) and etree.QName(parent).localname in {"ext", "extLst", "custDataLst", "controls", "stSnd"}:
        _take_out(parent)


def _as_picture(element: etree._Element) -> None:
    """An object of another program as the picture that the file shows of it, with the number that the object had."""
    frame = next((each for each in element.iterancestors() if etree.QName(each).localname == "graphicFrame"), None)
    if frame is None or frame.getparent() is None:
        return
    shown = next(frame.iter(f"{{{NS['p']}}}pic"), None)
    own, said = (each.find("./*/p:cNvPr", NS) if each is not None else None for each in (frame, shown))
    if shown is not None and own is not None and said is not None:
        said.attrib.update({key: own.get(key, "") for key in ("id", "name", "hidden") if key in own.attrib})
        frame.getparent().replace(frame, shown)
    else:
        _take_out_shape(frame)


def _without_picture(blip: etree._Element) -> None:
    """Without a picture that was only linked: the shape that it is, or the fill that it makes."""
    fill = blip.getparent()
    holder = fill.getparent()
    kind = etree.QName(holder).localname
    if kind == "pic":
        _take_out_shape(holder)
    elif kind == "bgPr":
        holder.getparent().getparent().remove(holder.getparent())
    else:
        holder.replace(fill, etree.Element(f"{{{NS['a']}}}noFill"))


def _take_out_shape(shape: etree._Element) -> None:
    root = shape.getroottree().getroot()
    shape.getparent().remove(shape)
    for timing in root.findall("p:timing", NS):  # speaks of shapes by their ids
        root.remove(timing)


# Pictures without what cameras and programs write beside the picture: places, names, times, comments, paths.

PNG: Final = b"\x89PNG\r\n\x1a\n"
PNG_TEXTS: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
JPEG: Final = b"\xff\xd8"
SCAN: Final = 0xDA  # from here on JPEG is picture
APPS: Final = range(0xE1, 0xF0)  # Exif, XMP, IPTC …; the first of all, APP0, says how the picture is drawn
KEPT_APPS: Final = (b"ICC_PROFILE\0", b"Adobe")  # how its colours are meant
COMMENT: Final = 0xFE
ORIENTATION: Final = 0x0112


def without_metadata(data: bytes) -> bytes:
    """The same picture; data as they are where they are no JPEG or PNG, or are not whole."""
    try:
        if data.startswith(PNG):
            return PNG + b"".join(_chunks(data))
        if data.startswith(JPEG):
            return JPEG + b"".join(_segments(data))
    except (struct.error, IndexError):
        pass
    return data


def _chunks(data: bytes) -> Iterator[bytes]:
    at = len(PNG)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunk = data[at : at + 12 + length]
        at += 12 + length
        if chunk[4:8] not in PNG_TEXTS:
            yield chunk
        if chunk[4:8] == b"IEND":
            return


def _segments(data: bytes) -> Iterator[bytes]:
    at = len(JPEG)
    while data[at] == 0xFF and data[at + 1] != SCAN:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at : at + 2 + length]
        at += 2 + length
        if marker == COMMENT or (marker in APPS and not segment[4:].startswith(KEPT_APPS)):
            yield from _turned(segment)
        else:
            yield segment
    yield data[at:]


def _turned(segment: bytes) -> Iterator[bytes]:
    """Which way up a photograph is meant, all that is kept of its Exif."""
    if not segment[4:].startswith(b"Exif\0\0"):
        return
    tiff = segment[10:]
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, first)
    for number in range(count):
        tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, first + 2 + 12 * number)
        if tag == ORIENTATION and 1 < value <= 8:
            head = b"Exif\0\0MM\0*\0\0\0\x08\0\x01"
            body = head + struct.pack(">HHIHH", ORIENTATION, 3, 1, value, 0) + b"\0\0\0\0"
            yield b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
            return


# Sensitivity labels: what a template says of who may read it. A deck does not take that along, and so it is told.

NAMES: Final = re.compile(
    r"MSIP_Label_.*_Name|Sensitivity|.*Classification|bjDocumentSecurityLabel|TitusClassification", re.IGNORECASE
)
MARK: Final = re.compile(r"MSIP_Label_", re.IGNORECASE)
LABELS: Final = ("classificationlabels", "labelInfo")
LONGEST: Final = 60


def label_notices(package: Package) -> Iterator[str]:
    """One sentence where the template carries a label, with its name where the file says it."""
    names, marked = [], bool([part for kind in LABELS for part in package.related("", kind)])
    for part in package.related("", "custom-properties"):
        for name, value in _properties(package.parts.get(part, b"")):
            marked = marked or bool(MARK.match(name))
            if value and NAMES.fullmatch(name):
                names.append(value)
    if names:
        said = " and ".join(f"'{name[:LONGEST]}'" for name in dict.fromkeys(names))
        yield f"The template carries the sensitivity label {said}; the deck carries none, so set it in PowerPoint."
    elif marked:
        yield "The template carries a sensitivity label; the deck carries none, so set it in PowerPoint."


def _properties(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        rows = list(parse_xml(data)) if data else []
    except etree.XMLSyntaxError:
        return
    for row in rows:
        yield row.get("name", ""), " ".join("".join(row.itertext()).split())
