"""Kinds of the bill over time: what it costs month by month, and which services moved most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from briefing.bill.bill import Anomaly, Part
from briefing.compose.bills import ZERO, bill_of, drawn, finished, key, lacking, point, series_of, tiles_of, writer
from briefing.compose.billwords import month_text, short_name
from briefing.compose.charts import Data, Row, Values, annotated, events, month_of_many
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.figures.billseries import movers_id
from briefing.figures.doubts import newer_than
from briefing.model import Band, Chart, Notice, Series, Slide, Span, Tile, Tiles

# `spend-trend`: what usage and purchases cost month by month, how that changes, and where it goes from here.

GROWN = "bill.growth"
TREND_TILES = ("bill.effective.monthly", GROWN, "bill.forecast.quarter", "bill.forecast.year")
MOST_TILES = 3
HEADING = "spend-trend-heading"
MOST_MONTHS = 36
LEAST_MONTHS = 3  # fewer show no course
FEW_MONTHS = 6  # up to which columns from nothing up say more than a line, of which the range would be half
APART = Decimal("0.15")  # of the highest value, from which on the ends of the range have room for their values
EXPLAINED = (
    *("bill.effective.monthly", "bill.growth", "bill.ai.share-of-growth"),
    *("bill.forecast.quarter", "bill.forecast.quarter.low", "bill.forecast.quarter.high"),
)


def spend_trend(scene: Scene) -> Slide | Notice | None:
    """Left out without a complete month. A short history is told by columns, or by tiles alone."""
    if "bill.effective.monthly" not in scene.cast.figures:
        return lacking(scene, "bill.effective.monthly", "months")
    first, made = tiles_of(scene, *_ordered(scene))[:MOST_TILES], _spend_trend_chart(scene)
    short = scene.cast.bill is not None and scene.cast.bill.period_months > 1 and not made
    tiles = Tiles((*first, *(tiles_of(scene, "bill.effective.period") if short else ())))
    late = newer_than(bill_of(scene), scene.cast.day)
    slide = scene.telling(ai_carries=_ai_carries(scene), none_before=_none_before(scene), late=late).slide(
        *((tiles, made) if made else (tiles,)),
        title="spend-trend-title",
        label="spend-trend-label",
        notes="spend-trend-notes",
        role="content" if made else "statement",
    )
    return finished(scene, slide, *EXPLAINED, finding=made.finding if made else "", source="spend-trend-source")


def _ordered(scene: Scene) -> tuple[str, ...]:
    """The figures with that of the headline first: the growth, where it is told as a share of what was."""
    growth = scene.cast.figures.find(GROWN)
    told = growth and growth.known and not growth.slight and not growth.beyond
    return (GROWN, *(id for id in TREND_TILES if id != GROWN)) if told and not _none_before(scene) else TREND_TILES


def _ai_carries(scene: Scene) -> bool:
    """Whether AI grew by more than all spend did, so that without it the spend would have fallen."""
    bill = bill_of(scene)
    if not (bill.ai and bill.total and "bill.ai.period" in scene.cast.figures):
        return False
    return bill.ai.recent - bill.ai.earlier > bill.total.recent - bill.total.earlier > 0


def _none_before(scene: Scene) -> bool:
    """Whether nothing was spent on the earlier side of the comparison; a growth that is not told proves nothing."""
    total = bill_of(scene).total
    return bool(bill_of(scene).comparison and total and total.earlier == 0)


def _spend_trend_chart(scene: Scene) -> Chart | None:
    """The complete months as one line, the forecast as another that begins where it ends, opening into its range.

    A short history stands in columns, whose forecast is a tile alone.
    """
    history, forecast = series_of(scene, "bill.effective"), series_of(scene, "bill.forecast")
    if not history or len(history.labels) < LEAST_MONTHS:
        return None
    months, values = history.labels[-MOST_MONTHS:], history.values[-MOST_MONTHS:]
    few = len(months) <= FEW_MONTHS
    forecast = None if few else forecast
    ahead = forecast.labels if forecast else ()
    names = tuple(_short(scene, each) for each in (*months, *ahead))
    past = Row(scene.word("spend-trend-history"), (*values, *(None for _ in ahead)), emphasis=True)
    finding = _finding(scene, months, values)
    if not forecast:
        made = drawn(Data("column" if few else "line", names, (past,), finding=finding), scene, HEADING)
        made = replace(made, leading=(len(months) - 1,) if few else ())
        return annotated(made, span=_span(scene, months), events=events(months, scene))
    rows = {end: _ahead(scene, end, values) for end in ("", ".low", ".high")}
    low, high = rows[".low"], rows[".high"]
    lines = (past, *((rows[""],) if rows[""] else ()))
    made = drawn(Data("line", names, lines, low=low, high=high, finding=finding), scene, HEADING)
    made = _with_room(_from_last(made, len(values) - 1))
    return annotated(made, span=_span(scene, months), events=events((*months, *ahead), scene))


def _span(scene: Scene, months: Sequence[str]) -> Span | None:
    """From the earlier side of the comparison to the recent one, with the growth between them."""
    compared, growth = bill_of(scene).comparison, scene.cast.figures.find("bill.growth")
    ends = (compared.earlier.last, compared.recent.last) if compared else ()
    if not growth or not growth.known or growth.slight or not ends or not set(ends) <= set(months):
        return None
    first, last = map(months.index, ends)
    return Span(first, last, scene.word("spend-trend-span", growth=growth))


def _short(scene: Scene, month: str) -> str:
    """A month as it stands under a chart of many."""
    return month_of_many(scene, month)


def _ahead(scene: Scene, end: str, values: tuple[Decimal, ...]) -> Row | None:
    """The forecast, or an end of its range, from the last complete month on."""
    found = series_of(scene, f"bill.forecast{end}")
    if not found:
        return None
    # The range has no width over the past: a gap would be drawn as a way down to nothing.
    before: Values = values[:-1] if end else tuple(None for _ in values[:-1])
    return Row(scene.word(f"spend-trend-forecast{end.replace('.', '-')}"), (*before, values[-1], *found.values))


def _from_last(made: Chart, last: int) -> Chart:
    """The chart whose forecast is drawn from the last complete month, but said only from the month after it."""
    past, *rest = made.series
    band = made.band and Band(_unsaid(made.band.low, last), _unsaid(made.band.high, last))
    made = replace(made, series=(past, *(_unsaid(each, last) for each in rest)), band=band)
    return made


def _with_room(made: Chart) -> Chart:
    """The chart whose range has no values at its end where these would stand on each other."""
    if not made.band:
        return made
    low, middle, high = (each.values[-1] for each in (made.band.low, made.series[-1], made.band.high))
    most = max((abs(value) for each in made.shown for value in each.values if value), default=Decimal(0))
    if low is None or middle is None or high is None or min(high - middle, middle - low) >= most * APART:
        return made
    low_end, high_end = (replace(each, labels=(*each.labels[:-1], "")) for each in (made.band.low, made.band.high))
    return replace(made, band=Band(low_end, high_end))


def _unsaid(series: Series, last: int) -> Series:
    labels, written = (("",) * (last + 1) + texts[last + 1 :] for texts in (series.labels, series.written))
    return replace(series, labels=labels, written=written)


def _finding(scene: Scene, months: tuple[str, ...], values: tuple[Decimal, ...]) -> str:
    ends = {"first": writer(scene).full(values[0]), "last": writer(scene).full(values[-1])}
    dates = {"since": month_text(months[0], scene.cast.words), "until": month_text(months[-1], scene.cast.words)}
    return scene.word("spend-trend-finding", **ends, **dates)


# `spend-movers`: which services moved most between the two sides of the comparison, what is new, and what jumped.

GROWTH = "bill.growth.amount"
MOST_BARS = 8
MOST_NAMED = 2  # of what is new or jumped


class Move(Struct, frozen=True):
    """A service whose cost changed; `share` is its part of the growth of all, where both grew."""

    name: str
    change: Said
    value: Decimal
    new: bool
    gone: bool
    share: Said | None = None


def spend_movers(scene: Scene) -> Slide | Notice | None:
    """Left out without two sides to compare, or where no service changed."""
    if not bill_of(scene).comparison:
        return lacking(scene, "bill.growth", "movers")
    moves = sorted(_moves(scene), key=lambda each: -abs(each.value))[:MOST_BARS]
    if not moves:
        return lacking(scene, "bill.movers", "movers")
    grown = _growth(scene)
    told = {"fallen": grown < 0, "outgrown": 0 < grown < moves[0].value}
    scene = scene.telling(moves=moves, first=moves[0], second=_tied(moves), **told)
    made = _spend_movers_chart(scene, moves)
    slide = scene.slide(
        Tiles((_first_tile(scene, moves), *_together(scene), *_jumps(scene))),
        made,
        title="spend-movers-title",
        label="spend-movers-label",
        notes="spend-movers-notes",
    )
    return finished(scene, slide, "bill.growth", GROWTH, finding=made.finding, source="spend-movers-source")


def _moves(scene: Scene) -> Iterator[Move]:
    """The services that changed."""
    parts, id = _asked(scene)
    changes = series_of(scene, f"{id}.change")
    movers = list(zip(parts, changes.labels, changes.values, strict=True)) if changes else []
    # Of a growth that others have made less, nothing is a share.
    whole = _growth(scene) if all(part.recent >= part.earlier for part, _, _ in movers) else ZERO
    for part, label, value in movers:
        if part.recent != part.earlier:
            yield _move(scene, part, short_name(label), value, whole)


def _asked(scene: Scene) -> tuple[Sequence[Part], str]:
    """The values of the first tag that somebody has asked for, else the services; and the id of their series."""
    bill = bill_of(scene)
    return next(((parts, movers_id(tag)) for tag, parts in bill.tag_movers.items()), (bill.movers, "bill.movers"))


def _growth(scene: Scene) -> Decimal:
    """By how much all spend grew."""
    total = bill_of(scene).total
    return total.recent - total.earlier if total else ZERO


def _move(scene: Scene, part: Part, name: str, value: Decimal, growth: Decimal) -> Move:
    change = part.recent - part.earlier
    id = f"bill.movers.{key(part.provider)}.{key(part.name)}"
    said = point(scene, f"{id}.change", change, "money", "said-bill-change", GROWTH, name=name)
    share = None
    if 0 < change <= growth:
        share = point(scene, f"{id}.share", change / growth, "percent", "said-bill-growth-share", GROWTH, name=name)
    return Move(name, said, value, part.earlier == 0, part.recent == 0, share)


def _tied(moves: Sequence[Move]) -> Move | None:
    """The second largest mover, where it moved as far as the largest as far as anybody can read."""
    return moves[1] if len(moves) > 1 and moves[0].change.reads_as(moves[1].change) else None


def _spend_movers_chart(scene: Scene, moves: Sequence[Move]) -> Chart:
    """Rises first, the largest on top, and falls below them."""
    ordered = sorted(moves, key=lambda each: -each.value)
    row = Row(scene.word("spend-movers-series"), tuple(each.value for each in ordered))
    names = tuple(scene.word("spend-movers-bar", move=each) for each in ordered)
    finding = scene.word("spend-movers-finding")
    made = drawn(Data("bar", names, (row,), finding=finding), scene, "spend-movers-heading")
    told = {id(each) for each in (moves[0], _tied(moves)) if each}
    return replace(made, leading=tuple(at for at, each in enumerate(ordered) if id(each) in told))


def _first_tile(scene: Scene, moves: Sequence[Move]) -> Tile:
    """What the headline says of the largest mover: its share of the growth, or else by how much it moved."""
    first = moves[0]
    share = first.share if first.change.sign > 0 and not _tied(moves) else None
    return Tile(first.name, (share or first.change).size, scene.word("spend-movers-note", share=share))


def _together(scene: Scene) -> Iterator[Tile]:
    """What all services changed by, which the largest is a part of."""
    for each in tiles_of(scene, GROWTH):
        yield replace(each, label=scene.word("spend-movers-all"))


def _jumps(scene: Scene) -> Iterator[Tile]:
    """The largest of what is new or jumped."""
    found = sorted(bill_of(scene).anomalies, key=lambda each: each.before - each.after)[:MOST_NAMED]
    yield from (_tile(scene, each) for each in found)


def _tile(scene: Scene, each: Anomaly) -> Tile:
    """When a service came or jumped, and from how much to how much."""
    name, month = short_name(each.service), month_text(each.month, scene.cast.words)
    id = f"bill.anomalies.{each.month}.{key(each.provider)}.{key(each.service)}"
    facts = {"name": name, "month": month}
    like = "bill.anomalies.amount"
    before, after = (
        point(scene, f"{id}.{side}", getattr(each, side), "money", f"said-bill-{side}", like, **facts)
        for side in ("before", "after")
    )
    note = scene.word("note.anomaly", **facts, before=before, new=each.new)
    return Tile(scene.word("tile.anomaly", **facts, new=each.new), after.short, note)
