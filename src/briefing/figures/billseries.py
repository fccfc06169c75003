"""Series out of a bill for charts: months, forecast, where the money goes, and what moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from briefing.bill.bill import DIMENSIONS, TAG, Bill, Months, Part
from briefing.documents.text import slug
from briefing.figures.basis import ZERO
from briefing.figures.billlines import Absent, Curve, Entry, When, following, history, lacking, money, period_of
from briefing.figures.billspend import compared

# The forecast of a monthly cost, with its range; `docs/spend.md` writes the same formulas.
#
# Of n complete months y₀ … yₙ₋₁, x = 0 … n − 1:
#
# - from 12 months: the straight line a + b·x of least squares, and for each calendar month the mean of its residuals.
# Month x is a + b·x + season; the range is ± 1.28 · s · √(1 + 1/n + (x − x̄)² ÷ Σ(x − x̄)²), where s² is the sum of
# the squared residuals of the line ÷ (n − 2): the standard error of prediction of a straight line, as textbooks of
# statistics have it, within which about eight in ten values fall. - from 3 to 11 months: the mean of the last three
# in every month; the range is the lowest and the highest month so far.
#
# No month costs less than nothing. All is `Decimal`, to be called in the context of `arithmetic.exactly`.

Method: TypeAlias = Literal["season", "run-rate"]
LEAST, SEASONAL = 3, 12
SEASON, QUARTER = 12, 3
WIDTH = Decimal("1.28")  # of a normal distribution, 80 % lies within so many standard errors


@dataclass(frozen=True, slots=True)
class Forecast:
    """The expected cost of each of the next months, and the range of each."""

    method: Method
    values: tuple[Decimal, ...]
    low: tuple[Decimal, ...]
    high: tuple[Decimal, ...]


def forecast(values: Sequence[Decimal]) -> Forecast | None:
    """The months after these: twelve out of twelve or more, three out of three to eleven, none out of fewer."""
    if len(values) < LEAST:
        return None
    return _season(values) if len(values) >= SEASONAL else _run_rate(values)


def _run_rate(values: Sequence[Decimal]) -> Forecast:
    mean = _mean(values[-LEAST:])
    sides = ((each,) * QUARTER for each in (mean, min(values), max(values)))
    return Forecast("run-rate", *map(_not_negative, sides))


def _season(values: Sequence[Decimal]) -> Forecast:
    count = len(values)
    middle = Decimal(count - 1) / 2
    mean = _mean(values)
    spread = sum(((x - middle) ** 2 for x in range(count)), ZERO)
    slope = sum(((x - middle) * (y - mean) for x, y in enumerate(values)), ZERO) / spread
    rests = [y - mean - slope * (x - middle) for x, y in enumerate(values)]
    error = (sum((rest**2 for rest in rests), ZERO) / (count - 2)).sqrt()
    ahead = range(count, count + SEASON)
    found = [mean + slope * (x - middle) + _mean(rests[x % SEASON :: SEASON]) for x in ahead]
    widths = [WIDTH * error * (1 + 1 / Decimal(count) + (x - middle) ** 2 / spread).sqrt() for x in ahead]
    low = (each - width for each, width in zip(found, widths, strict=True))
    high = (each + width for each, width in zip(found, widths, strict=True))
    return Forecast("season", *map(_not_negative, (found, low, high)))


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, ZERO) / len(values)


def _not_negative(values: Iterable[Decimal]) -> tuple[Decimal, ...]:
    return tuple(max(each, ZERO) for each in values)


Labels = Callable[[Part, bool, str], str]
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "provider": ("ServiceProviderName", "ProviderName", "PublisherName"),
    "service-category": ("ServiceCategory",),
    "service": ("ServiceName",),
    "sub-account": ("SubAccountName", "SubAccountId"),
    "region": ("RegionName", "RegionId"),
}


def month_curves(bill: Bill) -> Iterator[Entry]:
    """Effective and billed cost, AI and SaaS in every month of the history."""
    past = history(bill)
    if not past:
        return
    labels, when = tuple(each.month for each in past), (_span(past[0].month, past[-1].month),)
    names = ["effective"] if "BilledCost" in bill.quality.missing_columns else ["effective", "billed"]
    names += [name for name, part in (("ai", bill.ai), ("saas", bill.saas)) if part and part.effective]
    for name in names:
        values = tuple(getattr(each, name) for each in past)
        yield Curve(f"bill.{name}", labels, values, name, when, (f"months.{name}",))


def forecast_lines(bill: Bill) -> Iterator[Entry]:
    """The next months with their range, and what the next quarter and year come to."""
    past = history(bill)
    found = forecast([each.effective for each in past])
    if not past:
        return
    if not found:
        yield Absent("bill.forecast", "too-short-to-forecast", {"least": str(LEAST)})
        return
    if not any(found.values) and past[-1].effective:
        yield Absent("bill.forecast", "nothing-to-forecast")
        return
    labels = following(past, len(found.values))
    yield from _forecast_curves(found, labels)
    yield from _sums(found, labels, "quarter", QUARTER)
    if len(found.values) >= SEASON:
        yield from _sums(found, labels, "year", SEASON)
    else:
        yield Absent("bill.forecast.year", "too-short-to-forecast", {"least": str(SEASONAL)})


def _forecast_curves(found: Forecast, labels: tuple[str, ...]) -> Iterator[Entry]:
    when = (_span(labels[0], labels[-1]),)
    for end, values in (("", found.values), (".low", found.low), (".high", found.high)):
        yield Curve(f"bill.forecast{end}", labels, values, found.method, when, ("months.effective",))


def _sums(found: Forecast, labels: Sequence[str], name: str, count: int) -> Iterator[Entry]:
    """Sums of the months; that of their ranges is the widest there can be."""
    when = (_span(labels[0], labels[count - 1]),)
    for end, values in (("", found.values), (".low", found.low), (".high", found.high)):
        value = sum(values[:count], ZERO)
        yield money(f"bill.forecast.{name}{end}", value, found.method, when, "months.effective")


def _span(first: str, last: str) -> Months:
    return Months(first=first, last=last)


def part_curves(bill: Bill, label: Labels) -> Iterator[Entry]:
    """Where the money of the period goes, and which services moved."""
    period = period_of(bill)
    if not period:
        return
    for dimension in dimensions_of(bill):
        id, parts = part_id(dimension), bill.by.get(dimension, ())
        if parts:
            values = tuple(each.effective for each in parts)
            words, rule = _tagged(dimension, "bill.by.tag")
            keys = (f"by.{dimension}",)
            yield Curve(
                id, _labels(parts, label, words.get("tag", "")), values, "effective", (period,), keys, words, rule
            )
        elif dimension not in bill.by:
            yield from lacking(bill, id, *_COLUMNS[dimension])
    yield from _movers(bill.movers, "bill.movers", "movers", compared(bill), label)
    for name, moved in bill.tag_movers.items():
        yield from _movers(moved, movers_id(name), f"tag-movers.{name}", compared(bill), label)


def dimensions_of(bill: Bill) -> tuple[str, ...]:
    """What a bill may be split by: its dimensions, and its tags."""
    return (*DIMENSIONS, *(each for each in bill.by if each.startswith(TAG)))


def part_id(dimension: str) -> str:
    """The id of the series of a dimension: `bill.by.service`, `bill.by.tag.team`."""
    return f"bill.by.{_safe(dimension)}"


def movers_id(tag: str) -> str:
    """The id of the series of what moved among the values of a tag: `bill.movers.tag.team`."""
    return f"bill.movers.{_safe(tag)}"


def _tagged(dimension: str, rule: str) -> tuple[Mapping[str, str], str]:
    """The words of a series by tag, and the name that they have for any tag."""
    return ({"tag": dimension[len(TAG) :]}, rule) if dimension.startswith(TAG) else ({}, "")


def _safe(dimension: str) -> str:
    return f"tag.{slug(dimension[len(TAG) :]) or 'unnamed'}" if dimension.startswith(TAG) else dimension


def _movers(moved: Sequence[Part], id: str, key: str, when: When, label: Labels) -> Iterator[Entry]:
    if not (when and moved):
        return
    labels = _labels(moved, label, _tagged(key.partition(".")[2], "")[0].get("tag", ""))
    sides = {
        "earlier": [each.earlier for each in moved],
        "recent": [each.recent for each in moved],
        "change": [each.recent - each.earlier for each in moved],
    }
    for name, values in sides.items():
        words, rule = _tagged(key.partition(".")[2], f"bill.movers.tag.{name}")
        yield Curve(f"{id}.{name}", labels, tuple(values), "effective", when, (key,), words, rule)


def _labels(parts: Sequence[Part], label: Labels, tag: str = "") -> tuple[str, ...]:
    """Names, with the provider behind those that two providers use."""
    names = Counter(each.name for each in parts)
    return tuple(label(each, bool(each.provider) and names[each.name] > 1, tag) for each in parts)
