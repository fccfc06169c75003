"""Colour arithmetic: relative luminance, contrast, mixtures, and a lightness that reads. Colours are RRGGBB.

Luminance and contrast are defined by the Web Content Accessibility Guidelines (WCAG) 2.2, under "relative luminance"
and "contrast ratio"; 4.5:1 is what its success criterion 1.4.3 asks of text, 3:1 of large text (from 18 pt, or 14 pt
bold), and 1.4.11 asks 3:1 of lines and shapes that carry meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls
from functools import cache

TEXT = 4.5
LARGE = 3.0
STEP = 0.01  # of lightness, whose whole range is 1


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, whichever comes first: WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@cache
def luminance(value: str) -> float:
    """How bright a colour is, from 0 for black to 1 for white: WCAG 2.2, "relative luminance" (of sRGB)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels(value)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def channels(value: str) -> tuple[float, float, float]:
    """Red, green and blue, each from 0 to 1."""
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def mixed(one: str, other: str, share: float) -> str:
    """`share` (0 to 1) of the first colour and the rest of the second, channel by channel."""
    pairs = zip(channels(one), channels(other), strict=True)
    return _value(a * share + b * (1 - share) for a, b in pairs)


def with_lightness(value: str, lightness: float) -> str:
    """The same hue and saturation with another lightness (HSL, 0 to 1)."""
    hue, _, saturation = rgb_to_hls(*channels(value))
    return _value(hls_to_rgb(hue, min(max(lightness, 0.0), 1.0), saturation))


def readable(value: str, against: Iterable[tuple[str, float]], *, darker: bool) -> str:
    """The colour, moved to darker or lighter in small steps until it has each wanted contrast.

    `against` holds other colours and the least ratio to each. Black or white where no step is enough.
    """
    wanted = tuple(against)
    lightness, found = rgb_to_hls(*channels(value))[1], value
    while not all(contrast(found, other) >= least for other, least in wanted):
        if lightness <= 0 if darker else lightness >= 1:
            break
        lightness += -STEP if darker else STEP
        found = with_lightness(value, lightness)
    return found


def _value(parts: Iterable[float]) -> str:
    return "".join(f"{round(part * 255):02X}" for part in parts)
