"""Baselines of KPIs out of a bill, for those of which the organisation's file states none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

from briefing.bill.bill import Bill, Unit
from briefing.documents.amounts import MOST_GROWTH, Day, Growth, Money, Origin, Quantity, Share, parse_day
from briefing.figures.bill import unit_cost_id
from briefing.figures.billlines import BillWords, Line, history
from briefing.organisation.organisation import Commitments, KpiAim, Organisation, Slice, Spend

UNIT_COST = "unit-cost"
# The KPIs of the catalogue that a bill shows by itself, and the figure that shows each.
SHARES: Mapping[str, str] = {
    "unallocated-cost": "bill.unallocated.share",
    "untagged-cost": "bill.untagged.share",
    "effective-savings-rate": "bill.effective-savings-rate",
    "commitment-coverage": "bill.commitments.coverage",
    "commitment-utilisation": "bill.commitments.utilisation",
    "commitment-waste": "bill.commitments.waste",
}
# The fact of the commitments that says the same as a KPI, or what is left of it.
_SAME: Mapping[str, str] = {
    "commitment-coverage": "coverage",
    "commitment-utilisation": "utilisation",
    "commitment-waste": "utilisation",
}


def with_baselines(facts: Organisation, bill: Bill, lines: Mapping[str, Line], words: BillWords) -> Organisation:
    """The facts, with a baseline for each KPI that the bill shows and the file has none of."""
    kpis = {each.id: each for each in facts.kpis}
    first = facts.figures_from == "bill"
    for id, line, found in baselines(facts, bill, lines, words):
        aim = kpis.get(id) or KpiAim(id=id)
        if not _fits(aim, found):
            continue
        if first:
            aim = _without_baselines(aim)
        if first or not (has_baseline(aim) or _is_stated(facts, id)):
            source = "; ".join(filter(None, (aim.source, words.source(line))))
            day = _last_day(line)
            kpis[id] = msgspec.structs.replace(aim, baseline=found, baseline_date=day, source=source)
    return msgspec.structs.replace(facts, kpis=tuple(kpis.values()))


def has_baseline(aim: KpiAim) -> bool:
    """Whether the file says where the KPI stands, for all or for anybody."""
    return any(each.baseline for each in (aim, *aim.by_persona.values()))


def _without_baselines(aim: KpiAim) -> KpiAim:
    people = {
        who: msgspec.structs.replace(own, baseline=None, baseline_date=None) for who, own in aim.by_persona.items()
    }
    return msgspec.structs.replace(aim, by_persona=people)


def baselines(
    facts: Organisation, bill: Bill, lines: Mapping[str, Line], words: BillWords
) -> Iterator[tuple[str, Line, Quantity]]:
    """Every KPI that the bill shows: its id, the line, and its value."""
    for id, figure in SHARES.items():
        if figure in lines:
            yield id, lines[figure], Quantity(lines[figure].value, "percent", origin=Origin(bill.source, figure))
    for unit in facts.units:
        line = lines.get(unit_cost_id(unit))
        if line:
            yield UNIT_COST, line, _unit_cost(line, unit, bill, words)


def _unit_cost(line: Line, unit: Unit, bill: Bill, words: BillWords) -> Quantity:
    return Quantity(line.value, "money", bill.currency, words.per(unit.name), Origin(bill.source, line.id))


def _is_stated(facts: Organisation, id: str) -> bool:
    """Whether the file says the same under `spend.commitments`: its value and the bill's would stand in one deck."""
    commitments = facts.spend.commitments if facts.spend else None
    fact = getattr(commitments, _SAME[id], None) if id in _SAME else None
    return fact is not None and not fact.origin.key.startswith("bill.")


def _fits(aim: KpiAim, found: Quantity) -> bool:
    """Whether the value is in the unit of the targets that are stated."""
    targets = (each.target for each in (aim, *aim.by_persona.values()) if each.target)
    return all((each.unit, each.per) == (found.unit, found.per) for each in targets)


def _last_day(line: Line) -> Day:
    return parse_day(line.when[0].last)


# Facts of a bill take the places in an organisation's facts where its file says nothing; what the file says stays.

Lines: TypeAlias = Mapping[str, Line]
# The figure that the months of the spend come from, by its id.
BY_MONTH = "bill.effective"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of `spend` that a figure of a bill can fill: its fields, and the fields beside it that state it too."""

    path: tuple[str, ...]
    figure: str
    made: Callable[[Decimal, str, Origin], Any]
    beside: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The dotted key in the organisation's file."""
        return ".".join(("spend", *self.path)).replace("_", "-")

    def part(self, spend: Spend | None) -> Any:
        """The part of the spend that has the fact; None where there is none."""
        return getattr(spend, self.path[0]) if spend and len(self.path) > 1 else spend

    kpis: tuple[str, ...] = ()  # whose baselines say the same

    def is_stated(self, facts: Organisation) -> bool:
        """Whether the file says it, in whichever way."""
        part = self.part(facts.spend)
        stated = bool(part) and any(getattr(part, name) for name in (self.path[-1], *self.beside))
        return stated or any(has_baseline(each) for each in facts.kpis if each.id in self.kpis)


def _money(value: Decimal, currency: str, origin: Origin) -> Money | None:
    return Money(value, currency, origin=origin) if value > 0 else None


def _share(value: Decimal, currency: str, origin: Origin) -> Share | None:
    return Share(value, origin) if 0 <= value <= 1 else None


def _growth(value: Decimal, currency: str, origin: Origin) -> Growth | None:
    return Growth(value, origin) if -1 < value <= MOST_GROWTH else None


FACTS = (
    Fact(("current_monthly",), "bill.effective.monthly", _money, ("current_annual", "by_month")),
    Fact(("annual_growth",), "bill.growth", _growth),
    Fact(("commitments", "monthly"), "bill.commitments.monthly", _money),
    Fact(("commitments", "coverage"), "bill.commitments.coverage", _share, kpis=("commitment-coverage",)),
    Fact(
        *(("commitments", "utilisation"), "bill.commitments.utilisation", _share),
        kpis=("commitment-utilisation", "commitment-waste"),
    ),
    Fact(("ai", "current_monthly"), "bill.ai.monthly", _money, ("current_annual",)),
    Fact(("ai", "annual_growth"), "bill.ai.growth", _growth),
    Fact(("saas", "current_monthly"), "bill.saas.monthly", _money, ("current_annual",)),
    Fact(("saas", "annual_growth"), "bill.saas.growth", _growth),
)
_PARTS: Mapping[str, type[Commitments | Slice]] = {"commitments": Commitments, "ai": Slice, "saas": Slice}


def merged(facts: Organisation, bill: Bill, lines: Lines, words: BillWords, *, with_history: bool) -> Organisation:
    """The facts, with those of the bill where the file says nothing; both in one currency.

    Each that is filled in has the id of the bill's figure as the key of its origin. `with_history` says whether the
    months of the bill go with the spend of the file.
    """
    spend = facts.spend or Spend()
    for fact in FACTS:
        line = line_of(fact, bill, lines)
        if line and (facts.figures_from == "bill" or not fact.is_stated(facts)):
            spend = _with(spend, facts.spend, fact, line, bill, words)
    past = history(bill)
    is_open = facts.figures_from == "bill" or not spend.by_month
    # A last month of less than nothing, as after a refund, is not what the spend runs at.
    if with_history and is_open and past and past[-1].effective > 0:
        spend = msgspec.structs.replace(spend, by_month=_by_month(bill))
    filled = msgspec.structs.replace(facts, currency=bill.currency, spend=spend if spend != Spend() else facts.spend)
    return with_baselines(filled, bill, lines, words)


def line_of(fact: Fact, bill: Bill, lines: Lines) -> Line | None:
    """The line of the bill for a fact; growth is that of a year only where years are compared."""
    yearly = bill.comparison is not None and bill.comparison.span == "year"
    return lines.get(fact.figure) if yearly or fact.path[-1] != "annual_growth" else None


def origin_of(bill: Bill, id: str) -> Origin:
    """Where a fact of the bill comes from: its figure."""
    return Origin(bill.source, id)


def _with(spend: Spend, said: Spend | None, fact: Fact, line: Line, bill: Bill, words: BillWords) -> Spend:
    """The spend with a fact of the bill; `said` is what the file says of it."""
    made = fact.made(line.value, bill.currency, origin_of(bill, line.id))
    if made is None:
        return spend
    part = fact.part(spend) or _PARTS[fact.path[0]]()
    stated = getattr(fact.part(said), "source", "")
    if part.source == stated:  # the first fact of the part that comes from the bill; the others have their own bases
        part = msgspec.structs.replace(part, source="; ".join(filter(None, (stated, words.source(line)))))
    nothing: dict[str, object] = {
        name: {} if name == "by_month" else None for name in fact.beside
    }  # what else stated it
    part = msgspec.structs.replace(part, **{**nothing, fact.path[-1]: made})
    return part if isinstance(part, Spend) else msgspec.structs.replace(spend, **{fact.path[0]: part})


def _by_month(bill: Bill) -> dict[str, Money]:
    origin = origin_of(bill, BY_MONTH)
    return {each.month: Money(each.effective, bill.currency, origin=origin) for each in history(bill)}
