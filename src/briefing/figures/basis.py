"""What the arithmetic starts from: the facts of an organisation as numbers, each with the facts it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from briefing.figures.arithmetic import YEAR, ZERO, Case
from briefing.figures.figure import Opportunity
from briefing.library.amounts import Count, Money, Saved
from briefing.library.organisation__types import Organisation
from briefing.library.organisationparts import Saving
from briefing.library.organisationsavings import SCENARIOS, Scenario, cases, current_monthly, share_of
from briefing.library.origin import Origin
from briefing.library.text import slug

REALISED = "realised"
# In months, where the organisation does not say otherwise.
DEFAULTS: Mapping[str, int] = {"horizon-months": 36, "start-month": 1, "ramp-months": 6, "delay-months": 3}


@dataclass(frozen=True, slots=True)
class Sourced:
    """A number and the facts that it comes from."""

    value: Decimal
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """Current monthly spend, growth, costs and terms; what is missing is None. `terms` are never missing."""

    spend: Sourced | None
    growth: Sourced | None
    one_off: Sourced | None
    monthly: Sourced | None
    terms: Mapping[str, Sourced]
    discount: Sourced | None
    opportunities: tuple[Opportunity, ...]

    def months(self, name: str) -> int:
        """A term, such as `horizon-months`."""
        return int(self.terms[name].value)

    def case(self, share: Decimal) -> Case | None:
        """The case of a share; None where a fact is missing."""
        if not (self.spend and self.growth and self.one_off and self.monthly):
            return None
        months = (self.months(name) for name in ("horizon-months", "start-month", "ramp-months"))
        costs = self.one_off.value, self.monthly.value
        return Case(self.spend.value, self.growth.value, share, *costs, *months)


def basis(organisation: Organisation) -> Basis:
    """The basis of an organisation's figures."""
    spend = _spend(organisation)
    growth = organisation.spend.annual_growth if organisation.spend else None
    found = (_opportunity(each, spend.value if spend else None) for each in organisation.savings)
    return Basis(
        spend=spend,
        growth=Sourced(growth.value, (growth.origin,)) if growth else None,
        one_off=_one_off(organisation),
        monthly=_monthly(organisation),
        terms=_terms(organisation),
        discount=_discount(organisation),
        opportunities=tuple(found),
    )


def money(amount: Money | None) -> Sourced | None:
    """An amount as a sourced number."""
    return Sourced(amount.amount, (amount.origin,)) if amount else None


def total(amounts: Iterable[Money | None]) -> Sourced | None:
    """The sum of the amounts that are there; None where there is none."""
    stated = [each for each in amounts if each]
    if not stated:
        return None
    return Sourced(sum((each.amount for each in stated), ZERO), tuple(each.origin for each in stated))


def _spend(organisation: Organisation) -> Sourced | None:
    return money(current_monthly(organisation.spend))


def _one_off(organisation: Organisation) -> Sourced | None:
    cost = organisation.function_cost
    return (money(cost.one_off) or total(line.one_off for line in cost.lines)) if cost else None


def _monthly(organisation: Organisation) -> Sourced | None:
    cost = organisation.function_cost
    if not cost:
        return None
    return money(cost.monthly) or total((cost.people, cost.tools, *(line.monthly for line in cost.lines)))


def _terms(organisation: Organisation) -> Mapping[str, Sourced]:
    stated = organisation.return_
    written: Mapping[str, Count | None] = (
        {name: getattr(stated, name.replace("-", "_")) for name in DEFAULTS} if stated else {}
    )
    return {name: _term(written.get(name), default) for name, default in DEFAULTS.items()}


def _discount(organisation: Organisation) -> Sourced | None:
    stated = organisation.return_.discount_rate if organisation.return_ else None
    return Sourced(stated.value, (stated.origin,)) if stated else None


def _term(written: Count | None, default: int) -> Sourced:
    return Sourced(Decimal(written.value), (written.origin,)) if written else Sourced(Decimal(default))


def _opportunity(saving: Saving, spend: Decimal | None) -> Opportunity:
    stated = cases(saving)
    shares = {name: share for name, each in stated.items() if (share := share_of(each, spend)) is not None}
    annual = {name: amount for name, each in stated.items() if (amount := _annual(each, spend)) is not None}
    origins = {name: each.origin for name, each in stated.items()}
    in_money = frozenset(name for name, each in stated.items() if each.money)
    return Opportunity(slug(saving.name), saving.name, saving.owner, saving.status, shares, annual, origins, in_money)


def _annual(saved: Saved, spend: Decimal | None) -> Decimal | None:
    """What is saved in a year at the spend of today, with the full effect."""
    if saved.money:
        return saved.money.amount
    if not saved.share:
        return saved.share
    return saved.share * spend * YEAR if spend is not None else None


def unsized(opportunities: Iterable[Opportunity], scenario: Scenario) -> tuple[Opportunity, ...]:
    """Opportunities that have a size in another case but not in this one; those without any size count nowhere."""
    return tuple(each for each in opportunities if each.origins and scenario not in each.origins)


def open_(opportunities: Iterable[Opportunity]) -> tuple[Opportunity, ...]:
    """Opportunities that are not realised yet; a realised one is in today's spend already, and is told apart."""
    return tuple(each for each in opportunities if each.status != REALISED)


def sized(opportunities: Iterable[Opportunity]) -> tuple[Opportunity, ...]:
    """Opportunities that have a size in any case."""
    return tuple(each for each in opportunities if any(name in each.origins for name in SCENARIOS))
