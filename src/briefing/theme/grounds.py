"""The palette for a ground: which of a theme's colours serve which role there, and tints of them where they do not.

Scheme colours come first, so that a deck follows its theme; then tints of them; fixed values last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from colorsys import rgb_to_hls
from typing import Final

from msgspec import Struct

from briefing.ooxml.colors import Ground
from briefing.page.palette import (
    BLACK,
    FARTHEST,
    LARGE,
    TEXT,
    WHITE,
    channels,
    contrast,
    luminance,
    mixed,
    named,
    settled,
    with_lightness,
)

ACCENTS: Final = tuple(f"accent{number}" for number in range(1, 7))
GREYISH: Final = 0.18  # saturation (HSL) under which nobody calls a colour by its hue
STRONG: Final = 7.0  # the contrast that running text had better have
# Role → the hues that people read so, in degrees, and the colour where a theme has none of them.
SIGNS: Final = {"positive": (95, 165, "15803D"), "negative": (345, 372, "B42318")}
APART: Final = 25  # degrees between two hues that are told apart
# Scheme colours that a role's colour may be a tint of.
BASES: Final[Mapping[str, tuple[str, ...]]] = {
    "paper": ("bg1", "tx1"),
    "ink": ("tx1", "bg1"),
    "muted": ("tx2", "tx1", "bg1"),
    "surface": ("bg2", "bg1", "tx1"),
    "line": ("bg1", "tx1"),
}


PANELS: Final = ("bg1", "tx2", "tx1")  # scheme colours of a panel, the first on which the template's own text reads
MAIN_GROUNDS: Final = ("paper", "surface", "accent-soft", "line")


class Palette(Struct, frozen=True):
    """Role → colour, as `ink.py` names it and as RRGGBB; `corrections` say what the theme's own could not do."""

    names: Mapping[str, str]
    values: Mapping[str, str]
    corrections: tuple[str, ...] = ()


def palette_for(ground: Ground, schemes: Mapping[str, str], text: str = "") -> tuple[Palette, bool]:
    """The palette, and whether text needs a panel in `paper` because no colour reads all over the ground.

    A panel is light, unless `text` is given, the colour of the template's own text, and reads on a dark one only.
    """
    if not ground.busy and ground.colors:
        papers = sorted(set(ground.colors), key=luminance)
        for paper in (papers[0], papers[-1]):  # light text has to read on the lightest spot, dark text on the darkest
            palette = _palette(paper, schemes)
            if all(
                contrast(palette.values[text], each) >= TEXT for text in ("ink", "muted", "accent") for each in papers
            ):
                return _on_main(palette, ground.colors[0], papers, schemes), False
    papers = [schemes[name] for name in PANELS if name in schemes]
    suits = (each for each in papers if not text or contrast(text, each) >= STRONG)
    return _palette(next(suits, papers[0] if papers else WHITE), schemes), True


def _on_main(palette: Palette, main: str, papers: Sequence[str], schemes: Mapping[str, str]) -> Palette:
    """The palette with the grounds of the colour that most of the ground has, where its texts read on these, too."""
    other = _palette(main, schemes)
    grounds = {role: other.values[role] for role in MAIN_GROUNDS}
    reads = all(
        contrast(palette.values[text], each) >= TEXT
        for text in ("ink", "muted", "accent", "positive", "negative")
        for each in (*papers, *(grounds[role] for role in MAIN_GROUNDS if role != "line"))
    )
    if not reads:
        return palette
    names = {role: other.names[role] for role in MAIN_GROUNDS}
    return Palette({**palette.names, **names}, {**palette.values, **grounds}, palette.corrections)


def best(ground: Ground, palette: Palette, roles: Sequence[str]) -> str:
    """The first of the roles that reads on a ground, or the one that reads best."""
    reads = (role for role in roles if ground.least_contrast(value_of(role, palette)) >= TEXT)
    return next(reads, "") or max(roles, key=lambda role: ground.least_contrast(value_of(role, palette)))


def value_of(role: str, palette: Palette) -> str:
    """RRGGBB of a role; `#RRGGBB` is itself."""
    return palette.values.get(role, role.removeprefix("#"))


def _palette(paper: str, schemes: Mapping[str, str]) -> Palette:
    wanted = _wanted(paper, schemes)
    used, _ = settled(wanted, {})
    bases = {role: (*BASES.get(role, ()), *ACCENTS) for role in used}
    bases["accent-soft"] = bases["accent"] = _sources(wanted["accent"], schemes)
    names = {role: named(value, schemes, bases[role]) for role, value in used.items()}
    return Palette(names, used, tuple(_corrections(wanted, used, schemes)))


def _sources(value: str, schemes: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted((*ACCENTS, "tx2"), key=lambda each: schemes.get(each) != value))


def _corrections(wanted: Mapping[str, str], used: Mapping[str, str], schemes: Mapping[str, str]) -> Iterator[str]:
    for role in ("ink", "accent", "second"):
        if used[role] != wanted[role]:
            source = next((name for name, value in schemes.items() if value == wanted[role]), "the theme's colour")
            before, after = (contrast(each[role], used["paper"]) for each in (wanted, used))
            yield (
                f"{role}: {source} #{wanted[role]} has a contrast of {before:.1f}:1 on #{used['paper']}; "
                f"#{used[role]} with {after:.1f}:1 is used"
            )


def _wanted(paper: str, schemes: Mapping[str, str]) -> dict[str, str]:
    ink = _ink(paper, schemes)
    dark_text = luminance(ink) < luminance(paper)
    accent = _accent(paper, schemes)
    values = {
        "ink": ink,
        "paper": paper,
        "muted": _muted(ink, paper, schemes),
        "surface": _surface(paper, ink, schemes, dark_text),
        "line": _shifted(paper, ink, 0.15 if dark_text else 0.25, dark_text),
        "accent": accent,
        "accent-soft": with_lightness(accent, 0.9) if dark_text else mixed(accent, paper, 0.25),
        "second": _second(accent, schemes),
    }
    return values | {role: _sign(sign, schemes) for role, sign in SIGNS.items()}


def _ink(paper: str, schemes: Mapping[str, str]) -> str:
    offered = [schemes[name] for name in ("tx1", "bg1", "tx2", "bg2") if name in schemes]
    good = next((value for value in offered if contrast(value, paper) >= STRONG), "")
    return good or max((*offered[:2], BLACK, WHITE), key=lambda value: contrast(value, paper))


def _muted(ink: str, paper: str, schemes: Mapping[str, str]) -> str:
    second = schemes.get("tx2", ink)
    if TEXT <= contrast(second, paper) < contrast(ink, paper) and _saturation(second) < 2 * GREYISH:
        return second
    if _saturation(ink) < GREYISH:
        lightness = _lightness(ink)
        return with_lightness(ink, lightness + 0.35 if luminance(ink) < luminance(paper) else lightness - 0.25)
    return mixed(ink, paper, 0.75)


def _surface(paper: str, ink: str, schemes: Mapping[str, str], dark_text: bool) -> str:
    own = schemes.get("bg2", paper)
    if 1.03 <= contrast(own, paper) <= FARTHEST["surface"][0 if dark_text else 1]:
        return own
    return _shifted(paper, ink, 0.05 if dark_text else 0.07, dark_text)


def _shifted(paper: str, ink: str, step: float, dark_text: bool) -> str:
    """A little of the way from paper to ink; the lightness of a colour of some strength would make it glare."""
    if _saturation(paper) >= GREYISH:
        return mixed(ink, paper, step)
    return with_lightness(paper, _lightness(paper) + (-step if dark_text else step))


def _accent(paper: str, schemes: Mapping[str, str]) -> str:
    """The first accent that is not grey; where it is too faint to be read, the colour of the theme's second text."""
    offered = [schemes[name] for name in ACCENTS if name in schemes] or [BLACK]
    shows = (each for each in offered if _saturation(each) >= GREYISH and contrast(each, paper) >= 1.25)
    accent = next(shows, offered[0])
    text = schemes.get("tx2", accent)
    reads = _saturation(text) >= 2 * GREYISH and contrast(text, paper) >= TEXT
    return text if reads and contrast(accent, paper) < LARGE else accent


def _second(accent: str, schemes: Mapping[str, str]) -> str:
    offered = [schemes[name] for name in ACCENTS if name in schemes and _saturation(schemes[name]) >= GREYISH]
    apart = (value for value in offered if min(gap := abs(_hue(value) - _hue(accent)), 360 - gap) >= APART)
    return next(apart, "B45309")


def _sign(sign: tuple[int, int, str], schemes: Mapping[str, str]) -> str:
    first, last, default = sign
    offered = (schemes[name] for name in ACCENTS if name in schemes and _saturation(schemes[name]) >= 2 * GREYISH)
    return next((value for value in offered if any(first <= _hue(value) + turn <= last for turn in (0, 360))), default)


def _hue(value: str) -> float:
    return rgb_to_hls(*channels(value))[0] * 360


def _lightness(value: str) -> float:
    return rgb_to_hls(*channels(value))[1]


def _saturation(value: str) -> float:
    return rgb_to_hls(*channels(value))[2]
