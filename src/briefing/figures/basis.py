"""What the arithmetic starts from: the facts of an organisation as numbers, each with the facts it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from itertools import accumulate

from briefing.documents.amounts import Count, Money, Origin, Saved
from briefing.documents.text import slug
from briefing.figures.figure import Opportunity
from briefing.organisation.organisation import Organisation, Saving
from briefing.organisation.savings import SCENARIOS, Scenario, cases, current_monthly, share_of

# The arithmetic of the return, month by month; `docs/return.md` writes the same formulas with examples.
#
# With months m = 1…H, current monthly spend S₀, annual growth g, and for one scenario the share r of the spend saved:
#
# - spend S_m = S₀ · (1 + g)^(m/12) - saving V_m = S_m · r · min(1, max(0, m − start + 1) ÷ ramp) - cost C_m = run
# cost a month; C₁ also has the one-off cost - cumulative net N_m = Σ (V − C); payback is the first m with N_m ≥ 0 -
# net present value Σ (V_m − C_m) ÷ (1 + d)^(m/12), where a discount rate d is given
#
# All is `Decimal` with 60 significant digits, in the context of `exactly`, and nothing is rounded here. A division by
# zero has no answer, which is None.

ZERO = Decimal(0)
ONE = Decimal(1)
YEAR = 12
_CONTEXT = Context(prec=60, rounding=ROUND_HALF_EVEN)
# Sixths and thirds of an amount do not add up to it exactly; a billionth of a currency unit is no difference.
_NOISE = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario: money a month in one currency, `share` and `growth` as fractions, the rest in months."""

    spend: Decimal
    growth: Decimal
    share: Decimal
    one_off: Decimal
    monthly: Decimal
    horizon: int
    start: int
    ramp: int


@dataclass(frozen=True, slots=True)
class Course:
    """What a case comes to, month by month; entry 0 is month 1."""

    savings: tuple[Decimal, ...]
    costs: tuple[Decimal, ...]
    nets: tuple[Decimal, ...]

    @property
    def net(self) -> Decimal:
        """Σ(V − C) over the horizon."""
        return self.nets[-1]


@contextmanager
def exactly() -> Iterator[None]:
    """The context in which every figure is computed, whatever that of the caller is."""
    with localcontext(_CONTEXT):
        yield


def spend_by_month(spend: Decimal, growth: Decimal, months: int) -> tuple[Decimal, ...]:
    """S_m = S₀ · (1 + g)^(m/12) for m = 1…months; exact at full years, and else exp(ln(1 + g) · m/12).

    `growth` is above −1.
    """
    year = ONE + growth
    root = (year.ln() / YEAR).exp()
    parts = tuple(accumulate([ONE, *[root] * (YEAR - 1)], Decimal.__mul__))
    return tuple(spend * year ** (month // YEAR) * parts[month % YEAR] for month in range(1, months + 1))


def effect(month: int, start: int, ramp: int) -> Decimal:
    """How much of the full saving a month has: min(1, max(0, m − start + 1) ÷ ramp)."""
    return min(ONE, Decimal(max(0, month - start + 1)) / ramp)


def course(case: Case, delay: int = 0) -> Course:
    """A case that begins now, or `delay` months later: costs and savings move, the spend goes on growing as before."""
    spend = spend_by_month(case.spend, case.growth, case.horizon)
    months = range(1, case.horizon + 1)
    savings = tuple(
        each * case.share * effect(month, case.start + delay, case.ramp)
        for month, each in zip(months, spend, strict=True)
    )
    costs = tuple(_cost(case, month - delay) for month in months)
    nets = accumulate(saving - cost for saving, cost in zip(savings, costs, strict=True))
    return Course(savings, costs, tuple(nets))


def _cost(case: Case, month: int) -> Decimal:
    """C_m of the month that is counted from the beginning of the function."""
    if month < 1:
        return ZERO
    return case.monthly + (case.one_off if month == 1 else ZERO)


def present_value(now: Course, rate: Decimal) -> Decimal:
    """Σ over m = 1…H of (V_m − C_m) ÷ (1 + d)^(m/12): the net, with month m discounted by m twelfths of a year.

    `rate` is d, a fraction above −1; with 0 this is the net.
    """
    factors = spend_by_month(ONE, rate, len(now.nets))
    flows = (saving - cost for saving, cost in zip(now.savings, now.costs, strict=True))
    return sum((flow / factor for flow, factor in zip(flows, factors, strict=True)), ZERO)


def payback_month(nets: Iterable[Decimal]) -> int | None:
    """The first month with N_m ≥ 0; None where there is none within the horizon."""
    return next((month for month, net in enumerate(nets, 1) if net >= -_NOISE), None)


def ratio(savings: Sequence[Decimal], costs: Sequence[Decimal]) -> Decimal | None:
    """ΣV ÷ ΣC; None where there is no cost."""
    cost = sum(costs, ZERO)
    return sum(savings, ZERO) / cost if cost else None


def cost_of_waiting(case: Case, delay: int) -> Decimal:
    """Net over H when starting now − net over the same H when starting `delay` months later."""
    return course(case).net - course(case, delay).net


def break_even_share(case: Case) -> Decimal | None:
    """The share r for which N_H = 0: ΣC ÷ Σ(S · effect); None where nothing can be saved on. `case.share` is unused."""
    whole = course(replace(case, share=ONE))
    possible = sum(whole.savings, ZERO)
    return sum(whole.costs, ZERO) / possible if possible else None


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
