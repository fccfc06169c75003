"""Gradients that run straight across or down a shape: which of their colours lie under a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from lxml import etree
from msgspec import Struct

from briefing.render.pptx.boxes import Box
from briefing.render.pptx.colors import mixed
from briefing.render.pptx.inherit import NS

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
