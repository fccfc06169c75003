"""The bill: what billing data in the FOCUS format say about a company's spend, as facts that carry their own basis.

A `Bill` is reckoned from billing data (`briefing.bill.focus`) or read from a file of facts that was written from
them and that people review, correct and keep. All amounts are in `currency`, unrounded, and of one currency only.

Effective cost here is that of usage and purchases by the month of the charge, without tax, credits, adjustments and
corrections; it contains the unused part of commitments, and purchases of commitments count nothing. Billed cost is that
of all charges by the month of the invoice, and agrees with it. The two never stand in one series.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

from briefing.bill.records import Contract, Pool, Quality
from briefing.documents.amounts import Number
from briefing.documents.schema import Record

# What AI costs by model, and the tokens that it takes.


class Model(Record, frozen=True, kw_only=True):
    """A model and the effective cost in the period of what is charged by the token, with these `tokens`.

    The name of a model that the data do not tell is empty.
    """

    name: str = ""
    provider: str = ""
    effective: Decimal = Decimal(0)
    tokens: Decimal = Decimal(0)

    @property
    def per_million(self) -> Decimal | None:
        """What a million tokens cost; None without tokens."""
        return self.effective / self.tokens * 1_000_000 if self.tokens > 0 else None


# The way from billed to effective cost: what each kind of charge makes of the difference between the two.

# In the order in which they are told; each is what is added to the billed cost, so that all lead to the effective cost.
STEPS = (
    *("tax", "credits", "adjustments", "corrections", "uncategorised"),
    *("prepaid", "amortised", "other", "shifted"),
)


class Bridge(Record, frozen=True, kw_only=True):
    """From `billed` to `effective` cost of the period; all between are added, and lead there exactly.

    Tax, credits, adjustments, corrections and charges without a category are billed, and no effective cost. `prepaid`
    takes away what purchases were billed beyond their own effective cost, `amortised` adds what commitments of earlier
    or later invoices pay for, `other` is the rest of usage whose effective cost is not what was billed, and `shifted`
    are charges on invoices of other months.
    """

    billed: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    credits: Decimal = Decimal(0)
    adjustments: Decimal = Decimal(0)
    corrections: Decimal = Decimal(0)
    uncategorised: Decimal = Decimal(0)
    prepaid: Decimal = Decimal(0)
    amortised: Decimal = Decimal(0)
    other: Decimal = Decimal(0)
    shifted: Decimal = Decimal(0)
    effective: Decimal = Decimal(0)

    def steps(self) -> dict[str, Decimal]:
        """What is added, by its name, without what is nothing."""
        return {name: value for name in STEPS if (value := getattr(self, name))}


VERSION = 1
ZERO = Decimal(0)
Span: TypeAlias = Literal["year", "quarter", "month"]
Dimension: TypeAlias = Literal["provider", "service-category", "service", "sub-account", "region"]
DIMENSIONS: tuple[Dimension, ...] = ("provider", "service-category", "service", "sub-account", "region")


TAG = "tag:"  # before the key of a tag that a bill is split by


class Unit(Record, frozen=True, kw_only=True):
    """What the company sells or handles, counted by month: `order`, `by-month: {2026-01: 120000}`."""

    name: str
    by_month: dict[str, Number] = msgspec.field(default_factory=dict)
    source: str = ""


class Billing(Record, frozen=True, kw_only=True):
    """How the organisation reads its bill: the `billing` part of `org.yaml`.

    By the tags of `dimensions` cost is split, as by services. `tag_aliases` are other names for keys of tags.
    `required_tags` are the keys that each resource has to carry. What runs in a sub-account of `owned_sub_accounts` has
    an owner even without tags. All that `saas_providers` charge is SaaS, and what
    `ai_services` and `ai_providers` name is AI, beside the built-in list.
    """

    required_tags: tuple[str, ...] = ()
    tag_aliases: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    dimensions: tuple[str, ...] = ()
    owned_sub_accounts: tuple[str, ...] = ()
    saas_providers: tuple[str, ...] = ()
    ai_services: tuple[str, ...] = ()
    ai_providers: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()


class AiServices(Record, frozen=True, kw_only=True):
    """What counts as AI: `layouts/ai-services.yaml`. `*` in a name stands for any text."""

    categories: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()


class Month(Record, frozen=True, kw_only=True):
    """One calendar month (`2026-03`). A month that is not `complete` is in no trend, comparison or forecast.

    `billed` contains `tax`, `credits`, `adjustments`, `corrections` and what is `uncategorised`, each also shown apart
    (billed cost by the month of the invoice; credits are negative). `effective`, `ai` and `saas` are effective cost by
    the month of the charge. `through` is the last day of usage of a month that is in progress.
    """

    month: str
    complete: bool = True
    billed: Decimal = ZERO
    tax: Decimal = ZERO
    credits: Decimal = ZERO
    adjustments: Decimal = ZERO
    corrections: Decimal = ZERO
    uncategorised: Decimal = ZERO
    effective: Decimal = ZERO
    ai: Decimal = ZERO
    saas: Decimal = ZERO
    through: str = ""


class Months(Record, frozen=True, kw_only=True):
    """From the first to the last month, both of them in it: `2025-04` to `2026-03`."""

    first: str
    last: str


class Comparison(Record, frozen=True, kw_only=True):
    """The months whose change is told: the recent ones against as many earlier ones, a year before or right before."""

    span: Span
    recent: Months
    earlier: Months


class Part(Record, frozen=True, kw_only=True):
    """One value of a dimension, and its effective cost in the period, and in the two sides of the comparison.

    `others` counts the values that are joined in the last part of a long list; its name is then empty. `provider` is
    set for services.
    """

    name: str
    effective: Decimal = ZERO
    recent: Decimal = ZERO
    earlier: Decimal = ZERO
    provider: str = ""
    others: int = 0


class Commitment(Record, frozen=True, kw_only=True):
    """A commitment (a reservation, a savings plan): the effective cost of its used and of its unused part."""

    id: str
    kind: str = ""
    provider: str = ""
    used: Decimal = ZERO
    unused: Decimal = ZERO


class Commitments(Record, frozen=True, kw_only=True):
    """All commitments in the period. `covered_compute` of `eligible_compute` is bought with a commitment.

    `pools` are prepaid, and not in `used`: what is not yet drawn is not wasted.
    `eligible_compute` is the effective cost of compute usage without spot capacity and without unused commitment.
    `refunds` is what among all of this is below 0: by as much, a part may be more than its whole.
    """

    used: Decimal = ZERO
    unused: Decimal = ZERO
    covered_compute: Decimal = ZERO
    eligible_compute: Decimal = ZERO
    refunds: Decimal = ZERO
    largest: tuple[Commitment, ...] = ()
    pools: tuple[Pool, ...] = ()


class Contracted(Record, frozen=True, kw_only=True):
    """Usage with a list and a contracted cost: `list` − `cost` is what was saved by negotiation.

    `committed` is the contracted cost of what a commitment paid for and `committed_effective` what that came to;
    `unused` the unused part of commitments. `known` is the share of such rows in the cost of usage.
    """

    list: Decimal = ZERO
    cost: Decimal = ZERO
    committed: Decimal = ZERO
    committed_effective: Decimal = ZERO
    unused: Decimal = ZERO
    known: Decimal = ZERO


class Rates(Record, frozen=True, kw_only=True):
    """What usage cost in the period, unused commitment included, and what it would have cost at list prices.

    Both only of rows that have a list price and an effective cost: a list price of 0 on a charge with a cost is not
    known, and an effective cost of 0 is no discount. `known` is their share of the cost of usage (1 is all of it).
    """

    effective: Decimal = ZERO
    list: Decimal = ZERO
    known: Decimal = ZERO
    contracted: Contracted | None = None


class Allocation(Record, frozen=True, kw_only=True):
    """Whose cost it is, in the period, in effective cost.

    `untagged` of `usage` lacks tags or one of the required keys, `lacking` says how much by key; `untaggable` usage
    belongs to no resource. `unallocated` of `total` (usage and purchases) has neither all keys nor an owner by its
    sub-account. `refunds` is what among all of this is below 0: by as much, a part may be more than its whole.
    """

    usage: Decimal = ZERO
    untagged: Decimal = ZERO
    untaggable: Decimal = ZERO
    lacking: dict[str, Decimal] = msgspec.field(default_factory=dict)
    total: Decimal = ZERO
    unallocated: Decimal = ZERO
    refunds: Decimal = ZERO


class Anomaly(Record, frozen=True, kw_only=True):
    """A service whose effective cost jumped from one complete month to the next; `new` where there was none before."""

    month: str
    service: str
    provider: str = ""
    before: Decimal = ZERO
    after: Decimal = ZERO
    new: bool = False


class Bill(Record, frozen=True, kw_only=True):
    """Everything that the data carry. What they do not carry is None or empty, and never 0.

    `period` are the last twelve complete months in a row, or as many as there are; `where` is the filter of a slice.
    Each list of `by` begins with the largest part; its keys are dimensions, and tags as `tag:team`, whose movers are
    `tag_movers`. `movers` are services, the largest change first.
    """

    version: int = VERSION
    currency: str
    source: str = ""
    where: str = ""
    providers: tuple[str, ...] = ()
    required_tags: tuple[str, ...] = ()
    period: Months | None = None
    comparison: Comparison | None = None
    months: tuple[Month, ...] = ()
    bridge: Bridge | None = None
    total: Part | None = None
    ai: Part | None = None
    models: tuple[Model, ...] = ()
    saas: Part | None = None
    by: dict[str, tuple[Part, ...]] = msgspec.field(default_factory=dict)
    movers: tuple[Part, ...] = ()
    tag_movers: dict[str, tuple[Part, ...]] = msgspec.field(default_factory=dict)
    commitments: Commitments | None = None
    contracts: tuple[Contract, ...] = ()
    rates: Rates | None = None
    allocation: Allocation | None = None
    anomalies: tuple[Anomaly, ...] = ()
    quality: Quality = Quality()
