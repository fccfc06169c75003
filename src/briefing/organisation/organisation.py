"""The organisation: the facts of the champion's own company, and the parts of its file; every field may be left
out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from briefing.bill.bill import Billing, Unit
from briefing.documents.amounts import Count, Day, Growth, Money, Number, Quantity, Saved, Share
from briefing.documents.schema import Record
from briefing.library.framework import Role

# The parts of `org.yaml` as people write them: what `briefing schema organisation` describes. Every field is
# optional.
#
# Texts of amounts are typed values here (`briefing.documents.amounts`); a missing figure is None, never 0.

Level: TypeAlias = Literal["crawl", "walk", "run"]
Status: TypeAlias = Literal["idea", "estimated", "verified", "realised"]
Degree: TypeAlias = Literal["low", "medium", "high"]
LEVELS: tuple[Level, ...] = ("crawl", "walk", "run")
STATUSES: tuple[Status, ...] = ("idea", "estimated", "verified", "realised")


class FiscalCalendar(Record, frozen=True, kw_only=True):
    """The fiscal year: the month it starts in (1 to 12), what the current one is called, when its budget closes."""

    first_month: Count | None = None
    current_year: str = ""
    budget_due: Day | None = None


class Slice(Record, frozen=True, kw_only=True):
    """A scope of spend that is shown apart: never added to the spend and never taken off it."""

    current_monthly: Money | None = None
    current_annual: Money | None = None
    annual_growth: Growth | None = None
    source: str = ""


class Commitments(Record, frozen=True, kw_only=True):
    """Commitments to vendors: money a month, covered share of the usage, used share of what is paid, next renewal."""

    monthly: Money | None = None
    coverage: Share | None = None
    utilisation: Share | None = None
    next_renewal: Day | None = None
    source: str = ""


class Spend(Record, frozen=True, kw_only=True):
    """Technology spend: a month or a year as it runs now, or month by month (`2026-01: 380000`), and its growth."""

    current_monthly: Money | None = None
    current_annual: Money | None = None
    by_month: dict[str, Money] = msgspec.field(default_factory=dict)
    annual_growth: Growth | None = None
    commitments: Commitments | None = None
    ai: Slice | None = None
    saas: Slice | None = None
    cloud: Slice | None = None
    licences: Slice | None = None
    data_centre: Slice | None = None
    basis: str = ""
    source: str = ""


SCOPES: Mapping[str, str] = {  # the fields of `Spend` that are scopes, by the name in the file
    "ai": "ai",
    "saas": "saas",
    "cloud": "cloud",
    "licences": "licences",
    "data-centre": "data_centre",
}


class PainPoint(Record, frozen=True, kw_only=True):
    """What hurts: who feels it (ids of personas), what it cost, in which period, and who says so."""

    text: str
    who: tuple[str, ...] = ()
    cost: Money | None = None
    period: str = ""
    source: str = ""


class Incident(Record, frozen=True, kw_only=True):
    """Something that happened, such as a runaway bill."""

    name: str
    date: Day | None = None
    cost: Money | None = None
    text: str = ""
    source: str = ""


class Maturity(Record, frozen=True, kw_only=True):
    """Where a capability stands, and where it is to be."""

    current: Level | None = None
    target: Level | None = None
    note: str = ""


class Saving(Record, frozen=True, kw_only=True):
    """An opportunity: what it saves in three cases as a share of the spend or as money a year.

    `amount` stands for all three cases where there is no range.
    """

    name: str
    low: Saved | None = None
    base: Saved | None = None
    high: Saved | None = None
    amount: Saved | None = None
    owner: str = ""
    status: Status = "idea"
    source: str = ""


class CostLine(Record, frozen=True, kw_only=True):
    """A part of the cost of the function."""

    name: str
    monthly: Money | None = None
    one_off: Money | None = None


class FunctionCost(Record, frozen=True, kw_only=True):
    """What the FinOps function costs: once, and a month; `people`, `tools` and `lines` add up to `monthly`."""

    one_off: Money | None = None
    monthly: Money | None = None
    people: Money | None = None
    tools: Money | None = None
    lines: tuple[CostLine, ...] = ()
    source: str = ""


class ReturnTerms(Record, frozen=True, kw_only=True):
    """How the return is reckoned, in months; where one is missing, the default of `briefing.figures.basis` holds.

    With `discount_rate`, a share a year, the net is told at its present value too.
    """

    horizon_months: Count | None = None
    start_month: Count | None = None
    ramp_months: Count | None = None
    delay_months: Count | None = None
    discount_rate: Share | None = None


class Aim(Record, frozen=True, kw_only=True):
    """Where a KPI stands, since when, and where it is to be by when."""

    baseline: Quantity | None = None
    baseline_date: Day | None = None
    target: Quantity | None = None
    date: Day | None = None


class KpiAim(Aim, frozen=True, kw_only=True):
    """An aim for a KPI of the catalogue, and what differs for single personas."""

    id: str
    by_persona: dict[str, Aim] = msgspec.field(default_factory=dict)
    source: str = ""


class RoadmapStep(Record, frozen=True, kw_only=True):
    """A milestone, by its number in the framework's roadmap or in words, with its date and owner."""

    milestone: str
    date: Day | None = None
    owner: str = ""


class Member(Record, frozen=True, kw_only=True):
    """Somebody of the FinOps team; `positions` is the share of a full-time position."""

    name: str
    role: str = ""
    positions: Number | None = None


class Team(Record, frozen=True, kw_only=True):
    """The FinOps team: its size in full-time positions, where it sits, and to whom it reports."""

    size: Number | None = None
    home: str = ""
    reporting_line: str = ""
    members: tuple[Member, ...] = ()


class RaciOverride(Record, frozen=True, kw_only=True):
    """Rows that replace the framework's rows of the same task, or come after them; `roles` replace its columns."""

    roles: tuple[Role, ...] = ()
    rows: tuple[dict[str, str | None], ...] = ()


class Decision(Record, frozen=True, kw_only=True):
    """What is asked for: money, full-time positions, by when, and who decides."""

    decision: str = ""
    amount: Money | None = None
    people: Number | None = None
    date: Day | None = None
    owner: str = ""


class DecisionAsked(Decision, frozen=True, kw_only=True):
    """The decision for all, and what differs for single personas."""

    by_persona: dict[str, Decision] = msgspec.field(default_factory=dict)


class QuickWin(Record, frozen=True, kw_only=True):
    """Something that shows a result soon; `amount` is money a year."""

    name: str
    amount: Money | None = None
    date: Day | None = None
    owner: str = ""


class Risk(Record, frozen=True, kw_only=True):
    """What may go wrong, and what is done about it."""

    name: str
    likelihood: Degree | None = None
    impact: Degree | None = None
    mitigation: str = ""
    owner: str = ""


BETWEEN = "between"  # the poles of a trade-off


class Stance(Record, frozen=True, kw_only=True):
    """A trade-off of the framework: where the organisation stands and aims, at a pole or between both, and who decides.

    `question` and `follows` replace those of the framework.
    """

    id: str
    today: str = ""
    aim: str = ""
    question: str = ""
    follows: str = ""
    owner: str = ""
    date: Day | None = None


# OrganisationFile.


class OrganisationFile(Record, frozen=True, kw_only=True):
    """The fields of the file: what `briefing schema organisation` describes."""

    name: str = ""
    currency: str = ""
    fiscal_calendar: FiscalCalendar | None = None
    date: Day | None = None
    presenter: str = ""
    audience_names: dict[str, str] = msgspec.field(default_factory=dict)
    spend: Spend | None = None
    pain_points: tuple[PainPoint, ...] = ()
    incidents: tuple[Incident, ...] = ()
    maturity: dict[str, Maturity] = msgspec.field(default_factory=dict)
    savings: tuple[Saving, ...] = ()
    function_cost: FunctionCost | None = None
    return_: ReturnTerms | None = msgspec.field(default=None, name="return")
    kpis: tuple[KpiAim, ...] = ()
    roadmap: tuple[RoadmapStep, ...] = ()
    team: Team | None = None
    raci: RaciOverride | None = None
    ask: DecisionAsked | None = None
    quick_wins: tuple[QuickWin, ...] = ()
    risks: tuple[Risk, ...] = ()
    trade_offs: tuple[Stance, ...] = ()
    confidential: tuple[str, ...] = ()
    exchange_rates: dict[str, Number] = msgspec.field(default_factory=dict)
    billing: Billing | None = None
    figures_from: Literal["organisation", "bill"] = "organisation"


class Organisation(OrganisationFile, frozen=True, kw_only=True):
    """The facts of one company. Every amount knows its origin; `redacted` says that they may be shown to outsiders."""

    file: str = ""
    redacted: bool = False

    @property
    def units(self) -> tuple[Unit, ...]:
        """What it counts beside its bill."""
        return self.billing.units if self.billing else ()
