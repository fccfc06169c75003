"""A built-in theme in somebody's own colours, fonts and logo: its package changed, its look with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree
from msgspec.structs import replace

from briefing.ooxml.elements import NS
from briefing.ooxml.inherit import box_of, placeholders_of
from briefing.ooxml.package import Package, Relationship, parse_xml, xml_bytes
from briefing.ooxml.xmltext import attribute, clean
from briefing.page.boxes import Box, inches
from briefing.page.look import Look, SlideLayout
from briefing.page.palette import settled
from briefing.rendering import Logo, Style
from briefing.theme.theme import Theme

# A logo in the upper right corner of the content slides, and the titles beside it narrowed so that nothing touches.
#
# It is drawn on the slide master, and large on the first slide, where the ring stands else; the last one goes without.

WIDEST: Final = inches(2.0)
HIGHEST: Final = inches(0.5)
TOP: Final = inches(0.35)
OPENING: Final = (inches(3.2), inches(2.0))  # width and height on the first slide, at most
RING: Final = "Phase "  # how the names of its arcs begin
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
    width, height = _scaled(logo, WIDEST, HIGHEST)
    return Box(right - width, TOP, width, height)


def _scaled(logo: Logo, widest: int, highest: int) -> tuple[int, int]:
    scale = min(widest / logo.width, highest / logo.height)
    return max(1, round(logo.width * scale)), max(1, round(logo.height * scale))


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
    return _opened(Package(parts, types, {**package.relationships, master: links}), master, logo, links[-1])


def _opened(package: Package, master: str, logo: Logo, link: Relationship) -> Package:
    """The package with the logo in the place of the ring, on the slide layout that has one."""
    for part in package.related(master, "slideLayout"):
        root = parse_xml(package.parts[part])
        arcs = [each for each in root.iter(f"{{{NS['p']}}}sp") if _name(each).startswith(RING)]
        ring = box_of(arcs[0]) if arcs else None
        if ring is None:
            continue
        tree = arcs[0].getparent()
        for each in arcs:
            tree.remove(each)
        width, height = _scaled(logo, *OPENING)
        place = Box(ring.x + (ring.w - width) // 2, ring.y + (ring.h - height) // 2, width, height)
        tree.append(parse_xml(_picture(logo, place, _free_number(root)).encode()))
        parts = {**package.parts, part: xml_bytes(root)}
        links = {**package.relationships, part: (*package.relationships[part], link)}
        return Package(parts, package.types, links)
    return package


def _name(shape: etree._Element) -> str:
    return str(shape.find("p:nvSpPr/p:cNvPr", NS).get("name"))


def _free_number(root: etree._Element) -> int:
    return max(int(each.get("id")) for each in root.iter(f"{{{NS['p']}}}cNvPr")) + 1


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
    tree.append(parse_xml(_picture(logo, place, _free_number(root)).encode()))
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


LINKS: Final[Mapping[str, str]] = {"hlink": "accent", "folHlink": "muted"}  # slot → role


def tailored(theme: Theme, style: Style) -> Theme:
    """The theme with the colours, fonts and logo of a style; a notice for each colour that had to be moved."""
    values, changes = settled(theme.values, dict(style.colors))
    notices = tuple(f"{style.file}: {change}" for change in changes)
    look = replace(
        theme.look,
        name=style.name or theme.look.name,
        heading_font=style.heading_font or theme.look.heading_font,
        body_font=style.body_font or theme.look.body_font,
    )
    dressed = replace(theme, look=look, values=values, notices=(*theme.notices, *notices))
    dressed = replace(dressed, package=_recolored(dressed, style))
    return _with_logo(dressed, style.logo) if style.logo else dressed


def _master(theme: Theme) -> str:
    return theme.package.related(theme.presentation, "slideMaster")[0]


def _with_logo(theme: Theme, logo: Logo) -> Theme:
    place = place_of(logo, theme.look)
    look = narrowed(theme.look, theme.package, place)
    return replace(theme, look=look, package=with_logo(theme.package, _master(theme), logo, place))


def _recolored(theme: Theme, style: Style) -> Package:
    """The package with another theme part under its slide master; that of the notes stays."""
    part = theme.package.related(_master(theme), "theme")[0]
    root = parse_xml(theme.package.parts[part])
    for slot, value in _slots(theme).items():
        _set_color(root.find(f".//a:clrScheme/a:{slot}", NS), value)
    for which, font in (("major", style.heading_font), ("minor", style.body_font)):
        if font:
            root.find(f".//a:{which}Font/a:latin", NS).set("typeface", clean(font))
    if style.name:
        root.set("name", clean(style.name))
    data = bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    return replace(theme.package, parts={**theme.package.parts, part: data})


def _slots(theme: Theme) -> dict[str, str]:
    """Slot of the theme's colour scheme → RRGGBB, through the slide master's colour map."""
    mapped = parse_xml(theme.package.parts[_master(theme)]).find("p:clrMap", NS).attrib
    slots = {mapped[scheme]: theme.values[role] for role, scheme in theme.palette.items()}
    return slots | {mapped[slot]: theme.values[role] for slot, role in LINKS.items()}


def _set_color(slot: etree._Element, value: str) -> None:
    for child in list(slot):
        slot.remove(child)
    etree.SubElement(slot, f"{{{NS['a']}}}srgbClr", val=value)
