"""Colours that read: luminance, contrast and mixtures, and a palette in which text may stand on its ground.
Colours are RRGGBB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from functools import cache
from typing import Final

from msgspec import Struct

from briefing.page.look import PALETTE_ROLES

# Colour arithmetic: relative luminance, contrast, mixtures, and a lightness that reads. Colours are RRGGBB.
#
# Luminance and contrast are defined by the Web Content Accessibility Guidelines (WCAG) 2.2, under "relative
# luminance" and "contrast ratio"; 4.5:1 is what its success criterion 1.4.3 asks of text, 3:1 of large text (from 18
# pt, or 14 pt bold), and 1.4.11 asks 3:1 of lines and shapes that carry meaning.

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


# How the palette names a colour, and that name as DrawingML.
#
# `accent1` is a scheme colour, which follows the theme; `accent1 lumMod=20000 lumOff=80000` a tint of one, as the
# colour menu of PowerPoint makes them (thousandths of a percent, of the lightness in HSL); `#0F6B6B` a fixed value.

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


# A palette that reads: which text may stand on which ground, and colours of a person's own moved until it does.
#
# Every text role reads on every ground with 4.5:1, so that no composition has to ask. A slide that is edge to edge in
# `ink` carries `paper`, `accent-soft` and `line` instead; and `paper` stands on `accent`.

TEXTS: Final = ("ink", "muted", "accent", "second", "positive", "negative")
GROUNDS: Final = ("paper", "surface", "accent-soft")
ON_INK: Final = ("paper", "accent-soft", "line")

# Text role, ground role, least contrast.
PAIRS: Final[tuple[tuple[str, str, float], ...]] = (
    *((text, ground, TEXT) for text in TEXTS for ground in GROUNDS),
    *((text, "ink", TEXT) for text in ON_INK),
    ("paper", "accent", TEXT),
)
# The most that a ground may differ from paper, on light paper and on dark: beyond it, text is left no colours.
FARTHEST: Final[Mapping[str, tuple[float, float]]] = {"surface": (1.2, 1.3), "accent-soft": (1.35, 1.7)}
# A role that is not given follows those that are: so much of the first in the second, on light paper and on dark.
FOLLOWS: Final[Mapping[str, tuple[str, str, float, float]]] = {
    "muted": ("ink", "paper", 0.75, 0.72),
    "line": ("ink", "paper", 0.17, 0.25),
    "surface": ("ink", "paper", 0.05, 0.06),
    "accent-soft": ("accent", "paper", 0.13, 0.2),
}
BLACK, WHITE = "000000", "FFFFFF"


class Change(Struct, frozen=True):
    """A given colour that could not stay: the role it is judged against, and the contrast before and after."""

    role: str
    given: str
    used: str
    against: str
    before: float
    after: float

    def __str__(self) -> str:
        problem = f"has a contrast of only {self.before:.2f}:1 with '{self.against}'"
        if self.before > self.after:
            problem = f"differs from '{self.against}' by {self.before:.2f}:1, too much for text to read on both"
        return (
            f"The colour '{self.role}' #{self.given} {problem}; #{self.used} with {self.after:.2f}:1 is used instead."
        )


def settled(base: Mapping[str, str], given: Mapping[str, str]) -> tuple[dict[str, str], tuple[Change, ...]]:
    """The whole palette, role → RRGGBB, with the given colours as near as can be; what changed of them.

    Hue and saturation stay, lightness moves. What is not given is the base theme's or follows what is given.
    """
    wanted = {**base, **given}
    dark_text = _dark_text(wanted["ink"], wanted["paper"])
    wanted.update(_following(wanted, given, dark_text))
    used = _used(wanted, dark_text)
    changed = (role for role in PALETTE_ROLES if role in given and used[role] != given[role])
    return used, tuple(_change(role, wanted, used) for role in changed)


def failing(values: Mapping[str, str]) -> list[tuple[str, str, float]]:
    """The pairs of roles that are too near to each other, with their contrast."""
    ratios = ((text, ground, contrast(values[text], values[ground]), least) for text, ground, least in PAIRS)
    return [(text, ground, ratio) for text, ground, ratio, least in ratios if ratio < least]


def _dark_text(ink: str, paper: str) -> bool:
    """Whether text is to be darker than its ground: as given, unless that ground cannot carry such text."""
    darker = luminance(ink) < luminance(paper)
    return darker if contrast(BLACK if darker else WHITE, paper) >= TEXT else not darker


def _following(wanted: Mapping[str, str], given: Mapping[str, str], dark_text: bool) -> Iterator[tuple[str, str]]:
    for role, (one, other, on_light, on_dark) in FOLLOWS.items():
        if role not in given and (one in given or other in given):
            yield role, mixed(wanted[one], wanted[other], on_light if dark_text else on_dark)


def _used(wanted: Mapping[str, str], dark_text: bool) -> dict[str, str]:
    """First the grounds, then each text on all of them, then what stands on ink: each step can only succeed.

    Black or white reads on every ground after the first step, so a text that moves towards it gets there; and what
    stands on ink may move as far as white or black, which paper shows to be far enough.
    """
    used = dict(wanted)
    extreme = BLACK if dark_text else WHITE
    for role, farthest in FARTHEST.items():
        near = _nearer(wanted[role], wanted["paper"], farthest[0 if dark_text else 1])
        used[role] = readable(near, [(extreme, TEXT)], darker=not dark_text)
    against = [(used[ground], TEXT) for ground in GROUNDS]
    for role in TEXTS:
        used[role] = readable(wanted[role], against, darker=dark_text)
    used["line"] = readable(wanted["line"], [(used["ink"], TEXT)], darker=not dark_text)
    return used


def _nearer(value: str, paper: str, farthest: float) -> str:
    """The colour, moved towards the lightness of paper until it differs by no more than this."""
    up = luminance(value) < luminance(paper)
    lightness = (max(channels(value)) + min(channels(value))) / 2
    found = value
    while contrast(found, paper) > farthest and 0 <= lightness <= 1:
        lightness += STEP if up else -STEP
        found = with_lightness(value, lightness)
    return found


def _change(role: str, wanted: Mapping[str, str], used: Mapping[str, str]) -> Change:
    """The change told by the pair that the given colour served worst."""
    if role in FARTHEST and (before := contrast(wanted[role], used["paper"])) > (
        after := contrast(used[role], used["paper"])
    ):
        return Change(role, wanted[role], used[role], "paper", before, after)
    partners = [ground for text, ground, _ in PAIRS if text == role]
    partners += [text for text, ground, _ in PAIRS if ground == role]
    worst = min(partners, key=lambda other: contrast(wanted[role], used[other]))
    ratios = (contrast(each[role], used[worst]) for each in (wanted, used))
    return Change(role, wanted[role], used[role], worst, *ratios)
