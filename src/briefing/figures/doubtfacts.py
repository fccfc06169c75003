"""Facts of one file that contradict each other, and targets that lie on the wrong side of their baselines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from briefing.figures.arithmetic import ONE, YEAR, ZERO
from briefing.figures.doubts import CONTRADICTION, TARGET, Doubt, Scope, aims, is_billed, percent, place
from briefing.figures.doubts import money as money_text
from briefing.library.amounts import Money, Quantity
from briefing.library.organisationparts import Spend

POINTS = Decimal("0.05")  # that a stated growth may be off, and that share of an amount
SAME = Decimal("0.005")  # within which two statements of one share are rounded
LEAST_MONTHS = 6  # that a growth in less than a year is told from
_REMEDY = "correct one of them, or leave one out"


def contradictions(scope: Scope) -> Iterator[Doubt]:
    """Two statements of one fact, and a growth that the months do not show."""
    spend = scope.facts.spend
    if spend:
        yield from _growth(spend)
        yield from _last_month(spend, scope)
        yield from _commitments(spend, scope)


def _growth(spend: Spend) -> Iterator[Doubt]:
    stated, found = spend.annual_growth, growth_of(spend.by_month)
    if not stated or found is None or is_billed(stated.origin, *(each.origin for each in spend.by_month.values())):
        return
    if abs(stated.value - found) > POINTS:
        message = f"spend.annual-growth is {percent(stated.value)}, but spend.by-month grows by {percent(found)} a year"
        yield Doubt(CONTRADICTION, place(stated.origin), message, _REMEDY)


def growth_of(by_month: Mapping[str, Money]) -> Decimal | None:
    """The growth of a year that months show: of up to twelve against the same a year before, else at their pace.

    None of too few.
    """
    amounts = {_number(month): each.amount for month, each in by_month.items()}
    pairs = sorted(month for month in amounts if month - YEAR in amounts)[-YEAR:]
    if pairs:
        before = sum((amounts[month - YEAR] for month in pairs), ZERO)
        return sum((amounts[month] for month in pairs), ZERO) / before - ONE if before > 0 else None
    first, last = min(amounts, default=0), max(amounts, default=0)
    if last - first < LEAST_MONTHS - 1 or amounts[first] <= 0 or amounts[last] <= 0:
        return None
    return (amounts[last] / amounts[first]) ** (Decimal(YEAR) / (last - first)) - ONE


def _number(month: str) -> int:
    return int(month[:4]) * YEAR + int(month[5:7])


def _last_month(spend: Spend, scope: Scope) -> Iterator[Doubt]:
    """The spend of now against the last month, which slides show side by side."""
    now, month = spend.current_monthly, max(spend.by_month, default="")
    last = spend.by_month.get(month)
    if not now or not last or is_billed(last.origin) or is_billed(now.origin):
        return
    if abs(now.amount - last.amount) > POINTS * now.amount:
        stated, found = (money_text(each.amount, scope.facts) for each in (now, last))
        message = f"spend.current-monthly is {stated}, but the last month, spend.by-month.{month}, {found}"
        yield Doubt(CONTRADICTION, place(now.origin), message, _REMEDY)


def _commitments(spend: Spend, scope: Scope) -> Iterator[Doubt]:
    """Coverage and use that are stated as facts of the spend and as baselines of KPIs."""
    found = spend.commitments
    if not found:
        return
    used = found.utilisation.value if found.utilisation else None
    said = {
        "commitment-coverage": (found.coverage, found.coverage.value if found.coverage else None, "coverage"),
        "commitment-utilisation": (found.utilisation, used, "utilisation"),
        "commitment-waste": (found.utilisation, None if used is None else ONE - used, "utilisation"),
    }
    for index, kpi in enumerate(scope.facts.kpis, 1):
        fact, value, name = said.get(kpi.id, (None, None, ""))
        for key, aim in aims(index, kpi):
            stated = aim.baseline
            if not fact or value is None or not stated or is_billed(fact.origin) or is_billed(stated.origin):
                continue
            if stated.unit == "percent" and abs(stated.value - value) > SAME:
                message = (
                    f"{key}.baseline ({kpi.id}) is {percent(stated.value)}, but by spend.commitments.{name} "
                    f"it is {percent(value)}"
                )
                yield Doubt(CONTRADICTION, place(stated.origin), message, _REMEDY)


def targets(scope: Scope) -> Iterator[Doubt]:
    """Targets that are worse than where one stands, as the catalogue says what is better."""
    for index, kpi in enumerate(scope.facts.kpis, 1):
        better = scope.kpis[kpi.id].better if kpi.id in scope.kpis else "target"
        for key, aim in aims(index, kpi):
            baseline, target = aim.baseline or kpi.baseline, aim.target or kpi.target
            stated = aim.baseline or aim.target  # what a persona has of its own; else it is told of all
            if not stated or not baseline or not target or not _is_worse(baseline, target, better):
                continue
            message = f"{key}: the target {_text(target)} of {kpi.id} is {_side(better)} the baseline {_text(baseline)}"
            where = place(target.origin if target is aim.target else stated.origin)
            yield Doubt(TARGET, where, message, f"{better} is better for this KPI: exchange them, or correct one")


def _is_worse(baseline: Quantity, target: Quantity, better: str) -> bool:
    if (baseline.unit, baseline.currency, baseline.per) != (target.unit, target.currency, target.per):
        return False
    return target.value < baseline.value if better == "higher" else better == "lower" and target.value > baseline.value


def _side(better: str) -> str:
    return "below" if better == "higher" else "above"


def _text(found: Quantity) -> str:
    if found.unit == "percent":
        return percent(found.value)
    words = (found.currency, found.per) if found.unit == "money" else (found.unit if found.unit != "number" else "",)
    return " ".join(filter(None, (f"{found.value:f}", *words)))
