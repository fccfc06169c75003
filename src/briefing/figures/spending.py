"""Spend so far, and cost and savings of the function, by fiscal year: as the calendar of the organisation has
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.bill.bill import Months
from briefing.documents.amounts import Growth, Origin, Share
from briefing.documents.text import month_number, month_text
from briefing.figures.basis import ONE, YEAR, ZERO, Basis, Sourced, course, money, open_, sized, spend_by_month
from briefing.figures.billlines import MonthWords
from briefing.figures.drafting import Draft
from briefing.figures.returns import cost_origins, lacking_savings, savings_origins, statuses, total_share
from briefing.organisation.organisation import SCOPES, Commitments, Decision, Organisation, Slice, Spend
from briefing.organisation.savings import SCENARIOS

# Figures of the spend, of the cost of the FinOps function, and of what is asked for.


def spending_figures(draft: Draft, organisation: Organisation, start: Basis) -> None:
    """Add all that needs no savings."""
    if organisation.spend:
        _spending_spend(draft, organisation.spend, start)
    _growth(draft, start)
    _function(draft, start)
    if organisation.ask:
        _decision(draft, "ask", organisation.ask)
        for persona, each in organisation.ask.by_persona.items():
            _decision(draft, f"ask.by-persona.{persona}", each, persona)


def _spending_spend(draft: Draft, spend: Spend, start: Basis) -> None:
    draft.state("spend.monthly", start.spend, "money", rule=_rule(spend))
    if start.spend:
        draft.add("spend.annual", start.spend.value * YEAR, "money", start.spend.origins)
    draft.state("spend.annual-growth", start.growth, "percent")
    _commitments(draft, spend.commitments)
    for name, field in SCOPES.items():
        _slice(draft, f"spend.{name}", getattr(spend, field))
    if spend.by_month:
        months = sorted(spend.by_month)
        found = [spend.by_month[month] for month in months]
        draft.draw("spend.history", months, (each.amount for each in found), (each.origin for each in found))


def _rule(spend: Spend) -> str:
    if spend.current_monthly:
        return ""
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


ID = "fiscal"


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """The month in which fiscal years start, 1 to 12, and the name of the one that has `today` in it (`2026-03`)."""

    first: int
    today: str = ""
    current: str = ""

    def year_of(self, month: str) -> int:
        """The calendar year in which the fiscal year of a month begins."""
        return (month_number(month) - self.first + 1) // YEAR

    def months(self, year: int) -> Months:
        """The first and the last month of the fiscal year that begins in a calendar year."""
        start = year * YEAR + self.first - 1
        return Months(first=month_text(start), last=month_text(start + YEAR - 1))

    def called(self, year: int, words: MonthWords) -> str:
        """The name of a fiscal year: counted on from what the organisation calls the current one, else its months."""
        now = self.year_of(self.today) if self.current and self.today else year
        return _counted(self.current, now, year) or (str(year) if self.first == 1 else words.span(self.months(year)))


NUMBER = re.compile(r"\d+")
CENTURY = 100


def _counted(name: str, now: int, year: int) -> str:
    """The name of another year: `FY 2025/26` becomes `FY 2026/27`; empty where it has no number to count.

    A name whose numbers are those of the year before or after is that year's: the briefing has another date by now.
    """
    stated = {each.group() for each in NUMBER.finditer(name)}
    named = next((base for base in (now, now - 1, now + 1) if stated and stated <= _numbers(base)), None)
    if named is None and len(stated) != 1:
        return ""
    by = year - (now if named is None else named)

    def on(found: re.Match[str]) -> str:
        number = int(found.group()) + by
        return f"{number % CENTURY:02}" if len(found.group()) == len("26") else str(number)

    return NUMBER.sub(on, name)


def _numbers(year: int) -> set[str]:
    """How the two calendar years are written that a fiscal year lies in."""
    return {str(each)[cut:] for each in (year, year + 1) for cut in (0, 2)}


def fiscal_figures(draft: Draft, organisation: Organisation, start: Basis) -> None:
    """Add the spend of each fiscal year, and what the return comes to in it; nothing without a calendar."""
    calendar = calendar_of(organisation)
    if calendar is None:
        return None
    _fiscal_spend(draft, organisation, calendar)
    if not calendar.today:
        return draft.miss(ID, ["date"])
    return _return(draft, start, calendar)


def calendar_of(organisation: Organisation) -> FiscalCalendar | None:
    """The calendar that an organisation states; None where it does not say when its fiscal years start."""
    stated = organisation.fiscal_calendar
    if not stated or not stated.first_month:
        return None
    today = str(organisation.date)[:7] if organisation.date else ""
    return FiscalCalendar(stated.first_month.value, today, stated.current_year)


def _fiscal_spend(draft: Draft, organisation: Organisation, calendar: FiscalCalendar) -> None:
    by_month = organisation.spend.by_month if organisation.spend else {}
    for year, months in _by_year(sorted(by_month), calendar).items():
        known = [by_month[month] for month in months]
        origins = [each.origin for each in known]
        words = {"year": calendar.called(year, draft.months), "count": str(len(known))}
        rule = f"{ID}.*.spend" if len(known) == YEAR else f"{ID}.*.spend-so-far"
        total = sum((each.amount for each in known), ZERO)
        draft.add(f"{ID}.{year}.spend", total, "money", origins, rule=rule, words=words)
        draft.add(f"{ID}.{year}.months.spend", Decimal(len(known)), "number", origins, words=words)


def _return(draft: Draft, start: Basis, calendar: FiscalCalendar) -> None:
    """Month 1 of the return is the month after that of the briefing."""
    counted = sized(open_(start.opportunities))
    months = [month_text(month_number(calendar.today) + each) for each in range(1, start.months("horizon-months") + 1)]
    years = {year: [months.index(each) for each in there] for year, there in _by_year(months, calendar).items()}
    for scenario in SCENARIOS:
        share = total_share(counted, scenario)
        case = start.case(share) if share is not None and counted else None
        if case is None or [*lacking_savings(start, counted, scenario)]:
            continue
        now = course(case)
        words = {"scenario": draft.texts.scenarios[scenario], "statuses": statuses(draft, counted)}
        for year, places in years.items():
            saved, paid = savings_origins(start, counted, scenario), cost_origins(start)
            facts = {**words, "year": calendar.called(year, draft.months), "count": str(len(places))}
            savings = [now.savings[place] for place in places]
            costs = [now.costs[place] for place in places]
            draft.add(f"{ID}.{year}.months.return", Decimal(len(places)), "number", paid, words=facts)
            _sum(draft, f"{year}.savings.{scenario}", savings, saved, facts)
            _sum(draft, f"{year}.cost", costs, paid, facts)
            _sum(draft, f"{year}.net.{scenario}", [*savings, *(-each for each in costs)], (*saved, *paid), facts)


def _sum(draft: Draft, id: str, parts: Sequence[Decimal], origins: Sequence[Origin], facts: Mapping[str, str]) -> None:
    draft.add(f"{ID}.{id}", sum(parts, ZERO), "money", origins, words=facts)


def _by_year(months: Iterable[str], calendar: FiscalCalendar) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    for month in months:
        found.setdefault(calendar.year_of(month), []).append(month)
    return found
