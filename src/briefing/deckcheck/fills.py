"""What fills a shape, a cell or a background: read from its properties, or from the theme's formats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from briefing.deckcheck.color import Color, Fill, Palette, color_of
from briefing.deckcheck.xmlvalues import NAMESPACES, local, number
from briefing.render.pptx.gradients import gradient_of

NO_FILL: Final = Fill()
FIRST_BACKGROUND: Final = 1001  # references from here on count in the theme's background fills
_FILLS: Final = frozenset({"solidFill", "gradFill", "blipFill", "pattFill", "noFill", "grpFill"})


@dataclass(frozen=True, slots=True)
class Paint:
    """What fills are read with: the palette, and the fills that the theme's format scheme lists."""

    palette: Palette
    fills: Sequence[etree._Element]
    backgrounds: Sequence[etree._Element]

    @classmethod
    def of(cls, theme: etree._Element, palette: Palette) -> Paint:
        """The formats of a theme part."""
        lists = (theme.find(f".//a:fmtScheme/a:{name}", NAMESPACES) for name in ("fillStyleLst", "bgFillStyleLst"))
        fills, backgrounds = (() if found is None else tuple(found.iterfind("*")) for found in lists)
        return cls(palette, fills, backgrounds)

    def fill(self, element: etree._Element, base: Color | None = None, group: Fill | None = None) -> Fill | None:
        """A fill element as a value; NO_FILL where it says that there is none, None where nothing is known."""
        kind = local(element)
        if kind == "grpFill":
            return replace(group, gradient=None) if group else NO_FILL  # it runs over the whole group
        if kind == "blipFill":
            return Fill(picture=True)
        if kind == "noFill":
            return NO_FILL
        found = [color for each in _color_elements(element, kind) if (color := self.palette.color(each, base))]
        opaque = kind == "gradFill" and all(color.alpha >= 1 for color in found)
        straight = gradient_of(element, [each.value for each in found]) if opaque else None
        return Fill(tuple(found), gradient=straight) if found else None

    def referred(self, reference: etree._Element | None) -> Fill | None:
        """The fill that a style reference (`fillRef`, `bgRef`) names; None where there is none."""
        if reference is None:
            return None
        place = number(reference.get("idx"))
        listed = self.backgrounds if place >= FIRST_BACKGROUND else self.fills
        index = place - FIRST_BACKGROUND if place >= FIRST_BACKGROUND else place - 1
        if not 0 <= index < len(listed):
            return NO_FILL
        return self.fill(listed[index], self.palette.color(color_of(reference)))


def fill_element(properties: etree._Element | None) -> etree._Element | None:
    """The fill among the properties of a shape, cell, group or run."""
    return None if properties is None else next((child for child in properties if local(child) in _FILLS), None)


def shape_fill(shapes: Iterable[etree._Element], paint: Paint, group: Fill | None) -> Fill | None:
    """The fill of a shape: its own, its style's, or that of the placeholders that it follows, nearest first."""
    for shape in shapes:
        if (own := fill_element(shape.find("p:spPr", NAMESPACES))) is not None:
            return paint.fill(own, group=group)
        if (style := shape.find("p:style/a:fillRef", NAMESPACES)) is not None:
            return paint.referred(style)
    return None


def background_fill(trees: Iterable[etree._Element], paint: Paint) -> Fill:
    """The background of the first tree (slide, layout, master) that has one; paper where none has."""
    for tree in trees:
        found = tree.find("p:cSld/p:bg", NAMESPACES)
        own = None if found is None else fill_element(found.find("p:bgPr", NAMESPACES))
        fill = paint.fill(own) if own is not None else None
        if found is not None and own is None:
            fill = paint.referred(found.find("p:bgRef", NAMESPACES))
        if fill is not None and (fill.colors or fill.picture):
            return fill
    return Fill((Color(paint.palette.values["bg1"]),))


def _color_elements(element: etree._Element, kind: str) -> list[etree._Element | None]:
    if kind == "gradFill":
        return [color_of(stop) for stop in element.iterfind("a:gsLst/a:gs", NAMESPACES)]
    if kind == "pattFill":
        return [color_of(each) for each in element.iterfind("*")]
    return [color_of(element)]
