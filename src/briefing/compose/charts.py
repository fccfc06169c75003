"""Charts out of figures: labels, full texts, the finding in words, and the summary that alternative texts say.

Kinds that have figures (`kinds/chart.py` reads them from a layout) describe them as `Data` and call `chart`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.compose.numbers import MINUS, PLUS, Figures, rounded, spoken
from briefing.compose.scene import Scene
from briefing.compose.wording import filled, positions
from briefing.model import Band, Better, Chart, ChartStyle, Event, NumberForm, Reach, Series, Slide, Span, Turn

if TYPE_CHECKING:
    from briefing.documents.amounts import Day, Money, Number


# The course of the return, thinned out to as many months as a chart and a table can show.

CASES = ("low", "base", "high")
MOST_POINTS = 12
MOST_MONTHS = 60


class Course(Struct, frozen=True):
    """The cumulative net of a case; entry 0 is that of month 1."""

    case: str
    currency: str
    nets: tuple[Decimal, ...]

    def at(self, months: tuple[int, ...]) -> tuple[Decimal, ...]:
        """The net of these months."""
        return tuple(self.nets[month - 1] for month in months)


def courses(scene: Scene) -> tuple[Course, ...]:
    """The cases whose cumulative net can be reckoned."""
    series = scene.cast.company.figures.series if scene.cast.company else {}
    found = ((case, series.get(f"return.{case}.cumulative-net")) for case in CASES)
    return tuple(Course(case, each.currency, each.values) for case, each in found if each)


def marked_months(found: tuple[Course, ...]) -> tuple[int, ...]:
    """Months at equal steps that end with the last one: at most twelve where the horizon divides evenly."""
    horizon = len(found[0].nets)
    steps = (step for step in range(1, horizon + 1) if horizon % step == 0 and horizon // step <= MOST_POINTS)
    step = next(steps)
    if horizon // step < min(horizon, MOST_POINTS // 3):  # a prime horizon: every month, or nearly equal steps
        step = 1 if horizon <= MOST_MONTHS else -(-horizon // MOST_POINTS)
    first = horizon % step or step
    return tuple(range(first, horizon + 1, step))


# Facts of the organisation as tables and tiles write them: money in full, positions, and dates.

MONTHS = 12


def money(scene: Scene, amount: Money | None, *, short: bool = False) -> str:
    """An amount in full, or short beside others that are; empty where there is none.

    One of another currency goes into the appendix with its rate.
    """
    if amount and (converted := scene.cast.figures.converted(amount)):
        return converted.short if short else converted.full
    if not amount:
        return ""
    writes = Figures("money", amount.currency, scene.cast.language)
    return writes.short(amount.amount, writes.form([amount.amount])) if short else writes.full(amount.amount)


def number(scene: Scene, found: Number | None) -> str:
    """A plain number, such as positions; empty where there is none."""
    return Figures("number", "", scene.cast.language).full(found.value) if found else ""


def positions_of(scene: Scene, found: Number | None) -> str:
    """So many positions of a team; empty where nobody says how many."""
    return positions(found.value, number(scene, found), scene.cast.words, "team-sizes") if found else ""


def day(scene: Scene, found: Day | None, months: str = "months") -> str:
    """A date, or a month, as the language writes it; `months` names the list of month names, `short-months` another."""
    if not found:
        return ""
    names = scene.cast.words.list(months)
    facts = {"month": names[found.first.month - 1] if len(names) == MONTHS else "", "year": found.first.year}
    if not found.exact:
        return filled("month-and-year", scene.cast.words, **facts)
    return filled("date", scene.cast.words, day=found.first.day, **facts)


def month_of_many(scene: Scene, month: str) -> str:
    """A month (`2026-03`) as it stands under a chart of many."""
    names = scene.cast.words.list("short-months")
    return filled("chart-month", scene.cast.words, month=names[int(month[5:7]) - 1], year=month[2:4])


SIGNS = (MINUS, PLUS)
MOST_DIGITS = 3  # of a short text
Values = tuple[Decimal | None, ...]


class Row(Struct, frozen=True):
    """Figures of one name, one for each category."""

    name: str
    values: Values
    emphasis: bool = False


class Data(Struct, frozen=True):
    """What a chart shows, before anything is formatted; `totals` are the places of a waterfall's totals."""

    style: ChartStyle
    categories: tuple[str, ...]
    rows: tuple[Row, ...]
    low: Row | None = None
    high: Row | None = None
    totals: tuple[int, ...] = ()
    better: Better = ""
    finding: str = ""


def chart(data: Data, figures: Figures, scene: Scene) -> Chart:
    """The chart of these data. The finding, where none is given, comes from the figures by rules of words.yaml."""
    form = figures.form(_labelled(data))
    series = tuple(_series(row, data, figures, form) for row in data.rows)
    band = None
    if data.low and data.high:
        band = Band(_series(data.low, data, figures, form), _series(data.high, data, figures, form))
    heading = scene.word("chart-step" if data.style == "waterfall" else "chart-category")
    made = Chart(data.style, data.categories, series, figures.unit, form, band, data.totals, data.better, heading)
    made = replace(made, above_zero=scene.word("chart-above-zero") if data.style == "line" else "")
    made = replace(made, finding=data.finding or _finding(made, figures, scene))
    return told_alike(replace(made, summary=_summary(made, scene)), figures, scene)


def told_alike(made: Chart, figures: Figures, scene: Scene) -> Chart:
    """The chart whose labels say an amount that is a figure of its own as every other place says it."""
    if figures.unit != "money":
        return made
    amounts = scene.cast.figures.amounts(figures.currency)

    def label(value: Decimal | None, text: str) -> str:
        said = amounts.get(abs(value)) if value and text else None
        return f"{text[0] if text[0] in SIGNS else ''}{said.size}" if said else text

    def told(each: Series) -> Series:
        labels = tuple(map(label, each.values, each.labels))
        strange = [text for text in labels if text and not text.endswith(made.form.suffix)]
        if strange and made.style == "bar":  # one of them in thousands beside millions: each in its own unit
            labels = tuple(map(own, each.values, each.labels))
        return replace(each, labels=labels)

    def own(value: Decimal | None, text: str) -> str:
        return label(value, spoken(figures, value) if value is not None and text else text)

    band = made.band and Band(told(made.band.low), told(made.band.high))
    return replace(made, series=tuple(_as_exact(told(each), figures) for each in made.series), band=band)


def _as_exact(series: Series, figures: Figures) -> Series:
    """The series whose labels of one unit have as many decimals, where those that are added are nothing: €4.80m.

    A whole number stays as headlines say it: €93k, and not €93.0k.
    """
    forms = [None if value is None else figures.form([value]) for value in series.values]
    series = replace(
        series, labels=tuple(_whole(*each, figures) for each in zip(series.values, series.labels, forms, strict=True))
    )
    most: dict[int, int] = {}
    for form, text in zip(forms, series.labels, strict=True):
        if form and text:
            most[form.power] = max(most.get(form.power, 0), _decimals(text, form))
    labels = tuple(
        _exact(value, text, replace(form, places=most[form.power]), figures)
        if form and text and value and _decimals(text, form)
        else text
        for value, form, text in zip(series.values, forms, series.labels, strict=True)
    )
    return replace(series, labels=labels)


def _whole(value: Decimal | None, text: str, form: NumberForm | None, figures: Figures) -> str:
    """A label without decimals that are all nothing."""
    places = _decimals(text, form) if form and text else 0
    if not form or value is None or not places or not text.endswith(form.suffix):
        return text
    shown = rounded(value.scaleb(-form.power), places)
    is_whole = shown == shown.to_integral_value()
    return figures.short(value, replace(form, places=0), signed=text[0] == PLUS) if is_whole else text


def _exact(value: Decimal, text: str, form: NumberForm, figures: Figures) -> str:
    more = figures.short(value, form, signed=text[0] == PLUS)
    digits, fewer = _digits(more), _digits(text)
    added = digits[len(fewer) :]
    return more if digits.startswith(fewer) and not added.strip("0") and len(digits) <= MOST_DIGITS else text


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdecimal())


def _decimals(text: str, form: NumberForm) -> int:
    """How many decimals a short text has, whatever parts them from the rest."""
    number = text.lstrip("".join(SIGNS)).removeprefix(form.prefix).removesuffix(form.suffix)
    last = max((number.rfind(mark) for mark in ".,"), default=-1)
    return len(number) - last - 1 if last >= 0 and len(number) - last - 1 != 3 else 0


def annotated(
    made: Chart,
    *,
    span: Span | None = None,
    events: Sequence[Event] = (),
    reach: Reach | None = None,
    turn: Turn | None = None,
) -> Chart:
    """The chart with what is drawn around it, which its finding and its summary say as well; a turn they say before."""
    said = [each.text for each in (span, *events) if each]
    more = tuple(map(_sentence, said))
    finding, summary = (" ".join(filter(None, (text, *more))) for text in (made.finding, made.summary))
    return replace(made, span=span, events=tuple(events), reach=reach, turn=turn, finding=finding, summary=summary)


# Events of the facts on an axis of months: incidents, those that cost most first, and the next renewal.

MOST_EVENTS = 4


def events(months: Sequence[str], scene: Scene) -> tuple[Event, ...]:
    """What happened, or is to happen, in these months (`2026-03`), by the facts of the organisation."""
    company, places = scene.cast.company, {month: at for at, month in enumerate(months)}
    if not company:
        return ()
    facts = company.facts
    costly = sorted(facts.incidents, key=lambda each: -(each.cost.amount if each.cost else Decimal(0)))
    renewal = facts.spend.commitments.next_renewal if facts.spend and facts.spend.commitments else None
    dated = (("renewal", renewal, ""), *(("incident", each.date, each.name) for each in costly))
    found = [
        Event(places[month], scene.word(f"event-{what}", name=name, when=day(scene, when, "short-months")))
        for what, when, name in dated
        if when and (month := f"{when.first:%Y-%m}") in places
    ]
    return tuple(sorted(found[:MOST_EVENTS], key=lambda each: each.at))


def chart_slide(made: Chart, scene: Scene) -> Slide:
    """The slide of one chart; its notes end with the finding and every figure."""
    slide = scene.slide(made)
    return replace(slide, notes=(*slide.notes, made.finding, *_said(made, scene)) if made.finding else slide.notes)


def _rows(data: Data) -> Iterator[Row]:
    yield from data.rows
    yield from (row for row in (data.low, data.high) if row)


def _labelled(data: Data) -> list[Decimal | None]:
    """The values that decide how short labels may be: of lines those at their ends, unless these are small."""
    values = [value for row in _rows(data) for value in row.values]
    ends = [row.values[-1] for row in _rows(data) if row.values]
    most, last = (max((abs(value) for value in each if value), default=Decimal(0)) for each in (values, ends))
    return ends if data.style == "line" and last * 10 >= most else values


def _series(row: Row, data: Data, figures: Figures, form: NumberForm) -> Series:
    changes = [data.style == "waterfall" and place not in data.totals for place in range(len(row.values))]
    pairs = list(zip(row.values, changes, strict=True))
    labels = tuple("" if value is None else figures.short(value, form, signed=signed) for value, signed in pairs)
    written = tuple("" if value is None else figures.full(value, signed=signed) for value, signed in pairs)
    return Series(row.name, row.values, labels, written, row.emphasis)


def _summary(made: Chart, scene: Scene) -> str:
    """The kind of the chart, what its headline says, and all of its figures."""
    parts = (scene.word(f"chart-{made.style}"), scene.text("title"), made.finding, *_said(made, scene))
    return " ".join(_sentence(part) for part in parts if part)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "。", ":")) else f"{text}."


def _said(made: Chart, scene: Scene) -> Iterator[str]:
    """A line a series: its name and each category with its figure."""
    for each in made.shown:
        pairs = zip(made.categories, each.written, strict=True)
        values = "; ".join(f"{category} {written}" for category, written in pairs if written)
        if values:
            yield scene.word("chart-values", name=each.name, values=values)


def _finding(made: Chart, figures: Figures, scene: Scene) -> str:
    """What the emphasised series, or else the first, shows: of lines and waterfalls the way, else the extremes."""
    leading = next((each for each in made.series if each.emphasis), made.series[0])
    points = [point for point in zip(made.categories, leading.values, leading.written, strict=True) if point[2]]
    if made.style == "waterfall":
        points = [points[place] for place in made.totals if place < len(points)]
    if made.style not in ("line", "waterfall"):
        points = _extremes(points)
    if len(points) < 2:
        return ""
    (first, before, one), (last, after, other) = points[0], points[-1]
    name = "" if made.style == "waterfall" else leading.name
    facts = {"name": name, "first": first, "last": last, "one": one, "other": other}
    word = "chart-way" if made.style in ("line", "waterfall") else "chart-span"
    return scene.word(word, **facts, change=_change(before, after, figures))


def _extremes(points: list[tuple[str, Decimal | None, str]]) -> list[tuple[str, Decimal | None, str]]:
    ordered = sorted(points, key=lambda point: point[1] or Decimal(0))
    return [ordered[-1], ordered[0]] if ordered and ordered[0][1] != ordered[-1][1] else []


def _change(before: Decimal | None, after: Decimal | None, figures: Figures) -> str:
    """The change as a whole percentage; empty where there is nothing to divide by, or for percentages themselves."""
    if figures.unit == "percent" or before is None or after is None or before <= 0:
        return ""
    share = ((after - before) / before).quantize(Decimal("0.01"))
    return replace(figures, unit="percent").full(share, signed=True)


def running(values: Sequence[Decimal | None], totals: Sequence[int]) -> tuple[Decimal, ...]:
    """Where a waterfall stands after each step."""
    steps = list(enumerate(value or Decimal(0) for value in values))
    stands = accumulate(steps, lambda at, step: (step[0], step[1] if step[0] in totals else at[1] + step[1]))
    return tuple(value for _, value in stands)
