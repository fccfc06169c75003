"""What lies under a text: the colours that can be seen behind its letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Final, TypeAlias

from briefing.deckcheck.color import Color
from briefing.deckcheck.view import CellView, Layer, ShapeView, SlideView
from briefing.render.pptx.boxes import Box
from briefing.render.pptx.region import around

Ground: TypeAlias = frozenset[str]  # colours that may lie there, RRGGBB; PICTURE where a picture does
PICTURE: Final = "picture"
# Where a text is looked at: the middle and near the edges of its letters.
_ACROSS: Final = (0.02, 0.25, 0.5, 0.75, 0.98)
_DOWN: Final = (0.1, 0.5, 0.9)
_PANEL: Final = 0.7  # opacity from which a panel over a picture is the ground
_MOST: Final = 64  # alternatives of stacked gradients that are followed


def layers_of(shape: ShapeView) -> Iterator[Layer]:
    """What a shape paints: itself, or the cells of a table."""
    if shape.hidden or shape.box is None or shape.kind in {"group", "connector"}:
        return
    if shape.fill is not None and (shape.fill.colors or shape.fill.picture):
        box = around(shape.filled) if shape.filled else shape.box
        yield Layer(box, shape.fill, shape.geometry in {"ellipse", "flowChartConnector"}, shape.filled)
    if shape.table is not None:
        yield from (Layer(cell.box, cell.fill) for cell in shape.table.cells if cell.fill and cell.fill.colors)


@lru_cache(maxsize=1024)
def ground_under(slide: SlideView, shape: ShapeView, area: Box) -> Ground:
    """The colours under an area of a shape's text, the shape's own fill among them."""
    under = list(slide.backdrop)
    for each in slide.shapes:
        if each is shape:
            break
        under += layers_of(each)
    if shape.table is None:
        under += layers_of(shape)
    return seen_through(under, area)


def ground_of_cell(slide: SlideView, shape: ShapeView, cell: CellView, area: Box) -> Ground:
    """The colours under the text of a table cell."""
    if cell.fill is not None and cell.fill.opaque:
        return frozenset(color.value for color in cell.fill.colors)
    under = ground_under(slide, shape, area)
    if cell.fill is None or not cell.fill.colors:
        return under
    return frozenset(_over(color, each) for color in cell.fill.colors for each in under)


def seen_through(layers: Sequence[Layer], area: Box) -> Ground:
    """The colours that can be seen from above anywhere under an area."""
    near = [layer for layer in layers if layer.box is None or _touch(layer.box, area)]
    points = ((area.x + area.w * x, area.y + area.h * y) for x, y in product(_ACROSS, _DOWN))
    return frozenset(color for point in points for color in _at(near, *point))


def _at(layers: Sequence[Layer], x: float, y: float) -> set[str]:
    stack = []
    for layer in reversed(layers):
        if _holds(layer, x, y):
            stack.append(layer)
            if layer.fill.opaque or layer.fill.picture:
                break
    seen = {"FFFFFF"}
    for layer in reversed(stack):
        if layer.fill.picture:
            seen = {PICTURE}
        else:
            mixed = {_over(color, under) for color in layer.fill.at(x, y, layer.box) for under in seen}
            seen = set(sorted(mixed)[:_MOST])
    return seen


def _over(color: Color, under: str) -> str:
    """A panel over a picture is the ground where it lets little through."""
    if under != PICTURE:
        return color.over(under)
    return color.value if color.alpha >= _PANEL else PICTURE


def _holds(layer: Layer, x: float, y: float) -> bool:
    box = layer.box
    if box is None:
        return True
    if not (box.x <= x < box.right and box.y <= y < box.bottom):
        return False
    if layer.filled:
        return any(each.x <= x < each.right and each.y <= y < each.bottom for each in layer.filled)
    return not layer.round or ((2 * (x - box.x) / box.w - 1) ** 2 + (2 * (y - box.y) / box.h - 1) ** 2) <= 1


def _touch(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom
