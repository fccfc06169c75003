"""All figures of a bill: `bill.effective.period`, `bill.commitments.coverage` and the like, each with its basis
and in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import msgspec

from briefing.bill.bill import Bill, Months, Unit
from briefing.documents.amounts import Origin
from briefing.documents.text import slug
from briefing.figures.basis import ONE, ZERO, exactly
from briefing.figures.billlines import Absent, BillWords, Curve, Entry, Line, months_in, period_of
from briefing.figures.billseries import forecast_lines, month_curves, part_curves
from briefing.figures.billspend import compared, health_lines, model_lines, promise_lines, spend_lines
from briefing.figures.drafting import Draft
from briefing.figures.figure import Figures
from briefing.library.words import FigureTexts
from briefing.organisation.organisation import Organisation

# Unit costs: what one of what the company sells or handles costs on its bill.

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


# All figures of a bill: `bill.effective.period`, `bill.commitments.coverage` and the like, each with its basis.


def bill_figures(bill: Bill, organisation: Organisation, texts: FigureTexts) -> Figures:
    """Every figure and series that a bill carries, in its own currency, and why others do not exist.

    The units for unit costs are those of the organisation; of a redacted one money has two significant figures.
    Raises ContentError where `layouts/figures.yaml` lacks words.
    """
    words = BillWords(bill, texts.of_bill())
    draft = Draft(msgspec.structs.replace(organisation, currency=bill.currency), texts, words.facts)
    for entry in bill_entries(bill, organisation.units, words):
        _write(draft, entry, words, bill.source)
    return draft.figures(())


def bill_entries(bill: Bill, units: Sequence[Unit], words: BillWords) -> tuple[Entry, ...]:
    """Every line of the bill, unrounded."""
    with exactly():
        return tuple(_entries(bill, units, words))


def _entries(bill: Bill, units: Sequence[Unit], words: BillWords) -> Iterator[Entry]:
    yield from spend_lines(bill)
    yield from model_lines(bill)
    yield from health_lines(bill)
    yield from promise_lines(bill)
    yield from unit_lines(bill, units)
    yield from forecast_lines(bill)
    yield from month_curves(bill)
    yield from part_curves(bill, words.label)


def _write(draft: Draft, entry: Entry, words: BillWords, source: str) -> None:
    if isinstance(entry, Absent):
        return draft.lack(entry.id, words.reason(entry))
    origins = [Origin(source, key) for key in entry.keys]
    basis = words.basis(entry)
    if isinstance(entry, Curve):
        return draft.draw(
            entry.id, entry.labels, entry.values, origins, words=entry.words, basis=basis, rule=entry.rule
        )
    origins += entry.beside
    return draft.add(entry.id, entry.value, entry.unit, origins, words=entry.words, basis=basis)
