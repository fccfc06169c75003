"""How the palette names a colour, and that name as DrawingML.

`accent1` is a scheme colour, which follows the theme; `accent1 lumMod=20000 lumOff=80000` a tint of one, as the colour
menu of PowerPoint makes them (thousandths of a percent, of the lightness in HSL); `#0F6B6B` a fixed value.
"""

from __future__ import annotations

from collections.abc import Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from functools import cache

from briefing.render.pptx.colors import channels

FULL = 100_000
NEAR = 2 / 255  # how far a channel may be off, which nobody sees


@cache
def color_xml(name: str) -> str:
    """The colour as an element of DrawingML."""
    if name.startswith("#"):
        return f'<a:srgbClr val="{name[1:]}"/>'
    scheme, *changes = name.split()
    if not changes:
        return f'<a:schemeClr val="{scheme}"/>'
    rows = "".join('<a:{} val="{}"/>'.format(*change.split("=")) for change in changes)
    return f'<a:schemeClr val="{scheme}">{rows}</a:schemeClr>'


def named(value: str, schemes: Mapping[str, str], first: tuple[str, ...] = ()) -> str:
    """A name for RRGGBB: a scheme colour or a tint of one, those of `first` before others; else the value itself."""
    for scheme in (*first, *(each for each in schemes if each not in first)):
        if schemes.get(scheme) == value:
            return scheme
    for scheme in first:
        if scheme in schemes and (tint := _tint(schemes[scheme], value)):
            return f"{scheme} {tint}"
    return f"#{value}"


def _tint(base: str, value: str) -> str:
    """The change of lightness that makes the one of the other; empty where it takes more than that."""
    old, new = (rgb_to_hls(*channels(each))[1] for each in (base, value))
    if new <= old:
        change = {"lumMod": round(new / old * FULL) if old else FULL}
    else:
        share = round((1 - new) / (1 - old) * FULL)
        change = {"lumMod": share, "lumOff": FULL - share}
    made = moved(base, change.get("lumMod", FULL) / FULL, change.get("lumOff", 0) / FULL)
    near = all(abs(a - b) <= NEAR for a, b in zip(channels(made), channels(value), strict=True))
    return " ".join(f"{key}={number}" for key, number in change.items()) if near else ""


def moved(value: str, factor: float, offset: float) -> str:
    """RRGGBB with its lightness multiplied and shifted, as lumMod and lumOff do it."""
    hue, lightness, saturation = rgb_to_hls(*channels(value))
    parts = hls_to_rgb(hue, min(max(lightness * factor + offset, 0.0), 1.0), saturation)
    return "".join(f"{round(part * 255):02X}" for part in parts)
