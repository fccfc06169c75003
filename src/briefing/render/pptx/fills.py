"""Colours and fills of DrawingML as a reader sees them: RRGGBB through theme and colour map, several for a gradient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree
from msgspec import Struct

from briefing.render.pptx.colors import channels, contrast, mixed
from briefing.render.pptx.inherit import NS
from briefing.render.pptx.ink import FULL, moved

_SYSTEM: Final = {"window": "FFFFFF", "windowText": "000000"}
_PRESETS: Final = {
    "white": "FFFFFF",
    "black": "000000",
    "red": "FF0000",
    "green": "008000",
    "blue": "0000FF",
    "yellow": "FFFF00",
    "gray": "808080",
    "orange": "FFA500",
    "navy": "000080",
    "teal": "008080",
}
OPAQUE: Final = 0.99


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
        "sysClr": element.get("lastClr") or _SYSTEM.get(value, "000000"),
        "prstClr": _PRESETS.get(value, ""),
        "scrgbClr": _shares(element),
    }.get(kind, "")
    return _changed(base, element) if base else None


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
        return Fill(tuple(value for value, _ in stops), alpha=min(alpha for _, alpha in stops)) if stops else BUSY
    return None


def _shares(element: etree._Element) -> str:
    values = (min(max(int(element.get(name, "0").rstrip("%")), 0), FULL) for name in ("r", "g", "b"))
    return "".join(f"{round((value / FULL) ** (1 / 2.2) * 255):02X}" for value in values)


def _changed(value: str, element: etree._Element) -> tuple[str, float]:
    """The colour with the transformations that its children ask for; those that nobody uses are passed over."""
    alpha = 1.0
    for change in element:
        kind = etree.QName(change).localname if isinstance(change.tag, str) else ""
        share = share_of(change.get("val", ""))
        if kind == "alpha":
            alpha = share
        elif kind == "lumMod":
            value = moved(value, share, 0)
        elif kind == "lumOff":
            value = moved(value, 1, share)
        elif kind in {"shade", "tint"}:
            value = _mixed_light(value, 0.0 if kind == "shade" else 1.0, share)
    return value, alpha


def _mixed_light(value: str, other: float, share: float) -> str:
    """Shade and tint mix light, not numbers: the channels are made linear first (a gamma of 2.2 is near enough)."""
    light = (share * part**2.2 + (1 - share) * other for part in channels(value))
    return "".join(f"{round(part ** (1 / 2.2) * 255):02X}" for part in light)


def share_of(text: str) -> float:
    """A share as files write it: thousandths of a per cent, or with a sign of per cent."""
    try:
        return float(text.rstrip("%")) / (100 if text.endswith("%") else FULL)
    except ValueError:
        return 1.0
