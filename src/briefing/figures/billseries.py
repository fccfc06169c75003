"""Series out of a bill for charts: months, forecast, where the money goes, and what moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from briefing.figures.arithmetic import ZERO
from briefing.figures.billlines import Absent, Curve, Entry, When, lacking, money
from briefing.figures.billmonths import following, history, period_of
from briefing.figures.billspend import compared
from briefing.figures.forecast import LEAST, QUARTER, SEASONAL, YEAR, Forecast, forecast
from briefing.library.bill import DIMENSIONS, TAG, Bill, Months, Part
from briefing.library.text import slug

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
    if len(found.values) >= YEAR:
        yield from _sums(found, labels, "year", YEAR)
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
