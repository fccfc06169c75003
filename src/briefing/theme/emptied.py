"""What a template's parts tell of their past, taken out of them: ids of revisions, paths, and names that mean nothing.

A deck carries the design of a template, not its history. Extensions are kept where they are known to draw something;
whatever else a program writes there says when, by whom or in which file a thing was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lxml import etree
from msgspec.structs import replace

from briefing.errors import FactError, Where
from briefing.ooxml.package import Package, parse_xml, reachable, xml_bytes
from briefing.theme.pointers import label_notices, wanted, without_metadata, without_pointers

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


# A template without what is not of its design: slides and all that only they used, macros, links to slides.
#
# What stays is a package that is as clean as a fresh one: no relationship leads nowhere, and no part is left without
# one.

PRESENTATION_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
KEPT: Final = frozenset({"slideMaster", "notesMaster", "presProps", "viewProps", "theme", "tableStyles"})
KEPT_TOP: Final = frozenset({"officeDocument"})
OTHERS: Final[Mapping[str, tuple[str, str]]] = {
    "wordprocessingml": ("a Word document", "save a presentation as .pptx or .potx, and name that"),
    "ms-word": ("a Word document", "save a presentation as .pptx or .potx, and name that"),
    "spreadsheetml": ("an Excel workbook", "save a presentation as .pptx or .potx, and name that"),
    "ms-excel": ("an Excel workbook", "save a presentation as .pptx or .potx, and name that"),
    "themeManager": ("an Office theme", "apply it to a presentation in PowerPoint, save that as .potx, and name that"),
}
# Parts that speak of slides, or that act: whatever points to one loses the pointer.
DROPPED: Final = (
    "presentationml.slide+xml",
    "notesSlide+xml",
    "comments+xml",
    "handoutMaster+xml",
    "vbaProject",
    "ms-office.activeX",
    "slideUpdateInfo+xml",
)
MACROS: Final = ("vbaProject", "ms-office.activeX")
SPEAKS_OF_SLIDES: Final = (b"custShow", b"sldRg", b"sldLst", b"htmlPubPr")
MOST_NAMED: Final = 3  # external addresses in a notice


def presentation_of(package: Package, path: Path) -> str:
    """The name of the presentation part. Raises FactError, saying what the file is, where it is no presentation."""
    name = next(iter(package.related("", "officeDocument")), "")
    kind = package.types.get(name, "")
    if "presentationml" in kind or "ms-powerpoint" in kind:
        return name
    if "/content.xml" in package.parts:
        found: tuple[str, str] | None = ("an OpenDocument file", "save it as .pptx or .potx")
    else:
        found = next((each for word, each in OTHERS.items() if word in kind), None)
    message = f"this is {found[0]}, not a presentation" if found else "not a PowerPoint file that can be read"
    remedy = found[1] if found else "save it again as .pptx or .potx, without a password"
    raise FactError(message, Where(str(path)), remedy)


def emptied(package: Package, presentation: str, path: Path) -> tuple[Package, tuple[str, ...]]:
    """The package as a fresh presentation, never a template or one with macros, and what the user should know."""
    gone = {name for name, kind in package.types.items() if any(word in kind for word in DROPPED)}
    gone |= {name for name in _properties(package, presentation) if _speaks_of_slides(package, name)}
    links = package.relationships.get(presentation, ())
    relationships = {
        **package.relationships,
        presentation: tuple(link for link in links if link.kind in KEPT and link.target not in gone),
        "": tuple(link for link in package.relationships[""] if link.kind in KEPT_TOP),
    }
    types = {**package.types, presentation: PRESENTATION_TYPE}
    relationships = {owner: tuple(filter(wanted, links)) for owner, links in relationships.items()}
    kept = reachable(_without(Package(package.parts, types, relationships), gone))
    kept = carried(without_pointers(kept, package, path))
    return kept, (*_macro_notices(package), *label_notices(package), *_external_notices(package, kept))


def _properties(package: Package, presentation: str) -> Iterator[str]:
    for kind in ("presProps", "viewProps"):
        yield from package.related(presentation, kind)


def _speaks_of_slides(package: Package, name: str) -> bool:
    """PowerPoint makes these parts anew where they are missing."""
    data = package.parts.get(name, b"")
    return bool(package.relationships.get(name)) or any(word in data for word in SPEAKS_OF_SLIDES)


def _without(package: Package, gone: set[str]) -> Package:
    return replace(package, parts={name: data for name, data in package.parts.items() if name not in gone})


def _macro_notices(package: Package) -> Iterator[str]:
    if any(word in kind for kind in package.types.values() for word in MACROS):
        yield "The template holds macros; they are left out of the deck."


def _external_notices(package: Package, kept: Package) -> Iterator[str]:
    """What the design draws or plays from elsewhere; links that a reader may click are said nowhere."""
    outside = [
        link.target
        for owner in kept.parts
        for link in package.relationships.get(owner, ())
        if link.external and link.kind != "hyperlink"
    ]
    if outside:
        named = ", ".join(dict.fromkeys(outside[:MOST_NAMED]))
        more = f" and {len(outside) - MOST_NAMED} more" if len(outside) > MOST_NAMED else ""
        yield (
            f"The template's masters and layouts show what stands outside the file, at {named}{more}; "
            "nothing was fetched, and the deck is made without it."
        )
