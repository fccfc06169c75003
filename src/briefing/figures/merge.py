"""Facts of a bill take the places in an organisation's facts where its file says nothing; what the file says stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

from briefing.figures.billlines import Line
from briefing.figures.billmonths import history
from briefing.figures.billwords import BillWords
from briefing.figures.mergekpis import has_baseline, with_baselines
from briefing.library.amounts import MOST_GROWTH, Growth, Money, Share
from briefing.library.bill import Bill
from briefing.library.organisation__types import Organisation
from briefing.library.organisationparts import Commitments, Slice, Spend
from briefing.library.origin import Origin

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
