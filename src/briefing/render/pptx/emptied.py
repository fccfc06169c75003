"""A template without what is not of its design: slides and all that only they used, macros, links to slides.

What stays is a package that is as clean as a fresh one: no relationship leads nowhere, and no part is left without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from briefing.errors import FactError, Where
from briefing.render.pptx.carried import carried
from briefing.render.pptx.labels import label_notices
from briefing.render.pptx.package import Package, reachable
from briefing.render.pptx.pointers import wanted, without_pointers

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
