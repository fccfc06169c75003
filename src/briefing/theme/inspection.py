"""What a theme offers, as plain values: which layout serves which role and why, regions, fonts and colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.page.boxes import EMU_PER_INCH, Box
from briefing.page.fonts import face
from briefing.page.palette import contrast
from briefing.theme.reading import read_theme
from briefing.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Served:
    """A role and the slide layout that serves it; the region that its content may fill, in inches."""

    role: str
    layout: str
    number: int
    reason: str
    substitute: bool
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Font:
    """A typeface; `exact` is False where its widths are not known, and another may be drawn."""

    use: str
    family: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Shade:
    """A colour of the palette: how the deck names it, RRGGBB, and its contrast with the ground of the slides."""

    role: str
    name: str
    value: str
    contrast: float


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that `briefing theme inspect` prints. Lengths are inches."""

    name: str
    width: float
    height: float
    roles: tuple[Served, ...]
    layouts: tuple[str, ...]
    fonts: tuple[Font, ...]
    colors: tuple[Shade, ...]
    corrections: tuple[str, ...]
    notices: tuple[str, ...]


def inspect_theme(path: Path, mapping: Mapping[str, str] | None = None) -> Inspection:
    """Read a theme and say what it offers. Raises FactError where it is no usable theme."""
    theme = read_theme(path, mapping)
    look, fonts = theme.look, (("headings", theme.look.heading_font), ("text", theme.look.body_font))
    return Inspection(
        name=look.name,
        width=_inches(look.width * theme.factor),
        height=_inches(look.height * theme.factor),
        roles=tuple(_served(theme)),
        layouts=theme.layout_names,
        fonts=tuple(Font(use, family, face(family).exact) for use, family in fonts),
        colors=tuple(
            Shade(role, name, theme.values[role], round(contrast(theme.values[role], theme.values["paper"]), 1))
            for role, name in theme.palette.items()
        ),
        corrections=theme.corrections,
        notices=theme.notices,
    )


def _served(theme: Theme) -> Iterator[Served]:
    for each in theme.choices:
        box: Box = theme.look.layouts[each.role].region
        edges = (_inches(length * theme.factor) for length in (box.x, box.y, box.w, box.h))
        yield Served(each.role, each.layout, each.number, each.reason, each.substitute, *edges)


def _inches(length: float) -> float:
    return round(length / EMU_PER_INCH, 2)
