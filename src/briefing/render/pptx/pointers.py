"""Pointers to what a deck does not take along: links to slides and files, tags, objects of other programs.

What only pointed goes; what was drawn from elsewhere goes as a whole, or stays as the picture that the file has of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from lxml import etree
from msgspec.structs import replace

from briefing.errors import FactError, Where
from briefing.render.pptx.inherit import NS
from briefing.render.pptx.package import Package, Relationship, parse_xml, xml_bytes

REMOVABLE: Final = frozenset(
    {
        "hlinkClick", "hlinkHover", "hlinkMouseOver", "control", "tags", "custData", "externalData", "legacyDrawing",
        "snd", "wavAudioFile", "audioFile", "videoFile", "quickTimeFile", "media", "picAttrSrcUrl", "sndTgt", "sndAc",
    }
)  # fmt: skip
OBJECTS: Final = frozenset({"oleObj", "embed", "link"})
SHAPES: Final = frozenset({"sp", "pic", "graphicFrame", "cxnSp"})
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
    """An object of another program as the picture that the file shows of it."""
    frame = next((each for each in element.iterancestors() if etree.QName(each).localname == "graphicFrame"), None)
    if frame is None or frame.getparent() is None:
        return
    shown = next(frame.iter(f"{{{NS['p']}}}pic"), None)
    if shown is not None:
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
