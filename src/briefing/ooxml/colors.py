"""Colours and fills of DrawingML as a reader sees them: RRGGBB through theme and colour map, several for a
gradient.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Mapping, Sequence
from colorsys import hls_to_rgb
from itertools import pairwise
from types import MappingProxyType
from typing import Final, TypeAlias

from lxml import etree
from msgspec import Struct

from briefing.ooxml.inherit import NS
from briefing.page.boxes import Box
from briefing.page.palette import channels, contrast, mixed

# Gradients that run straight across or down a shape: which of their colours lie under a part of it.

QUARTER: Final = 5_400_000  # of a turn, in 60,000ths of a degree
WHOLE: Final = 100_000  # of the way, as stops count it


class Gradient(Struct, frozen=True):
    """Colours (RRGGBB) at shares of the way, in their order; `quarters` of a turn say which way."""

    colors: tuple[tuple[float, str], ...]
    quarters: int = 0

    def under(self, area: Box, box: Box) -> tuple[str, ...]:
        """The colours in a part of the shape that has the gradient."""
        down = self.quarters % 2
        start, long, first, last = (box.y, box.h, area.y, area.bottom) if down else (box.x, box.w, area.x, area.right)
        shares = [min(max((each - start) / (long or 1), 0.0), 1.0) for each in (first, last)]
        low, high = sorted(1 - share for share in shares) if self.quarters >= 2 else shares
        between = (color for at, color in self.colors if low < at < high)
        return tuple(dict.fromkeys((self._at(low), *between, self._at(high))))

    def _at(self, share: float) -> str:
        for (first, one), (last, other) in pairwise(self.colors):
            if share <= last:
                return mixed(other, one, max(0.0, share - first) / (last - first)) if last > first else other
        return self.colors[-1][1]


def gradient_of(fill: etree._Element, colors: Sequence[str]) -> Gradient | None:
    """The gradient of a `gradFill` with these colours at its stops; None where it is no straight one."""
    stops, line = fill.findall("a:gsLst/a:gs", NS), fill.find("a:lin", NS)
    places = [stop.get("pos", "") for stop in stops]
    angle = "" if line is None else line.get("ang", "0")
    straight = angle.isdigit() and int(angle) % QUARTER == 0
    if not straight or len(places) != len(colors) or len(places) < 2 or not all(each.isdigit() for each in places):
        return None
    if fill.find("a:tileRect", NS) is not None and fill.find("a:tileRect", NS).attrib:
        return None
    found = sorted((int(place) / WHOLE, color) for place, color in zip(places, colors, strict=True))
    return Gradient(tuple(found), int(angle) // QUARTER % 4)


# The arithmetic of DrawingML's colours: their names, and what tint, shade, lumMod and the like make of them.

FULL: Final = 100_000  # 100 % in DrawingML
Channels: TypeAlias = tuple[float, float, float]  # red, green, blue from 0 to 1

_NAMED: Final = """
aliceblue F0F8FF antiquewhite FAEBD7 aqua 00FFFF aquamarine 7FFFD4 azure F0FFFF beige F5F5DC bisque FFE4C4 black
000000 blanchedalmond FFEBCD blue 0000FF blueviolet 8A2BE2 brown A52A2A burlywood DEB887 cadetblue 5F9EA0 chartreuse
7FFF00 chocolate D2691E coral FF7F50 cornflowerblue 6495ED cornsilk FFF8DC crimson DC143C cyan 00FFFF darkblue
00008B darkcyan 008B8B darkgoldenrod B8860B darkgray A9A9A9 darkgreen 006400 darkgrey A9A9A9 darkkhaki BDB76B
darkmagenta 8B008B darkolivegreen 556B2F darkorange FF8C00 darkorchid 9932CC darkred 8B0000 darksalmon E9967A
darkseagreen 8FBC8F darkslateblue 483D8B darkslategray 2F4F4F darkslategrey 2F4F4F darkturquoise 00CED1 darkviolet
9400D3 deeppink FF1493 deepskyblue 00BFFF dimgray 696969 dimgrey 696969 dodgerblue 1E90FF firebrick B22222
floralwhite FFFAF0 forestgreen 228B22 fuchsia FF00FF gainsboro DCDCDC ghostwhite F8F8FF gold FFD700 goldenrod DAA520
gray 808080 green 008000 greenyellow ADFF2F grey 808080 honeydew F0FFF0 hotpink FF69B4 indianred CD5C5C indigo
4B0082 ivory FFFFF0 khaki F0E68C lavender E6E6FA lavenderblush FFF0F5 lawngreen 7CFC00 lemonchiffon FFFACD lightblue
ADD8E6 lightcoral F08080 lightcyan E0FFFF lightgoldenrodyellow FAFAD2 lightgray D3D3D3 lightgreen 90EE90 lightgrey
D3D3D3 lightpink FFB6C1 lightsalmon FFA07A lightseagreen 20B2AA lightskyblue 87CEFA lightslategray 778899
lightslategrey 778899 lightsteelblue B0C4DE lightyellow FFFFE0 lime 00FF00 limegreen 32CD32 linen FAF0E6 magenta
FF00FF maroon 800000 mediumaquamarine 66CDAA mediumblue 0000CD mediumorchid BA55D3 mediumpurple 9370DB
mediumseagreen 3CB371 mediumslateblue 7B68EE mediumspringgreen 00FA9A mediumturquoise 48D1CC mediumvioletred C71585
midnightblue 191970 mintcream F5FFFA mistyrose FFE4E1 moccasin FFE4B5 navajowhite FFDEAD navy 000080 oldlace FDF5E6
olive 808000 olivedrab 6B8E23 orange FFA500 orangered FF4500 orchid DA70D6 palegoldenrod EEE8AA palegreen 98FB98
paleturquoise AFEEEE palevioletred DB7093 papayawhip FFEFD5 peachpuff FFDAB9 peru CD853F pink FFC0CB plum DDA0DD
powderblue B0E0E6 purple 800080 red FF0000 rosybrown BC8F8F royalblue 4169E1 saddlebrown 8B4513 salmon FA8072
sandybrown F4A460 seagreen 2E8B57 seashell FFF5EE sienna A0522D silver C0C0C0 skyblue 87CEEB slateblue 6A5ACD
slategray 708090 slategrey 708090 snow FFFAFA springgreen 00FF7F steelblue 4682B4 tan D2B48C teal 008080 thistle
D8BFD8 tomato FF6347 turquoise 40E0D0 violet EE82EE wheat F5DEB3 white FFFFFF whitesmoke F5F5F5 yellow FFFF00
yellowgreen 9ACD32
"""
_CSS: Final = dict(re.findall(r"(\w+)\s(\w+)", _NAMED))
_SHORT: Final = (("dark", "dk"), ("light", "lt"), ("medium", "med"))  # DrawingML writes darkBlue and dkBlue


def _presets() -> dict[str, str]:
    found = dict(_CSS)
    for name, value in _CSS.items():
        found |= {short + name.removeprefix(long): value for long, short in _SHORT if name.startswith(long)}
    return found


PRESETS: Final[Mapping[str, str]] = MappingProxyType(_presets())  # in small letters
SYSTEM: Final[Mapping[str, str]] = MappingProxyType(
    {
        "window": "FFFFFF", "windowText": "000000", "btnFace": "F0F0F0", "btnText": "000000", "highlight": "0078D7",
        "highlightText": "FFFFFF", "captionText": "000000", "grayText": "6D6D6D", "menu": "F0F0F0",
        "menuText": "000000", "infoBk": "FFFFE1", "infoText": "000000",
        "3dFace": "F0F0F0", "btnHighlight": "FFFFFF", "hotLight": "0066CC",
    }
)  # fmt: skip


def share_of(text: str) -> float:
    """A share as DrawingML writes it, in thousandths of a per cent or with its sign; 1 for what is none."""
    try:
        found = float(text.rstrip("%")) / (100 if text.endswith("%") else FULL)
    except ValueError:
        return 1.0
    return found if abs(found) < 1_000 else 1.0


def hexadecimal(red: float, green: float, blue: float) -> str:
    """Shares of red, green and blue as RRGGBB."""
    return "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02X}" for part in (red, green, blue))


def transformed(value: str, element: etree._Element, alpha: float = 1.0) -> tuple[str, float]:
    """RRGGBB and opacity after the changes that a colour element asks for, in their order."""
    parts = channels(value)
    for step in element.iterfind("*"):
        share = share_of(step.get("val", ""))
        if (name := etree.QName(step).localname) in _ALPHA:
            alpha = _ALPHA[name](alpha, share)
        elif name in _STEPS:
            parts = _STEPS[name](parts, share)
    return hexadecimal(*parts), min(max(alpha, 0.0), 1.0)


def _hls(which: int, change: Callable[[float, float], float]) -> Callable[[Channels, float], Channels]:
    """A step on hue (0), lightness (1) or saturation (2)."""

    def step(parts: Channels, share: float) -> Channels:
        values = list(colorsys.rgb_to_hls(*parts))
        values[which] = min(max(change(values[which], share), 0.0), 1.0)
        return colorsys.hls_to_rgb(*values)

    return step


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def encoded(part: float) -> float:
    """A share of light as a share of a channel."""
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)


def _tint(parts: Channels, share: float) -> Channels:
    red, green, blue = (encoded(_linear(part) * share + 1 - share) for part in parts)
    return red, green, blue


def _shade(parts: Channels, share: float) -> Channels:
    red, green, blue = (encoded(_linear(part) * share) for part in parts)
    return red, green, blue


_ALPHA: Final[Mapping[str, Callable[[float, float], float]]] = MappingProxyType(
    {
        "alpha": lambda _, share: share,
        "alphaMod": lambda alpha, share: alpha * share,
        "alphaOff": lambda alpha, share: alpha + share,
    }
)
_STEPS: Final[Mapping[str, Callable[[Channels, float], Channels]]] = MappingProxyType(
    {
        "lum": _hls(1, lambda _, share: share),
        "lumMod": _hls(1, lambda value, share: value * share),
        "lumOff": _hls(1, lambda value, share: value + share),
        "sat": _hls(2, lambda _, share: share),
        "satMod": _hls(2, lambda value, share: value * share),
        "satOff": _hls(2, lambda value, share: value + share),
        "tint": _tint,
        "shade": _shade,
    }
)


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
