"""What a charge costs in a month, in millionths: growth, season, the jump, and a little that nobody can explain."""

from __future__ import annotations

from briefing.spend.sample.catalogue import STRATUS
from briefing.spend.sample.charges import TAX, Charge
from briefing.spend.sample.months import JANUARY, PARTIAL_DAYS, days_in
from briefing.spend.sample.request import Sample
from briefing.spend.sample.splitting import between

MILLION = 1_000_000
# Thousandths of the cost of usage, January to December: freight is busiest in November.
SEASON = (995, 990, 1000, 1000, 1005, 990, 995, 1000, 1005, 1010, 1040, 1015)
JUMP = 190  # percent of what the month would have cost
NOISE = 8  # thousandths up or down
ADJUSTED = (2, 9)  # months before the last one


def happens(charge: Charge, month: int, request: Sample) -> bool:
    """Whether there are such charges in the bill of a month."""
    distance = request.last - month
    if charge.begins is not None and distance > charge.begins:
        return False
    if charge.when == "twice":
        return distance in ADJUSTED
    if charge.when == "later":
        return month > request.first
    if charge.when == "january":
        return distance >= 0 and month == _paid_in_advance(month, request)
    return charge.when == "always" or distance >= 0


def cost(charge: Charge, number: int, month: int, request: Sample) -> int:
    """The cost of a charge in a month, in millionths, and without a sign; `number` is its place in the list."""
    distance = request.last - month
    amount = _grown(charge.monthly * MILLION, charge.service.growth, distance)
    amount = amount * between(1000 - NOISE, 1000 + NOISE, request.seed, number, month) // 1000
    if charge.usage and charge.commitment is None and charge.service.provider is not STRATUS:
        amount = amount * SEASON[month % 12] // 1000
    if distance == charge.jumps:
        amount = amount * JUMP // 100
    return amount * PARTIAL_DAYS // days_in(month) if distance < 0 and charge.usage else amount


def tax(billed: int) -> int:
    """The tax on what is billed, both in millionths."""
    return billed * TAX // 100


def _grown(amount: int, growth: int, distance: int) -> int:
    """An amount so many months before the last one, or after it."""
    for _ in range(distance):
        amount = amount * MILLION // (MILLION + growth)
    return amount if distance >= 0 else amount * (MILLION + growth) // MILLION


def _paid_in_advance(month: int, request: Sample) -> int:
    """The month of this bill if a year is paid in it: each January, or the first month where there is no January."""
    any_january = any(number % 12 == JANUARY for number in range(request.first, request.last + 1))
    return month if month % 12 == JANUARY or (not any_january and month == request.first) else -1
