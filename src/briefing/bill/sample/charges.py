"""Every kind of charge of the sample: what it costs in the last complete month, at which prices, and when there is any.

The amounts are those of the example organisation: 400,000 EUR a month with 18 % growth, of it 46,000 for AI and 912,000
a year for SaaS, and commitments of 96,000 that are used to 88 % and cover 41 % of compute. A test holds
the two together.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from briefing.bill.sample import catalogue as of
from briefing.bill.sample.catalogue import RESERVATION, SAVINGS_PLAN, STRATUS, Commitment, Service
from briefing.bill.sample.request import JANUARY, PARTIAL_DAYS, Sample, between
from briefing.documents.text import days_in

Category: TypeAlias = Literal["Usage", "Purchase", "Tax", "Credit", "Adjustment"]
When: TypeAlias = Literal["always", "complete", "later", "january", "twice"]
FEW = 18  # lines of a small service
TAX = 19  # percent of what is billed


class Prices(msgspec.Struct, frozen=True):
    """Millionths of the currency for one unit, a thousandth of what the service is priced in; no list price is None.

    Units are whole numbers, so that every cost of a row, a cell or a month is exact.
    """

    billed: int
    effective: int
    contracted: int
    list: int | None


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of charge. `monthly` is its cost in the last complete month, in whole units of the currency.

    It is split over at most `lines` business units, regions and tags; with `account` False it belongs to no business
    unit. The first line of an `anchor` has charges on the first and on the last day of each month, however few rows
    there are. The cost `begins`, or more than doubles (`jumps`), so many months before the last one.
    """

    service: Service
    monthly: int
    prices: Prices
    category: Category = "Usage"
    correction: bool = False
    dynamic: bool = False
    commitment: Commitment | None = None
    status: Literal["Used", "Unused"] | None = None
    currency: str = "EUR"
    account: bool = True
    anchor: bool = False
    lines: int = 36
    when: When = "always"
    begins: int | None = None
    jumps: int | None = None

    @property
    def usage(self) -> bool:
        """Whether it is usage, day by day, and no correction of it."""
        return self.category == "Usage" and not self.correction

    @property
    def priced(self) -> bool:
        """Whether prices and quantities stand behind the amount."""
        return self.category in ("Usage", "Purchase") and not self.correction

    @property
    def resource(self) -> bool:
        """Whether its rows name a resource."""
        return self.usage and self.status != "Unused" and bool(self.service.resource_type)

    @property
    def whole_month(self) -> bool:
        """Whether one row spans the month."""
        return self.when == "complete"


def at(contracted: int, list_price: int | None) -> Prices:
    """On demand: the contracted price is billed and is the cost."""
    return Prices(contracted, contracted, contracted, list_price)


def committed(effective: int, contracted: int, list_price: int) -> Prices:
    """Paid with a commitment: nothing is billed, and the cost is the share of the commitment."""
    return Prices(0, effective, contracted, list_price)


PLAN_PRICES = committed(32, 47, 50)  # by which the amounts can be divided, so that a contract is exact
RESERVED_PRICES = committed(30, 45, 48)
BOUGHT = Prices(1_000, 0, 1_000, 1_000)  # a commitment is paid; its cost is that of what uses it, or does not
AMOUNT = at(1, 1)  # no price stands behind it
NEGATIVE = at(-1, -1)

CHARGES: tuple[Charge, ...] = (
    Charge(service=of.N_MACHINES, monthly=55_700, prices=at(47, 50), anchor=True),
    Charge(service=of.N_MACHINES, monthly=55_200, prices=PLAN_PRICES, commitment=SAVINGS_PLAN, status="Used"),
    Charge(service=of.N_MACHINES, monthly=4_800, prices=PLAN_PRICES, commitment=SAVINGS_PLAN, status="Unused", lines=1),
    Charge(service=of.N_MACHINES, monthly=7_300, prices=at(18, 50), dynamic=True),
    Charge(service=of.N_CONTAINERS, monthly=26_000, prices=at(37, 40)),
    Charge(service=of.N_FUNCTIONS, monthly=17_000, prices=at(19, 20), jumps=3),
    Charge(service=of.N_OBJECTS, monthly=9_000, prices=at(23, 25)),
    Charge(service=of.N_DATABASE, monthly=9_000, prices=at(76, 80)),
    Charge(service=of.N_TRANSFER, monthly=4_500, prices=at(85, 90), lines=FEW),
    Charge(service=of.N_THREATS, monthly=2_500, prices=at(10, 10), lines=FEW),
    Charge(service=of.N_MODELS, monthly=37_000, prices=at(372, 400)),
    Charge(service=of.C_MACHINES, monthly=32_000, prices=at(45, 48), anchor=True),
    Charge(service=of.C_MACHINES, monthly=29_280, prices=RESERVED_PRICES, commitment=RESERVATION, status="Used"),
    Charge(
        service=of.C_MACHINES, monthly=6_720, prices=RESERVED_PRICES, commitment=RESERVATION, status="Unused", lines=1
    ),
    Charge(service=of.C_LANGUAGE, monthly=9_000, prices=at(30, 30), begins=7),
    Charge(service=of.C_WAREHOUSE, monthly=7_000, prices=at(54, 60)),
    Charge(service=of.C_BLOCKS, monthly=4_500, prices=at(11, 12), lines=FEW),
    Charge(service=of.C_DELIVERY, monthly=3_500, prices=at(72, 85), lines=FEW),
    Charge(service=of.S_CUSTOMERS, monthly=37_000, prices=at(61, 70), anchor=True),
    Charge(service=of.S_TICKETS, monthly=14_000, prices=at(55, None)),
    Charge(service=of.S_SIGN_IN, monthly=2_000, prices=at(8, 8), lines=FEW),
    # Purchases: of commitments, whose effective cost is nothing, and of subscriptions, which cost their price.
    Charge(
        service=of.N_MACHINES,
        monthly=60_000,
        prices=BOUGHT,
        category="Purchase",
        commitment=SAVINGS_PLAN,
        lines=1,
        when="complete",
    ),
    Charge(
        service=of.C_MACHINES,
        monthly=12 * 36_000,
        prices=BOUGHT,
        category="Purchase",
        commitment=RESERVATION,
        lines=1,
        when="january",
    ),
    Charge(
        service=of.N_SUPPORT,
        monthly=4_000,
        prices=at(1_000, 1_100),
        category="Purchase",
        account=False,
        lines=1,
        when="complete",
    ),
    Charge(service=of.S_OFFICE, monthly=23_000, prices=at(27, 30), category="Purchase", lines=12, when="complete"),
    # What stands apart from usage and purchases.
    Charge(service=of.N_MACHINES, monthly=1_500, prices=NEGATIVE, category="Credit", lines=1),
    Charge(service=of.N_MACHINES, monthly=900, prices=NEGATIVE, correction=True, lines=1, when="later"),
    Charge(service=of.C_WAREHOUSE, monthly=2_400, prices=NEGATIVE, category="Adjustment", lines=1, when="twice"),
)
# The tax of each provider stands on one of its services, and is reckoned from what it bills.
TAXES: tuple[Charge, ...] = tuple(
    Charge(service=service, monthly=0, prices=AMOUNT, category="Tax", account=False, lines=1, when="complete")
    for service in (of.N_MACHINES, of.C_MACHINES, of.S_CUSTOMERS)
)
IN_DOLLARS = Charge(service=of.S_TICKETS, monthly=6_000, prices=at(60, 66), currency="USD", lines=FEW)


# What a charge costs in a month, in millionths: growth, season, the jump, and a little that nobody can explain; in the
# last complete month just what the list says.

MILLION = 1_000_000
# Thousandths of the cost of usage, January to December: freight is busiest in November.
SEASON = (995, 990, 1000, 1000, 1005, 990, 995, 1000, 1005, 1010, 1040, 1015)
JUMP = 2_307  # thousandths of what the month would have cost
NOISE = 8  # thousandths up or down
YEAR, HALF = 12, 6  # months
MOVE = 28  # tenths of its later growth, as long as workloads moved to the cloud
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
    amount = charge.monthly * MILLION
    if not charge.commitment:  # which is a contract, and the same each month
        amount = _varied(_grown(amount, charge.service.growth, distance), charge, number, month, request)
    if distance == charge.jumps:
        amount = amount * JUMP // 1000
    return amount * PARTIAL_DAYS // days_in(month) if distance < 0 and charge.usage else amount


def _varied(amount: int, charge: Charge, number: int, month: int, request: Sample) -> int:
    """An amount as it varies about its trend; that of the last complete month stays as it is."""
    if month != request.last:
        amount = amount * between(1000 - NOISE, 1000 + NOISE, request.seed, number, month) // 1000
    if charge.usage and charge.service.provider is not STRATUS:
        amount = amount * SEASON[month % 12] // SEASON[request.last % 12]
    return amount


def tax(billed: int) -> int:
    """The tax on what is billed, both in millionths."""
    return billed * TAX // 100


def _grown(amount: int, growth: int, distance: int) -> int:
    """An amount so many months before the last one, or after it; the move to the cloud ended a year before it."""
    for back in range(1, distance + 1):
        step = MOVE * growth // 10 if growth == of.CLOUD_GROWTH and YEAR < back <= YEAR + HALF else growth
        amount = amount * MILLION // (MILLION + step)
    return amount if distance >= 0 else amount * (MILLION + growth) // MILLION


def _paid_in_advance(month: int, request: Sample) -> int:
    """The month of this bill if a year is paid in it: each January, or the first month where there is no January."""
    any_january = any(number % 12 == JANUARY for number in range(request.first, request.last + 1))
    return month if month % 12 == JANUARY or (not any_january and month == request.first) else -1
