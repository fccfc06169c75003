"""Figures of the return: the savings opportunities by case and status; payback, ratio, net, cost of waiting and
break-even.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from briefing.documents.amounts import Origin
from briefing.figures.basis import (
    YEAR,
    ZERO,
    Basis,
    Case,
    Course,
    break_even_share,
    cost_of_waiting,
    course,
    open_,
    payback_month,
    present_value,
    ratio,
    sized,
    unsized,
)
from briefing.figures.drafting import Draft
from briefing.figures.figure import NoAnswer, Opportunity, Unit
from briefing.organisation.organisation import STATUSES, Organisation
from briefing.organisation.savings import SCENARIOS, Scenario

# Figures of the savings opportunities, by case and by status; a sum over several statuses says so in its name.


def savings_figures(draft: Draft, organisation: Organisation, start: Basis) -> None:
    """Add the opportunities, the sums of those that are open, and the way from today's spend to the base case."""
    counted = sized(start.opportunities)
    for each in counted:
        _opportunity(draft, each, start)
    still = open_(counted)
    for scenario in SCENARIOS if still else ():
        _sum(draft, scenario, still, start)
    for status in STATUSES:
        _status(draft, status, [each for each in counted if each.status == status], start)
    _waterfall(draft, still, start)


def _opportunity(draft: Draft, each: Opportunity, start: Basis) -> None:
    facts = {"name": each.name, "status": draft.texts.statuses[each.status]}
    for scenario, amount in each.annual.items():
        word = draft.texts.scenarios[scenario]
        origins = _origins((each,), scenario, start)
        rule = "opportunities.stated" if scenario in each.in_money else ""
        draft.add(
            f"opportunities.{each.id}.{scenario}",
            amount,
            "money",
            origins,
            rule=rule,
            words={**facts, "scenario": word},
            stated=scenario in each.in_money,
        )


def _sum(draft: Draft, scenario: Scenario, counted: Sequence[Opportunity], start: Basis) -> None:
    """The sums of a case; none at all where one of the opportunities has no size in it."""
    facts = {"scenario": draft.texts.scenarios[scenario], "statuses": statuses(draft, counted)}
    lacking = [*_lacking(counted, scenario, start)]
    if lacking:
        return draft.miss(f"savings.{scenario}", lacking)
    origins = _origins(counted, scenario, start)
    draft.add(f"savings.{scenario}.annual", total(counted, scenario), "money", origins, words=facts)
    share = total_share(counted, scenario)
    if share is not None:
        draft.add(f"savings.{scenario}.share", share, "percent", _share_origins(counted, scenario, start), words=facts)
    return None


def _status(draft: Draft, status: str, counted: Sequence[Opportunity], start: Basis) -> None:
    for scenario in SCENARIOS:
        if counted and not [*_lacking(counted, scenario, start)]:
            origins = _origins(counted, scenario, start)
            words = {"scenario": draft.texts.scenarios[scenario], "status": draft.texts.statuses[status]}
            id = f"savings.by-status.{status}.{scenario}"
            draft.add(id, total(counted, scenario), "money", origins, words=words)


def _waterfall(draft: Draft, counted: Sequence[Opportunity], start: Basis) -> None:
    """The spend a year, each saving of the base case as a negative step, and what is left."""
    if not (start.spend and counted) or [*_lacking(counted, "base", start)]:
        return
    names = [draft.texts.series_name(f"savings.waterfall.{end}", {}) for end in ("first", "last")]
    now = start.spend.value * YEAR
    steps = [-each.annual["base"] for each in counted]
    origins = (*start.spend.origins, *(each.origins["base"] for each in counted))
    labels = (names[0], *(each.name for each in counted), names[1])
    draft.draw("savings.waterfall", labels, (now, *steps, now + sum(steps, ZERO)), origins)


def total(counted: Sequence[Opportunity], scenario: Scenario) -> Decimal:
    """Savings a year of a case, at the spend of today and full effect."""
    return sum((each.annual[scenario] for each in counted), ZERO)


def total_share(counted: Sequence[Opportunity], scenario: Scenario) -> Decimal | None:
    """The share of the spend that a case saves; None where an amount has no spend to be a share of."""
    shares = [each.shares.get(scenario) for each in counted]
    known = [share for share in shares if share is not None]
    return sum(known, ZERO) if len(known) == len(shares) else None


def _lacking(counted: Sequence[Opportunity], scenario: Scenario, start: Basis) -> Iterator[str]:
    """The keys that the sum of a case needs and does not have."""
    yield from lacking_cases(start.opportunities, counted, scenario)
    if not start.spend and any(scenario not in each.annual for each in counted if scenario in each.origins):
        yield "spend.current-monthly"


def lacking_cases(
    everything: Sequence[Opportunity], counted: Sequence[Opportunity], scenario: Scenario
) -> Iterator[str]:
    """The keys of opportunities that have a size, but none in this case."""
    for each in unsized(counted, scenario):
        yield f"savings[{everything.index(each) + 1}].{scenario}"


def _origins(counted: Sequence[Opportunity], scenario: Scenario, start: Basis) -> tuple[Origin, ...]:
    """What money a year comes from: a share of the spend comes from the spend, too."""
    shared = any(scenario not in each.in_money for each in counted)
    stated = tuple(each.origins[scenario] for each in counted)
    return (*stated, *start.spend.origins) if start.spend and shared else stated


def _share_origins(counted: Sequence[Opportunity], scenario: Scenario, start: Basis) -> tuple[Origin, ...]:
    """What a share comes from: an amount is a share of the spend."""
    in_money = any(scenario in each.in_money for each in counted)
    stated = tuple(each.origins[scenario] for each in counted)
    return (*stated, *start.spend.origins) if start.spend and in_money else stated


def statuses(draft: Draft, counted: Sequence[Opportunity]) -> str:
    """The words for every status that is in a sum."""
    there = {each.status for each in counted}
    return ", ".join(word for name, word in draft.texts.statuses.items() if name in there)


# Figures of the return: payback, ratio, net, cost of waiting by case, and the break-even share.

_NONE: NoAnswer = "nothing-to-divide-by"
_LATER: NoAnswer = "not-within-horizon"


def return_figures(draft: Draft, organisation: Organisation, start: Basis) -> None:
    """Add the terms, the return of each case whose facts are there, and the break-even share."""
    counted = sized(open_(start.opportunities))
    lacking = [*_lacking_facts(start)]
    if counted or not lacking:
        for name, term in start.terms.items():
            draft.state(f"terms.{name}", term, "months")
        draft.state("terms.discount-rate", start.discount, "percent")
    for scenario in SCENARIOS:
        missing = [*lacking, *lacking_savings(start, counted, scenario)]
        if missing:
            draft.miss(f"return.{scenario}", missing)
        else:
            _scenario(draft, scenario, counted, start)
    case = start.case(ZERO)
    if case is None:
        return draft.miss("break-even-share", lacking)
    share = break_even_share(case)
    origins = (*cost_origins(start), *_spend_origins(start))
    return draft.add("break-even-share", share, "percent", origins, no_answer=_NONE if share is None else "")


def _lacking_facts(start: Basis) -> Iterator[str]:
    facts = {
        "spend.current-monthly": start.spend,
        "spend.annual-growth": start.growth,
        "function-cost.one-off": start.one_off,
        "function-cost.monthly": start.monthly,
    }
    return (key for key, fact in facts.items() if fact is None)


def lacking_savings(start: Basis, counted: Sequence[Opportunity], scenario: Scenario) -> Iterator[str]:
    """The keys of savings that a case needs and does not have."""
    still = open_(start.opportunities)
    if not still:
        yield "savings that are not realised" if start.opportunities else "savings"
    elif not counted:
        yield from (f"savings[{start.opportunities.index(each) + 1}].{scenario}" for each in still)
    yield from lacking_cases(start.opportunities, counted, scenario)


def _scenario(draft: Draft, scenario: Scenario, counted: Sequence[Opportunity], start: Basis) -> None:
    share = total_share(counted, scenario)
    case = start.case(ZERO if share is None else share)
    if case is None:
        return
    now = course(case)
    write = _Case(draft, scenario, counted, start)
    if share is None:
        write.nothing(now)
    else:
        write.figures(case, now)


class _Case:
    """Writes the figures of one case into the draft."""

    def __init__(self, draft: Draft, scenario: Scenario, counted: Sequence[Opportunity], start: Basis) -> None:
        self.draft, self.id = draft, f"return.{scenario}"
        self.words = {"scenario": draft.texts.scenarios[scenario], "statuses": statuses(draft, counted)}
        self.savings = savings_origins(start, counted, scenario)
        self.costs, self.start = cost_origins(start), start
        self.everything = (*self.savings, *self.costs)

    def figures(self, case: Case, now: Course) -> None:
        """All figures and series of the case."""
        delay = self.start.months("delay-months")
        payback = payback_month(now.nets)
        month = None if payback is None else Decimal(payback)
        self.draft.add(
            f"{self.id}.payback-month",
            month,
            "months",
            self.everything,
            no_answer="" if payback else _LATER,
            words=self.words,
        )
        self._ratio(now)
        self._money("net", now.net, self.everything)
        self._discounted(now)
        self._money("total-savings", sum(now.savings, ZERO), self.savings)
        self._money("total-cost", sum(now.costs, ZERO), self.costs)
        waiting = (*self.everything, *self.start.terms["delay-months"].origins)
        self._money("cost-of-waiting", cost_of_waiting(case, delay), waiting)
        self._series(now)

    def _discounted(self, now: Course) -> None:
        rate = self.start.discount
        if rate:
            self._money("npv", present_value(now, rate.value), (*self.everything, *rate.origins))

    def nothing(self, now: Course) -> None:
        """A saving in money of a spend of zero is no share of it: only the cost has a figure."""
        units: Mapping[str, Unit] = {"payback-month": "months", "return-ratio": "ratio"}
        for name, unit in units.items():
            self.draft.add(f"{self.id}.{name}", None, unit, self.everything, no_answer=_NONE, words=self.words)
        for name in ("net", "total-savings"):
            self._money(name, None, self.everything)
        self._money("total-cost", sum(now.costs, ZERO), self.costs)
        self._money("cost-of-waiting", None, self.everything)

    def _money(self, name: str, value: Decimal | None, origins: Sequence[Origin]) -> None:
        reason: NoAnswer = _NONE if value is None else ""
        self.draft.add(f"{self.id}.{name}", value, "money", origins, no_answer=reason, words=self.words)

    def _ratio(self, now: Course) -> None:
        found = ratio(now.savings, now.costs)
        reason: NoAnswer = _NONE if found is None else ""
        self.draft.add(f"{self.id}.return-ratio", found, "ratio", self.everything, no_answer=reason, words=self.words)

    def _series(self, now: Course) -> None:
        labels = [str(month) for month in range(1, len(now.nets) + 1)]
        self.draft.draw(f"{self.id}.cumulative-net", labels, now.nets, self.everything, words=self.words)
        self.draft.draw(f"{self.id}.savings", labels, now.savings, self.savings, words=self.words)
        self.draft.draw("return.cost", labels, now.costs, self.costs)


def savings_origins(start: Basis, counted: Sequence[Opportunity], scenario: Scenario) -> tuple[Origin, ...]:
    """The facts that the savings of a case come from."""
    return (*(each.origins[scenario] for each in counted), *_spend_origins(start))


def _spend_origins(start: Basis) -> tuple[Origin, ...]:
    facts = (start.spend, start.growth, start.terms["start-month"], start.terms["ramp-months"])
    return tuple(origin for fact in (*facts, start.terms["horizon-months"]) if fact for origin in fact.origins)


def cost_origins(start: Basis) -> tuple[Origin, ...]:
    """The facts that the cost of the function comes from."""
    facts = (start.one_off, start.monthly, start.terms["horizon-months"])
    return tuple(origin for fact in facts if fact for origin in fact.origins)
