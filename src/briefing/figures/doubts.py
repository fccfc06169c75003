"""What does not fit together in a company's facts, though each of them may be right: dates, contradictions, parts
above their totals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from briefing.bill.bill import Bill
from briefing.documents.amounts import Day, Money, Origin, Quantity, parse_day
from briefing.documents.text import month_number
from briefing.errors import Where
from briefing.figures.basis import ONE, YEAR, ZERO, basis, exactly
from briefing.figures.figure import is_billed, rounded
from briefing.library.catalogues import KPI, told_by
from briefing.organisation.organisation import SCOPES, Aim, KpiAim, Organisation, Slice, Spend
from briefing.organisation.savings import current_monthly

# Dates on the wrong side of the briefing's: decisions and renewals that are past, and facts that are to come.

Dated = tuple[str, Day | None]


def dates(scope: Scope) -> Iterator[Doubt]:
    """Every date that is past and should be ahead, and the other way round."""
    for key, found in _ahead(scope.facts):
        if found and found.last < scope.day:
            message = f"{key} is {found}, before the date of the briefing, {scope.day}"
            yield Doubt(DATE, place(found.origin), message, "correct it, or take it out where it is over")
    for key, found in _behind(scope.facts):
        if found and found.first > scope.day and not is_billed(found.origin):
            message = f"{key} is {found}, after the date of the briefing, {scope.day}"
            yield Doubt(DATE, place(found.origin), message, "correct it, or take it out until then")


def _ahead(facts: Organisation) -> Iterator[Dated]:
    """What a briefing speaks of as to come."""
    if facts.fiscal_calendar:
        yield "fiscal-calendar.budget-due", facts.fiscal_calendar.budget_due
    if facts.spend and facts.spend.commitments:
        yield "spend.commitments.next-renewal", facts.spend.commitments.next_renewal
    if facts.ask:
        yield "ask.date", facts.ask.date
        yield from ((f"ask.by-persona.{who}.date", each.date) for who, each in facts.ask.by_persona.items())
    yield from ((f"{key}.date", aim.date) for key, aim in _aims(facts))
    yield from ((f"quick-wins[{index}].date", each.date) for index, each in enumerate(facts.quick_wins, 1))
    # Milestones that are behind show how far one is; where all of them are, there is nothing to come.
    dated = [(index, each.date) for index, each in enumerate(facts.roadmap, 1) if each.date]
    if dated and len(dated) == len(facts.roadmap):
        last, when = max(dated, key=lambda each: each[1].last)
        yield f"roadmap[{last}].date, the last one,", when


def _behind(facts: Organisation) -> Iterator[Dated]:
    """What a briefing speaks of as having been."""
    yield from ((f"incidents[{index}].date", each.date) for index, each in enumerate(facts.incidents, 1))
    yield from ((f"{key}.baseline-date", aim.baseline_date) for key, aim in _aims(facts))
    for month, each in facts.spend.by_month.items() if facts.spend else ():
        yield f"spend.by-month.{month}", parse_day(month, origin=each.origin)


def _aims(facts: Organisation) -> Iterator[tuple[str, Aim]]:
    return (each for index, kpi in enumerate(facts.kpis, 1) for each in aims(index, kpi))


def newer_than(bill: Bill, day: date) -> str:
    """The last complete month of a bill that ends after a day (`2026-03`); empty where all are over by then."""
    last = max((each.month for each in bill.months if each.complete), default="")
    return last if last and parse_day(last).last > day else ""


def late(bill: Bill | None, day: date) -> Iterator[Doubt]:
    """Months of the bill that were not over on the day of the briefing: it would tell what nobody could know."""
    if bill and (month := newer_than(bill, day)):
        message = f"the bill has {month} as a complete month, which ends after the date of the briefing, {day}"
        yield Doubt(DATE, Where(), message, "give a later date with --date or in the facts, or a bill up to then")


# Facts of one file that contradict each other, and targets that lie on the wrong side of their baselines.

POINTS = Decimal("0.05")  # that a stated growth may be off, and that share of an amount
SAME = Decimal("0.005")  # within which two statements of one share are rounded
LEAST_MONTHS = 6  # that a growth in less than a year is told from
_DOUBTFACTS_REMEDY = "correct one of them, or leave one out"


def contradictions(scope: Scope) -> Iterator[Doubt]:
    """Two statements of one fact, and a growth that the months do not show."""
    spend = scope.facts.spend
    if spend:
        yield from _growth(spend)
        yield from _last_month(spend, scope)
        yield from _commitments(spend, scope)


def _growth(spend: Spend) -> Iterator[Doubt]:
    stated, found = spend.annual_growth, growth_of(spend.by_month)
    if not stated or found is None or is_billed(stated.origin, *(each.origin for each in spend.by_month.values())):
        return
    if abs(stated.value - found) > POINTS:
        message = f"spend.annual-growth is {percent(stated.value)}, but spend.by-month grows by {percent(found)} a year"
        yield Doubt(CONTRADICTION, place(stated.origin), message, _DOUBTFACTS_REMEDY)


def growth_of(by_month: Mapping[str, Money]) -> Decimal | None:
    """The growth of a year that months show: of up to twelve against the same a year before, else at their pace.

    None of too few.
    """
    amounts = {month_number(month): each.amount for month, each in by_month.items()}
    pairs = sorted(month for month in amounts if month - YEAR in amounts)[-YEAR:]
    if pairs:
        before = sum((amounts[month - YEAR] for month in pairs), ZERO)
        return sum((amounts[month] for month in pairs), ZERO) / before - ONE if before > 0 else None
    first, last = min(amounts, default=0), max(amounts, default=0)
    if last - first < LEAST_MONTHS - 1 or amounts[first] <= 0 or amounts[last] <= 0:
        return None
    return (amounts[last] / amounts[first]) ** (Decimal(YEAR) / (last - first)) - ONE


def _last_month(spend: Spend, scope: Scope) -> Iterator[Doubt]:
    """The spend of now against the last month, which slides show side by side."""
    now, month = spend.current_monthly, max(spend.by_month, default="")
    last = spend.by_month.get(month)
    if not now or not last or is_billed(last.origin) or is_billed(now.origin):
        return
    if abs(now.amount - last.amount) > POINTS * now.amount:
        stated, found = (money(each.amount, scope.facts) for each in (now, last))
        message = f"spend.current-monthly is {stated}, but the last month, spend.by-month.{month}, {found}"
        yield Doubt(CONTRADICTION, place(now.origin), message, _DOUBTFACTS_REMEDY)


def _commitments(spend: Spend, scope: Scope) -> Iterator[Doubt]:
    """Coverage and use that are stated as facts of the spend and as baselines of KPIs."""
    found = spend.commitments
    if not found:
        return
    shares = {f"spend.commitments.{name}": getattr(found, name) for name in ("coverage", "utilisation")}
    for index, kpi in enumerate(scope.facts.kpis, 1):
        id = next((each for each in shares if shares[each] and kpi.id in told_by(each, scope.kpis)), "")
        for key, aim in aims(index, kpi):
            fact, stated = shares.get(id), aim.baseline
            if not fact or not stated or is_billed(fact.origin) or is_billed(stated.origin):
                continue
            value = fact.value if scope.kpis[kpi.id].is_shown_by(id) else ONE - fact.value
            if stated.unit == "percent" and abs(stated.value - value) > SAME:
                message = f"{key}.baseline ({kpi.id}) is {percent(stated.value)}, but by {id} it is {percent(value)}"
                yield Doubt(CONTRADICTION, place(stated.origin), message, _DOUBTFACTS_REMEDY)


def targets(scope: Scope) -> Iterator[Doubt]:
    """Targets that are worse than where one stands, as the catalogue says what is better."""
    for index, kpi in enumerate(scope.facts.kpis, 1):
        better = scope.kpis[kpi.id].better if kpi.id in scope.kpis else "target"
        for key, aim in aims(index, kpi):
            baseline, target = aim.baseline or kpi.baseline, aim.target or kpi.target
            stated = aim.baseline or aim.target  # what a persona has of its own; else it is told of all
            if not stated or not baseline or not target or not _is_worse(baseline, target, better):
                continue
            message = f"{key}: the target {_text(target)} of {kpi.id} is {_side(better)} the baseline {_text(baseline)}"
            where = place(target.origin if target is aim.target else stated.origin)
            yield Doubt(TARGET, where, message, f"{better} is better for this KPI: exchange them, or correct one")


def _is_worse(baseline: Quantity, target: Quantity, better: str) -> bool:
    if (baseline.unit, baseline.currency, baseline.per) != (target.unit, target.currency, target.per):
        return False
    return target.value < baseline.value if better == "higher" else better == "lower" and target.value > baseline.value


def _side(better: str) -> str:
    return "below" if better == "higher" else "above"


def _text(found: Quantity) -> str:
    if found.unit == "percent":
        return percent(found.value)
    words = (found.currency, found.per) if found.unit == "money" else (found.unit if found.unit != "number" else "",)
    return " ".join(filter(None, (f"{found.value:f}", *words)))


# Parts above their totals: AI, SaaS, commitments, quick wins, people, months, and shares of more than the whole.

_DOUBTPARTS_REMEDY = "correct one of them"
_APART = re.compile(r"\b(?:not|without|except|excluding|excl|apart|separate(?:ly)?|no)\b", re.IGNORECASE)


_PART = re.compile(r"\b(?:part of|included?|including|incl|with|in it|in them)\b", re.IGNORECASE)


# 'SaaS,' before 'licences and data centre are not': one clause of several names.
_LISTED = re.compile(r"((?:(?<=[,;.])|^)\s*[\w-]+(?: [\w-]+)?),(?=[^,;.]*\band\b[^,;.]*\b(?:is|are)\b)")


def parts(scope: Scope) -> Iterator[Doubt]:
    """Every part that is above its total."""
    yield from _of_spend(scope)
    yield from _of_months(scope)
    yield from _of_year(scope)
    yield from _of_team(scope)
    yield from _of_horizon(scope)
    yield from _of_kpis(scope)


def _of_spend(scope: Scope) -> Iterator[Doubt]:
    """What is a part of the spend of a month."""
    spend, now = scope.facts.spend, current_monthly(scope.facts.spend)
    if not spend or not now:
        return
    named = [
        (f"spend.{name}", monthly(getattr(spend, field))) for name, field in SCOPES.items() if not is_apart(spend, name)
    ]
    named.append(("spend.commitments.monthly", spend.commitments.monthly if spend.commitments else None))
    for key, part in named:
        if part and part.amount > now.amount and not is_billed(part.origin, now.origin):
            yield _above(
                scope, key, part, "the whole spend", now, f"{_DOUBTPARTS_REMEDY}, or say in spend.basis what is apart"
            )
    cost = basis(scope.facts).monthly
    if cost and cost.value > now.amount and cost.origins:
        part = Money(cost.value, now.currency, origin=cost.origins[0])
        yield _above(scope, "function-cost", part, "the whole spend", now, _DOUBTPARTS_REMEDY)


def monthly(part: Slice | None) -> Money | None:
    """What a part of the spend costs a month."""
    if not part:
        return None
    year = part.current_annual
    return part.current_monthly or (Money(year.amount / YEAR, year.currency, origin=year.origin) if year else None)


def is_apart(spend: Spend, scope: str) -> bool:
    """Whether the basis of the spend leaves a scope out, such as 'AI is part of it, SaaS is not'."""
    return any(_APART.search(each) for each in _clauses(spend, scope))


def is_part(spend: Spend, scope: str) -> bool:
    """Whether the basis of the spend says that a scope is in it."""
    return any(_PART.search(each) and not _APART.search(each) for each in _clauses(spend, scope))


def _clauses(spend: Spend, scope: str) -> Iterator[str]:
    """What the basis says of a scope."""
    name = rf"\b{scope.rstrip('s').replace('-', '[ -]')}"
    every = re.split(r"[,;.]", _LISTED.sub(r"\1 and", spend.basis))
    return (each for each in every if re.search(name, each, re.IGNORECASE))


def _above(scope: Scope, key: str, part: Money, called: str, whole: Money, remedy: str) -> Doubt:
    message = (
        f"{key} is {money(part.amount, scope.facts)} a month, above {called} of {money(whole.amount, scope.facts)}"
    )
    where = place(whole.origin if is_billed(part.origin) else part.origin)
    return Doubt(PART, where, message, remedy)


def _of_months(scope: Scope) -> Iterator[Doubt]:
    """A month that costs more than the year."""
    spend = scope.facts.spend
    if not spend or not spend.current_annual:
        return
    for month, each in spend.by_month.items():
        if each.amount > spend.current_annual.amount and not is_billed(each.origin):
            whole = money(spend.current_annual.amount, scope.facts)
            message = f"spend.by-month.{month} is {money(each.amount, scope.facts)}, above the {whole} of a year"
            yield Doubt(PART, place(each.origin), message, _DOUBTPARTS_REMEDY)


def _of_year(scope: Scope) -> Iterator[Doubt]:
    """Quick wins that save more than is spent in a year, each or together."""
    now, wins = current_monthly(scope.facts.spend), [each.amount for each in scope.facts.quick_wins if each.amount]
    if not now or not wins:
        return
    total, year = sum((each.amount for each in wins), ZERO), now.amount * YEAR
    if total > year:
        largest = max(wins, key=lambda each: each.amount)
        saved, spent = money(total, scope.facts), money(year, scope.facts)
        message = f"the quick wins save {saved} a year, above the whole spend of {spent}"
        yield Doubt(PART, place(largest.origin), message, _DOUBTPARTS_REMEDY)


def _of_team(scope: Scope) -> Iterator[Doubt]:
    team = scope.facts.team
    total = sum((each.positions.value for each in team.members if each.positions), ZERO) if team else ZERO
    if team and team.size and total > team.size.value:
        message = f"the members of the team have {total:f} positions, above team.size of {team.size.value:f}"
        yield Doubt(PART, place(team.size.origin), message, _DOUBTPARTS_REMEDY)


def _of_horizon(scope: Scope) -> Iterator[Doubt]:
    """Months of the return that lie behind its horizon: what begins then is never counted."""
    terms = basis(scope.facts).terms
    horizon = terms["horizon-months"]
    for name in ("start-month", "ramp-months", "delay-months"):
        found = terms[name]
        origins: tuple[Origin, ...] = (*found.origins, *horizon.origins)
        if found.value > horizon.value and origins:
            message = f"return.{name} is {found.value}, above return.horizon-months, {horizon.value}"
            yield Doubt(PART, place(origins[0]), message, _DOUBTPARTS_REMEDY)


def _of_kpis(scope: Scope) -> Iterator[Doubt]:
    """Shares of more than all."""
    for index, kpi in enumerate(scope.facts.kpis, 1):
        whole = scope.kpis[kpi.id].part_of if kpi.id in scope.kpis else ""
        found = ((key, name, getattr(aim, name)) for key, aim in aims(index, kpi) for name in ("baseline", "target"))
        for key, name, value in found if whole else ():
            if value and value.unit == "percent" and value.value > Decimal(1) and not is_billed(value.origin):
                message = f"{key}.{name} ({kpi.id}) is {percent(value.value)}, more than all of the {whole}"
                yield Doubt(PART, place(value.origin), message, "write a share from 0% to 100%")


# What does not fit together in a company's facts, though each of them may be right: notices of every run.
#
# `briefing check` tells them under the same codes. They are found in the facts as a run has them, with those of a
# bill filled in; what comes out of the bill alone is not doubted here.

PART: Final = "B116"
DATE: Final = "B117"
CONTRADICTION: Final = "B118"
TARGET: Final = "B119"
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact that does not fit to others: where it stands, what it says against what, and what to do."""

    code: str
    where: Where
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.where}: " if str(self.where) else ""
        return f"{place}{self.message}; {self.remedy} ({self.code})"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: the facts, the catalogue of KPIs, and the date of the briefing."""

    facts: Organisation
    kpis: Mapping[str, KPI]
    day: date


def doubts(facts: Organisation, kpis: Mapping[str, KPI], day: date) -> tuple[Doubt, ...]:
    """All of them, by their place in the file."""
    scope = Scope(facts, kpis, day)
    with exactly():
        found = [each for find in (parts, dates, contradictions, targets) for each in find(scope)]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: (each.where, each.code)))


def place(origin: Origin) -> Where:
    """Where a fact stands."""
    return Where(origin.file, origin.line, origin.column)


def aims(index: int, kpi: KpiAim) -> Iterator[tuple[str, Aim]]:
    """What is stated for a KPI, for all and for single personas, by its key."""
    yield f"kpis[{index}]", kpi
    yield from ((f"kpis[{index}].by-persona.{who}", aim) for who, aim in kpi.by_persona.items())


def money(amount: Decimal, facts: Organisation) -> str:
    """An amount as notices say it."""
    whole = rounded(amount, 0)
    return f"{facts.currency} {whole if amount == whole else rounded(amount, 2):,f}".strip()


def percent(share: Decimal) -> str:
    """A share as notices say it."""
    return f"{rounded(share * HUNDRED, 1):f}".removesuffix(".0") + "%"
