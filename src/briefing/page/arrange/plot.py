"""The arithmetic of a chart: scales with round marks, and which parts a waterfall or a stack is made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Chart, NumberForm
from briefing.page.arrange.canvas import GUTTER, STEP, Canvas, paragraph, text_box
from briefing.page.boxes import Box, ChartBox, ChartSeries, Frame, Placed, ShapeBox, inches
from briefing.page.fit import natural_width

ROUND = (1, 2, 2.5, 5, 10)
MARKS = 4  # about as many steps on a scale
FLAT = 0.5  # lines that vary by less than this share of their height do not start at zero
Values = tuple[Decimal | None, ...]


class Scale(Struct, frozen=True):
    """The values at both ends of an axis, and the distance of its marks."""

    low: float
    high: float
    step: float

    def share(self, value: float) -> float:
        """How far up a value stands, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def marks(self) -> tuple[float, ...]:
        """Every marked value."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + self.step * number for number in range(count + 1))


def round_scale(values: Sequence[float], form: NumberForm, *, zero: bool) -> Scale:
    """A scale with round marks around the values; with `zero`, or where the values vary much, it holds zero."""
    low, high = min(values), max(values)
    if zero or low <= 0 or low == high or high - low > FLAT * high:
        low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        high = low + 10.0**form.power
    step = _step((high - low) / MARKS, form)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return Scale(first * step, max(last, first + 1) * step, step)


def _step(rough: float, form: NumberForm) -> float:
    """The next round number, of those that the form can write without rounding."""
    least = max(rough, 10.0 ** (form.power - form.places))
    size = 10.0 ** math.floor(math.log10(least))
    fits = (factor * size for factor in ROUND if factor * size >= least * (1 - 1e-9))
    return next((step for step in fits if _is_written(step, form)), 10 * size)


def _is_written(step: float, form: NumberForm) -> bool:
    scaled = step / 10.0 ** (form.power - form.places)
    return abs(scaled - round(scaled)) < 1e-6 * max(1.0, scaled)


def tight_scale(values: Sequence[float], room: float, before: float, after: float) -> Scale:
    """A scale without marks: zero, the values, and space for labels beyond both ends, all in the unit of `room`."""
    low, high = min(0.0, *values), max(0.0, *values)
    if high == low:
        high = low + 1
    before = before if low < 0 else 0
    unit = (high - low) / max(room - before - after, room / 4)
    low, high = low - before * unit, high + (after if high > 0 else 0) * unit
    return Scale(low, high, (high - low) / MARKS)


STUB = 0.45  # of what the steps span: what is left of a broken bar under them


def broken(chart: Chart, scale: Scale) -> Scale:
    """A scale of their own for the steps of a waterfall that are small beside its totals, which it breaks."""
    parts = falls(chart)
    steps = [float(value) for value in (*parts.base,) if value is not None]
    totals = [float(value) for value in parts.total if value is not None]
    tops = [float(value) for value in parts.top]
    if not steps or not totals:
        return scale
    reach = (float(chart.reach.low), float(chart.reach.high)) if chart.reach else ()
    least = min(*steps, *totals, *reach)
    span = max(tops) - least
    if span <= 0 or span * (1 + STUB) > least:
        return scale
    low = least - span * STUB
    high = low + (max(tops) - low) * (scale.high - scale.low) / (max(tops) - max(0.0, scale.low))
    return Scale(low, high, (high - low) / MARKS)


def numbers(values: Iterable[Decimal | None]) -> list[float]:
    """The values without gaps, as they are drawn."""
    return [float(value) for value in values if value is not None]


def stacks(chart: Chart) -> Values:
    """The height of each stack; None where it holds nothing."""
    columns = zip(*(each.values for each in chart.series), strict=True)
    return tuple(_sum(column) for column in columns)


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    given = [value for value in values if value is not None]
    return sum(given, Decimal(0)) if given else None


class Falls(Struct, frozen=True):
    """A waterfall as stacked series: what carries the visible parts, and the parts, of which each step has one."""

    base: Values
    total: Values
    up: Values
    down: Values
    top: tuple[Decimal, ...]


def falls(chart: Chart) -> Falls:
    """The parts of a waterfall; heights are never negative as long as the running total is not."""
    steps = list(_steps(chart))
    return Falls(
        base=tuple(None if kind == "total" else min(before, after) for kind, before, after in steps),
        total=tuple(after if kind == "total" else None for kind, _, after in steps),
        up=tuple(after - before if kind == "up" else None for kind, before, after in steps),
        down=tuple(before - after if kind == "down" else None for kind, before, after in steps),
        top=tuple(max(before, after) if kind != "total" else after for kind, before, after in steps),
    )


def _steps(chart: Chart) -> Iterator[tuple[str, Decimal, Decimal]]:
    stand = Decimal(0)
    for place, value in enumerate(chart.series[0].values):
        before, given = stand, value or Decimal(0)
        stand = given if place in chart.totals else before + given
        yield "total" if place in chart.totals else "up" if given >= 0 else "down", before, stand


# Names beside a chart: at the ends of its lines and stacks, or as a key over it; moved apart until none overlaps.

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


def place_key(
    swatches: Sequence[Swatch], box: Box, canvas: Canvas, note: str = "", *, colored: bool = False
) -> tuple[tuple[Placed, ...], int]:
    """The names of the series in rows over the chart, each behind its colour; one alone needs none. And their end.

    The note stands behind them in muted words; `colored`: names are told apart by the colour of their letters.
    """
    boxes: list[Placed] = []
    x, y, tall = box.x, box.y, 0
    for name, color, opacity in (*swatches, *(((note, "", 1.0),) if note else ())):
        lead = SWATCH + STEP // 2 if len(swatches) > 1 and color else 0
        words = paragraph(name, bold=True, color=color) if colored and color else paragraph(name)
        frame = canvas.frame(words, size=canvas.scale.table_floor, color="muted" if not lead else "ink")
        width = min(natural_width(frame, canvas.faces), box.w - lead)
        height = canvas.height(frame, width)
        if x > box.x and x + lead + width > box.right:
            x, y, tall = box.x, y + tall + STEP // 2, 0
        line = canvas.height(canvas.frame(paragraph("x"), size=frame.size), box.w)
        if lead:
            square = Box(x, y + (line - SWATCH) // 2, SWATCH, SWATCH)
            boxes.append(ShapeBox("rect", square, f"Colour: {name}", fill=color, opacity=opacity))
        boxes.append(text_box(f"Name: {name}" if color else "Scale", Box(x + lead, y, width, height), frame))
        x, tall = x + lead + width + GUTTER, max(tall, height)
    return tuple(boxes), y + tall + (STEP if boxes else 0)
