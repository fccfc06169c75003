"""What fills a shape, a cell or a background: its own fill, its group's, or the one of the theme that it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from briefing.ooxml.colors import FULL, FULL_TURN, Color, color_child, color_of
from briefing.ooxml.elements import NS, is_straight, local, number
from briefing.page.boxes import Box
from briefing.page.palette import contrast, mixed

OPAQUE: Final = 0.99
QUARTER: Final = FULL_TURN // 4
FIRST_BACKGROUND: Final = 1001  # references from here on count in the theme's background fills
_FILLS: Final = frozenset({"solidFill", "gradFill", "blipFill", "pattFill", "noFill", "grpFill"})


class Ground(Struct, frozen=True):
    """What lies under a text. `busy` is a picture or anything else that no colour is known of."""

    colors: tuple[str, ...]
    busy: bool = False

    def least_contrast(self, value: str) -> float:
        """The contrast of a colour where it reads worst."""
        return 1.0 if self.busy or not self.colors else min(contrast(value, each) for each in self.colors)


class Gradient(Struct, frozen=True):
    """Colours at shares of the way, in their order, of a gradient that runs straight across or down a shape."""

    colors: tuple[tuple[float, Color], ...]
    quarters: int = 0  # of a turn, which say which way

    def under(self, area: Box, box: Box) -> tuple[Color, ...]:
        """The colours in a part of the shape that has the gradient."""
        down = self.quarters % 2
        start, long, first, last = (box.y, box.h, area.y, area.bottom) if down else (box.x, box.w, area.x, area.right)
        shares = [min(max((each - start) / (long or 1), 0.0), 1.0) for each in (first, last)]
        low, high = sorted(1 - share for share in shares) if self.quarters >= 2 else shares
        between = (color for at, color in self.colors if low < at < high)
        return tuple(dict.fromkeys((self._at(low), *between, self._at(high))))

    def _at(self, share: float) -> Color:
        for (first, one), (last, other) in pairwise(self.colors):
            if share <= last:
                way = max(0.0, share - first) / (last - first) if last > first else 1.0
                return Color(mixed(other.value, one.value, way), one.alpha + (other.alpha - one.alpha) * way)
        return self.colors[-1][1]


def gradient_of(fill: etree._Element, colors: Sequence[Color]) -> Gradient | None:
    """The gradient of a `gradFill` with these colours at its stops; None where it is no straight one."""
    stops, line, tile = fill.findall("a:gsLst/a:gs", NS), fill.find("a:lin", NS), fill.find("a:tileRect", NS)
    places = [number(stop.get("pos"), -1) for stop in stops]
    angle = -1 if line is None else number(line.get("ang"))
    if angle < 0 or angle % QUARTER or len(places) != len(colors) or len(places) < 2 or min(places) < 0:
        return None
    if tile is not None and tile.attrib:
        return None
    found = sorted(zip(places, colors, strict=True), key=lambda stop: stop[0])
    return Gradient(tuple((place / FULL, color) for place, color in found), angle // QUARTER % 4)


class Fill(Struct, frozen=True):
    """What fills an area: one colour, the stops of a gradient, the two of a pattern, nothing at all; `busy` as above.

    It counts as false where it paints nothing.
    """

    colors: tuple[Color, ...] = ()
    busy: bool = False
    gradient: Gradient | None = None  # of one that runs straight

    def __bool__(self) -> bool:
        return self.busy or bool(self.colors)

    @property
    def alpha(self) -> float:
        """How much it covers where it covers least."""
        return min((color.alpha for color in self.colors), default=1.0)

    @property
    def opaque(self) -> bool:
        """Whether nothing of what lies under it is seen, and its colours are known."""
        return not self.busy and bool(self.colors) and self.alpha >= 1

    def under(self, area: Box, box: Box) -> Fill:
        """The fill as it lies under a part of the shape that has it."""
        return Fill(self.gradient.under(area, box)) if self.gradient else self

    def standing(self, frame: etree._Element | None) -> Fill:
        """The fill of a shape in its frame: where that is turned or mirrored, a gradient runs another way."""
        return self if self.gradient is None or is_straight(frame) else replace(self, gradient=None)

    def over(self, under: Ground) -> Ground:
        """The two seen together."""
        if self.busy or (under.busy and self.alpha < OPAQUE):
            return Ground(tuple(color.value for color in self.colors), True)
        if self.alpha >= OPAQUE:
            return Ground(tuple(color.value for color in self.colors))
        return Ground(tuple(color.over(below) for color in self.colors for below in under.colors))


NO_FILL: Final = Fill()
BUSY: Final = Fill(busy=True)


class Paint(Struct, frozen=True):
    """What colours and fills are read with: the colours by their names, and the fills that the theme's formats list."""

    schemes: Mapping[str, str]
    fills: tuple[etree._Element, ...] = ()
    backgrounds: tuple[etree._Element, ...] = ()

    @classmethod
    def of(cls, theme: etree._Element | None, schemes: Mapping[str, str]) -> Paint:
        """The formats of a theme part."""
        formats = None if theme is None else theme.find(".//a:fmtScheme", NS)
        if formats is None:
            return cls(schemes)
        return cls(
            schemes, *(tuple(formats.iterfind(f"a:{each}/*", NS)) for each in ("fillStyleLst", "bgFillStyleLst"))
        )

    def color(self, element: etree._Element | None, base: Color | None = None) -> Color | None:
        """A colour element; `base` is what a format of the theme calls the placeholder colour."""
        return color_of(element, self.schemes, base)

    def named(self, name: str) -> Color | None:
        """A colour of the scheme."""
        return Color(self.schemes[name]) if name in self.schemes else None

    def fill(self, element: etree._Element, base: Color | None = None, group: Fill | None = None) -> Fill | None:
        """A fill element; NO_FILL where it says that there is none, None where its colour is not known."""
        kind = local(element)
        if kind == "noFill":
            return NO_FILL
        if kind == "grpFill":
            return replace(group, gradient=None) if group else NO_FILL  # it runs over the whole group
        if kind == "solidFill":
            color = self.color(color_child(element), base)
            return Fill((color,)) if color else None
        holders = element.iterfind("a:gsLst/a:gs" if kind == "gradFill" else "*", NS)
        found = () if kind == "blipFill" else (self.color(color_child(each), base) for each in holders)
        colors = tuple(color for color in found if color)
        straight = gradient_of(element, colors) if kind == "gradFill" else None
        return Fill(colors, gradient=straight) if colors else BUSY

    def styled(self, reference: etree._Element | None) -> Fill | None:
        """The fill of the theme that a reference (`fillRef`, `bgRef`) names, in the colour that it says.

        Beyond the end of the list it is the last one; of a theme without a list, the colour itself.
        """
        if reference is None:
            return None
        place = number(reference.get("idx"))
        if place in {0, FIRST_BACKGROUND - 1}:
            return NO_FILL
        listed, first = (self.backgrounds, FIRST_BACKGROUND) if place >= FIRST_BACKGROUND else (self.fills, 1)
        color = self.color(color_child(reference))
        if not listed:
            return Fill((color,)) if color else None
        return self.fill(listed[min(max(place - first, 0), len(listed) - 1)], color)

    def shape(self, shapes: Iterable[etree._Element], group: Fill | None = None) -> Fill | None:
        """The fill of a shape: its own, its style's, or that of the placeholders that it follows, nearest first."""
        for shape in shapes:
            if (own := fill_child(shape.find("p:spPr", NS))) is not None:
                return self.fill(own, group=group)
            if (style := shape.find("p:style/a:fillRef", NS)) is not None:
                return self.styled(style)
        return None

    def members(self, group: etree._Element, outer: Fill | None = None) -> Fill | None:
        """What shapes of a group that are filled as the group is have."""
        own = fill_child(group.find("p:grpSpPr", NS))
        return outer if own is None else self.fill(own, group=outer)

    def background(self, trees: Iterable[etree._Element]) -> Fill:
        """The background of the first tree (slide, layout, master) that has one; paper where none has.

        A layout that says to have none stands on paper; of a slide that does, the layout's is seen.
        """
        for tree in trees:
            if (found := tree.find("p:cSld/p:bg", NS)) is not None:
                own = fill_child(found.find("p:bgPr", NS))
                fill = self.styled(found.find("p:bgRef", NS)) if own is None else self.fill(own)
                if fill:
                    return fill
                if local(tree) != "sld":
                    break
        return Fill((Color(self.schemes.get("bg1", "FFFFFF")),))


def fill_child(properties: etree._Element | None) -> etree._Element | None:
    """The fill among the properties of a shape, cell, group or run."""
    return None if properties is None else next((child for child in properties if local(child) in _FILLS), None)


def first_fill(elements: Iterable[etree._Element]) -> etree._Element | None:
    """The fill of the first of several properties that has one."""
    return next((fill for each in elements if (fill := fill_child(each)) is not None), None)
