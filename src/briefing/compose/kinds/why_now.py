"""`why-now`: what makes this the moment: growth, AI spend, renewals, incidents and budgets of the organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from briefing.compose.aims import of_bill
from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.compose.written import day, money
from briefing.library.organisation import Organisation
from briefing.library.organisationparts import Incident
from briefing.model import Notice, Slide, Tile, Tiles

TAKES: frozenset[str] = frozenset()
MOST = 4
OPENING = 2  # drivers that the headline names
# Any driver will do; the first is one that everybody has, and the second for those whose spend does not grow.
NEEDS = ("spend.annual-growth", "spend.ai or incidents")

# The figures of a driver that a bill may tell; the renewal has a date besides, which only somebody can state.
_FIGURES: Mapping[str, tuple[str, ...]] = {
    "growth": ("spend.annual-growth", "spend.monthly"),
    "ai": ("spend.ai.annual-growth", "spend.ai.monthly"),
    "renewal": ("spend.commitments.monthly", "spend.commitments.utilisation"),
}
_ALONE = frozenset(("growth", "ai"))

Facts = Mapping[str, str]


def build(scene: Scene) -> Slide | Notice:
    """A tile for each driver that the facts have, the strongest first; further ones are in the notes."""
    company = scene.cast.company
    drivers = list(_drivers(scene, company.facts)) if company else []
    if not drivers:
        return left_out(scene, NEEDS["spend.annual-growth" in scene.cast.figures])
    names = [name for name, _ in drivers]
    clauses = [scene.word(f"why-now-{name}-clause", **facts, after="") for name, facts in drivers]
    opening = [
        scene.word(f"why-now-{name}-clause", **facts, after=before)
        for (name, facts), before in zip(drivers[:OPENING], ("", *names), strict=False)
    ]
    told = scene.telling(clauses=clauses, opening=opening, **_sources(scene, names))
    tiles = Tiles(tuple(_tile(scene, name, facts) for name, facts in drivers[:MOST]))
    return told.slide(tiles, title="why-now-title", label="why-now-label", notes="why-now-notes", role="statement")


def _sources(scene: Scene, names: Sequence[str]) -> dict[str, object]:
    """Which drivers the bill tells, and whether anything else is what somebody stated."""
    found = {name: [each for id in _FIGURES.get(name, ()) if (each := scene.cast.figures.find(id))] for name in names}
    billed = [name for name, figures in found.items() if any(map(of_bill, figures))]
    stated = any(name not in _ALONE or not all(map(of_bill, figures)) for name, figures in found.items())
    return {"of_bill": [scene.word(f"why-now-{name}-name") for name in billed], "stated": stated}


def _tile(scene: Scene, name: str, facts: Facts) -> Tile:
    label, note = (scene.word(f"why-now-{name}-{part}", **facts) for part in ("label", "note"))
    return Tile(label, facts["value"], note)


def _drivers(scene: Scene, facts: Organisation) -> Iterator[tuple[str, Facts]]:
    """The names of the drivers with what their texts speak of; `value` is what the tile shows."""
    for name, read in _READERS.items():
        if said := read(scene, facts):
            yield name, said


def _growth(scene: Scene, facts: Organisation) -> Facts:
    growth = scene.cast.figures.find("spend.annual-growth")
    if not growth or growth.sign <= 0:
        return {}
    now, later = (_said(scene, id) for id in ("spend.monthly", "spend.in-12-months"))
    return {"value": growth.short, "by": growth.by, "now": now, "later": later}


def _said(scene: Scene, id: str) -> str:
    found = scene.cast.figures.find(id)
    return found.short if found and found.known else ""


def _ai(scene: Scene, facts: Organisation) -> Facts:
    growth, monthly = scene.cast.figures.find("spend.ai.annual-growth"), _said(scene, "spend.ai.monthly")
    if growth and growth.sign > 0:
        return {"value": growth.short, "growth": growth.short, "by": growth.by, "monthly": monthly}
    spent = scene.cast.figures.find("spend.ai.monthly")
    return {"value": monthly, "growth": "", "monthly": monthly} if spent and spent.sign > 0 else {}


def _renewal(scene: Scene, facts: Organisation) -> Facts:
    found = facts.spend.commitments if facts.spend else None
    if not found or not found.next_renewal or found.next_renewal.last < scene.cast.day:
        return {}
    monthly = _said(scene, "spend.commitments.monthly")
    return {
        "value": monthly or day(scene, found.next_renewal, "short-months"),
        "monthly": monthly,
        "when": day(scene, found.next_renewal),
        "exact": "yes" if found.next_renewal.exact else "",
        "used": _said(scene, "spend.commitments.utilisation"),
    }


def _incident(scene: Scene, facts: Organisation) -> Facts:
    """The incident that cost most, or the last one where none has a cost."""
    if not facts.incidents:
        return {}
    costly = max(facts.incidents, key=_weight)
    when = day(scene, costly.date, "short-months")
    value = money(scene, costly.cost) or when or str(len(facts.incidents))
    return {"value": value, "name": costly.name, "when": when, "cost": money(scene, costly.cost)}


def _weight(incident: Incident) -> tuple[Decimal, date]:
    cost, when = incident.cost, incident.date
    return cost.amount if cost else Decimal(0), when.first if when else date.min


def _budget(scene: Scene, facts: Organisation) -> Facts:
    calendar = facts.fiscal_calendar
    if not calendar or not calendar.budget_due or calendar.budget_due.last < scene.cast.day:
        return {}
    due = calendar.budget_due
    exact = "yes" if due.exact else ""
    return {"value": day(scene, due, "short-months"), "when": day(scene, due), "exact": exact}


_READERS: Mapping[str, Callable[[Scene, Organisation], Facts]] = {
    "growth": _growth,
    "ai": _ai,
    "renewal": _renewal,
    "incident": _incident,
    "budget": _budget,
}
