"""What a template's parts tell of their past, taken out of them: ids of revisions, paths, and names that mean nothing.

A deck carries the design of a template, not its history. Extensions are kept where they are known to draw something;
whatever else a program writes there says when, by whom or in which file a thing was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from msgspec.structs import replace

from briefing.render.pptx.package import Package, parse_xml, xml_bytes
from briefing.render.pptx.photos import without_metadata

MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PREFIXED: Final = ("Ignorable", "MustUnderstand", "ProcessContent", "PreserveElements", "PreserveAttributes")
# What may be worth a look, so that the parts of most themes are never parsed here.
TELLING: Final = re.compile(
    rb"markup-compatibility|extLst|userId|[a-zA-Z]:[\\/]|\\\\|file:|/(?:Users|home|Volumes)/|\0"
)
# The extensions that draw, or that a person sees in PowerPoint.
DRAWING: Final = frozenset(
    {
        "decorative", "svgBlip", "useLocalDpi", "hiddenFill", "hiddenLine", "hiddenEffects", "hiddenScene3d",
        "hiddenSp3d", "shadowObscured", "imgProps", "lineSketchStyleProps", "sldGuideLst", "notesGuideLst", "media",
        "compatExt", "hlinkClr", "dataModelExt", "prstTrans",
    }
)  # fmt: skip
PATH: Final = re.compile(r"file:|^[a-zA-Z]:[\\/]|\\|^/(?:Users|home|Volumes|tmp|var)/|[\w.+-]+@[\w-]+\.\w")
STAMP: Final = re.compile(r"\b[a-zA-Z]:\\\w|\\\\\w|file:/")  # where a file lay, as programs print it onto masters
WORDS: Final = ("descr", "name", "title", "tooltip")  # attributes that a program fills with the path of a picture


def carried(package: Package) -> Package:
    """The package with nothing in its parts but design; prefixes that it names without declaring them go too."""
    parts = {name: _carried(data, package.types[name]) for name, data in package.parts.items()}
    return replace(package, parts=parts)


def _carried(data: bytes, kind: str) -> bytes:
    if kind.startswith("image/") and "svg" not in kind:
        return without_metadata(data)
    if not kind.endswith("xml") or not TELLING.search(data):
        return data
    root = parse_xml(data)
    before = etree.tostring(root)
    for extension in [each for each in root.iter("{*}ext") if each.get("uri")]:
        _weigh(extension)
    for element in root.iter(etree.Element):
        _forget_paths(element)
    declare(root)
    return xml_bytes(root) if etree.tostring(root) != before else data


def declare(root: etree._Element) -> None:
    """Take out the prefixes that a part names in its markup compatibility but does not declare."""
    for element in list(root.iter(etree.Element)):
        for name in PREFIXED:
            if (said := element.get(MC + name)) is not None:
                _keep(element, MC + name, [each for each in said.split() if each.partition(":")[0] in element.nsmap])
        if element.tag == MC + "Choice" and set(element.get("Requires", "").split()) - set(element.nsmap):
            _fall_back(element)


def _fall_back(choice: etree._Element) -> None:
    """Without a choice that no reader can take; without any, what stands for all of them takes their place."""
    either = choice.getparent()
    either.remove(choice)
    if either.find(MC + "Choice") is None and either.getparent() is not None:
        for each in either.iterfind(f"{MC}Fallback/*"):
            either.addprevious(each)
        either.getparent().remove(either)


def undeclared(root: etree._Element) -> Iterator[str]:
    """The prefixes that a part names in its markup compatibility but does not declare."""
    for element in root.iter(etree.Element):
        said = [element.get(MC + name, "") for name in PREFIXED]
        said += [element.get("Requires", "")] if element.tag == MC + "Choice" else []
        named = (each.partition(":")[0] for words in said for each in words.split())
        yield from (prefix for prefix in named if prefix not in element.nsmap)


def _keep(element: etree._Element, name: str, words: list[str]) -> None:
    if words:
        element.set(name, " ".join(words))
    else:
        del element.attrib[name]


def _weigh(extension: etree._Element) -> None:
    names = {etree.QName(each).localname for each in extension if isinstance(each.tag, str)}
    names |= {
        etree.QName(each).localname
        for choice in extension.iterfind(f"{MC}AlternateContent/*")
        for each in choice
        if isinstance(each.tag, str)
    }
    if names & DRAWING or any("/chart" in str(each.tag) for each in extension):
        return
    listed = extension.getparent()
    if listed is None:
        return
    listed.remove(extension)
    if not len(listed) and listed.getparent() is not None:
        listed.getparent().remove(listed)


def _forget_paths(element: etree._Element) -> None:
    if etree.QName(element).localname.startswith(("cNvPr", "hlink")):
        for word in WORDS:
            if PATH.search(element.get(word, "")):
                element.set(word, "Picture" if word == "name" else "")
    if etree.QName(element).localname == "t" and STAMP.search(element.text or ""):
        element.text = ""
    for key in [key for key in element.attrib if key.rpartition("}")[2] in {"userId", "providerId"}]:
        del element.attrib[key]
