"""What is written into a chart: its turning points, a bracket with the growth, what happened, and how sure its end is.

Marks on a line are labels of the chart itself, and so follow when somebody edits the figures; brackets, flags and
whiskers are shapes over it, whose words the finding says as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Chart, Event, Reach, Series
from briefing.page.arrange.canvas import GUTTER, STEP, Canvas, paragraph, text_box
from briefing.page.arrange.chartseries import tick
from briefing.page.arrange.plot import Scale, width_of
from briefing.page.boxes import Box, ChartBox, ChartSeries, LabelPosition, LineBox, Placed, PointLabel, ShapeBox, points

GAP = points(5)  # between a point and its label
TICK = STEP // 2  # by which the ends of a bracket, and the caps of a whisker, stand out
FLAG = points(8)
TURN = points(11)
MOST_ROWS = 2  # of flags
SWING = 0.15  # of what a line spans, by which it has to turn for the point to be named
MOST_TURNS = 2


def along(chart: ChartBox, place: float) -> int:
    """Where a category stands along the foot of the plot."""
    count = len(chart.categories)
    if count > 1 and all(each.draw != "bar" for each in chart.series):
        return chart.plot.x + round(chart.plot.w * place / (count - 1))
    return chart.plot.x + round(chart.plot.w * (place + 0.5) / count)


def up(chart: ChartBox, value: float) -> int:
    """Where a value stands on the plot."""
    return chart.plot.bottom - round(_scale(chart).share(value) * chart.plot.h)


def _scale(chart: ChartBox) -> Scale:
    return Scale(chart.axis.low, chart.axis.high, chart.axis.step)


def _row(canvas: Canvas, size: float) -> int:
    return canvas.height(canvas.frame(paragraph("x"), size=size), canvas.look.width)


# Marks on a line: first, last, highest and lowest, and where it turns.


class _Mark(Struct, frozen=True):
    """A point with its label, and where that may stand, the best first."""

    at: int
    ways: tuple[LabelPosition, ...]
    needed: bool  # without it the axis has to say the figures


def with_marks(block: Chart, chart: ChartBox, canvas: Canvas) -> tuple[ChartBox, bool]:
    """The chart whose leading line names its marked points, and whether it names all that it needs."""
    leading = _leading(block)
    look = next((each for each in chart.series if each.draw == "line" and each.bold and each.color), None)
    if leading is None or look is None:
        return chart, False
    taken = [*_end_labels(chart, canvas), *_tick_labels(chart, canvas)]
    labels, complete = list(look.labels), True
    for mark in _marks(leading):
        if any(label.point == mark.at for label in labels):
            continue
        found = _placed(mark, leading, chart, taken, canvas)
        if found:
            labels.append(PointLabel(mark.at, found[0], text=_own(leading, mark.at, block)))
            taken.append(found[1])
        elif mark.needed:
            complete = False
    dots = tuple(sorted({*look.dots, *(each.point for each in labels)}))
    marked = replace(look, labels=tuple(sorted(labels, key=lambda each: each.point)), dots=dots)
    return replace(chart, series=tuple(marked if each is look else each for each in chart.series)), complete


def _leading(block: Chart) -> Series | None:
    emphasised = next((each for each in block.series if each.emphasis), None)
    return emphasised or (block.series[0] if len(block.series) == 1 else None)


def _own(series: Series, at: int, block: Chart) -> str:
    """The label of a point, where it says the figure otherwise than the form of the chart does."""
    text, value = series.labels[at], series.values[at]
    return text if value is not None and text != tick(float(value), block.form) else ""


def _marks(series: Series) -> Iterator[_Mark]:
    """The points to be named, the most telling first."""
    known = [(at, float(value)) for at, value in enumerate(series.values) if value is not None and series.labels[at]]
    if not known:
        return
    values = dict(known)
    order = list(values)
    first, last = order[0], order[-1]
    top, low = max(order, key=lambda at: values[at]), min(order, key=lambda at: values[at])
    flat = values[top] == values[low]
    for at in dict.fromkeys((last, first, *(() if flat else (top, low)))):
        yield _Mark(at, _ways(order, values, at), needed=True)
    yield from (_Mark(at, _ways(order, values, at), needed=False) for at in _turns(order, values) if not flat)


def _ways(order: Sequence[int], values: dict[int, float], at: int) -> tuple[LabelPosition, ...]:
    """Over a point that is higher than those beside it, else under it."""
    place = order.index(at)
    beside = [values[each] for each in (*order[max(0, place - 1) : place], *order[place + 1 : place + 2])]
    return ("t", "b") if not beside or values[at] >= sum(beside) / len(beside) else ("b", "t")


def _turns(order: Sequence[int], values: dict[int, float]) -> list[int]:
    """The points at which the line turns most, both ways."""
    span = max(values.values()) - min(values.values())
    turns = [
        (min(abs(values[at] - values[before]), abs(values[at] - values[after])), at)
        for before, at, after in zip(order, order[1:], order[2:], strict=False)
        if (values[at] - values[before]) * (values[at] - values[after]) > 0
    ]
    return [at for swing, at in sorted(turns, reverse=True)[:MOST_TURNS] if swing >= span * SWING]


def _placed(
    mark: _Mark, series: Series, chart: ChartBox, taken: Sequence[Box], canvas: Canvas
) -> tuple[LabelPosition, Box] | None:
    """Where the label of a point stands over no line, no other label and no edge; None where nowhere."""
    value = series.values[mark.at]
    assert value is not None
    width = width_of(series.labels[mark.at], canvas, bold=True, size=chart.label_size)
    height = _row(canvas, chart.label_size)
    x, y = along(chart, mark.at), up(chart, float(value))
    for way in mark.ways:
        box = Box(x - width // 2, y - GAP - height if way == "t" else y + GAP, width, height)
        if not _inside(box, chart) or any(_meet(box, each) for each in taken):
            continue
        if not any(_crosses(each, box, chart) for each in chart.series if each.draw == "line" and each.color):
            return way, box
    return None


def _inside(box: Box, chart: ChartBox) -> bool:
    around = chart.box
    return box.x >= around.x and box.right <= around.right and box.y >= around.y and box.bottom <= chart.plot.bottom


def _meet(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _crosses(series: ChartSeries, box: Box, chart: ChartBox) -> bool:
    """Whether a line runs through a box."""
    spots = [
        None if value is None else (along(chart, at), up(chart, float(value))) for at, value in enumerate(series.values)
    ]
    return any(_hits(one, other, box) for one, other in pairwise(spots) if one and other and one[0] < box.right > box.x)


def _hits(one: tuple[int, int], other: tuple[int, int], box: Box) -> bool:
    """Whether a stretch of a line is as high as the box anywhere over its width."""
    left, right = max(one[0], box.x), min(other[0], box.right)
    if left > right or one[0] == other[0]:
        return False
    slope = (other[1] - one[1]) / (other[0] - one[0])
    ends = sorted(one[1] + slope * (x - one[0]) for x in (left, right))
    return ends[0] <= box.bottom and ends[1] >= box.y


def _end_labels(chart: ChartBox, canvas: Canvas) -> Iterator[Box]:
    """The labels that stand at the ends of lines already."""
    height = _row(canvas, chart.label_size)
    for each in chart.series:
        for label in each.labels:
            value = each.values[label.point]
            if value is not None:
                middle = up(chart, float(value)) + round(label.shift * chart.box.h)
                x = along(chart, label.point)
                width = width_of(label.text or tick(float(value), chart.form), canvas, bold=True)
                yield Box(x, middle - height // 2, width + GAP, height)


def _tick_labels(chart: ChartBox, canvas: Canvas) -> Iterator[Box]:
    height = _row(canvas, chart.size)
    for value in _scale(chart).marks() if chart.axis.shown else ():
        yield Box(chart.box.x, up(chart, value) - height // 2, chart.plot.x - chart.box.x, height)


# The names of some of the categories, each in the middle under its point.


def names(chart: ChartBox, canvas: Canvas) -> Iterator[Placed]:
    """The first, and every how many from the last one back, as far as they have room."""
    last, room = len(chart.categories) - 1, chart.box
    height = _row(canvas, chart.size)
    ends = room.right + FLAG  # the last may stand under the value at the end of its line
    first = _named(chart, 0, canvas)
    for at in (0, *reversed(range(last, 0, -chart.every))):
        x, width = _named(chart, at, canvas)
        if at and x < first[0] + first[1] + STEP:
            continue
        frame = canvas.frame(paragraph(chart.categories[at], align="ctr"), size=chart.size, color=chart.color)
        place = Box(max(room.x, min(x, ends - width)), chart.plot.bottom + GAP, width, height)
        yield text_box(f"Axis name: {chart.categories[at]}", place, frame)


def _named(chart: ChartBox, at: int, canvas: Canvas) -> tuple[int, int]:
    """Where the name of a category begins, and its width."""
    width = width_of(chart.categories[at], canvas, size=chart.size)
    return along(chart, at) - width // 2, width


# What stands around the plot: a bracket over it, flags under it, a whisker beside it.


def plain(block: Chart) -> Chart:
    """The chart without what is drawn around it."""
    return replace(block, span=None, events=(), reach=None, turn=None)


def inner(block: Chart, box: Box, canvas: Canvas) -> Box:
    """What bracket, flags and whisker leave of a box for the chart itself."""
    over = _row(canvas, canvas.scale.table_floor) + TICK + STEP if block.span else 0
    rows = min(len(block.events), MOST_ROWS)
    under = rows * _row(canvas, canvas.scale.label) + STEP if rows else 0
    aside = STEP + 2 * TICK + GUTTER // 2 + _widest(block, canvas) if block.reach else 0
    return Box(box.x, box.y + over, box.w - aside, box.h - over - under)


def _widest(block: Chart, canvas: Canvas) -> int:
    assert block.reach is not None
    return max(width_of(text, canvas) for text in (block.reach.low_text, block.reach.high_text))


def around(block: Chart, chart: ChartBox, box: Box, canvas: Canvas) -> Iterator[Placed]:
    """The flags and the whisker, read after the chart; what has no room is said by the finding alone."""
    if not chart.lying:
        yield from _flags(block, chart, box, canvas)
        yield from _whisker(block, chart, canvas)


def over(block: Chart, chart: ChartBox, box: Box, canvas: Canvas) -> Iterator[Placed]:
    """The bracket, read before the chart that it stands over."""
    if not block.span or chart.lying:
        return
    size = canvas.scale.table_floor
    frame = canvas.frame(paragraph(block.span.text, align="ctr"), size=size, color="accent", bold=True)
    width = width_of(block.span.text, canvas, bold=True, size=size)
    half = _half(chart)
    left, right = along(chart, block.span.first) - half, along(chart, block.span.last) + half
    x = max(box.x, min((left + right - width) // 2, box.right - width))
    if width > box.w or left >= right:
        return
    color, y = canvas.color("accent"), box.y + _row(canvas, size) + TICK // 2
    yield text_box("Bracket: text", Box(x, box.y, width, _row(canvas, size)), frame)
    yield LineBox(left, y, right, y, "Bracket", color, 1.25)
    yield LineBox(left, y, left, y + TICK, "Bracket: start", color, 1.25)
    yield LineBox(right, y, right, y + TICK, "Bracket: end", color, 1.25)


def _half(chart: ChartBox) -> int:
    """Half the width of a column; a line has none."""
    if all(each.draw != "bar" for each in chart.series):
        return 0
    return round(chart.plot.w / len(chart.categories) / (1 + chart.gap / 100) / 2)


def _flags(block: Chart, chart: ChartBox, box: Box, canvas: Canvas) -> Iterator[Placed]:
    """A flag under the axis at each event, its words beside it, on as many rows as there are."""
    height = _row(canvas, canvas.scale.label)
    ends = [box.x] * min(len(block.events), MOST_ROWS)
    for number, event in enumerate(sorted(block.events, key=lambda each: each.at), 1):
        x = along(chart, event.at)
        width = width_of(event.text, canvas, size=canvas.scale.label)
        start = min(x + FLAG, box.right - width)
        row = next((row for row, end in enumerate(ends) if start - FLAG - STEP >= end - 2 * STEP), None)
        if row is None or start < box.x or start + width > box.right:
            continue
        if start < x + FLAG:  # the words stand at the left of their flag
            start = x - FLAG - width
            if start < ends[row]:
                continue
        top = box.bottom - (len(ends) - row) * height
        ends[row] = max(start + width, x + FLAG) + STEP
        yield from _flag(number, event, chart, Box(start, top, width, height), canvas)


def _flag(number: int, event: Event, chart: ChartBox, place: Box, canvas: Canvas) -> Iterator[Placed]:
    x, color = along(chart, event.at), canvas.color("muted")
    side = Box(x - FLAG // 2, place.y + (place.h - FLAG) // 2, FLAG, FLAG)
    yield ShapeBox("triangle", side, f"Flag {number}", fill=canvas.color("second"))
    frame = canvas.frame(paragraph(event.text), size=canvas.scale.label, color="muted")
    yield text_box(f"Event {number}", place, frame)
    lines = sorted((each for each in chart.series if each.draw == "line"), key=lambda each: not each.bold)
    height = next((float(value) for each in lines if (value := each.values[event.at]) is not None), None)
    if height is not None and all(
        each.draw != "bar" for each in chart.series
    ):  # a month that no line reaches has its flag alone
        yield LineBox(x, up(chart, height), x, chart.plot.bottom, f"Pole {number}", color, 0.75)


def on_line(block: Chart, chart: ChartBox, canvas: Canvas) -> Iterator[Placed]:
    """A dot where the leading line turns, its words over it at the left or under it at the right; read in the chart."""
    turn, line = block.turn, _leading(block)
    if turn is None or line is None:
        return
    first = int(turn.at)
    ends = line.values[first : first + 2]
    if not ends or any(each is None for each in ends):
        return
    one, other = (float(each or 0) for each in (ends[0], ends[-1]))
    x, y = along(chart, turn.at), up(chart, one + (other - one) * (turn.at - first))
    size, color = canvas.scale.body_floor, canvas.color("accent")
    width, height = width_of(turn.text, canvas, bold=True, size=size), _row(canvas, size)
    side = Box(x - TURN // 2, y - TURN // 2, TURN, TURN)
    yield ShapeBox("ellipse", side, "Turn", fill=canvas.color("paper"), outline=color, weight=2.5)
    drawn = [each for each in chart.series if each.draw == "line" and each.color]
    for place in (Box(x - width - GAP, y - GAP - height, width, height), Box(x + GAP, y + GAP, width, height)):
        if _inside(place, chart) and not any(_crosses(each, place, chart) for each in drawn):
            frame = canvas.frame(paragraph(turn.text), size=size, color="accent", bold=True)
            yield text_box("Turn: text", place, frame)
            return


def _whisker(block: Chart, chart: ChartBox, canvas: Canvas) -> Iterator[Placed]:
    """Beside the last total, from the one end to the other."""
    reach, axis = block.reach, chart.axis
    if not reach or not axis.low <= min(reach.low, reach.high) < max(reach.low, reach.high) <= axis.high:
        return
    color, x = canvas.color("ink"), along(chart, len(chart.categories) - 1) + _half(chart) + STEP + TICK
    height = _row(canvas, canvas.scale.table_floor)
    ends = sorted((up(chart, float(value)), text) for value, text in _ends(reach))
    yield LineBox(x, ends[0][0], x, ends[-1][0], "Range", color, 1.5)
    for number, ((y, text), middle) in enumerate(zip(ends, _parted([y for y, _ in ends], height), strict=True), 1):
        yield LineBox(x - TICK, y, x + TICK, y, f"Range: end {number}", color, 1.5)
        frame = canvas.frame(paragraph(text), size=canvas.scale.table_floor, color="ink")
        place = Box(x + TICK + GUTTER // 2, middle - height // 2, width_of(text, canvas), height)
        yield text_box(f"Range: text {number}", place, frame)


def _ends(reach: Reach) -> tuple[tuple[float, str], ...]:
    return (float(reach.low), reach.low_text), (float(reach.high), reach.high_text)


def _parted(middles: Sequence[int], height: int) -> tuple[int, int]:
    """Two middles moved apart until their texts do not overlap."""
    top, bottom = middles
    more = max(0, height - (bottom - top) + 1)
    return top - more // 2, bottom + (more + 1) // 2
