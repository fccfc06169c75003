"""A chart as marks and words: bars, lines and areas over the plot that arranging worked out, with labels and axes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from briefing.page.arrange.chartseries import tick
from briefing.page.boxes import (
    ASIDE_OPACITY,
    Align,
    Box,
    ChartBox,
    ChartSeries,
    Frame,
    Paragraph,
    PointLabel,
    Run,
    points,
)
from briefing.page.fit import height, natural_width
from briefing.page.fonts import Typefaces
from briefing.page.marks import Mark, Path, ellipse, polygon, rectangle
from briefing.page.setting import Line, set_text

THICK, THIN, HAIRLINE = 2.75, 1.75, 0.75  # points
HATCH: Final = 6  # points from line to line
STRIPE: Final = 2  # points, of each line
DOT: Final = 7  # points
APART: Final = 3  # points between a point and its label
SWATCH: Final = 9  # points, of a colour in the legend


class _Stage(Struct, frozen=True):
    """Where values and categories stand on a plot."""

    box: ChartBox

    @property
    def bars(self) -> int:
        """How many bars stand beside each other in one category."""
        return 1 if self.box.stacked else max(1, sum(each.draw == "bar" for each in self.box.series))

    @property
    def step(self) -> float:
        """The room of one category along its axis."""
        across = self.box.plot.h if self.box.lying else self.box.plot.w
        return across / max(1, len(self.box.categories) - (0 if self.between else 1))

    @property
    def between(self) -> bool:
        """Whether points stand between the marks of the axis, as bars need it."""
        return any(each.draw == "bar" for each in self.box.series) or len(self.box.categories) == 1

    def along(self, place: float) -> float:
        """The middle of a category along its axis."""
        start = self.box.plot.y if self.box.lying else self.box.plot.x
        return start + (place + (0.5 if self.between else 0)) * self.step

    def up(self, value: float) -> float:
        """Where a value stands on the other axis."""
        axis, plot = self.box.axis, self.box.plot
        share = (min(max(value, axis.low), axis.high) - axis.low) / (axis.high - axis.low)
        return plot.x + share * plot.w if self.box.lying else plot.bottom - share * plot.h

    def bar(self, place: int, slot: int, low: float, high: float) -> Box:
        """The rectangle of a bar from one value to another."""
        width = self.step / (self.bars + self.box.gap / 100)
        first = self.along(place) - width * self.bars / 2 + slot * width
        ends = sorted((self.up(low), self.up(high)))
        if self.box.lying:
            return Box(round(ends[0]), round(first), round(ends[1] - ends[0]), round(width))
        return Box(round(first), round(ends[0]), round(width), round(ends[1] - ends[0]))


class _Bar(Struct, frozen=True):
    """One bar, and the series and point that it is of."""

    series: ChartSeries
    place: int
    area: Box


def _bars(stage: _Stage) -> Iterator[_Bar]:
    box, zero = stage.box, 0.0
    ends = [[zero, zero] for _ in box.categories]  # how high, and how deep, each stack stands
    drawn = [each for each in box.series if each.draw == "bar"]
    for slot, series in enumerate(drawn):
        for place, value in enumerate(map(_float, series.values)):
            if value is None:
                continue
            if box.stacked:
                low = ends[place][value < 0]
                ends[place][value < 0] = low + value
                yield _Bar(series, place, stage.bar(place, 0, low, low + value))
            else:
                yield _Bar(series, place, stage.bar(place, slot, zero, value))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def chart_marks(box: ChartBox) -> tuple[Mark, ...]:
    """Grid, areas, bars, lines, the axis, and the dots that are marked, from the back to the front."""
    stage = _Stage(box)
    return (*_grid(stage), *_areas(stage), *_columns(stage), *_axis(stage), *_lines(stage), *_legend_marks(box))


def _grid(stage: _Stage) -> Iterator[Mark]:
    plot = stage.box.plot
    for value in _ticks(stage.box) if stage.box.axis.shown else ():
        at = stage.up(value)
        ends = ((at, plot.y), (at, plot.bottom)) if stage.box.lying else ((plot.x, at), (plot.right, at))
        yield Mark((("M", ends[0]), ("L", ends[1])), stroke=stage.box.line, weight=HAIRLINE)


def _ticks(box: ChartBox) -> list[float]:
    count = round((box.axis.high - box.axis.low) / box.axis.step)
    return [box.axis.low + box.axis.step * number for number in range(count + 1)]


def _columns(stage: _Stage) -> Iterator[Mark]:
    for bar in _bars(stage):
        if bar.series.color:
            yield from _bar(bar, stage.box)


def _bar(bar: _Bar, box: ChartBox) -> Iterator[Mark]:
    """A bar in its colour, hatched with it, or outlined."""
    area, color, pattern = rectangle(bar.area), bar.series.color, bar.series.pattern
    if bar.place in bar.series.aside:
        yield Mark(area, box.color, ASIDE_OPACITY)
        return
    parted = box.ground if box.stacked else ""
    if pattern == "outlined":
        yield Mark(area, stroke=color, weight=THIN)
    elif pattern == "hatched":
        yield Mark(area, box.ground, 1.0, color, THIN)
        yield Mark(_hatching(bar.area), stroke=color, weight=STRIPE)
    else:
        yield Mark(area, color, bar.series.opacity, parted, HAIRLINE)


def _hatching(box: Box) -> Path:
    """Lines that rise to the right, as far as the edges of a box."""
    steps: list[tuple[str, tuple[float, ...]]] = []
    for down in range(points(HATCH), box.w + box.h, points(HATCH)):
        left, right = max(0, down - box.h), min(box.w, down)
        steps += [("M", (box.x + left, box.y + down - left)), ("L", (box.x + right, box.y + down - right))]
    return tuple(steps)


def _axis(stage: _Stage) -> Iterator[Mark]:
    box, zero = stage.box, stage.up(0.0)
    ends = ((zero, box.plot.y), (zero, box.plot.bottom)) if box.lying else ((box.plot.x, zero), (box.plot.right, zero))
    yield Mark((("M", ends[0]), ("L", ends[1])), stroke=box.zero_line, weight=1)


def _points(stage: _Stage, series: ChartSeries) -> list[tuple[float, float] | None]:
    return [
        None if value is None else (stage.along(place), stage.up(value))
        for place, value in enumerate(map(_float, series.values))
    ]


def _lines(stage: _Stage) -> Iterator[Mark]:
    for series in stage.box.series:
        if series.draw != "line":
            continue
        weight, places = THICK if series.bold else THIN, _points(stage, series)
        for stretch in _stretches(places) if series.color else ():
            first, *others = stretch
            path = (("M", first), *(("L", each) for each in others))
            yield Mark(path, stroke=series.color, weight=weight, dash=series.dash)
        for at in filter(None, (places[dot] for dot in series.dots)):
            half = points(DOT / 2)
            yield Mark(ellipse(Box(round(at[0]) - half, round(at[1]) - half, 2 * half, 2 * half)), series.color)


def _stretches(places: list[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    """Points in a row without a gap."""
    held: list[tuple[float, float]] = []
    for each in (*places, None):
        if each is not None:
            held.append(each)
        elif held:
            yield held
            held = []


def _areas(stage: _Stage) -> Iterator[Mark]:
    """Areas stand on each other; one without a colour only carries the next."""
    base = [0.0] * len(stage.box.categories)
    for series in (each for each in stage.box.series if each.draw == "area"):
        values = [_float(value) for value in series.values]
        tops = [low + (value or 0.0) for low, value in zip(base, values, strict=True)]
        given = [place for place, value in enumerate(values) if value is not None]
        if series.color and given:
            upper = [(stage.along(place), stage.up(tops[place])) for place in given]
            lower = [(stage.along(place), stage.up(base[place])) for place in reversed(given)]
            yield Mark(polygon([*upper, *lower]), series.color, series.opacity)
        base = tops


# Words: labels of points, the names of categories and marks, the legend.


def chart_words(box: ChartBox, faces: Typefaces) -> tuple[Line, ...]:
    """Every word of the chart where it stands."""
    stage = _Stage(box)
    texts = (*_labels(stage, faces), *_names(stage), *_marks(stage), *_legend_words(box))
    lines = ((number, set_text(frame, area, faces)) for number, (frame, area) in enumerate(texts))
    return tuple(replace(line, paragraph=number) for number, text in lines for line in text)


def _frame(text: str, size: float, color: str, bold: bool = False, align: Align = "ctr") -> Frame:
    return Frame((Paragraph((Run(text),), align=align),), size, color, bold, "ctr")


def _labels(stage: _Stage, faces: Typefaces) -> Iterator[tuple[Frame, Box]]:
    tops = {(id(bar.series), bar.place): bar.area for bar in _bars(stage)}
    for series in stage.box.series:
        places = _points(stage, series)
        for label in series.labels:
            value, at = series.values[label.point], places[label.point]
            if value is not None and at is not None:
                text = label.text or tick(float(value), stage.box.form)
                frame = _frame(text, stage.box.label_size, series.label_color, series.bold)
                area = tops.get((id(series), label.point))
                yield frame, _beside(stage, label, at, area, frame, faces, value < 0)


def _beside(
    stage: _Stage,
    label: PointLabel,
    at: tuple[float, float],
    area: Box | None,
    frame: Frame,
    faces: Typefaces,
    below: bool,
) -> Box:
    """Where a label stands to its point or bar; the end of a bar that goes below zero is its other one."""
    wide, gap = natural_width(frame, faces), points(APART)
    tall = height(frame, wide, faces)
    down = round(label.shift * stage.box.box.h)
    if area and label.position == "ctr":
        return Box(area.x + (area.w - wide) // 2, area.y + (area.h - tall) // 2 + down, wide, tall)
    if area and label.position == "outEnd" and below:
        if stage.box.lying:
            return Box(area.x - gap - wide, area.y + area.h // 2 - tall // 2 + down, wide, tall)
        return Box(area.x + area.w // 2 - wide // 2, area.bottom + gap + down, wide, tall)
    if label.position == "r" or (stage.box.lying and label.position == "outEnd"):
        right, middle = (area.right, area.y + area.h // 2) if area else (round(at[0]) + points(DOT / 2), round(at[1]))
        return Box(right + gap, middle - tall // 2 + down, wide, tall)
    middle, top = (area.x + area.w // 2, area.y) if area else (round(at[0]), round(at[1]))
    if label.position == "b":
        return Box(middle - wide // 2, round(at[1]) + points(DOT / 2) + gap + down, wide, tall)
    value = next((each for each in stage.box.series if each.label_color), None)
    return Box(middle - wide // 2, top - tall - (gap if value else 0) + down, wide, tall)


def _names(stage: _Stage) -> Iterator[tuple[Frame, Box]]:
    box = stage.box
    for place, name in enumerate(box.categories):
        if not box.named or place % box.every:
            continue
        if box.lying:
            area = Box(
                box.box.x,
                round(stage.along(place) - stage.step / 2),
                box.plot.x - box.box.x - points(6),
                round(stage.step),
            )
            frame = _frame(name, box.size, box.color, align="r")
        else:
            room = round(stage.step * box.every)
            area = Box(round(stage.along(place)) - room // 2, box.plot.bottom + points(5), room, points(box.size * 3))
            frame = replace(_frame(name, box.size, box.color), anchor="t")
        yield frame, area


def _marks(stage: _Stage) -> Iterator[tuple[Frame, Box]]:
    box = stage.box
    for value in _ticks(box) if box.axis.shown and not box.lying else ():
        tall = points(box.size * 1.3)
        area = Box(box.box.x, round(stage.up(value)) - tall // 2, box.plot.x - box.box.x - points(6), tall)
        yield _frame(tick(value, box.form), box.size, box.color, align="r"), area


def _swatches(box: ChartBox) -> Iterator[tuple[ChartSeries, Box]]:
    """The colours of the legend, side by side over the plot."""
    named = [each for each in box.series if each.color and each.name]
    room = box.box.w // max(1, len(named))
    for place, each in enumerate(named if box.legend else ()):
        side = points(SWATCH)
        yield each, Box(box.box.x + place * room, box.box.y + (box.legend - side) // 2, side, side)


def _legend_marks(box: ChartBox) -> Iterator[Mark]:
    return (Mark(rectangle(area), series.color, series.opacity) for series, area in _swatches(box))


def _legend_words(box: ChartBox) -> Iterator[tuple[Frame, Box]]:
    for series, area in _swatches(box):
        frame = _frame(series.name, box.size, "ink" if box.ground == "paper" else box.color, align="l")
        room = Box(area.right + points(4), box.box.y, box.box.w, box.legend)
        yield frame, room
