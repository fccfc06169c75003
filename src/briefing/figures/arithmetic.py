"""The arithmetic of the return, month by month; `docs/return.md` writes the same formulas with examples.

With months m = 1…H, current monthly spend S₀, annual growth g, and for one scenario the share r of the spend saved:

- spend S_m = S₀ · (1 + g)^(m/12)
- saving V_m = S_m · r · min(1, max(0, m − start + 1) ÷ ramp)
- cost C_m = run cost a month; C₁ also has the one-off cost
- cumulative net N_m = Σ (V − C); payback is the first m with N_m ≥ 0
- net present value Σ (V_m − C_m) ÷ (1 + d)^(m/12), where a discount rate d is given

All is `Decimal` with 60 significant digits, in the context of `exactly`, and nothing is rounded here. A division by
zero has no answer, which is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from itertools import accumulate

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
