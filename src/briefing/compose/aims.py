"""A persona's aims: where the KPIs that it is measured by stand today, and where they are to be by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.compose.said import Said
from briefing.compose.scene__cast import Cast
from briefing.library.days import Day
from briefing.library.kpi import KPI
from briefing.library.persona import Persona

if TYPE_CHECKING:
    from briefing.library.organisationparts import KpiAim

BILL = "bill."


class KpiTold(Struct, frozen=True):
    """A KPI with its baseline and target as one persona sees them; what nobody stated is None or empty."""

    kpi: KPI
    baseline: Said | None
    target: Said | None
    since: str
    by: str


def aims(cast: Cast, persona: Persona) -> tuple[KpiTold, ...]:
    """The aims of the persona's key metrics, in its order; none where the facts have none for it."""
    return tuple(found for entry in persona.key_metrics if (found := aim(cast, persona, entry.id)))


def aim(cast: Cast, persona: Persona, kpi: str) -> KpiTold | None:
    """The aim for one KPI: what is stated for the persona, and else what is stated for all."""
    facts = cast.company.facts.kpis if cast.company else ()
    stated = next((each for each in facts if each.id == kpi), None)
    if not stated or kpi not in cast.kpis:
        return None
    baseline, target = (_figure(cast, persona, kpi, which) for which in ("baseline", "target"))
    if not (baseline or target):
        return None
    own = stated.by_persona.get(persona.identifier)
    since, by = own.baseline_date if own else None, own.date if own else None
    days = (_day(cast, since or stated.baseline_date), _day(cast, by or stated.date))
    return KpiTold(cast.kpis[kpi], baseline, target, *days)


def of_bill(told: Said) -> bool:
    """Whether a figure comes out of the bill alone, and nobody stated it."""
    keys = [origin.key for origin in told.figure.origins]
    return told.id.startswith(BILL) or (bool(keys) and all(each.startswith(BILL) for each in keys))


def is_aim(told: KpiTold) -> bool:
    """Whether somebody stated the baseline or a target; what only the bill tells is a baseline and no aim yet."""
    return bool(told.target) or bool(told.baseline and not of_bill(told.baseline))


def is_stated(kpi: KpiAim) -> bool:
    """Whether the organisation's file says anything of a KPI, and not the bill alone."""
    billed = kpi.baseline is not None and kpi.baseline.origin.key.startswith(BILL)
    return not billed or bool(kpi.target or kpi.by_persona)


def _figure(cast: Cast, persona: Persona, kpi: str, which: str) -> Said | None:
    own = cast.figures.find(f"kpis.{kpi}.by-persona.{persona.identifier}.{which}")
    return own or cast.figures.find(f"kpis.{kpi}.{which}")


def _day(cast: Cast, found: Day | None) -> str:
    return cast.day_text(found) if found else ""
