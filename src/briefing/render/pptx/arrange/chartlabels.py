"""Names beside a chart: at the ends of its lines and stacks, or as a key over it; moved apart until none overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefing.render.pptx.arrange.canvas import GUTTER, STEP, Canvas, paragraph, text_box
from briefing.render.pptx.arrange.plot import Scale
from briefing.render.pptx.boxes import Box, ChartBox, ChartSeries, Frame, Placed, ShapeBox, inches
from briefing.render.pptx.fit import natural_width

SWATCH = inches(0.14)
Swatch = tuple[str, str, float]  # name, palette role, opacity


class Name(Struct, frozen=True):
    """What stands at the end of a series: its last value inside the chart, and its name beside it."""

    series: str
    value: float  # of the axis, where the name belongs
    label: str  # the value as it is drawn; empty where no value is
    frame: Frame | None
    width: int
    height: int


def width_of(text: str, canvas: Canvas, *, bold: bool = False, size: float = 0) -> int:
    """The width of a text on one line, in EMU."""
    frame = canvas.frame(paragraph(text), size=size or canvas.scale.table_floor, bold=bold)
    return natural_width(frame, canvas.faces)


def name_of(
    series: str, text: str, value: float, label: str, color: str, bold: bool, most: int, canvas: Canvas
) -> Name:
    """The name of a series on as many lines as it needs; without a text only room for the value."""
    size = canvas.scale.table_floor
    frame = canvas.frame(paragraph(text), size=size, color=color, bold=bold, anchor="ctr") if text else None
    width = min(natural_width(frame, canvas.faces), most) if frame else 0
    needed = canvas.height(frame, width) if frame else 0
    least = canvas.height(canvas.frame(paragraph(label), size=size, bold=True), canvas.look.width)
    return Name(series, value, label, frame, width, max(needed, least))


def place_ends(names: Sequence[Name], chart: ChartBox, room: Box, canvas: Canvas) -> tuple[Placed, ...] | None:
    """The chart with its last values moved apart, and the names beside them; None where there is no room for all."""
    ordered = sorted(names, key=lambda name: -name.value)
    if sum(name.height for name in ordered) > room.h:
        return None
    scale = Scale(chart.axis.low, chart.axis.high, chart.axis.step)
    wished = [chart.plot.bottom - round(scale.share(name.value) * chart.plot.h) for name in ordered]
    middles = _apart(wished, [name.height for name in ordered], room.y, room.bottom)
    moves = zip(ordered, middles, wished, strict=True)
    shifts = {name.series: (at - wish) / chart.box.h for name, at, wish in moves if at != wish}
    series = tuple(_shifted(each, shifts.get(each.name, 0)) for each in chart.series)
    places = zip(ordered, middles, strict=True)
    texts = (_text(name, room.right - _widest(names), at, canvas) for name, at in places if name.frame)
    return (replace(chart, series=series), *texts)


def _widest(names: Iterable[Name]) -> int:
    return max(name.width for name in names)


def _shifted(series: ChartSeries, shift: float) -> ChartSeries:
    return replace(series, labels=tuple(replace(each, shift=shift) for each in series.labels)) if shift else series


def _text(name: Name, x: int, middle: int, canvas: Canvas) -> ShapeBox:
    assert name.frame is not None
    return text_box(f"Name: {name.series}", Box(x, middle - name.height // 2, name.width, name.height), name.frame)


def _apart(wished: Sequence[int], heights: Sequence[int], top: int, bottom: int) -> list[int]:
    """The middles of spans nearest to where they are wished, from top to bottom, so that none overlaps."""
    middles: list[int] = []
    edge = top
    for wish, height in zip(wished, heights, strict=True):
        middles.append(max(wish, edge + (height + 1) // 2))
        edge = middles[-1] + (height + 1) // 2
    edge = bottom
    for place in reversed(range(len(middles))):
        middles[place] = min(middles[place], edge - (heights[place] + 1) // 2)
        edge = middles[place] - (heights[place] + 1) // 2
    return middles


def place_key(swatches: Sequence[Swatch], box: Box, canvas: Canvas) -> tuple[tuple[Placed, ...], int]:
    """The names of the series in rows over the chart, each behind its colour; one alone needs none. And their end."""
    boxes: list[Placed] = []
    x, y, tall = box.x, box.y, 0
    for name, color, opacity in swatches:
        lead = SWATCH + STEP // 2 if len(swatches) > 1 else 0
        frame = canvas.frame(paragraph(name), size=canvas.scale.table_floor, color="muted" if not lead else "ink")
        width = min(natural_width(frame, canvas.faces), box.w - lead)
        height = canvas.height(frame, width)
        if x > box.x and x + lead + width > box.right:
            x, y, tall = box.x, y + tall + STEP // 2, 0
        line = canvas.height(canvas.frame(paragraph("x"), size=frame.size), box.w)
        if lead:
            square = Box(x, y + (line - SWATCH) // 2, SWATCH, SWATCH)
            boxes.append(ShapeBox("rect", square, f"Colour: {name}", fill=color, opacity=opacity))
        boxes.append(text_box(f"Name: {name}", Box(x + lead, y, width, height), frame))
        x, tall = x + lead + width + GUTTER, max(tall, height)
    return tuple(boxes), y + tall + (STEP if swatches else 0)
