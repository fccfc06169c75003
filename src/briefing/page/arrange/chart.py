"""Charts: a native chart with its names beside it, every label measured; as a table where one cannot be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Cell, Chart, Table
from briefing.page.arrange import chartmarks, chartseries
from briefing.page.arrange.canvas import GUTTER, STEP, Canvas, Piece
from briefing.page.arrange.chartseries import Labelled, Plan, tick
from briefing.page.arrange.plot import (
    Name,
    Scale,
    broken,
    numbers,
    place_ends,
    place_key,
    round_scale,
    tight_scale,
    width_of,
)
from briefing.page.arrange.tables import place_table
from briefing.page.boxes import Box, ChartBox, LineBox, Placed, ValueAxis, inches

SMALLEST = (inches(4), inches(2))
SMALLEST_SHARE = 0.26  # of the slide's height, where that is less
AXIS_GAP = inches(0.12)
FOOT_GAP = inches(0.2)  # between the axis and the names under it, and under these
TALLEST_NAMES = 0.3  # of the chart's height, for the names of categories
WIDEST_NAMES = 0.35  # of the chart's width, for those of lying bars
WIDEST_END = 0.25  # of the chart's width, for names at the ends of lines
BESIDE_LINE = 0.14
NAME_SHARE = 0.97  # of its column that the name of a category may take
MORE = ((0, 0), (1, 0), (0, 1), (1, 1))
EVEN = 3.5  # so many names fewer are worth it where the first and the last category have theirs
LEGEND = inches(0.4)


def place_chart(block: Chart, box: Box, canvas: Canvas) -> Piece:
    """The chart over all the room that there is, or a table of its figures where it cannot be read as a drawing."""
    if not block.series or not any(numbers(each.values) for each in block.series):
        return Piece((), box.y)
    boxes = _drawable(block, box, canvas)
    if boxes is None:
        return place_table(as_table(block), box, canvas)
    return Piece(boxes, box.bottom)


def is_drawn(block: Chart, box: Box, canvas: Canvas) -> bool:
    """Whether the chart can be read as a drawing in this room."""
    return _drawable(block, box, canvas) is not None


def _drawable(block: Chart, box: Box, canvas: Canvas) -> tuple[Placed, ...] | None:
    return _drawn(block, box, canvas) if chartseries.is_drawable(block) else None


def as_table(block: Chart) -> Table:
    """The figures in full, a row a category."""
    header = (block.heading, *(each.name for each in block.shown))
    rows = tuple(
        (Cell(category), *(Cell(each.written[place], "figure") for each in block.shown))
        for place, category in enumerate(block.categories)
    )
    return Table(header, rows, (2.0, *(1.0 for _ in block.shown)), summary=block.summary)


def _drawn(block: Chart, box: Box, canvas: Canvas) -> tuple[Placed, ...] | None:
    plan = chartseries.plan(block, canvas)
    note = _scale_note(block, round_scale(plan.heights, block.form, zero=False).low)
    _, whole = _key(block, plan, box, canvas, note)
    below = chartmarks.inner(block, whole, canvas)
    if below.w < SMALLEST[0] or below.h < min(SMALLEST[1], canvas.look.height * SMALLEST_SHARE):
        return _without(block, box, canvas)
    names = _end_names(block, plan, below, canvas)
    side = max((name.width for name in names), default=0)
    frame = replace(below, w=below.w - side - (GUTTER // 2 if side else 0))
    made = _lying(block, plan, frame, canvas) if plan.lying else _upright(block, plan, frame, names, canvas)
    if made is None and block.style == "column":
        return _drawn(replace(chartmarks.plain(block), style="bar"), box, canvas)
    ends = (place_ends(names, made, below, canvas) if names else (made,)) if made else None
    if made is None or ends is None:
        return _without(block, box, canvas)
    chart, *texts = ends
    assert isinstance(chart, ChartBox)
    if block.style == "line":
        chart, _ = chartmarks.with_marks(block, chart, canvas)
    note = _scale_note(block, chart.axis.low) if note else ""
    key, _ = _key(block, plan, box, canvas, note)
    chart = replace(chart, alt=" ".join(filter(None, (chart.alt, note))))
    breaks = _breaks(block, chart, canvas) if block.style == "waterfall" and chart.axis.low > 0 else ()
    bracket = chartmarks.over(block, chart, whole, canvas)
    inside = (*chartmarks.on_line(block, chart, canvas), *(() if chart.named else chartmarks.names(chart, canvas)))
    return (*key, *bracket, chart, *inside, *texts, *breaks, *chartmarks.around(block, chart, whole, canvas))


def _without(block: Chart, box: Box, canvas: Canvas) -> tuple[Placed, ...] | None:
    """The chart without what stands around it, where that takes the room that the drawing needs."""
    bare = chartmarks.plain(block)
    return None if bare == block else _drawn(bare, box, canvas)


def _scale_note(block: Chart, low: float) -> str:
    """What says that the scale of a line does not start at zero; empty where it does."""
    told = block.style == "line" and low > 0
    return block.above_zero.format(low=tick(low, block.form)) if told else ""


BREAK = (inches(0.16), inches(0.08))  # how far a stroke over a broken bar leans, and how high it is


def _breaks(block: Chart, made: ChartBox, canvas: Canvas) -> Iterator[Placed]:
    """Two slanted strokes across the foot of each total, which says that it does not start at zero."""
    step = made.plot.w / len(block.categories)
    width = step / (1 + made.gap / 100)
    for number, place in enumerate(block.totals, 1):
        left = made.plot.x + round(step * (place + 0.5) - width / 2) - STEP // 2
        for offset in (2, 3):
            y = made.plot.bottom - offset * STEP
            right = left + round(width) + STEP
            yield LineBox(left, y, right, y - BREAK[0], f"Break {number}.{offset}", canvas.color("paper"), 3)


def _key(block: Chart, plan: Plan, box: Box, canvas: Canvas, note: str) -> tuple[tuple[Placed, ...], Box]:
    """The names of the series over the chart, where they do not stand at the ends of their lines, and the note."""
    shown = () if plan.legend else plan.names
    swatches = [(name, color, opacity) for name, color, opacity in shown if name]
    boxes, bottom = place_key(swatches, box, canvas, note, colored=plan.at_ends)
    return boxes, Box(box.x, bottom, box.w, box.bottom - bottom)


def _end_names(block: Chart, plan: Plan, box: Box, canvas: Canvas) -> list[Name]:
    most = BESIDE_LINE if plan.names else WIDEST_END  # a line that goes on needs all the width there is
    return chartseries.end_names(block, plan, round(box.w * most), canvas)


class _Room(Struct, frozen=True):
    """What is left of a chart for its values: the plot, and how the categories are named."""

    plot: Box
    every: int


def _upright(block: Chart, plan: Plan, box: Box, names: Sequence[Name], canvas: Canvas) -> ChartBox | None:
    """Columns and lines: categories along the foot."""
    scale = round_scale(plan.heights, block.form, zero=block.style != "line")
    if block.style == "line" and (told := _told_by_labels(block, plan, box, scale, names, canvas)):
        return told
    room = _under(block, plan, box, scale if plan.scaled else None, names, canvas)
    if room is None:
        return None
    step = room.plot.w / (len(block.categories) or 1)
    series = chartseries.labelled(block, plan, room.plot, step, canvas)
    scaled = plan.scaled or not series.complete
    if scaled and not plan.scaled:
        room = _under(block, plan, box, scale, names, canvas)
        if room is None:
            return None
        series = chartseries.labelled(block, plan, room.plot, room.plot.w / len(block.categories), canvas)
    if not scaled or series.above:
        over = canvas.height(canvas.frame(size=series.size), room.plot.w) + STEP // 2
        fitted = tight_scale(plan.heights, room.plot.h, over, over)
        fitted = broken(block, fitted) if block.style == "waterfall" else fitted
        scale = replace(scale, high=max(scale.high, fitted.high)) if scaled else fitted
    return _box(block, plan, box, room, series, ValueAxis(scale.low, scale.high, scale.step, scaled), canvas)


def _told_by_labels(
    block: Chart, plan: Plan, box: Box, scale: Scale, names: Sequence[Name], canvas: Canvas
) -> ChartBox | None:
    """A single line without an axis, where the labels on it say all that an axis would."""
    room = _under(block, plan, box, None, names, canvas) if len(block.series) == 1 or block.band else None
    if room is None:
        return None
    series = chartseries.labelled(block, plan, room.plot, room.plot.w / len(block.categories), canvas)
    label = canvas.height(canvas.frame(size=series.size), room.plot.w) + STEP
    for under, over in MORE:  # marks of the scale, for labels under the lowest point and over the highest
        low, high = scale.low - under * scale.step, scale.high + over * scale.step
        if not over and low < max(plan.heights):  # nothing marks the top: the line rises to it, but for its label
            high = low + (max(plan.heights) - low) * room.plot.h / (room.plot.h - label)
        made = _box(block, plan, box, room, series, ValueAxis(low, high, scale.step, False), canvas)
        if (low >= 0 or scale.low < 0) and chartmarks.with_marks(block, made, canvas)[1]:
            return made
    return None


def _under(
    block: Chart, plan: Plan, box: Box, scale: Scale | None, names: Sequence[Name], canvas: Canvas
) -> _Room | None:
    """The plot over the names of the categories; None where a word of them is wider than its column."""
    marks = [tick(value, block.form) for value in scale.marks()] if scale else []
    left = max((width_of(mark, canvas) for mark in marks), default=0) + (AXIS_GAP if marks else 0)
    right = 0
    if block.style == "line":
        ends = [width_of(text, canvas) // 2 for text in (block.categories[0], block.categories[-1])]
        values = max((width_of(name.label, canvas, bold=True) for name in names), default=0)
        if not marks:
            ends[0] = max(ends[0], *(width_of(each.labels[0], canvas, bold=True) // 2 for each in block.series))
        left, right = max(left, min(ends[0], box.w // 8)), max(values + AXIS_GAP, min(ends[1], box.w // 8))
    width = box.w - left - right
    every, tall = _names_under(block, width, box.h, canvas)
    if not every or width <= 0:
        return None
    top = box.y + plan.legend * LEGEND + STEP
    return _Room(Box(box.x + left, top, width, box.bottom - tall - FOOT_GAP - top), every)


def _names_under(block: Chart, width: int, height: int, canvas: Canvas) -> tuple[int, int]:
    """Every how many a category is named, and the height of the names; 0 where no way of naming is legible."""
    last = len(block.categories) - 1
    columns = last if block.style == "line" and last else last + 1
    for every in _steps(last) if block.style == "line" else (1,):
        shown = block.categories[::every]
        room = round(width / columns * every * NAME_SHARE)
        tall = chartseries.names_height(shown, room, canvas)
        single = every == 1 or all(width_of(text, canvas) <= room for text in shown)
        if tall and tall <= height * TALLEST_NAMES and single:
            return every, tall
    return 0, 0


def _steps(last: int) -> list[int]:
    """Every how many categories might be named: all, and then what comes out even at the last one, before the rest."""
    even = [step for step in range(1, last + 1) if last % step == 0]
    return sorted({*even, *range(1, last + 2)}, key=lambda step: step - EVEN if step in even and step > 1 else step)


def _lying(block: Chart, plan: Plan, box: Box, canvas: Canvas) -> ChartBox | None:
    """Bars: categories down the left, each name on the lines that it needs."""
    step = box.h // len(block.categories)
    widest = min(max(width_of(text, canvas) for text in block.categories), round(box.w * WIDEST_NAMES))
    if any(not 0 < chartseries.names_height((text,), widest, canvas) <= step for text in block.categories):
        return None
    left = widest + AXIS_GAP
    top = box.y + plan.legend * LEGEND
    plot = Box(box.x + left, top, box.w - left, box.bottom - top)
    series = chartseries.labelled(block, plan, plot, plot.h / len(block.categories), canvas)
    if not series.complete:
        return None
    labels = [width_of(text, canvas, bold=True) for each in block.series for text in each.labels]
    beyond = max(labels, default=0) + AXIS_GAP
    scale = tight_scale(plan.heights, plot.w, beyond + AXIS_GAP, beyond)  # apart from the names at its left
    axis = ValueAxis(scale.low, scale.high, scale.step, False)
    return _box(block, plan, box, _Room(plot, 1), series, axis, canvas)


def _box(
    block: Chart,
    plan: Plan,
    box: Box,
    room: _Room,
    labelled: Labelled,
    axis: ValueAxis,
    canvas: Canvas,
) -> ChartBox:
    # Programs put the names of every third month aside of their points: those stand in boxes of their own.
    named = room.every == 1
    return ChartBox(
        box=box if named else replace(box, h=room.plot.bottom + STEP // 2 - box.y),
        plot=room.plot,
        name="Chart",
        alt=block.summary or block.finding,
        categories=tuple(" ".join(each.split()) for each in block.categories),
        series=labelled.series,
        axis=axis,
        form=block.form,
        size=canvas.scale.table_floor,
        label_size=labelled.size,
        lying=plan.lying,
        stacked=plan.stacked,
        gap=plan.gap,
        every=room.every,
        named=named,
        legend=LEGEND if plan.legend else 0,
        color=canvas.color("muted"),
        line=canvas.color("line"),
        ground=canvas.color("paper"),
    )
