"""Dates on the wrong side of the briefing's: decisions and renewals that are past, and facts that are to come."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.figures.doubts import DATE, Doubt, Scope, aims, is_billed, place
from briefing.library.days import Day, parse_day
from briefing.library.organisation__types import Organisation
from briefing.library.organisationparts import Aim

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
