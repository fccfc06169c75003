"""The return a second time, written from the formulas of docs/return.md alone: sums of fractions in a plain table.

Nothing here comes from the package. The twelfth root is the only number that is not exact; it is a fraction that is
right to 40 digits, found by Newton's method.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

DIGITS = 10**40


@dataclass(frozen=True)
class TemplateLayout:
    """The rows of one case."""

    savings: list[Fraction]
    costs: list[Fraction]
    nets: list[Fraction]

    @property
    def payback(self) -> int | None:
        return next((row + 1 for row, net in enumerate(self.nets) if net >= Fraction(-1, 10**9)), None)


def twelfth_root(value: Fraction) -> Fraction:
    x = Fraction(float(value) ** (1 / 12)).limit_denominator(10**12)
    for _ in range(3):
        x = x - (x**12 - value) / (12 * x**11)
        x = Fraction(round(x * DIGITS), DIGITS)
    return x


def sheet(share: Fraction, plan: tuple[Fraction, ...], months: tuple[int, ...], delay: int = 0) -> TemplateLayout:
    """`plan`: spend, growth, one-off and monthly cost; `months`: horizon, start and ramp."""
    spend, growth, one_off, monthly = plan
    horizon, start, ramp = months
    root = twelfth_root(1 + growth)
    savings, costs, nets = [], [], []
    net, bill = Fraction(0), spend
    for month in range(1, horizon + 1):
        bill = spend * (1 + growth) ** (month // 12) * root ** (month % 12)
        since = month - (start + delay) + 1
        part = Fraction(0) if since <= 0 else Fraction(1) if since >= ramp else Fraction(since, ramp)
        savings.append(bill * share * part)
        cost = monthly if month > delay else Fraction(0)
        costs.append(cost + (one_off if month == delay + 1 else 0))
        net += savings[-1] - costs[-1]
        nets.append(net)
    return TemplateLayout(savings, costs, nets)


def cents(value: Fraction) -> str:
    """Two decimals, half away from zero."""
    hundredths = int(abs(value) * 100 + Fraction(1, 2))
    sign = "-" if value < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02}"


def four(value: Fraction) -> str:
    """Four decimals, half away from zero."""
    parts = int(abs(value) * 10000 + Fraction(1, 2))
    return f"{'-' if value < 0 and parts else ''}{parts // 10000}.{parts % 10000:04}"
