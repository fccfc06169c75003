"""Figures of the spend, of the cost of the FinOps function, and of what is asked for."""

from __future__ import annotations

from briefing.figures.arithmetic import ONE, YEAR, spend_by_month
from briefing.figures.basis import Basis, Sourced, money
from briefing.figures.drafting import Draft
from briefing.library.amounts import Growth, Share
from briefing.library.organisation__types import Organisation
from briefing.library.organisationparts import Commitments, Decision, Slice, Spend


def spending_figures(draft: Draft, organisation: Organisation, start: Basis) -> None:
    """Add all that needs no savings."""
    if organisation.spend:
        _spend(draft, organisation.spend, start)
    _growth(draft, start)
    _function(draft, start)
    if organisation.ask:
        _decision(draft, "ask", organisation.ask)
        for persona, each in organisation.ask.by_persona.items():
            _decision(draft, f"ask.by-persona.{persona}", each, persona)


def _spend(draft: Draft, spend: Spend, start: Basis) -> None:
    draft.state("spend.monthly", start.spend, "money", rule=_rule(spend))
    if start.spend:
        draft.add("spend.annual", start.spend.value * YEAR, "money", start.spend.origins)
    draft.state("spend.annual-growth", start.growth, "percent")
    _commitments(draft, spend.commitments)
    _slice(draft, "spend.ai", spend.ai)
    _slice(draft, "spend.saas", spend.saas)
    if spend.by_month:
        months = sorted(spend.by_month)
        found = [spend.by_month[month] for month in months]
        draft.draw("spend.history", months, (each.amount for each in found), (each.origin for each in found))


def _rule(spend: Spend) -> str:
    if spend.current_monthly:
        return "spend.monthly"
    return "spend.monthly-from-year" if spend.current_annual else "spend.monthly-from-history"


def _commitments(draft: Draft, commitments: Commitments | None) -> None:
    if commitments:
        draft.state("spend.commitments.monthly", money(commitments.monthly), "money")
        draft.state("spend.commitments.coverage", _fraction(commitments.coverage), "percent")
        draft.state("spend.commitments.utilisation", _fraction(commitments.utilisation), "percent")


def _slice(draft: Draft, id: str, part: Slice | None) -> None:
    if not part:
        return
    if part.current_annual and not part.current_monthly:
        year = part.current_annual
        draft.add(f"{id}.monthly", year.amount / YEAR, "money", (year.origin,), rule=f"{id}.monthly-from-year")
    draft.state(f"{id}.monthly", money(part.current_monthly), "money")
    draft.state(f"{id}.annual-growth", _fraction(part.annual_growth), "percent")


def _fraction(fact: Share | Growth | None) -> Sourced | None:
    return Sourced(fact.value, (fact.origin,)) if fact else None


def _growth(draft: Draft, start: Basis) -> None:
    if not (start.spend and start.growth):
        return
    spend, growth, horizon = start.spend.value, start.growth.value, start.months("horizon-months")
    origins = (*start.spend.origins, *start.growth.origins)
    draft.add("spend.in-12-months", spend * (ONE + growth), "money", origins)
    draft.add("spend.rise-in-12-months", spend * growth, "money", origins)
    by_month = spend_by_month(spend, growth, horizon)
    with_term = (*origins, *start.terms["horizon-months"].origins)
    draft.add("spend.over-horizon", sum(by_month, start=spend * 0), "money", with_term)
    draft.draw("spend", map(str, range(1, horizon + 1)), by_month, with_term)


def _function(draft: Draft, start: Basis) -> None:
    draft.state("function-cost.monthly", start.monthly, "money")
    if start.monthly:
        draft.add("function-cost.annual", start.monthly.value * YEAR, "money", start.monthly.origins)
    draft.state("function-cost.one-off", start.one_off, "money")
    if start.monthly and start.one_off:
        year = start.one_off.value + start.monthly.value * YEAR
        draft.add("function-cost.first-year", year, "money", (*start.one_off.origins, *start.monthly.origins))


def _decision(draft: Draft, id: str, asked: Decision, persona: str = "") -> None:
    draft.state(f"{id}.amount", money(asked.amount), "money", words={"persona": persona})
    people = Sourced(asked.people.value, (asked.people.origin,)) if asked.people else None
    draft.state(f"{id}.people", people, "number", words={"persona": persona})
