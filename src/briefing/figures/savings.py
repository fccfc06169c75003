"""Figures of the savings opportunities, by case and by status; a sum over several statuses says so in its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefing.figures.arithmetic import YEAR, ZERO
from briefing.figures.basis import Basis, open_, sized, unsized
from briefing.figures.drafting import Draft
from briefing.figures.figure import Opportunity
from briefing.library.organisation__types import Organisation
from briefing.library.organisationparts import STATUSES
from briefing.library.organisationsavings import SCENARIOS, Scenario
from briefing.library.origin import Origin


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
