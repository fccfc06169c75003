"""OrganisationFile."""

from __future__ import annotations

from typing import Literal

import msgspec

from briefing.library.amounts import Day, Number
from briefing.library.bill import Billing, Unit
from briefing.library.organisationparts import (
    DecisionAsked,
    FiscalCalendar,
    FunctionCost,
    Incident,
    KpiAim,
    Maturity,
    PainPoint,
    QuickWin,
    RaciOverride,
    ReturnTerms,
    Risk,
    RoadmapStep,
    Saving,
    Spend,
    Team,
)
from briefing.library.schema import Record


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
