"""`spend-trend`: what usage and purchases cost month by month, how that changes, and where it goes from here."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from briefing.compose.bills import bill_of, drawn, finished, lacking, series_of, tiles_of, writer
from briefing.compose.billwords import month_text
from briefing.compose.charts import Data, Row, Values
from briefing.compose.scene import Scene
from briefing.compose.wording import filled
from briefing.model import Band, Chart, Notice, Series, Slide, Tiles

TAKES: frozenset[str] = frozenset()
TILES = ("bill.effective.monthly", "bill.growth", "bill.forecast.quarter")
HEADING = "spend-trend-heading"
MOST_MONTHS = 36
LEAST_MONTHS = 3  # fewer show no course
FEW_MONTHS = 6  # up to which columns from nothing up say more than a line, of which the range would be half
APART = Decimal("0.15")  # of the highest value, from which on the ends of the range have room for their values
EXPLAINED = (
    *("bill.effective.monthly", "bill.growth", "bill.ai.share-of-growth"),
    *("bill.forecast.quarter", "bill.forecast.quarter.low", "bill.forecast.quarter.high"),
)


def build(scene: Scene) -> Slide | Notice:
    """Left out without a complete month. A short history is told by columns, or by tiles alone."""
    if "bill.effective.monthly" not in scene.cast.figures:
        return lacking(scene, "bill.effective.monthly", "months")
    made = _chart(scene)
    short = scene.cast.bill is not None and scene.cast.bill.period_months > 1 and not made
    tiles = Tiles(tiles_of(scene, *(*TILES, *(("bill.effective.period",) if short else ()))))
    slide = scene.telling(ai_carries=_ai_carries(scene)).slide(
        *((tiles, made) if made else (tiles,)),
        title="spend-trend-title",
        label="spend-trend-label",
        notes="spend-trend-notes",
        role="content" if made else "statement",
    )
    return finished(scene, slide, *EXPLAINED, finding=made.finding if made else "", source="spend-trend-source")


def _ai_carries(scene: Scene) -> bool:
    """Whether AI grew by more than all spend did, so that without it the spend would have fallen."""
    bill = bill_of(scene)
    if not (bill.ai and bill.total and "bill.ai.period" in scene.cast.figures):
        return False
    return bill.ai.recent - bill.ai.earlier > bill.total.recent - bill.total.earlier > 0


def _chart(scene: Scene) -> Chart | None:
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
        return drawn(Data("column" if few else "line", names, (past,), finding=finding), scene, HEADING)
    rows = {end: _ahead(scene, end, values) for end in ("", ".low", ".high")}
    low, high = rows[".low"], rows[".high"]
    lines = (past, *((rows[""],) if rows[""] else ()))
    made = drawn(Data("line", names, lines, low=low, high=high, finding=finding), scene, HEADING)
    return _with_room(_from_last(made, len(values) - 1))


def _short(scene: Scene, month: str) -> str:
    """A month as it stands under a chart of many."""
    names, words = scene.cast.words.list("short-months"), scene.cast.words_with("spend-trend-month")
    return filled("spend-trend-month", words, month=names[int(month[5:7]) - 1], year=month[2:4])


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
