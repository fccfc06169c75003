"""Colours of DrawingML as RRGGBB and opacity: every way to write one, and every change that may be asked of it.

The rules are those of ECMA-376, part 1, 20.1.2.3. Its examples show in which model a change is made: tint and shade in
linear light, red, green and blue in the channels as they are written, hue, saturation and luminance in HSL. Between
changes of one model nothing is converted, so that a colour without light keeps its hue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from functools import cache
from math import isnan, nan
from types import MappingProxyType
from typing import Final, TypeAlias

from lxml import etree
from msgspec import Struct

from briefing.ooxml.elements import NS, local, number
from briefing.page.palette import channels, mixed

FULL: Final = 100_000  # 100 % in DrawingML
FULL_TURN: Final = 21_600_000  # of a hue, in 60,000ths of a degree
Channels: TypeAlias = tuple[float, float, float]  # each from 0 to 1

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
_HEX: Final = re.compile("[0-9A-Fa-f]{6}")
# What Windows shows where nobody has changed it, for a file that does not say what was last shown.
SYSTEM: Final[Mapping[str, str]] = MappingProxyType(
    dict(
        re.findall(
            r"(\w+) ([0-9A-F]{6})\b",
            """
            3dDkShadow 696969 3dFace F0F0F0 3dLight E3E3E3 activeBorder B4B4B4 activeCaption 99B4D1 appWorkspace ABABAB
            background 000000 btnFace F0F0F0 btnHighlight FFFFFF btnShadow A0A0A0 btnText 000000 captionText 000000
            gradientActiveCaption B9D1EA gradientInactiveCaption D7E4F2 grayText 6D6D6D highlight 0078D7
            highlightText FFFFFF hotLight 0066CC inactiveBorder F4F7FC inactiveCaption BFCDDB
            inactiveCaptionText 000000 infoBk FFFFE1 infoText 000000 menu F0F0F0 menuBar F0F0F0 menuHighlight 3399FF
            menuText 000000 scrollBar C8C8C8 window FFFFFF windowFrame 646464 windowText 000000
            """,
        )
    )
)


class Color(Struct, frozen=True):
    """A colour and how much of it covers what lies under it."""

    value: str  # RRGGBB
    alpha: float = 1.0

    def over(self, ground: str) -> str:
        """What is seen of it on a ground."""
        return self.value if self.alpha >= 1 else mixed(self.value, ground, self.alpha)


def color_of(element: etree._Element | None, schemes: Mapping[str, str], base: Color | None = None) -> Color | None:
    """A colour element; None where it is none that is known.

    `schemes` has the theme's colours by the names of the colour map; `base` is what `phClr` stands for.
    """
    if element is None:
        return None
    if element.get("val") == "phClr" and local(element) == "schemeClr":
        return None if base is None else _changed("rgb", channels(base.value), element, base.alpha)
    reader = _READERS.get(local(element))
    found = None if reader is None else reader(element, schemes)
    return None if found is None else _changed(*found, element)


def color_child(parent: etree._Element | None) -> etree._Element | None:
    """The colour element in a fill, a stop of a gradient, a slot of a theme or a reference to a style."""
    return None if parent is None else next((child for child in parent if local(child).endswith("Clr")), None)


def scheme_colors(theme: etree._Element) -> dict[str, str]:
    """Slot of the colour scheme (`dk1`, `accent1` …) → RRGGBB; further schemes are kept for reference only."""
    scheme = theme.find(".//a:clrScheme", NS)
    found = {} if scheme is None else {local(slot): color_of(color_child(slot), {}) for slot in scheme}
    return {slot: color.value for slot, color in found.items() if color}


def mapped_schemes(slots: Mapping[str, str], color_map: etree._Element | None) -> dict[str, str]:
    """The colours by every name that a slide may use: the slots, and what a colour map makes of them."""
    usual = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
    names = usual if color_map is None else color_map.attrib
    mapped = {str(name): slots[str(slot)] for name, slot in names.items() if slot in slots}
    return {"bg1": "FFFFFF", "tx1": "000000", **slots, **mapped}


def share_of(text: str, default: float = 1.0) -> float:
    """A share as DrawingML writes it, in thousandths of a per cent or with its sign; the default for what is none."""
    try:
        found = float(text.rstrip("%")) / (100 if text.endswith("%") else FULL)
    except ValueError:
        return default
    return found if abs(found) < 1_000 else default


_Known: TypeAlias = tuple[str, Channels] | None  # the model that a colour is written in, and its channels there


def _srgb(element: etree._Element, _: Mapping[str, str]) -> _Known:
    return _hexadecimal(element.get("val", ""))


def _scheme(element: etree._Element, schemes: Mapping[str, str]) -> _Known:
    return _hexadecimal(schemes.get(element.get("val", ""), ""))


def _system(element: etree._Element, _: Mapping[str, str]) -> _Known:
    return _hexadecimal(element.get("lastClr", "")) or _hexadecimal(SYSTEM.get(element.get("val", ""), "000000"))


def _preset(element: etree._Element, _: Mapping[str, str]) -> _Known:
    return _hexadecimal(_presets().get(element.get("val", "").lower(), ""))


def _shares(element: etree._Element, _: Mapping[str, str]) -> _Known:
    red, green, blue = (_within(share_of(element.get(name, "0"), 0.0)) for name in "rgb")
    return "linear", (red, green, blue)


def _hsl(element: etree._Element, _: Mapping[str, str]) -> _Known:
    lightness, saturation = (_within(share_of(element.get(name, "0"), 0.0)) for name in ("lum", "sat"))
    return "hls", (_within(number(element.get("hue")) / FULL_TURN), lightness, saturation)


_READERS: Final[Mapping[str, Callable[[etree._Element, Mapping[str, str]], _Known]]] = MappingProxyType(
    {
        "srgbClr": _srgb, "schemeClr": _scheme, "sysClr": _system, "prstClr": _preset, "scrgbClr": _shares,
        "hslClr": _hsl,
    }
)  # fmt: skip


@cache
def _presets() -> Mapping[str, str]:
    """Names of colours in small letters → RRGGBB."""
    named = dict(re.findall(r"(\w+)\s(\w+)", _NAMED))
    found = dict(named)
    for name, value in named.items():
        found |= {short + name.removeprefix(long): value for long, short in _SHORT if name.startswith(long)}
    return found


def _hexadecimal(value: str) -> _Known:
    return ("rgb", channels(value)) if _HEX.fullmatch(value) else None


def _within(part: float) -> float:
    return min(max(part, 0.0), 1.0)


# What is done to a colour: each change in the model that it is defined in.

Step: TypeAlias = Callable[[Channels, float], Channels]


def _changed(model: str, parts: Channels, element: etree._Element, alpha: float = 1.0) -> Color:
    """A colour after the changes that its element asks for, in their order."""
    for step in element.iterfind("*"):
        name = local(step)
        angle, text = name in {"hue", "hueOff"}, step.get("val", "")
        share = number(text) / FULL_TURN if angle else share_of(text, nan)
        if isnan(share) and name not in _PLAIN_STEPS:
            continue  # what says no share changes nothing
        if name in _ALPHA:
            alpha = _within(_ALPHA[name](alpha, share))
        elif name in _STEPS:
            wanted, change = _STEPS[name]
            parts = parts if wanted == model else _MODELS[wanted][0](_MODELS[model][1](parts))
            model, parts = wanted, change(parts, share)
    return Color("".join(f"{round(_within(part) * 255):02X}" for part in _MODELS[model][1](parts)), alpha)


def _one(which: int, change: Callable[[float, float], float]) -> Step:
    """A change of one channel."""

    def step(parts: Channels, share: float) -> Channels:
        red, green, blue = (_within(change(part, share)) if at == which else part for at, part in enumerate(parts))
        return red, green, blue

    return step


def _each(change: Callable[[float, float], float]) -> Step:
    """The same change of all three channels."""

    def step(parts: Channels, share: float) -> Channels:
        red, green, blue = (_within(change(part, share)) for part in parts)
        return red, green, blue

    return step


def _linear(part: float, _: float = 0) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _encoded(part: float, _: float = 0) -> float:
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)


def _gray(parts: Channels, _: float) -> Channels:
    level = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    return level, level, level


_MODELS: Final[Mapping[str, tuple[Callable[[Channels], Channels], Callable[[Channels], Channels]]]] = MappingProxyType(
    {
        "rgb": (lambda parts: parts, lambda parts: parts),  # from RGB, and back
        "linear": (lambda parts: _each(_linear)(parts, 0), lambda parts: _each(_encoded)(parts, 0)),
        "hls": (lambda parts: rgb_to_hls(*parts), lambda parts: hls_to_rgb(*parts)),
    }
)
_CHANGES: Final[Mapping[str, Callable[[float, float], float]]] = MappingProxyType(
    {"": lambda _, share: share, "Mod": lambda part, share: part * share, "Off": lambda part, share: part + share}
)
_ALPHA: Final = MappingProxyType({f"alpha{suffix}": change for suffix, change in _CHANGES.items()})
_AXES: Final = (
    ("red", "rgb", 0), ("green", "rgb", 1), ("blue", "rgb", 2), ("hue", "hls", 0), ("lum", "hls", 1), ("sat", "hls", 2),
)  # fmt: skip
_PLAIN_STEPS: Final[Mapping[str, tuple[str, Step]]] = MappingProxyType(
    {
        "comp": ("hls", _one(0, lambda hue, _: (hue + 0.5) % 1)),
        "inv": ("rgb", _each(lambda part, _: 1 - part)),
        "gray": ("rgb", _gray),
        "gamma": ("rgb", _each(_encoded)),
        "invGamma": ("rgb", _each(_linear)),
    }
)
_STEPS: Final[Mapping[str, tuple[str, Step]]] = MappingProxyType(
    {
        **_PLAIN_STEPS,
        "tint": ("linear", _each(lambda part, share: part * share + 1 - share)),
        "shade": ("linear", _each(lambda part, share: part * share)),
        **{
            f"{axis}{suffix}": (model, _one(which, change))
            for axis, model, which in _AXES
            for suffix, change in _CHANGES.items()
        },
    }
)
