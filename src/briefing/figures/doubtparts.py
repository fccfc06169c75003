"""Parts above their totals: AI, SaaS, commitments, quick wins, people, months, and shares of more than the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from briefing.figures.arithmetic import YEAR, ZERO
from briefing.figures.basis import basis
from briefing.figures.doubts import PART, Doubt, Scope, aims, is_billed, money, percent, place
from briefing.library.amounts import Money
from briefing.library.organisationparts import Slice, Spend
from briefing.library.organisationsavings import current_monthly
from briefing.library.origin import Origin

_REMEDY = "correct one of them"
_APART = re.compile(r"\b(?:not|without|except|excluding|excl|apart|separate(?:ly)?|no)\b", re.IGNORECASE)


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
    named = [("spend.ai", monthly(spend.ai)), ("spend.saas", monthly(spend.saas))]
    named = [(key, part) for key, part in named if not _is_apart(spend, key.rpartition(".")[2])]
    named.append(("spend.commitments.monthly", spend.commitments.monthly if spend.commitments else None))
    for key, part in named:
        if part and part.amount > now.amount and not is_billed(part.origin, now.origin):
            yield _above(scope, key, part, "the whole spend", now, f"{_REMEDY}, or say in spend.basis what is apart")
    cost = basis(scope.facts).monthly
    if cost and cost.value > now.amount and cost.origins:
        part = Money(cost.value, now.currency, origin=cost.origins[0])
        yield _above(scope, "function-cost", part, "the whole spend", now, _REMEDY)


def monthly(part: Slice | None) -> Money | None:
    """What a part of the spend costs a month."""
    if not part:
        return None
    year = part.current_annual
    return part.current_monthly or (Money(year.amount / YEAR, year.currency, origin=year.origin) if year else None)


def _is_apart(spend: Spend, name: str) -> bool:
    """Whether the basis of the spend leaves the part out, such as 'AI is part of it, SaaS is not'."""
    clauses = re.split(r"[,;.]", spend.basis)
    return any(re.search(rf"\b{name}\b", each, re.IGNORECASE) and _APART.search(each) for each in clauses)


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
            yield Doubt(PART, place(each.origin), message, _REMEDY)


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
        yield Doubt(PART, place(largest.origin), message, _REMEDY)


def _of_team(scope: Scope) -> Iterator[Doubt]:
    team = scope.facts.team
    total = sum((each.positions.value for each in team.members if each.positions), ZERO) if team else ZERO
    if team and team.size and total > team.size.value:
        message = f"the members of the team have {total:f} positions, above team.size of {team.size.value:f}"
        yield Doubt(PART, place(team.size.origin), message, _REMEDY)


def _of_horizon(scope: Scope) -> Iterator[Doubt]:
    """Months of the return that lie behind its horizon: what begins then is never counted."""
    terms = basis(scope.facts).terms
    horizon = terms["horizon-months"]
    for name in ("start-month", "ramp-months", "delay-months"):
        found = terms[name]
        origins: tuple[Origin, ...] = (*found.origins, *horizon.origins)
        if found.value > horizon.value and origins:
            message = f"return.{name} is {found.value}, above return.horizon-months, {horizon.value}"
            yield Doubt(PART, place(origins[0]), message, _REMEDY)


def _of_kpis(scope: Scope) -> Iterator[Doubt]:
    """Shares of more than all."""
    for index, kpi in enumerate(scope.facts.kpis, 1):
        whole = scope.kpis[kpi.id].part_of if kpi.id in scope.kpis else ""
        found = ((key, name, getattr(aim, name)) for key, aim in aims(index, kpi) for name in ("baseline", "target"))
        for key, name, value in found if whole else ():
            if value and value.unit == "percent" and value.value > Decimal(1) and not is_billed(value.origin):
                message = f"{key}.{name} ({kpi.id}) is {percent(value.value)}, more than all of the {whole}"
                yield Doubt(PART, place(value.origin), message, "write a share from 0% to 100%")
