"""Spend so far, and cost and savings of the function, by fiscal year: as the calendar of the organisation has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.figures.arithmetic import YEAR, ZERO, course
from briefing.figures.basis import Basis, open_, sized
from briefing.figures.billmonths import month_of, number_of
from briefing.figures.billwords import MonthWords
from briefing.figures.drafting import Draft
from briefing.figures.returns import cost_origins, lacking_savings, savings_origins
from briefing.figures.savings import statuses, total_share
from briefing.library.bill import Months
from briefing.library.organisation__types import Organisation
from briefing.library.organisationsavings import SCENARIOS
from briefing.library.origin import Origin

ID = "fiscal"


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """The month in which fiscal years start, 1 to 12, and the name of the one that has `today` in it (`2026-03`)."""

    first: int
    today: str = ""
    current: str = ""

    def year_of(self, month: str) -> int:
        """The calendar year in which the fiscal year of a month begins."""
        return (number_of(month) - self.first + 1) // YEAR

    def months(self, year: int) -> Months:
        """The first and the last month of the fiscal year that begins in a calendar year."""
        start = year * YEAR + self.first - 1
        return Months(first=month_of(start), last=month_of(start + YEAR - 1))

    def called(self, year: int, words: MonthWords) -> str:
        """The name of a fiscal year: as the organisation calls it where it says so, else its months."""
        named = self.current and self.today and self.year_of(self.today) == year
        return self.current if named else words.span(self.months(year))


def fiscal_figures(draft: Draft, organisation: Organisation, start: Basis) -> None:
    """Add the spend of each fiscal year, and what the return comes to in it; nothing without a calendar."""
    calendar = calendar_of(organisation)
    if calendar is None:
        return None
    _spend(draft, organisation, calendar)
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


def _spend(draft: Draft, organisation: Organisation, calendar: FiscalCalendar) -> None:
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
    months = [month_of(number_of(calendar.today) + each) for each in range(1, start.months("horizon-months") + 1)]
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
