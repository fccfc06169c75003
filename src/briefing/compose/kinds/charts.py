"""Kinds that show figures which stand in the layout itself: charts and tiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, get_args

from msgspec.structs import replace

from briefing.compose.charts import Data, Row, Values, running
from briefing.compose.numbers import Figures, is_currency, parse_figure
from briefing.compose.scene import Scene
from briefing.documents.schema import at, check
from briefing.documents.text import did_you_mean, listing
from briefing.documents.yamlfile import Step
from briefing.errors import Problem
from briefing.model import Better, Block, Bullets, ChartStyle, Slide, Text, Tile, Tiles, Unit, Verdict

# The figures of a `chart` slide, read from its specification; every fault with its line, all of them at once.

STYLES, UNITS = get_args(ChartStyle), get_args(Unit)
BETTER = ("higher", "lower")
MOST_SERIES = 5
MOST_CATEGORIES = {"line": 60}  # categories, by style
MOST_ELSE = 12
YES, NO = ("true", "yes"), ("false", "no", "")

Problems = list[Problem]


def read_figures(scene: Scene, problems: Problems, *at_: Step) -> Figures:
    """`unit` and `currency` of a slide, or of the part of it at a path."""
    unit = choice(scene, (*at_, "unit"), UNITS, "number", problems)
    currency = scene.text(*at_, "currency").upper()
    if unit != "money" and currency:
        fault(scene, (*at_, "currency"), "a currency stands without 'unit: money'", "write the unit", problems)
    elif unit == "money" and not currency:
        fault(scene, (*at_, "unit"), "money needs a currency", "add for example 'currency: EUR'", problems)
    elif currency and not is_currency(currency):
        remedy = "write a code such as EUR, USD or GBP"
        fault(scene, (*at_, "currency"), f"'{currency}' is no currency code", remedy, problems)
    return Figures(unit, currency, scene.cast.language)


def choice(scene: Scene, path: tuple[Step, ...], known: tuple[str, ...], otherwise: str, problems: Problems) -> Any:
    """One of a few words, or what holds where there is none."""
    word = scene.text(*path).lower() or otherwise
    if word not in known:
        remedy = did_you_mean(word, known, f"write {listing(filter(None, known))}")
        fault(scene, path, f"unknown {path[-1]} '{word}'", remedy, problems)
        return otherwise
    return word


def read_data(scene: Scene, unit: Unit, problems: Problems) -> Data:
    """What the chart shows; where problems were found it is not to be used."""
    style: ChartStyle = choice(scene, ("style",), STYLES, "column", problems)
    if style == "waterfall":
        return _waterfall(scene, unit, problems)
    if scene.size("steps"):
        fault(scene, ("steps",), f"steps belong to a waterfall, not to a {style}", "write 'style: waterfall'", problems)
    names = tuple(scene.text("categories", index) for index in range(scene.size("categories")))
    _check_count(scene, "categories", len(names), MOST_CATEGORIES.get(style, MOST_ELSE), problems)
    rows = tuple(_row(scene, index, len(names), unit, problems) for index in range(scene.size("series")))
    _check_count(scene, "series", len(rows), MOST_SERIES, problems)
    low, high = (_edge(scene, key, len(names), unit, problems) for key in ("low", "high"))
    data = Data(style, names, rows, low, high, finding=scene.text("finding"))
    problems += _faults(scene, data) if not problems else ()
    return data


def _row(scene: Scene, index: int, count: int, unit: Unit, problems: Problems) -> Row:
    here = ("series", index)
    name, emphasis = scene.text(*here, "name"), scene.text(*here, "emphasis").lower()
    if not name and scene.size("series") > 1:
        fault(scene, here, "a series has no name", "add 'name: …', so that a reader can tell it apart", problems)
    if emphasis not in (*YES, *NO):
        fault(scene, (*here, "emphasis"), f"'{emphasis}' is neither true nor false", "write 'true'", problems)
    return Row(name, _values(scene, (*here, "values"), count, unit, problems), emphasis in YES)


def _edge(scene: Scene, key: str, count: int, unit: Unit, problems: Problems) -> Row | None:
    if key not in scene.spec.values:
        return None
    return Row(scene.word(f"chart-{key}"), _values(scene, (key,), count, unit, problems))


def _values(scene: Scene, path: tuple[Step, ...], count: int, unit: Unit, problems: Problems) -> Values:
    size = scene.size(*path)
    if size != count:
        message = f"{size} {'value' if size == 1 else 'values'} for {count} categories"
        fault(scene, path, message, "give one for each, and leave it empty ('~') where there is none", problems)
    return tuple(figure(scene, (*path, index), unit, problems) for index in range(size))


def figure(scene: Scene, path: tuple[Step, ...], unit: Unit, problems: Problems) -> Decimal | None:
    """A figure; None where there is none, and where it is none."""
    text = scene.text(*path)
    if not text:
        return None
    try:
        return parse_figure(text, unit)
    except ValueError as error:
        fault(scene, path, str(error), "write digits such as 1200000, 1_200_000 or 0.5", problems)
        return None


def _check_count(scene: Scene, key: str, count: int, most: int, problems: Problems) -> None:
    if not count:
        fault(scene, (key,), f"a chart needs {key}", f"add '{key}: […]'", problems)
    elif count > most:
        fault(scene, (key,), f"{count} {key} are more than a reader can tell apart", f"show at most {most}", problems)


def _faults(scene: Scene, data: Data) -> Iterator[Problem]:
    """What cannot be drawn although each figure is sound."""
    if not any(value is not None for row in data.rows for value in row.values):
        yield problem(scene, ("series",), "a chart needs at least one value", "add the figures")
    if sum(row.emphasis for row in data.rows) > 1:
        yield problem(scene, ("series",), "two series are emphasised", "emphasise one")
    if data.style == "stacked-column":
        yield from _negatives(scene, data)
    yield from _band_faults(scene, data)


def _negatives(scene: Scene, data: Data) -> Iterator[Problem]:
    for index, row in enumerate(data.rows):
        for place, value in enumerate(row.values):
            if value is not None and value < 0:
                remedy = "write 'style: column', which stands them side by side"
                path = ("series", index, "values", place)
                yield problem(scene, path, "a negative value cannot be stacked", remedy)


def _band_faults(scene: Scene, data: Data) -> Iterator[Problem]:
    given = [key for key, row in (("low", data.low), ("high", data.high)) if row]
    if len(given) == 1:
        yield problem(scene, (given[0],), f"a range needs both ends, and has only '{given[0]}'", "add the other one")
    if given and data.style != "line":
        yield problem(scene, (given[0],), f"a {data.style} chart has no range", "write 'style: line'")
    if data.low and data.high:
        for place, (low, high) in enumerate(zip(data.low.values, data.high.values, strict=True)):
            if (low is None) is not (high is None):
                yield problem(scene, ("low", place), "a range needs both ends", "give both values, or none")
            elif low is not None and high is not None and low > high:
                yield problem(scene, ("low", place), "the low end lies above the high end", "exchange the two")


def _waterfall(scene: Scene, unit: Unit, problems: Problems) -> Data:
    for key in ("categories", "series", "low", "high"):
        if key in scene.spec.values:
            fault(scene, (key,), f"a waterfall takes steps, not {key}", "write 'steps', each with a name", problems)
    count = scene.size("steps")
    _check_count(scene, "steps", count, MOST_ELSE, problems)
    names = tuple(scene.text("steps", index, "name") for index in range(count))
    totals = tuple(index for index in range(count) if _has(scene, index, "total"))
    values = tuple(_step(scene, index, index in totals, unit, problems) for index in range(count))
    data = Data(
        "waterfall", names, (Row(scene.word("chart-amount"), values),), totals=totals, finding=scene.text("finding")
    )
    data = replace(data, better=choice(scene, ("better",), ("", *BETTER), "", problems))
    if not problems:
        data, faults = _summed(scene, data)
        problems += faults
    return data


def _has(scene: Scene, index: int, key: str) -> bool:
    step = at(scene.spec.document, *scene.spec.path, "steps", index)
    return isinstance(step, dict) and key in step


def _step(scene: Scene, index: int, total: bool, unit: Unit, problems: Problems) -> Decimal | None:
    here = ("steps", index)
    if total is _has(scene, index, "change"):
        fault(scene, here, "a step has either a 'total' or a 'change'", "give one of them", problems)
    if not scene.text(*here, "name"):
        fault(scene, here, "a step has no name", "add 'name: …'", problems)
    value = figure(scene, (*here, "total" if total else "change"), unit, problems)
    if value is None and (not total or not index) and not problems:
        fault(scene, here, "a step has no figure", "only a later total may be left empty", problems)
    return value


def _summed(scene: Scene, data: Data) -> tuple[Data, list[Problem]]:
    """Totals left empty are worked out; those that were given have to agree."""
    (row,), faults = data.rows, []
    if 0 not in data.totals:
        faults.append(
            problem(scene, ("steps", 0), "a waterfall begins with a total", "write 'total' in its first step")
        )
    stands = running(row.values, data.totals[:1])
    for place in range(len(row.values)):
        if stands[place] < 0:
            faults.append(problem(scene, ("steps", place), "the running total falls below zero", "mend the figures"))
    values = list(row.values)
    for place in data.totals[1:]:
        expected = running(_changes(values, data.totals), data.totals[:1])[place]
        if values[place] not in (None, expected):
            message = f"the total is {values[place]}, but the steps before it come to {expected}"
            faults.append(problem(scene, ("steps", place, "total"), message, "mend one, or leave the total empty"))
        values[place] = expected
    return replace(data, rows=(replace(row, values=tuple(values)),)), faults


def _changes(values: Iterable[Decimal | None], totals: tuple[int, ...]) -> tuple[Decimal | None, ...]:
    """The values without later totals, which change nothing."""
    return tuple(Decimal(0) if place in totals[1:] else value for place, value in enumerate(values))


def problem(scene: Scene, path: tuple[Step, ...], message: str, remedy: str) -> Problem:
    """A problem at a place of the slide's specification."""
    return Problem(scene.spec.where(*path), f"{scene.place}: {message}", remedy)


def fault(scene: Scene, path: tuple[Step, ...], message: str, remedy: str, problems: Problems) -> None:
    """One more problem."""
    problems.append(problem(scene, path, message, remedy))


# `chart`: figures as columns, bars, lines or a waterfall; the headline says what they show.


def chart(scene: Scene) -> Slide:
    """`series` over `categories`, or the `steps` of a waterfall. Raises ContentError with every fault."""
    from briefing.compose.charts import chart as chart_block  # most layouts have no chart of their own
    from briefing.compose.charts import chart_slide

    problems: list[Problem] = []
    figures = read_figures(scene, problems)
    data = read_data(scene, figures.unit, problems)
    check(problems)
    return chart_slide(chart_block(data, figures, scene), scene)


# `tiles`: up to four figures with what changed, and whether the change is for the better.

KEYS = frozenset({"label", "value", "unit", "currency", "change", "better", "note"})
DIRECTIONS = ("higher", "lower", "target")
MOST_TILES = 4


def tiles(scene: Scene) -> Slide:
    """`tiles` is a list of `label` and `value`, with `unit` where the value is a figure, `change` and `better`."""
    problems: list[Problem] = []
    count = scene.size("tiles")
    if not 0 < count <= MOST_TILES:
        fault(scene, ("tiles",), f"there are {count} tiles", f"show one to {MOST_TILES}", problems)
    tiles = tuple(_tile(scene, index, problems) for index in range(count))
    check(problems)
    lead, bullets = scene.text("lead"), scene.texts("bullets")
    blocks: list[Block] = [Text(lead, "lead")] if lead else []
    return scene.slide(*blocks, Tiles(tiles), *((Bullets(bullets),) if bullets else ()))


def _tile(scene: Scene, index: int, problems: list[Problem]) -> Tile:
    here = ("tiles", index)
    better: Better = choice(scene, (*here, "better"), ("", *DIRECTIONS), "", problems)
    change = figure(scene, (*here, "change"), "percent", problems)
    verdict = judged(change, better)
    return Tile(
        label=scene.text(*here, "label"),
        value=_value(scene, index, problems),
        note=scene.text(*here, "note"),
        change=Figures("percent", "", scene.cast.language).full(change, signed=True) if change is not None else "",
        better=better,
        verdict=verdict,
        judgement=scene.word(_judgement(change, verdict)) if verdict and (better or not change) else "",
    )


def _value(scene: Scene, index: int, problems: list[Problem]) -> str:
    """Text as it stands; with a unit, the figure short in its own form."""
    here = ("tiles", index)
    text = scene.text(*here, "value")
    if not text:
        fault(scene, here, "a tile has no value", "add 'value: …'", problems)
    if not scene.text(*here, "unit"):
        return text
    figures = read_figures(scene, problems, *here)
    value = figure(scene, (*here, "value"), figures.unit, problems)
    return figures.short(value, figures.form([value])) if value is not None and not problems else ""


def judged(change: Decimal | None, better: Better) -> Verdict:
    """Whether a change is for the better; neutral where nothing changed, or where no direction is better."""
    if change is None:
        return ""
    if not change or better not in ("higher", "lower"):
        return "neutral"
    return "good" if (change > 0) is (better == "higher") else "bad"


def _judgement(change: Decimal | None, verdict: Verdict) -> str:
    return f"change-{verdict}" if change else "change-none"
