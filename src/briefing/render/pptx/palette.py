"""A palette that reads: which text may stand on which ground, and colours of a person's own moved until it does.

Every text role reads on every ground with 4.5:1, so that no composition has to ask. A slide that is edge to edge in
`ink` carries `paper`, `accent-soft` and `line` instead; and `paper` stands on `accent`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from briefing.render.pptx.colors import STEP, TEXT, channels, contrast, luminance, mixed, readable, with_lightness
from briefing.render.pptx.look import PALETTE_ROLES

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
