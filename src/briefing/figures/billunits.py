"""Unit costs: what one of what the company sells or handles costs on its bill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from briefing.figures.arithmetic import ONE, ZERO
from briefing.figures.billlines import Absent, Entry, Line
from briefing.figures.billmonths import months_in, period_of
from briefing.figures.billspend import compared
from briefing.library.bill import Bill, Months, Unit
from briefing.library.origin import Origin
from briefing.library.text import slug

_KEYS = ("months.effective",)


def unit_lines(bill: Bill, units: Sequence[Unit]) -> Iterator[Entry]:
    """The cost of one of each unit, over the months of the period that have a count of it, and its change."""
    period = period_of(bill)
    for unit in units:
        if period:
            yield from _unit(bill, unit, period)


def unit_cost_id(unit: Unit) -> str:
    """The id of its figure: `bill.unit-cost.order`."""
    return f"bill.unit-cost.{slug(unit.name)}"


def _unit(bill: Bill, unit: Unit, period: Months) -> Iterator[Entry]:
    id, counted = unit_cost_id(unit), {month: each.value for month, each in unit.by_month.items() if each.value}
    cost = {each.month: each.effective for each in bill.months if each.complete}
    months = [each for each in months_in(period) if each in counted and each in cost]
    if not months:
        yield Absent(id, "no-units", {"unit": unit.name})
        return
    when = (Months(first=months[0], last=months[-1]),)
    whole = len(months) == len(months_in(when[0]))
    words, beside = {"unit": unit.name, "count": str(len(months))}, _stated(unit, months[0])
    what = "units" if whole else "units-gaps"
    value = _cost_of_one(cost, counted, months)
    yield Line(id, value, "money", what, when, _KEYS, words, beside)
    sides = [months_in(each) for each in compared(bill)]
    if sides and all(each in counted and each in cost for side in sides for each in side):
        recent, earlier = (_cost_of_one(cost, counted, side) for side in sides)
        if earlier > 0:
            yield Line(f"{id}.change", recent / earlier - ONE, "percent", "units", compared(bill), _KEYS, words, beside)


def _stated(unit: Unit, month: str) -> tuple[Origin, ...]:
    """Where the numbers of the unit stand, all of them together."""
    first = unit.by_month[month].origin
    return (replace(first, key=first.key.rpartition(".")[0]),) if first.key else ()


def _cost_of_one(cost: Mapping[str, Decimal], counted: Mapping[str, Decimal], months: Sequence[str]) -> Decimal:
    """Effective cost of the months ÷ units of the months."""
    return sum((cost[each] for each in months), ZERO) / sum((counted[each] for each in months), ZERO)
