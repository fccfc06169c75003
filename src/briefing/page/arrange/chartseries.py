"""The series of a chart as they are drawn: colours, invisible parts that carry others, and which points have labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Chart, NumberForm, Series
from briefing.page.arrange.canvas import Canvas, paragraph
from briefing.page.arrange.plot import Name, Swatch, Values, falls, name_of, numbers, stacks, width_of
from briefing.page.boxes import Box, ChartSeries, LabelPosition, PointLabel

DIRECT = 3  # series that are named directly; more have a legend
# Of the series beside the one in accent: palette role, opacity of areas and columns, and role of the text on them.
PAINTS = (("muted", 1.0, "paper"), ("muted", 0.5, "ink"), ("muted", 0.3, "ink"), ("accent", 0.5, "ink"))
DASHES = ("sysDash", "sysDot", "lgDash", "lgDashDot")
BAND = 0.2  # opacity
GAPS = ((3, 150), (6, 90), (12, 60))  # up to so many categories: per cent of a column's width between columns
LABEL_FITS = 0.95  # of a column's width
RISE = {"higher": ("positive", "negative"), "lower": ("negative", "positive"), "": ("accent", "second")}
SUM = "Σ"
# How a step looks that is so sure: opacity and pattern.
SURENESS: Mapping[str, tuple[float, Literal["", "hatched", "outlined"]]] = {
    "": (1.0, ""),
    "realised": (1.0, ""),
    "verified": (0.75, ""),
    "estimated": (1.0, "hatched"),
    "idea": (1.0, "outlined"),
}


class Plan(Struct, frozen=True):
    """What a chart is made of before it has a place."""

    series: tuple[ChartSeries, ...]
    heights: tuple[float, ...]  # what the scale has to hold
    names: tuple[Swatch, ...] = ()  # over the chart
    scaled: bool = False  # an axis with marks
    lying: bool = False
    stacked: bool = False
    at_ends: bool = False  # the names stand at the ends of lines or stacks
    legend: bool = False
    gap: int = 60


class Labelled(Struct, frozen=True):
    """The series with their labels; `complete`: every figure can be read; `above`: labels stand over points."""

    series: tuple[ChartSeries, ...]
    size: float
    complete: bool
    above: bool = False


def is_drawable(chart: Chart) -> bool:
    """Whether the figures can be drawn in their style at all."""
    values = [value for each in chart.series for value in each.values if value is not None]
    if not chart.categories or len(chart.series) > len(PAINTS) + 1:
        return False
    if chart.style == "stacked-column":
        return min(values) >= 0
    if chart.style == "waterfall":
        return len(chart.series) == 1 and min((*falls(chart).top, *numbers_below(chart))) >= 0
    return True


def numbers_below(chart: Chart) -> Iterator[Decimal]:
    """Where the parts of a waterfall begin."""
    return (value for value in falls(chart).base if value is not None)


def plan(chart: Chart, canvas: Canvas) -> Plan:
    """The series of a chart in their colours, and how they are named."""
    made = {"waterfall": _waterfall, "line": _lines}.get(chart.style, _bars)(chart, canvas)
    count = len(chart.categories)
    gap = next((gap for most, gap in GAPS if count <= most), GAPS[-1][1])
    return replace(made, legend=len(chart.series) > DIRECT, gap=gap, lying=chart.style == "bar")


def _painted(chart: Chart) -> Iterator[tuple[Series, str, float, str, str]]:
    """Each series with the role, opacity and text role of its colour, and its dash."""
    leading = next((each for each in chart.series if each.emphasis), chart.series[0])
    others = iter(zip(PAINTS, DASHES, strict=True))
    for each in chart.series:
        if each is leading:
            yield each, "accent", 1.0, "paper", "solid"
        else:
            (role, opacity, text), dash = next(others)
            yield each, role, opacity, text, dash


def _bars(chart: Chart, canvas: Canvas) -> Plan:
    stacked = chart.style == "stacked-column"
    painted = list(_painted(chart))
    series = tuple(
        ChartSeries(_line(each.name), each.values, "bar", canvas.color(role), opacity, label_color=canvas.color(text))
        if stacked
        else ChartSeries(_line(each.name), each.values, "bar", canvas.color(role), opacity, bold=role == "accent",
                         label_color=canvas.color("ink"))
        for each, role, opacity, text, _ in painted
    )  # fmt: skip
    names = tuple((each.name, canvas.color(role), opacity) for each, role, opacity, _, _ in painted)
    if not stacked:
        if chart.leading and len(series) == 1:
            series = (replace(series[0], aside=_aside(chart)),)
        return Plan(series, tuple(numbers(value for each in series for value in each.values)), names)
    total = ChartSeries(SUM, stacks(chart), "line", label_color=canvas.color("ink"), bold=True)
    last = [each.values[-1] for each in chart.series]
    at_ends = 1 < len(last) <= DIRECT and all(last) and all(each.name for each in chart.series)
    over = () if at_ends else names
    return Plan((*series, total), tuple(numbers(total.values)), over, stacked=True, at_ends=at_ends)


def _aside(chart: Chart) -> tuple[int, ...]:
    """The categories that the finding is not about."""
    return tuple(place for place in range(len(chart.categories)) if place not in chart.leading)


def _lines(chart: Chart, canvas: Canvas) -> Plan:
    series = []
    for each, role, _, _, dash in _painted(chart):
        color = canvas.color(role)
        series.append(
            ChartSeries(
                _line(each.name), each.values, "line", color, dash=dash, label_color=color, bold=role == "accent"
            )
        )
    names = tuple((each.name, each.color, 1.0) for each in series)
    ends, passed = _ends(chart), _passed(chart)
    named = len(ends) > 1 and all(each.values[-1] is not None and each.name for each in ends if each is not passed)
    heights = tuple(numbers(value for each in ends for value in each.values))
    at_ends = named and len(chart.series) <= DIRECT
    if at_ends:
        names = tuple(name for each, name in zip(chart.series, names, strict=True) if each is passed)
    return Plan((*_band(chart, canvas), *series), heights, names, scaled=True, at_ends=at_ends)


def _passed(chart: Chart) -> Series | None:
    """The line in accent where others go on beyond its end: the chart is called after it."""
    ended = (each for each in chart.series if each.emphasis and each.values and each.values[-1] is None)
    return next(ended, None) if len(chart.series) > 1 else None


def _band(chart: Chart, canvas: Canvas) -> Iterator[ChartSeries]:
    """An area from zero to the low end that nobody sees, the range on it, and thin lines along both ends."""
    if not chart.band:
        return
    low, high = chart.band.low, chart.band.high
    span = tuple(
        None if top is None or foot is None else top - foot for top, foot in zip(high.values, low.values, strict=True)
    )
    yield ChartSeries(f"{_line(low.name)} ↥", low.values, "area")
    accent, muted = canvas.color("accent"), canvas.color("muted")
    yield ChartSeries(f"{_line(low.name)} – {_line(high.name)}", span, "area", accent, BAND)
    for edge in (low, high):
        yield ChartSeries(_line(edge.name), edge.values, "line", "", label_color=muted)


def _waterfall(chart: Chart, canvas: Canvas) -> Plan:
    parts, name = falls(chart), _line(chart.series[0].name)
    up, down = ("accent", "accent") if chart.leading else RISE.get(chart.better, RISE[""])
    back = _aside(chart) if chart.leading else ()
    drawn = ((parts.base, "↥", ""), (parts.total, "=", "muted"), (parts.up, "+", up))
    series = (
        *(
            ChartSeries(
                f"{name} {sign}".strip(),
                values,
                "bar",
                canvas.color(color) if color else "",
                aside=tuple(at for at in back if values is parts.up and values[at] is not None),
            )
            for values, sign, color in drawn
        ),
        *(
            replace(each, aside=tuple(at for at in back if each.values[at] is not None))
            for each in _by_sureness(chart, parts.down, f"{name} −".strip(), canvas.color(down))
        ),
    )
    top = ChartSeries(f"{name} ▁".strip(), parts.top, "line", label_color=canvas.color("ink"), bold=True)
    return Plan((*series, top), tuple(map(float, parts.top)), stacked=True)


def _by_sureness(chart: Chart, values: Values, name: str, color: str) -> Iterator[ChartSeries]:
    """The steps down as one series, or one for each way in which they are sure: solid, lighter, hatched, outlined."""
    sure = chart.sure or ("",) * len(values)
    for each in dict.fromkeys(kind for kind, value in zip(sure, values, strict=True) if value is not None):
        own = tuple(value if kind == each else None for kind, value in zip(sure, values, strict=True))
        opacity, pattern = SURENESS[each]
        yield ChartSeries(f"{name} {each}".strip(), own, "bar", color, opacity, pattern=pattern)


def _line(text: str) -> str:
    return " ".join(text.split())


def _ends(chart: Chart) -> tuple[Series, ...]:
    return chart.shown


def labelled(chart: Chart, plan: Plan, plot: Box, step: float, canvas: Canvas) -> Labelled:
    """Labels at every point where all of them fit beside each other; `step` is the room of a category."""
    floor = canvas.scale.table_floor
    if chart.style == "line":
        said = {_line(each.name): _own_label(each, chart.form) for each in chart.shown}
        silent = {_line(each.name) for each in chart.shown if _is_silent(each)}
        ends = tuple(
            each if each.name in silent else _at_its_end(each, said.get(each.name, "")) for each in plan.series
        )
        return Labelled(ends, floor, complete=False)
    sizes = (canvas.scale.body_floor, floor) if len(chart.series) == 1 or plan.stacked else (floor,)
    for size in sizes:
        if _fits(chart, plan, step, size, canvas):
            labels = _on_stacks if plan.stacked else _on_bars
            return Labelled(tuple(labels(chart, plan, plot, step, size, canvas)), size, complete=True, above=True)
    return Labelled(plan.series, floor, complete=False)


def _fits(chart: Chart, plan: Plan, step: float, size: float, canvas: Canvas) -> bool:
    """Whether the labels over or beside the bars find room there."""
    room = step / (len(chart.series) + plan.gap / 100) if not plan.stacked and len(chart.series) > 1 else step
    if plan.lying:
        return canvas.height(canvas.frame(paragraph("0"), size=size), canvas.look.width) <= room
    texts = [tick(value, chart.form) for value in plan.heights] if chart.style == "stacked-column" else []
    texts = texts or [text for each in chart.series for text in each.labels]
    return all(width_of(text, canvas, bold=True, size=size) <= room * LABEL_FITS for text in texts)


def _on_bars(chart: Chart, plan: Plan, plot: Box, step: float, size: float, canvas: Canvas) -> Iterator[ChartSeries]:
    for look, each in zip(plan.series, chart.series, strict=True):
        labels = (replace(label, text=_own_text(each, label.point, chart.form)) for label in _labels(look, "outEnd"))
        yield replace(look, labels=tuple(labels))


def _on_stacks(chart: Chart, plan: Plan, plot: Box, step: float, size: float, canvas: Canvas) -> Iterator[ChartSeries]:
    """A stack carries its sum, and in it what each part has room for; a waterfall the change that each step is."""
    *parts, top = plan.series
    if chart.style == "waterfall":
        texts = chart.series[0].labels
        labels = tuple(PointLabel(place, "t", text=text) for place, text in enumerate(texts) if text)
        yield from (*parts, replace(top, labels=labels))
        return
    width = step / (1 + plan.gap / 100) * LABEL_FITS
    tall = canvas.height(canvas.frame(paragraph("0"), size=size), plot.w)
    least = max(plan.heights) * tall / (plot.h * 0.85)
    for part, each in zip(parts, chart.series, strict=True):
        fits = [
            value is not None and float(value) >= least and width_of(text, canvas, size=size) <= width
            for value, text in zip(each.values, each.labels, strict=True)
        ]
        yield replace(
            part, labels=tuple(PointLabel(at, "ctr") for at, fit in enumerate(fits) if fit and len(parts) > 1)
        )
    yield replace(top, labels=_labels(top, "t"))


def _labels(series: ChartSeries, position: LabelPosition) -> tuple[PointLabel, ...]:
    return tuple(PointLabel(at, position) for at, value in enumerate(series.values) if value is not None)


def _own_label(series: Series, form: NumberForm) -> str:
    """The label at the end of a line, where it says the figure otherwise than the form of the chart does."""
    value = series.values[-1] if series.values else None
    return series.labels[-1] if value is not None and series.labels[-1] != tick(float(value), form) else ""


def _own_text(series: Series, at: int, form: NumberForm) -> str:
    """The label of a bar, where it has other digits than the form of the chart gives its value."""
    value, text = series.values[at], series.labels[at]
    return text if value is not None and _digits(text) != _digits(tick(float(value), form)) else ""


def _digits(text: str) -> list[str]:
    """The digits of a number, whatever separates them."""
    return [each for each in text if each.isdecimal()]


def _is_silent(series: Series) -> bool:
    """Whether the end of a line has a value that is not to be said there."""
    return bool(series.values) and series.values[-1] is not None and not series.labels[-1]


def _at_its_end(series: ChartSeries, label: str = "") -> ChartSeries:
    """A line with its last point marked, and labelled where it is the chart's last too."""
    last = max((at for at, value in enumerate(series.values) if value is not None), default=None)
    if series.draw == "area" or last is None:
        return series
    labels = (PointLabel(last, "r", text=label),) if last == len(series.values) - 1 else ()
    return replace(series, labels=labels, dots=(last,) if series.color else ())


def end_names(chart: Chart, plan: Plan, most: int, canvas: Canvas) -> list[Name]:
    """What stands at the ends of lines: values, and names where no key has them; or the names of a stack's parts."""
    if chart.style == "line":
        return list(_line_ends(chart, plan, most, canvas))
    return list(_stack_ends(chart, plan, most, canvas)) if plan.at_ends else []


def _line_ends(chart: Chart, plan: Plan, most: int, canvas: Canvas) -> Iterator[Name]:
    looks = {each.name: each for each in plan.series if each.draw == "line"}
    for each in chart.shown:
        value, look = each.values[-1], looks[_line(each.name)]
        if value is not None and not _is_silent(each):
            text = each.name if plan.at_ends else ""
            yield name_of(look.name, text, float(value), each.labels[-1], look.label_color, look.bold, most, canvas)


def _stack_ends(chart: Chart, plan: Plan, most: int, canvas: Canvas) -> Iterator[Name]:
    foot = 0.0
    for look, each in zip(plan.series, chart.series, strict=False):
        size = float(each.values[-1] or 0)
        leading = look.color == canvas.color("accent") and look.opacity == 1
        color = "accent" if leading else "ink"
        yield name_of(look.name, each.name, foot + size / 2, "", color, leading, most, canvas)
        foot += size


def names_height(texts: Iterable[str], width: int, canvas: Canvas) -> int:
    """The height of the tallest of these names at a width; 0 where a word of them is wider."""
    texts = tuple(texts)
    if any(width_of(word, canvas) > width for text in texts for word in text.split()):
        return 0
    size = canvas.scale.table_floor
    return max(canvas.height(canvas.frame(paragraph(text or " "), size=size), width) for text in texts)


def tick(value: float, form: NumberForm) -> str:
    """A mark of the axis, as wide as PowerPoint writes it; separators are those of English."""
    scaled = value / 10.0**form.power
    if form.power > 0 and value == 0:
        return f"{form.prefix}0"
    return f"{'−' if scaled < 0 else ''}{form.prefix}{abs(scaled):,.{form.places}f}{form.suffix}"
