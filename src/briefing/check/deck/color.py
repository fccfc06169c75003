"""What fills a shape, a cell or a background: read from its properties, or from the theme's formats."""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from lxml import etree

from briefing.check.deck.container import NAMESPACES, local, number
from briefing.ooxml.colors import FULL, PRESETS, SYSTEM, Gradient, encoded, gradient_of, hexadecimal, transformed
from briefing.ooxml.inherit import NS
from briefing.page.boxes import Box
from briefing.page.palette import mixed

# Colours of DrawingML as RRGGBB: scheme colours through theme and colour map, and their transformations.


@dataclass(frozen=True, slots=True)
class Color:
    """A colour and how much of it covers what lies under it."""

    value: str  # RRGGBB
    alpha: float = 1.0

    def over(self, ground: str) -> str:
        """What is seen of it on a ground."""
        if self.alpha >= 1:
            return self.value
        return mixed(self.value, ground, self.alpha)


@dataclass(frozen=True, slots=True)
class Fill:
    """What fills an area: one colour, the stops of a gradient, the two of a pattern, or a picture."""

    colors: tuple[Color, ...] = ()
    picture: bool = False
    gradient: Gradient | None = None  # of one that runs straight and lets nothing through

    def at(self, x: float, y: float, box: Box | None) -> tuple[Color, ...]:
        """The colours that may be seen at a point of the area."""
        if self.gradient is None or box is None:
            return self.colors
        return tuple(map(Color, self.gradient.under(Box(round(x), round(y), 0, 0), box)))

    @property
    def opaque(self) -> bool:
        """Whether nothing of what lies under it is seen."""
        return not self.picture and bool(self.colors) and all(color.alpha >= 1 for color in self.colors)


@dataclass(frozen=True, slots=True)
class Palette:
    """The scheme colours as a slide names them (`tx1`, `accent1` …), through the colour map."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, theme: etree._Element, color_map: etree._Element | None) -> Palette:
        """The colours of a theme part under a colour map; without one, the usual map."""
        scheme = theme.find(".//a:clrScheme", NS)  # further ones are kept for reference only
        slots = {local(slot): base for slot in scheme if (base := _slot(slot))} if scheme is not None else {}
        usual = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
        mapping = dict(color_map.attrib) if color_map is not None else usual
        mapped = {name: slots[slot] for name, slot in mapping.items() if slot in slots}
        return cls({"bg1": "FFFFFF", "tx1": "000000", **slots, **mapped})

    def color(self, element: etree._Element | None, base: Color | None = None) -> Color | None:
        """A colour element; `base` is what a theme's format calls the placeholder colour. None where none is known."""
        found = None if element is None else self._base(element, base)
        return found if found is None or element is None else Color(*transformed(found.value, element, found.alpha))

    def _base(self, element: etree._Element, base: Color | None) -> Color | None:
        name = element.get("val", "")
        if local(element) == "schemeClr" and name == "phClr":
            return base
        value = self.values.get(name, "") if local(element) == "schemeClr" else _plain(element)
        return Color(value) if len(value) == 6 else None


def color_of(parent: etree._Element) -> etree._Element | None:
    """The colour element in a fill, a stop of a gradient or a style reference."""
    return next((child for child in parent if isinstance(child.tag, str) and local(child).endswith("Clr")), None)


def _slot(slot: etree._Element) -> str:
    element = color_of(slot) if isinstance(slot.tag, str) else None
    return "" if element is None else _plain(element)


def _plain(element: etree._Element) -> str:
    """A colour that needs no theme, as RRGGBB, else ""."""
    return next(iter(_PLAIN.get(local(element), _unknown)(element)), "")


def _srgb(element: etree._Element) -> Iterator[str]:
    value = element.get("val", "").upper()
    if len(value) == 6 and set(value) <= set("0123456789ABCDEF"):
        yield value


def _sys(element: etree._Element) -> Iterator[str]:
    yield element.get("lastClr", "").upper() or SYSTEM.get(element.get("val", ""), "000000")


def _preset(element: etree._Element) -> Iterator[str]:
    yield PRESETS.get(element.get("val", "").lower(), "")


def _scrgb(element: etree._Element) -> Iterator[str]:
    yield hexadecimal(*(encoded(number(element.get(name)) / FULL) for name in "rgb"))


def _hsl(element: etree._Element) -> Iterator[str]:
    hue, sat, lum = (number(element.get(name)) for name in ("hue", "sat", "lum"))
    yield hexadecimal(*colorsys.hls_to_rgb(hue / 21_600_000, lum / FULL, sat / FULL))


def _unknown(element: etree._Element) -> Iterator[str]:
    yield ""


_PLAIN: Final[Mapping[str, Callable[[etree._Element], Iterator[str]]]] = MappingProxyType(
    {"srgbClr": _srgb, "sysClr": _sys, "prstClr": _preset, "scrgbClr": _scrgb, "hslClr": _hsl}
)


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
