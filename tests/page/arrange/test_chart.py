"""Charts in their place: every label measured, nothing over another thing, and a table where no drawing can be read."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from briefing.model import Chart, Slide
from briefing.page.arrange.arrange import arrange
from briefing.page.arrange.canvas import Canvas, paragraph
from briefing.page.arrange.chart import place_chart
from briefing.page.arrange.plot import falls, round_scale, tight_scale
from briefing.page.boxes import Box, ChartBox, ChartSeries, Placed, ShapeBox, TableBox, inches
from briefing.page.fit import natural_width
from briefing.page.look import Look
from charted import MILLIONS, chart, charts, one_of_each
from placed import faults, least, slides
from samples import briefing

ROOM = Box(inches(0.6), inches(1.8), inches(12.1), inches(4.6))
EACH = one_of_each()


def placed(block: Chart, canvas: Canvas, room: Box = ROOM) -> tuple[Placed, ...]:
    return place_chart(block, room, canvas).boxes


def drawn(block: Chart, canvas: Canvas, room: Box = ROOM) -> ChartBox:
    (made,) = [box for box in placed(block, canvas, room) if isinstance(box, ChartBox)]
    return made


def named(boxes: tuple[Placed, ...]) -> list[str]:
    shapes = [box for box in boxes if isinstance(box, ShapeBox) and box.frame and not box.name.startswith("Axis name")]
    return [shape.frame.paragraphs[0].runs[0].text for shape in shapes if shape.frame]


def inside(inner: Box, outer: Box) -> bool:
    return inner.x >= outer.x and inner.y >= outer.y and inner.right <= outer.right and inner.bottom <= outer.bottom


@pytest.mark.parametrize("name", EACH)
def test_every_style_is_drawn_within_its_room(name: str, canvas: Canvas) -> None:
    boxes = placed(EACH[name], canvas)
    made = drawn(EACH[name], canvas)
    assert all(inside(box.box, ROOM) for box in boxes if isinstance(box, ChartBox | ShapeBox))
    assert inside(made.plot, made.box)
    assert made.plot.w > made.box.w / 3
    assert made.plot.h > made.box.h / 2
    assert made.alt == EACH[name].summary


@pytest.mark.parametrize("name", EACH)
def test_names_stand_beside_the_chart_and_not_over_each_other(name: str, canvas: Canvas) -> None:
    boxes = [box.box for box in placed(EACH[name], canvas) if isinstance(box, ChartBox | ShapeBox)]
    for one, other in combinations(boxes, 2):
        assert one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y


@pytest.mark.parametrize("name", EACH)
def test_the_scale_holds_every_value_and_room_for_the_labels(name: str, canvas: Canvas) -> None:
    made = drawn(EACH[name], canvas)
    lines = [each for each in made.series if each.draw != "area"]
    values = [float(value) for each in lines for value in each.values if value is not None]
    broken = name == "waterfall" and any("Break" in each.name for each in placed(EACH[name], canvas))
    assert broken or made.axis.low <= min(0, *values) or made.axis.low <= min(values)
    assert made.axis.high >= max(values)
    if not made.axis.shown and max(values) > 0 and not made.lying:
        over = (made.axis.high - max(values)) / (made.axis.high - made.axis.low) * made.plot.h
        assert over >= made.label_size * 12_700


def test_one_series_has_the_accent_and_the_others_are_muted(canvas: Canvas) -> None:
    budget, actual = drawn(EACH["columns"], canvas).series
    assert (budget.color, actual.color) == ("muted", "accent")


def test_one_series_is_named_over_the_chart_and_has_no_legend(canvas: Canvas) -> None:
    assert named(placed(EACH["column"], canvas)) == ["Budget"]
    assert drawn(EACH["column"], canvas).legend == 0


def test_lines_and_stacks_are_named_at_their_ends(canvas: Canvas) -> None:
    assert named(placed(EACH["stacked"], canvas)) == ["Actual", "Budget"]
    assert named(placed(EACH["band"], canvas)) == ["High", "Budget", "Low"]


def test_a_line_in_accent_that_ends_early_is_named_over_the_chart_and_others_at_their_ends(canvas: Canvas) -> None:
    boxes = [box for box in placed(EACH["line"], canvas) if isinstance(box, ShapeBox)]
    over = [box for box in boxes if box.box.bottom <= ROOM.y + inches(0.5)]
    assert [box.name for box in over if box.name.startswith("Name")] == ["Name: Actual"]
    assert named(placed(EACH["line"], canvas)) == ["Actual", "Budget"]
    assert not [box for box in boxes if box.name.startswith("Colour")], "no key has to be looked up"


def test_more_than_three_series_have_a_legend(canvas: Canvas) -> None:
    assert drawn(EACH["legend"], canvas).legend > 0
    assert named(placed(EACH["legend"], canvas)) == []


def test_a_name_stands_level_with_the_end_of_its_line(canvas: Canvas) -> None:
    block = chart("line", (1.0, 2.0), (1.0, 4.0))
    made = drawn(block, canvas)
    middles = {box.name: box.box.y + box.box.h // 2 for box in placed(block, canvas) if isinstance(box, ShapeBox)}
    top = made.plot.bottom - round(made.plot.h * 4_000_000 / made.axis.high)
    assert abs(middles["Name: Actual"] - top) <= 1


def test_ends_that_are_close_move_apart_with_their_labels(canvas: Canvas) -> None:
    block = chart("line", (1.0, 2.00), (1.0, 2.01), (1.0, 2.02))
    names = sorted((box.box.y, box.box.bottom) for box in placed(block, canvas) if isinstance(box, ShapeBox))
    assert all(one[1] <= other[0] + 1 for one, other in pairwise(names))
    shifts = [label.shift for each in drawn(block, canvas).series for label in each.labels]
    assert len(set(shifts)) == 3


def test_columns_lie_down_where_their_names_are_too_long_to_stand(canvas: Canvas) -> None:
    short = chart("column", tuple(range(1, 7)))
    assert not drawn(short, canvas).lying
    assert drawn(replace(short, categories=("Rechenzentrumsbetriebsvertrag",) * 6), canvas).lying


def test_labels_that_do_not_fit_give_way_to_an_axis(canvas: Canvas) -> None:
    wide = chart("column", *[tuple(range(1, 13))] * 3)
    made = drawn(wide, canvas)
    assert made.axis.shown
    assert not any(each.labels for each in made.series)
    assert not drawn(EACH["column"], canvas).axis.shown


def test_a_column_whose_label_has_other_digits_than_the_chart_says_them(canvas: Canvas) -> None:
    block = EACH["column"]
    (series,) = block.series
    told = replace(series, labels=(*series.labels[:-1], "€2.512m"))
    labels = drawn(replace(block, series=(told,)), canvas).series[0].labels
    assert [each.text for each in labels] == [*[""] * (len(labels) - 1), "€2.512m"]


def test_labels_over_columns_are_narrower_than_their_columns(canvas: Canvas) -> None:
    made = drawn(EACH["columns"], canvas)
    pitch = made.plot.w / 3 / (2 + made.gap / 100)
    labels = [text for each in EACH["columns"].series for text in each.labels]
    frames = [canvas.frame(paragraph(text), size=made.label_size, bold=True) for text in labels]
    assert max(natural_width(frame, canvas.faces) for frame in frames) <= pitch


def test_a_long_line_names_every_nth_category(canvas: Canvas) -> None:
    months = chart("line", tuple(range(1, 37)))
    made = drawn(replace(months, categories=tuple(f"Month {number}" for number in range(36))), canvas)
    assert made.every > 1
    assert 35 % made.every == 0 or made.every < 5
    assert not made.named


def test_a_waterfall_stands_on_an_invisible_base_and_says_its_signs(canvas: Canvas) -> None:
    base, total, up, down, top = drawn(EACH["waterfall"], canvas).series
    assert (base.color, top.color) == ("", "")
    assert (total.color, up.color, down.color) == ("muted", "negative", "positive")
    assert [label.text for label in top.labels] == ["€4.8M", "€-0.3M", "€0.2M", "€4.7M"]
    parts = falls(EACH["waterfall"])
    assert [value is not None for value in parts.down] == [False, True, False, False]
    assert parts.base[1] == parts.top[0] + EACH["waterfall"].series[0].values[1]  # type: ignore[operator]


@pytest.mark.parametrize(
    "block",
    [
        chart("stacked-column", (1.0, -1.0)),
        chart("waterfall", (1.0, -2.0), totals=(0,)),
        chart("column", *[(1.0, 2.0)] * 6),
    ],
    ids=["negative stack", "waterfall under zero", "six series"],
)
def test_what_cannot_be_drawn_becomes_a_table_of_its_figures(block: Chart, canvas: Canvas) -> None:
    table = next(box for box in placed(replace(block, heading="Quarter"), canvas) if isinstance(box, TableBox))
    assert len(table.rows) == 1 + len(block.categories)
    assert table.alt == block.summary


def test_a_chart_without_any_figure_is_nothing(canvas: Canvas) -> None:
    assert placed(chart("column", (None, None)), canvas) == ()
    assert placed(replace(EACH["column"], series=()), canvas) == ()


def test_in_a_narrow_room_a_chart_is_a_table(canvas: Canvas) -> None:
    narrow = Box(ROOM.x, ROOM.y, inches(3), ROOM.h)
    assert any(isinstance(box, TableBox) for box in placed(EACH["column"], canvas, narrow))


@settings(max_examples=150, deadline=None)
@given(charts())
@pytest.mark.slow
def test_any_figures_are_drawn_or_told_without_a_fault(look: Look, block: Chart) -> None:
    deck, _ = arrange(briefing("", Slide("chart", "Any figures", (block,))), look)
    for slide in slides(deck):
        assert faults(slide, look) == []
        for box in slide.boxes:
            if isinstance(box, ChartBox):
                assert inside(box.plot, box.box)
                assert box.axis.low < box.axis.high
                assert box.axis.step > 0
                assert all(_lies_on_the_scale(each, box) for each in box.series if each.draw == "line")


def _lies_on_the_scale(series: ChartSeries, box: ChartBox) -> bool:
    slack = (box.axis.high - box.axis.low) * 1e-6
    values = [float(value) for value in series.values if value is not None]
    return all(box.axis.low - slack <= value <= box.axis.high + slack for value in values)


def test_scales_have_round_marks_and_hold_zero_unless_lines_are_flat() -> None:
    assert round_scale([2.8e6, 6.1e6], MILLIONS, zero=False).marks() == (0, 2e6, 4e6, 6e6, 8e6)
    assert round_scale([4.8e6, 6.1e6], MILLIONS, zero=False).low == 4.5e6
    flat = round_scale([5.9e6, 6.1e6], MILLIONS, zero=False)
    assert flat.low >= 5e6
    assert round_scale([5.9e6, 6.1e6], MILLIONS, zero=True).low == 0
    assert round_scale([0, 0], MILLIONS, zero=True).high > 0


def test_marks_are_never_finer_than_their_labels_can_say() -> None:
    scale = round_scale([0, 0.2e6], replace(MILLIONS, places=0), zero=True)
    assert scale.step == 1e6


def test_a_tight_scale_leaves_room_beyond_both_ends() -> None:
    scale = tight_scale([-50, 100], room=200, before=10, after=20)
    assert (scale.high - 100) / (scale.high - scale.low) * 200 == pytest.approx(20)
    assert (-50 - scale.low) / (scale.high - scale.low) * 200 == pytest.approx(10)


def width_on(text: str, made: ChartBox, canvas: Canvas) -> int:
    return natural_width(canvas.frame(paragraph(text), size=made.label_size, bold=True), canvas.faces)


@pytest.mark.parametrize(
    ("block", "series", "text", "part"),
    [
        (chart("column", (1234567.8,) * 4), 0, "€1234567.8M", 1),
        (chart("stacked-column", (601234.1,) * 4, (600000.1,) * 4), -1, "€1,201,234.2M", 1),
        (chart("stacked-column", (601234.1,) * 4, (600000.1,) * 4), 0, "€601234.1M", 1.9),  # gaps of 90 per cent
    ],
    ids=["columns", "on stacks", "in stacks"],
)
def test_labels_take_19_twentieths_of_their_column_and_no_more(
    block: Chart, series: int, text: str, part: float, canvas: Canvas
) -> None:
    def upright(w: int) -> ChartBox | None:
        made = [box for box in placed(block, canvas, replace(ROOM, w=w)) if isinstance(box, ChartBox) and not box.lying]
        return made[0] if made else None

    def labelled(w: int) -> bool:
        made = upright(w)
        return made is not None and bool(made.series[series].labels)

    made = upright(least(labelled, inches(2), ROOM.w))
    assert made is not None
    column = made.plot.w / len(block.categories) / part
    assert width_on(text, made, canvas) / column == pytest.approx(0.95, abs=0.001)
