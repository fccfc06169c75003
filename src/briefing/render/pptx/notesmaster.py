"""A notes master for templates that have none: speaker notes need one. It borrows the colours of the template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from briefing.render.pptx.boxes import Box, inches
from briefing.render.pptx.package import Package, Relationship
from briefing.render.pptx.xmltext import DECLARATION

LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MASTER_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.notesMaster+xml"
_NS: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_PICTURE: Final = Box(inches(0.75), inches(0.75), inches(6), inches(3.375))
_NOTES: Final = Box(inches(0.75), inches(4.4), inches(6), inches(4.9))
_TREE: Final = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
_MAP: Final = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)


def with_notes_master(package: Package, presentation: str, theme: str) -> Package:
    """The package with a notes master, related to the presentation and to a copy of this theme part."""
    master, copy = _free(package, "/ppt/notesMasters/notesMaster"), _free(package, "/ppt/theme/theme")
    links = package.relationships[presentation]
    taken = {link.id for link in links}
    id_ = next(each for number in range(1, len(taken) + 2) if (each := f"rId{number}") not in taken)
    relationships = {
        **package.relationships,
        presentation: (*links, Relationship(id_, LINK + "notesMaster", master)),
        master: (Relationship("rId1", LINK + "theme", copy),),
    }
    if theme in package.relationships:
        relationships[copy] = package.relationships[theme]
    parts = {**package.parts, master: _part().encode(), copy: package.parts[theme]}
    return Package(parts, {**package.types, master: MASTER_TYPE, copy: package.types[theme]}, relationships)


def _free(package: Package, stem: str) -> str:
    taken = {name.casefold() for name in package.parts}
    return next(each for number in range(1, len(taken) + 2) if (each := f"{stem}{number}.xml").casefold() not in taken)


def _part() -> str:
    style = (
        '<p:notesStyle><a:lvl1pPr marL="0" indent="0" algn="l"><a:defRPr sz="1200"><a:solidFill>'
        '<a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></p:notesStyle>'
    )
    ground = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    tree = f"<p:cSld>{ground}<p:spTree>{_TREE}{''.join(_places())}</p:spTree></p:cSld>"
    return f"{DECLARATION}<p:notesMaster {_NS}>{tree}{_MAP}{style}</p:notesMaster>"


def _places() -> Iterator[str]:
    locks = '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/>'
    yield (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr>{locks}</p:cNvSpPr>'
        f'<p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr>{_shape(_PICTURE)}</p:sp>'
    )
    yield (
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr>{_shape(_NOTES)}'
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>Notes</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _shape(box: Box) -> str:
    at = f'<a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.w}" cy="{box.h}"/>'
    return f'<p:spPr><a:xfrm>{at}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
