"""The baseline that the bill gives a persona: what its metrics are today, each with the one exhibit that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefing.bill.bill import Anomaly
from briefing.compose.audience import Watched, figure_tile, is_aim, watched
from briefing.compose.bills import bill_of, drawn, finished, key, lacking, point, series_of, with_same_places
from briefing.compose.billwords import month_text, short_name
from briefing.compose.charts import Data, Row, annotated, month_of_many
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.figures.figure import BILL
from briefing.library.catalogues import told_by
from briefing.model import Chart, Notice, Slide, Span, Tile, Tiles

# `bill-kpis`: the KPIs of a persona that the bill shows, and the figures that it names.

MOST_TILES = 4
MOST_SAID = 2  # figures in the headline
LEAST_ALONE = 2  # figures: one alone is no slide
LEAST_BARS, MOST_BARS = 2, 8
LEAST_MONTHS, MOST_MONTHS, FEW_MONTHS = 3, 36, 6  # of a course; up to a few, columns say more than a line
RATE = "bill.effective-savings-rate"
LIST, GAP = "bill.rates.list", "bill.rates.gap"
ANOMALIES = "bill.anomalies."
COURSES = ("ai", "saas")


class Exhibit(Struct, frozen=True):
    """What is drawn, the figure that it is about, and what the headline says of it: the facts of a word."""

    chart: Chart
    id: str
    word: str
    facts: Mapping[str, object]


def bill_kpis(scene: Scene) -> Slide | Notice | None:
    """What no slide before has told, up to four figures, the first of them drawn where there is more to see than it.

    Left out where the bill tells no key metric but those that `kpi-targets` shows, and where one would stand alone.
    """
    all_ids = baseline_ids(scene)
    if not all_ids:
        return lacking(scene, "bill.*", "kpis")
    untold = [id for id in all_ids if not scene.cast.figures.is_told(id)]
    shown = _exhibit(scene, all_ids, untold)
    ids = [shown.id, *(id for id in untold if id != shown.id)] if shown else untold
    if len(ids) < LEAST_ALONE and not shown:
        return None
    tiles = _tiles_of(scene, ids)
    said = _clauses(scene, ids[:MOST_SAID])
    drawing = scene.word(f"bill-kpis-{shown.word}", said=said, **shown.facts) if shown else ""
    slide = scene.telling(tiles=tiles, said=said, drawing=drawing).slide(
        Tiles(tiles),
        *((shown.chart,) if shown else ()),
        title="bill-kpis-title",
        label="bill-kpis-label",
        notes="bill-kpis-notes",
        role="content" if shown else "statement",
    )
    return finished(scene, slide, *ids, finding=shown.chart.finding if shown else "")


def _exhibit(scene: Scene, all_ids: Sequence[str], untold: Sequence[str]) -> Exhibit | None:
    """List prices against what is paid; or else each anomaly, or AI or SaaS by month, if the first is of it."""
    if RATE in all_ids and not scene.cast.figures.is_told(LIST) and (made := _against_list(scene)):
        gap = scene.cast.figures.find(GAP) if made.span else None
        return Exhibit(made, RATE, "against-list", {"gap": gap})
    for id in untold[:1]:
        name = id.removeprefix(BILL).partition(".")[0]
        if id.startswith(ANOMALIES) and (found := _each_anomaly(scene)):
            return found
        if name in COURSES and (found := _course(scene, name)):
            return found
    return None


def _each_anomaly(scene: Scene) -> Exhibit | None:
    """By how much each service jumped, the largest on top; one alone compares nothing."""
    cost, count = (scene.cast.figures.find(f"{ANOMALIES}{name}") for name in ("amount", "count"))
    jumps = sorted(bill_of(scene).anomalies, key=lambda each: each.before - each.after)[:MOST_BARS]
    if len(jumps) < LEAST_BARS or not cost or not count:
        return None
    names = tuple(scene.word("anomaly-bar", name=short_name(each.service), month=_month(scene, each)) for each in jumps)
    sizes = [_jump(scene, each, name) for each, name in zip(jumps, names, strict=True)]
    row = Row(scene.word("anomaly-series"), tuple(each.value for each in sizes))
    finding = scene.word("anomaly-finding", jumps=[*zip(names, sizes, strict=True)])
    made = drawn(Data("bar", names, (row,), finding=finding), scene, "spend-movers-heading")
    first = short_name(jumps[0].service)
    facts = {"cost": cost, "count": int(count.value or 0), "first": first, "size": sizes[0]}
    return Exhibit(replace(made, leading=(0,)), cost.id, "anomalies", facts)


def _jump(scene: Scene, each: Anomaly, name: str) -> Said:
    id = f"{ANOMALIES}{each.month}.{key(each.provider)}.{key(each.service)}.rise"
    return point(scene, id, each.after - each.before, "money", "said-bill-rise", f"{ANOMALIES}amount", name=name)


def _month(scene: Scene, each: Anomaly) -> str:
    return month_text(each.month, scene.cast.words, "short-months")


def _course(scene: Scene, name: str) -> Exhibit | None:
    """What AI or SaaS costs month by month, a short history in columns."""
    found, monthly = series_of(scene, f"bill.{name}"), scene.cast.figures.find(f"bill.{name}.monthly")
    if not found or not monthly or len(found.labels) < LEAST_MONTHS:
        return None
    months, values = found.labels[-MOST_MONTHS:], found.values[-MOST_MONTHS:]
    few = len(months) <= FEW_MONTHS
    names = tuple(month_of_many(scene, each) for each in months)
    row = Row(scene.word("course-series", what=scene.word(f"course-{name}")), values, emphasis=True)
    ends = {"first": names[0], "last": names[-1], "what": scene.word(f"course-{name}")}
    finding = scene.word("course-finding", monthly=monthly, **ends)
    made = drawn(Data("column" if few else "line", names, (row,), finding=finding), scene, "spend-trend-heading")
    growth = scene.cast.figures.find(f"bill.{name}.growth")
    facts = {"growth": growth, "monthly": monthly, "what": scene.word(f"course-{name}")}
    return Exhibit(replace(made, leading=(len(months) - 1,) if few else ()), monthly.id, "course", facts)


def _against_list(scene: Scene) -> Chart | None:
    """What usage would have cost at list prices, what it did cost, and what is between them."""
    rates, rate = bill_of(scene).rates, scene.cast.figures.find(RATE)
    if not rates or not rate or not rate.figure.is_billed or rates.list <= 0:
        return None
    amounts = {"list": rates.list, "paid": rates.effective}
    said = {
        name: point(scene, f"bill.rates.{name}", value, "money", f"said-bill-{name}", RATE)
        for name, value in amounts.items()
    }
    gap = point(scene, GAP, rates.list - rates.effective, "money", "said-bill-gap", RATE)
    row = Row(scene.word("against-list-series"), tuple(each.value for each in said.values()))
    names = tuple(scene.word(f"against-list-{name}") for name in said)
    finding = scene.word("against-list-finding", **said)
    made = drawn(Data("column", names, (row,), finding=finding), scene, "against-list-heading")
    span = None if rate.slight else Span(0, 1, scene.word("against-list-span", gap=gap, rate=rate))
    return annotated(replace(made, leading=(1,)), span=span)


def baseline_ids(scene: Scene) -> tuple[str, ...]:
    """The figures of the bill that the persona watches, in its order.

    None of a KPI that has an aim, nor of what the organisation states itself: other slides tell that.
    """
    return tuple(dict.fromkeys(_ids(scene)))[:MOST_TILES]


def baseline_tiles(scene: Scene) -> tuple[Tile, ...]:
    """Them as tiles."""
    return _tiles_of(scene, baseline_ids(scene))


def _tiles_of(scene: Scene, ids: Sequence[str]) -> tuple[Tile, ...]:
    found = [scene.cast.figures[id] for id in ids]
    return with_same_places(scene, (figure_tile(scene, each) for each in found), found)


def _clauses(scene: Scene, ids: Iterable[str]) -> list[str]:
    """What the headline says of these figures: `clause.<id>` of the sentences, or else the figure by its name."""
    return [_clause(scene, scene.cast.figures[id]) for id in ids]


def _clause(scene: Scene, figure: Said) -> str:
    own = f"clause.{figure.id}"
    label = figure_tile(scene, figure).label
    return scene.word(own if scene.has_word(own) else "clause.else", figure=figure, label=label)


def _ids(scene: Scene) -> Iterator[str]:
    for each in watched(scene, scene.star()):
        if each.figure.figure.is_billed and not (each.told and is_aim(each.told)) and not _is_rest(scene, each):
            yield from [id for id in each.names if id.startswith(BILL) and id in scene.cast.figures][:1]


def _is_rest(scene: Scene, each: Watched) -> bool:
    """Whether it is what a share leaves that the organisation states itself."""
    stated = (id for id, found in scene.cast.figures.items() if not found.figure.is_billed)
    return each.kpi is not None and any(each.kpi.id in told_by(id, scene.cast.kpis) for id in stated)
