"""A built-in theme in somebody's own colours, fonts and logo: its package changed, its look with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree
from msgspec.structs import replace

from briefing.render.pptx.inherit import NS
from briefing.render.pptx.logo import narrowed, place_of, with_logo
from briefing.render.pptx.package import Package, parse_xml
from briefing.render.pptx.palette import settled
from briefing.render.pptx.theme__value import Theme
from briefing.render.pptx.xmltext import clean
from briefing.render.theme_choice import Logo, Style

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
