"""What is written into a chart: marked points of a line, brackets, flags and whiskers, in their room and apart."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import pytest
from msgspec.structs import replace

from briefing.model import Chart, Event, Reach, Span, Turn
from briefing.page.arrange.canvas import Canvas
from briefing.page.arrange.chart import place_chart
from briefing.page.arrange.chartmarks import along, up
from briefing.page.arrange.plot import falls
from briefing.page.boxes import Box, ChartBox, LineBox, Placed, ShapeBox, inches, points
from charted import chart, one_of_each

ROOM = Box(inches(4.3), inches(1.8), inches(8.4), inches(4.3))
NOTE = "Scale starts at {low}"
EVENTS = tuple(Event(at, f"14 Nov 2025: Incident {at}") for at in (2, 3, 20))


def months(values: list[float | None], **rest: object) -> Chart:
    return replace(chart("line", values), above_zero=NOTE, **rest)


def placed(block: Chart, canvas: Canvas, room: Box = ROOM) -> tuple[Placed, ...]:
    return place_chart(block, room, canvas).boxes


def drawn(block: Chart, canvas: Canvas, room: Box = ROOM) -> ChartBox:
    (made,) = [box for box in placed(block, canvas, room) if isinstance(box, ChartBox)]
    return made


def texts(boxes: tuple[Placed, ...]) -> dict[str, ShapeBox]:
    return {box.name: box for box in boxes if isinstance(box, ShapeBox) and box.frame and box.frame.paragraphs}


def marked(block: Chart, canvas: Canvas) -> list[int]:
    return [label.point for each in drawn(block, canvas).series for label in each.labels]


def bridge(*steps: float, **rest: object) -> Chart:
    values = (4.8, *steps, 4.8 + sum(steps))
    return chart("waterfall", values, totals=(0, len(values) - 1), better="lower", **rest)


ODD: dict[str, list[float | None]] = {
    "growing": [3.2 + 0.1 * at for at in range(24)],
    "peak": [*(3.0 + 0.1 * at for at in range(10)), 6.0, *(4.0 + 0.1 * at for at in range(10))],
    "all equal": [4.0] * 24,
    "one month": [4.0],
    "negative months": [4.0, -1.0, 2.0, -3.0, 5.0, 4.0],
    "three years": [3.0 + (at % 7) * 0.4 for at in range(36)],
    "a gap": [3.0, None, 3.5, 4.0],
    "nothing": [0.0] * 6,
}


@pytest.mark.parametrize("name", ODD)
def test_first_last_highest_and_lowest_are_named_on_a_line(name: str, canvas: Canvas) -> None:
    values = ODD[name]
    found = marked(months(values), canvas)
    known = {at: value for at, value in enumerate(values) if value is not None}
    flat = len(set(known.values())) == 1
    ends = {min(known), max(known)}
    extremes = set() if flat else {max(known, key=lambda at: known[at]), min(known, key=lambda at: known[at])}
    assert drawn(months(values), canvas).axis.shown or ends | extremes <= set(found)
    assert len(found) == len(set(found)) <= 6


def test_a_line_that_says_its_figures_has_no_axis_and_says_where_its_scale_starts(canvas: Canvas) -> None:
    made = drawn(months(ODD["growing"]), canvas)
    assert not made.axis.shown
    assert made.axis.low > 0
    note = texts(placed(months(ODD["growing"]), canvas))["Scale"]
    assert note.frame is not None
    said = note.frame.paragraphs[0].runs[0].text
    assert said == f"Scale starts at €{made.axis.low / 1e6:.1f}M"
    assert made.alt.endswith(said)


@pytest.mark.parametrize("style", ["column", "bar", "stacked-column"])
def test_bars_start_at_zero_and_need_no_words_for_it(style: str, canvas: Canvas) -> None:
    block = replace(chart(style, [5.9, 6.0, 6.1]), above_zero=NOTE)  # type: ignore[arg-type]
    assert drawn(block, canvas).axis.low <= 0
    assert "Scale" not in texts(placed(block, canvas))


def test_labels_of_a_line_stay_in_the_chart(canvas: Canvas) -> None:
    made = drawn(months([4.0, 5.0, 3.9, 4.4, 3.0]), canvas)
    (line,) = made.series
    high = {label.point: label.position for label in line.labels}
    assert (high[1], high[4]) == ("t", "r")
    assert set(line.dots) == set(high)


@pytest.mark.parametrize("count", [13, 24, 30, 36])
def test_names_of_months_stand_under_their_own_points_and_the_last_has_one(count: int, canvas: Canvas) -> None:
    boxes = placed(months([5.0 + at / 10 for at in range(count)]), canvas)
    (made,) = [box for box in boxes if isinstance(box, ChartBox)]
    names = [each for name, each in texts(boxes).items() if name.startswith("Axis name: ")]
    shown = [made.categories.index(each.name.removeprefix("Axis name: ")) for each in names]
    assert shown[0] == 0
    assert shown[-1] == 0 or count - 1 in shown
    for at, each in zip(shown, names, strict=True):
        assert abs(each.box.x + each.box.w / 2 - along(made, at)) <= points(1), made.categories[at]
        assert each.box.y >= made.plot.bottom


@pytest.mark.parametrize("name", [name for name in ODD if name != "nothing"])
def test_a_line_without_an_axis_rises_to_its_plots_top(name: str, canvas: Canvas) -> None:
    made = drawn(months(ODD[name]), canvas)
    most = max(value for value in ODD[name] if value is not None) * 1e6
    assert made.axis.shown or (most - made.axis.low) / (made.axis.high - made.axis.low) >= 0.85


@pytest.mark.parametrize("at", [0.5, 7.0, 11.25, 22.9])
def test_a_turn_is_a_dot_on_the_line_with_its_words_beside_it(at: float, canvas: Canvas) -> None:
    rising: list[float | None] = [5.0 + each / 10 for each in range(24)]
    boxes = placed(months(rising, turn=Turn(at, "month 26")), canvas)
    (made,) = [box for box in boxes if isinstance(box, ChartBox)]
    (dot,) = [box.box for box in boxes if isinstance(box, ShapeBox) and box.name == "Turn"]
    assert abs(dot.x + dot.w / 2 - along(made, at)) <= points(1)
    assert abs(dot.y + dot.h / 2 - up(made, (5.0 + at / 10) * 1e6)) <= points(1)
    assert "Turn: text" in texts(boxes)
    names = [each.name for each in boxes if isinstance(each, ShapeBox)]
    under = [place for place, name in enumerate(names) if name.startswith("Axis name: ")]
    assert names.index("Turn: text") < min(under)  # what stands further on is read after it


@pytest.mark.parametrize("at", [0, 12, 23, 24, 25])
def test_the_pole_of_an_event_ends_at_its_flag_also_in_a_month_without_a_figure(at: int, canvas: Canvas) -> None:
    coming = months([*ODD["growing"], None, None], events=(Event(at, "20 Mar 2026: budget due"),))
    boxes = placed(coming, canvas)
    (made,) = [box for box in boxes if isinstance(box, ChartBox)]
    poles = [(box.y1, box.y2) for box in boxes if isinstance(box, LineBox) and box.name.startswith("Pole")]
    assert made.axis.low > 0
    assert len(poles) == (at < 24)
    assert all(made.plot.y <= top <= bottom == made.plot.bottom for top, bottom in poles)
    assert "Event 1" in texts(boxes)


def test_a_line_in_its_range_has_poles_and_columns_have_none(canvas: Canvas) -> None:
    event = (Event(1, "20 Mar 2026: budget due"),)
    for block, poles in ((one_of_each()["band"], 1), (one_of_each()["column"], 0)):
        boxes = placed(replace(block, events=event), canvas)
        assert sum(isinstance(box, LineBox) and box.name.startswith("Pole") for box in boxes) == poles


@pytest.mark.parametrize("width", [8.4, 6.0, 4.6])
def test_what_stands_around_a_chart_has_room_and_nothing_under_it(width: float, canvas: Canvas) -> None:
    room = replace(ROOM, w=inches(width))
    block = months(ODD["growing"], events=EVENTS, span=Span(3, 23, "+17.5% in a year"))
    boxes = placed(block, canvas, room)
    words = list(texts(boxes).values())
    (plot,) = [box.plot for box in boxes if isinstance(box, ChartBox)]
    for box in words:
        assert box.frame is not None
        assert box.frame.size >= 11
        assert box.box.x >= room.x
        assert box.box.right <= room.right
        assert room.y <= box.box.y
        assert box.box.bottom <= room.bottom
        assert box.box.bottom <= plot.y or box.box.y >= plot.bottom
    for one, other in combinations([box.box for box in words], 2):
        assert one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
    names = [box.name for box in boxes]
    assert names.index("Bracket: text") < names.index("Chart") < names.index("Event 1")
    assert "Event 1" in texts(boxes)


def test_a_flag_points_at_its_month(canvas: Canvas) -> None:
    boxes = placed(months(ODD["growing"], events=EVENTS[:1]), canvas)
    made = drawn(months(ODD["growing"], events=EVENTS[:1]), canvas)
    (flag,) = [box for box in boxes if isinstance(box, ShapeBox) and box.geometry == "triangle"]
    assert abs(flag.box.x + flag.box.w // 2 - (made.plot.x + made.plot.w * 2 / 23)) <= 1


def test_a_chart_that_has_no_room_for_flags_is_drawn_without_them(canvas: Canvas) -> None:
    low = replace(ROOM, h=inches(2.3))
    block = months(ODD["growing"], events=EVENTS, span=Span(0, 23, "+72%"))
    assert not [name for name in texts(placed(block, canvas, low)) if name.startswith(("Event", "Bracket"))]
    assert drawn(block, canvas, low).plot.h > 0


def test_the_whisker_spans_the_range_beside_the_last_bar(canvas: Canvas) -> None:
    reach = Reach(Decimal(4_070_000), Decimal(4_580_000), "High case −€732k", "Low case −€220k")
    block = replace(bridge(-0.24, -0.19, -0.07), reach=reach, span=Span(1, 3, "−€504k a year"))
    boxes, made = placed(block, canvas), drawn(block, canvas)
    (line,) = [box for box in boxes if isinstance(box, LineBox) and box.name == "Range"]
    assert line.x1 == line.x2 > made.plot.right - made.plot.w / 5
    assert made.axis.low < 4_070_000
    share = (line.y2 - line.y1) / made.plot.h * (made.axis.high - made.axis.low)
    assert share == pytest.approx(510_000, rel=0.01)
    words = texts(boxes)
    assert words["Range: text 1"].box.bottom <= words["Range: text 2"].box.y
    assert words["Range: text 2"].box.right <= ROOM.right
    ends = [box for box in boxes if isinstance(box, LineBox) and box.name in ("Bracket: start", "Bracket: end")]
    step = made.plot.w / 5
    assert [round((each.x1 - made.plot.x) / step, 1) for each in ends] == pytest.approx([1.2, 3.8], abs=0.15)


@pytest.mark.parametrize("steps", [(-0.24, -0.19, -0.07), (-0.05,), (-4.0, -0.5), (-0.3,) * 6])
def test_the_smallest_named_step_of_a_bridge_can_be_seen(steps: tuple[float, ...], canvas: Canvas) -> None:
    block = bridge(*steps)
    made = drawn(block, canvas)
    smallest = min(float(value) for value in falls(block).down if value)
    assert smallest / (made.axis.high - made.axis.low) * made.plot.h >= inches(0.25)
    breaks = [box for box in placed(block, canvas) if isinstance(box, LineBox) and box.name.startswith("Break")]
    assert bool(breaks) == (made.axis.low > 0)


def test_a_range_beyond_nothing_has_no_whisker(canvas: Canvas) -> None:
    reach = Reach(Decimal(-900_000), Decimal(4_000_000), "High case", "Low case")
    boxes = placed(replace(bridge(-2.0, -1.0), reach=reach), canvas)
    assert not [box for box in boxes if box.name.startswith("Range")]
