"""Everything larger or smaller in proportion: slides of huge sizes are arranged small and drawn large.

Which number is a length in EMU and which a size in points is told by its name, so that a new kind of box is scaled
without being known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar, cast

from msgspec import Struct
from msgspec.structs import fields, replace

from briefing.render.pptx.boxes import Deck
from briefing.render.pptx.look import Look

T = TypeVar("T")
LENGTHS: Final = frozenset(
    {"x", "y", "w", "h", "x1", "y1", "x2", "y2", "left", "top", "right", "bottom", "indent", "widths", "heights"}
    | {"width", "height", "lowest_title", "legend"}
)
SIZES: Final = frozenset({"size", "label_size", "weight", "after", "headline"})
KEPT: Final = frozenset({"scale", "adjust", "values", "form", "axis", "strokes"})


def scaled_deck(deck: Deck, factor: float) -> Deck:
    """The deck with every length and type size multiplied."""
    return deck if factor == 1 else _scaled(deck, factor)


def scaled_look(look: Look, factor: float) -> Look:
    """The look with every length and type size multiplied; its type scale stays."""
    return look if factor == 1 else _scaled(look, factor)


def scaled_sheet(sheet: T, factor: float) -> T:
    """A slide layout of a template with every length and type size multiplied."""
    return sheet if factor == 1 else _scaled(sheet, factor)


def _scaled(value: T, factor: float) -> T:
    if not isinstance(value, Struct):
        return cast("T", _inner(value, factor))
    changes = {each.name: _field(each.name, getattr(value, each.name), factor) for each in fields(value)}
    return cast("T", replace(value, **changes))


def _field(name: str, value: Any, factor: float) -> Any:
    if name in LENGTHS or (name == "size" and isinstance(value, tuple)):
        return tuple(round(each * factor) for each in value) if isinstance(value, tuple) else round(value * factor)
    if name in SIZES and isinstance(value, int | float):
        return round(value * factor, 2)
    return value if name in KEPT else _inner(value, factor)


def _inner(value: Any, factor: float) -> Any:
    if isinstance(value, tuple):
        return tuple(_scaled(each, factor) for each in value)
    if isinstance(value, Mapping):
        return {key: _scaled(each, factor) for key, each in value.items()}
    return _scaled(value, factor) if isinstance(value, Struct) else value
