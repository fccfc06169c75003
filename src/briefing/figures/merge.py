"""Baselines of KPIs out of a bill, for those of which the organisation's file states none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

from briefing.bill.bill import Bill
from briefing.documents.amounts import MOST_GROWTH, Day, Growth, Money, Origin, Quantity, Share, parse_day
from briefing.figures.billlines import BillWords, Line, history
from briefing.figures.figure import is_billed
from briefing.library.catalogues import KPI, told_by
from briefing.organisation.organisation import Commitments, KpiAim, Organisation, Slice, Spend

# The KPIs of the catalogue, by their ids.
Kpis: TypeAlias = Mapping[str, KPI]


def with_baselines(
    facts: Organisation, bill: Bill, lines: Mapping[str, Line], words: BillWords, catalogue: Kpis
) -> Organisation:
    """The facts, with a baseline for each KPI that the bill shows and the file has none of."""
    kpis = {each.id: each for each in facts.kpis}
    first, filled = facts.figures_from == "bill", set[str]()
    for id, line, found in baselines(bill, lines, words, catalogue):
        aim = kpis.get(id) or KpiAim(id=id)
        if id in filled or not _fits(aim, found):
            continue
        if first:
            aim = _without_baselines(aim)
        if first or not (has_baseline(aim) or _is_stated(facts, id, catalogue)):
            filled.add(id)
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
    bill: Bill, lines: Mapping[str, Line], words: BillWords, catalogue: Kpis
) -> Iterator[tuple[str, Line, Quantity]]:
    """Every KPI that the bill shows: its id, the line, and its value."""
    shown = ((kpi.id, line) for kpi in catalogue.values() for line in lines.values() if kpi.is_shown_by(line.id))
    return ((id, line, _quantity(line, bill, words)) for id, line in shown)


def _quantity(line: Line, bill: Bill, words: BillWords) -> Quantity:
    """The value of a line as somebody would state it; the cost of one of something per that."""
    currency, per = (bill.currency, line.words.get("unit", "")) if line.unit == "money" else ("", "")
    return Quantity(line.value, line.unit, currency, words.per(per) if per else "", Origin(bill.source, line.id))


def _is_stated(facts: Organisation, id: str, catalogue: Kpis) -> bool:
    """Whether the file says the same under `spend`: its value and the bill's would stand in one deck."""
    same = (each.found(facts.spend) for each in FACTS if id in told_by(each.id, catalogue))
    return any(each and not is_billed(each.origin) for each in same)


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

    @property
    def id(self) -> str:
        """The id of its figure, where the file states it."""
        return self.key.replace(".current-", ".")

    def found(self, spend: Spend | None) -> Any:
        """The fact itself; None where there is none."""
        return getattr(self.part(spend), self.path[-1], None)

    def is_stated(self, facts: Organisation, catalogue: Kpis) -> bool:
        """Whether the file says it, in whichever way: also as the baseline of a KPI."""
        part = self.part(facts.spend)
        stated = bool(part) and any(getattr(part, name) for name in (self.path[-1], *self.beside))
        kpis = told_by(self.id, catalogue)
        return stated or any(has_baseline(each) for each in facts.kpis if each.id in kpis)


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
    Fact(("commitments", "coverage"), "bill.commitments.coverage", _share),
    Fact(("commitments", "utilisation"), "bill.commitments.utilisation", _share),
    Fact(("ai", "current_monthly"), "bill.ai.monthly", _money, ("current_annual",)),
    Fact(("ai", "annual_growth"), "bill.ai.growth", _growth),
    Fact(("saas", "current_monthly"), "bill.saas.monthly", _money, ("current_annual",)),
    Fact(("saas", "annual_growth"), "bill.saas.growth", _growth),
)
_PARTS: Mapping[str, type[Commitments | Slice]] = {"commitments": Commitments, "ai": Slice, "saas": Slice}


def merged(
    facts: Organisation, bill: Bill, lines: Lines, words: BillWords, catalogue: Kpis, *, with_history: bool
) -> Organisation:
    """The facts, with those of the bill where the file says nothing; both in one currency.

    Each that is filled in has the id of the bill's figure as the key of its origin. `with_history` says whether the
    months of the bill go with the spend of the file.
    """
    spend = facts.spend or Spend()
    for fact in FACTS:
        line = line_of(fact, bill, lines)
        if line and (facts.figures_from == "bill" or not fact.is_stated(facts, catalogue)):
            spend = _with(spend, facts.spend, fact, line, bill, words)
    past = history(bill)
    is_open = facts.figures_from == "bill" or not spend.by_month
    # A last month of less than nothing, as after a refund, is not what the spend runs at.
    if with_history and is_open and past and past[-1].effective > 0:
        spend = msgspec.structs.replace(spend, by_month=_by_month(bill))
    filled = msgspec.structs.replace(facts, currency=bill.currency, spend=spend if spend != Spend() else facts.spend)
    return with_baselines(filled, bill, lines, words, catalogue)


def names_of(id: str, bill: Bill | None) -> tuple[str, ...]:
    """The ids that a figure has: where the file states it, and then where the bill has it; one where only one can."""
    both = ((each.id, each.figure) for each in FACTS if _is_fact(each, bill))
    return next((each for each in both if id in each), (id,))


def _is_fact(fact: Fact, bill: Bill | None) -> bool:
    """Whether the figure of the bill is this fact; growth is that of a year only where years are compared."""
    yearly = bill is None or (bill.comparison is not None and bill.comparison.span == "year")
    return yearly or fact.path[-1] != "annual_growth"


def line_of(fact: Fact, bill: Bill, lines: Lines) -> Line | None:
    """The line of the bill for a fact."""
    return lines.get(fact.figure) if _is_fact(fact, bill) else None


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
