"""Colours of DrawingML as RRGGBB: scheme colours through theme and colour map, and their transformations."""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lxml import etree

from briefing.deckcheck.xmlvalues import local, number
from briefing.render.pptx.boxes import Box
from briefing.render.pptx.colors import mixed
from briefing.render.pptx.drawingcolors import FULL, PRESETS, SYSTEM, encoded, hexadecimal, transformed
from briefing.render.pptx.gradients import Gradient
from briefing.render.pptx.inherit import NS


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
