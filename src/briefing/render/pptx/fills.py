"""Colours and fills of DrawingML as a reader sees them: RRGGBB through theme and colour map, several for a gradient."""

from __future__ import annotations

from collections.abc import Mapping
from colorsys import hls_to_rgb
from typing import Final

from lxml import etree
from msgspec import Struct

from briefing.render.pptx.boxes import Box
from briefing.render.pptx.colors import contrast, mixed
from briefing.render.pptx.drawingcolors import PRESETS, SYSTEM, encoded, hexadecimal, share_of, transformed
from briefing.render.pptx.gradients import Gradient, gradient_of
from briefing.render.pptx.inherit import NS

OPAQUE: Final = 0.99
FULL_TURN: Final = 21_600_000  # of a hue, in 60,000ths of a degree


class Ground(Struct, frozen=True):
    """What lies under a text. `busy` is a picture or anything else that no colour is known of."""

    colors: tuple[str, ...]
    busy: bool = False

    def least_contrast(self, value: str) -> float:
        """The contrast of a colour where it reads worst."""
        return 1.0 if self.busy or not self.colors else min(contrast(value, each) for each in self.colors)


class Fill(Struct, frozen=True):
    """What fills a shape, and how much of what lies below it shows through."""

    colors: tuple[str, ...]
    busy: bool = False
    alpha: float = 1.0
    gradient: Gradient | None = None  # of one that runs straight

    def under(self, area: Box, box: Box) -> Fill:
        """The fill as it lies under a part of the shape that has it."""
        return Fill(self.gradient.under(area, box), alpha=self.alpha) if self.gradient else self

    def over(self, under: Ground) -> Ground:
        """The two seen together."""
        if self.busy or (under.busy and self.alpha < OPAQUE):
            return Ground(self.colors, True)
        if self.alpha >= OPAQUE:
            return Ground(self.colors)
        return Ground(tuple(mixed(top, below, self.alpha) for top in self.colors for below in under.colors))


BUSY: Final = Fill((), True)


def color_of(element: etree._Element | None, schemes: Mapping[str, str]) -> tuple[str, float] | None:
    """RRGGBB and opacity of a colour element; None where it is none that is known."""
    if element is None or not isinstance(element.tag, str):
        return None
    kind, value = etree.QName(element).localname, element.get("val", "")
    base = {
        "srgbClr": value.upper() if len(value) == 6 else "",
        "schemeClr": schemes.get(value, ""),
        "sysClr": element.get("lastClr") or SYSTEM.get(value, "000000"),
        "prstClr": PRESETS.get(value.lower(), ""),
        "scrgbClr": _shares(element),
        "hslClr": _hsl(element),
    }.get(kind, "")
    return transformed(base, element) if base else None


def fill_of(parent: etree._Element | None, schemes: Mapping[str, str]) -> Fill | None:
    """The fill that stands among the children of an element; None where there is none, or it says to have none."""
    for child in parent if parent is not None else ():
        found = fill_element(child, schemes)
        if found is not None:
            return found
    return None


def fill_element(element: etree._Element, schemes: Mapping[str, str]) -> Fill | None:
    """A fill element as a fill."""
    kind = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if kind == "blipFill":
        return BUSY
    if kind == "solidFill":
        found = color_of(next(iter(element), None), schemes)
        return Fill((found[0],), alpha=found[1]) if found else None
    if kind in {"gradFill", "pattFill"}:
        paths = "a:gsLst/a:gs/*" if kind == "gradFill" else "a:fgClr/*|a:bgClr/*"
        stops = [stop for each in element.xpath(paths, namespaces=NS) if (stop := color_of(each, schemes))]
        values = tuple(value for value, _ in stops)
        straight = gradient_of(element, values) if kind == "gradFill" else None
        return Fill(values, alpha=min(alpha for _, alpha in stops), gradient=straight) if stops else BUSY
    return None


def _shares(element: etree._Element) -> str:
    return hexadecimal(*(encoded(min(max(share_of(element.get(name, "0")), 0.0), 1.0)) for name in ("r", "g", "b")))


def _hsl(element: etree._Element) -> str:
    hue, saturation, lightness = (element.get(name, "0") for name in ("hue", "sat", "lum"))
    turn = float(hue) / FULL_TURN if hue.isdigit() else 0.0
    return hexadecimal(*hls_to_rgb(turn, share_of(lightness), share_of(saturation)))
