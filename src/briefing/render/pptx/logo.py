"""A logo in the upper right corner of the content slides, and the titles beside it narrowed so that nothing touches.

It is drawn once, on the slide master; the first and the last slide hide what that draws, and go without.
"""

from __future__ import annotations

from typing import Final

from lxml import etree
from msgspec.structs import replace

from briefing.render.pptx.boxes import Box, inches
from briefing.render.pptx.inherit import NS, box_of, placeholders_of
from briefing.render.pptx.look import Look, SlideLayout
from briefing.render.pptx.package import Package, Relationship, parse_xml, xml_bytes
from briefing.render.pptx.xmltext import attribute
from briefing.render.theme_choice import Logo

WIDEST: Final = inches(2.0)
HIGHEST: Final = inches(0.5)
TOP: Final = inches(0.35)
CLEAR: Final = inches(0.2)  # between the logo and the text at its left
IMAGE_LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
LINK_ID: Final = "rIdLogo"
DECORATIVE: Final = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def place_of(logo: Logo, look: Look) -> Box:
    """Where the logo stands, in its own proportions: at the upper right, as far from the edge as the content is."""
    right = look.layouts["title-only"].region.right
    scale = min(WIDEST / logo.width, HIGHEST / logo.height)
    width, height = max(1, round(logo.width * scale)), max(1, round(logo.height * scale))
    return Box(right - width, TOP, width, height)


def beside(box: Box, place: Box) -> Box:
    """The box without what lies under the logo or too near to it."""
    touches = box.y < place.bottom and box.bottom > place.y and box.x < place.x
    return replace(box, w=min(box.w, place.x - CLEAR - box.x)) if touches else box


def narrowed(look: Look, package: Package, place: Box) -> Look:
    """The look with its titles and labels beside the logo."""
    return replace(look, layouts={role: _layout(each, package, place) for role, each in look.layouts.items()})


def with_logo(package: Package, master: str, logo: Logo, place: Box) -> Package:
    """The package with the picture, drawn by this slide master, and with all placeholders beside it."""
    image = f"/ppt/media/logo.{logo.format}"
    parts = {**package.parts, image: logo.data, master: _drawn(package.parts[master], logo, place)}
    for part in package.related(master, "slideLayout"):
        if shows_master(package, part):
            parts[part] = _placed(parse_xml(package.parts[part]), place)
    links = (*package.relationships[master], Relationship(LINK_ID, IMAGE_LINK, image))
    types = {**package.types, image: f"image/{logo.format}"}
    return Package(parts, types, {**package.relationships, master: links})


def shows_master(package: Package, layout: str) -> bool:
    """Whether a slide layout shows what its slide master draws."""
    return parse_xml(package.parts[layout]).get("showMasterSp", "1") not in {"0", "false"}


def _layout(layout: SlideLayout, package: Package, place: Box) -> SlideLayout:
    if not shows_master(package, layout.part):
        return layout
    moved = tuple(replace(each, box=beside(each.box, place)) for each in layout.placeholders)
    return replace(layout, placeholders=moved)


def _drawn(master: bytes, logo: Logo, place: Box) -> bytes:
    root = parse_xml(master)
    tree = root.find("p:cSld/p:spTree", NS)
    number = max(int(each.get("id")) for each in tree.iter(f"{{{NS['p']}}}cNvPr")) + 1
    tree.append(parse_xml(_picture(logo, place, number).encode()))
    return _placed(root, place)


def _placed(root: etree._Element, place: Box) -> bytes:
    for shape, _, _ in placeholders_of(root):
        if box := box_of(shape):
            shape.find("p:spPr/a:xfrm/a:ext", NS).set("cx", str(beside(box, place).w))
    return xml_bytes(root)


def _picture(logo: Logo, place: Box, number: int) -> str:
    names = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NS.items())
    mark = "" if logo.alt else DECORATIVE
    head = f'<p:cNvPr id="{number}" name="Logo" descr="{attribute(logo.alt)}">{mark}</p:cNvPr>'
    locks = '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr userDrawn="1"/>'
    fill = f'<p:blipFill><a:blip r:embed="{LINK_ID}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
    at = f'<a:off x="{place.x}" y="{place.y}"/><a:ext cx="{place.w}" cy="{place.h}"/>'
    shape = f'<p:spPr><a:xfrm>{at}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
    return f"<p:pic {names}><p:nvPicPr>{head}{locks}</p:nvPicPr>{fill}{shape}</p:pic>"
