"""A template without what is not of its design: slides and all that only they used, macros, links to slides.

What stays is a package that is as clean as a fresh one: no relationship leads nowhere, and no part is left without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from lxml import etree
from msgspec.structs import replace

from briefing.errors import FactError, Where
from briefing.render.pptx.inherit import NS
from briefing.render.pptx.package import Package, Relationship, parse_xml, reachable

PRESENTATION_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
KEPT: Final = frozenset({"slideMaster", "notesMaster", "presProps", "viewProps", "theme", "tableStyles"})
KEPT_TOP: Final = frozenset({"officeDocument", "custom-properties"})
STRICT: Final = "http://purl.oclc.org/ooxml/"
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
REMOVABLE: Final = frozenset({"hlinkClick", "hlinkHover", "hlinkMouseOver", "control", "tags", "custData"})
MOST_NAMED: Final = 3  # external addresses in a notice


def presentation_of(package: Package, path: Path) -> str:
    """The name of the presentation part. Raises FactError, saying what the file is, where it is no presentation."""
    name = next(iter(package.related("", "officeDocument")), "")
    kind = package.types.get(name, "")
    if "presentationml" in kind or "ms-powerpoint" in kind:
        if any(link.type.startswith(STRICT) for link in package.relationships.get(name, ())):
            message = "the file is saved as 'Strict Open XML', which is read by few programs"
            raise FactError(message, Where(str(path)), "open it in PowerPoint and save it as .pptx or .potx")
        return name
    if "/content.xml" in package.parts:
        message, remedy = "an OpenDocument file", "save it as .pptx or .potx"
    else:
        message, remedy = next(
            (each for word, each in OTHERS.items() if word in kind),
            ("not a PowerPoint file that can be read", "save it again as .pptx or .potx, without a password"),
        )
    said = message if message.startswith("not ") else f"this is {message}, not a presentation"
    raise FactError(said, Where(str(path)), remedy)


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
    kept = _without_pointers(reachable(_without(Package(package.parts, types, relationships), gone)), package, path)
    return kept, (*_macro_notices(package), *_external_notices(kept))


def _properties(package: Package, presentation: str) -> Iterator[str]:
    for kind in ("presProps", "viewProps"):
        yield from package.related(presentation, kind)


def _speaks_of_slides(package: Package, name: str) -> bool:
    """PowerPoint makes these parts anew where they are missing."""
    data = package.parts.get(name, b"")
    return bool(package.relationships.get(name)) or any(word in data for word in SPEAKS_OF_SLIDES)


def _without(package: Package, gone: set[str]) -> Package:
    return replace(package, parts={name: data for name, data in package.parts.items() if name not in gone})


def _without_pointers(kept: Package, before: Package, path: Path) -> Package:
    """The parts without the actions and controls whose relationships have gone."""
    parts = dict(kept.parts)
    for name, links in kept.relationships.items():
        lost = _lost(before.relationships.get(name, ()), links)
        if name and lost and name != next(iter(kept.related("", "officeDocument")), ""):
            parts[name] = _unlinked(parts[name], lost, name, path)
    return replace(kept, parts=parts)


def _lost(before: Iterable[Relationship], after: Iterable[Relationship]) -> set[str]:
    return {link.id for link in before} - {link.id for link in after}


def _unlinked(data: bytes, lost: set[str], name: str, path: Path) -> bytes:
    root = parse_xml(data)
    prefix = f"{{{NS['r']}}}"
    touched = False
    for element in list(root.iter(etree.Element)):
        used = {value for key, value in element.attrib.items() if key.startswith(prefix)}
        if used & lost:
            touched = True
            _remove(element, name, path)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)) if touched else data


def _remove(element: etree._Element, name: str, path: Path) -> None:
    """Links and controls can go; a picture that is not in the file means that the file is not whole."""
    if etree.QName(element).localname not in REMOVABLE:
        message = f"something that {name} shows is missing in the file"
        raise FactError(message, Where(str(path)), "open it in PowerPoint and save it again")
    element.getparent().remove(element)


def _macro_notices(package: Package) -> Iterator[str]:
    if any(word in kind for kind in package.types.values() for word in MACROS):
        yield "The template holds macros; they are left out of the deck."


def _external_notices(package: Package) -> Iterator[str]:
    outside = [
        (owner, link.target) for owner, links in package.relationships.items() for link in links if link.external
    ]
    if outside:
        named = ", ".join(dict.fromkeys(target for _, target in outside[:MOST_NAMED]))
        more = f" and {len(outside) - MOST_NAMED} more" if len(outside) > MOST_NAMED else ""
        yield f"The template's masters and layouts point outside the file, to {named}{more}; nothing was fetched."
