"""The figures that a bill with known values has to show, worked out here a second time and straight from the bill."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from briefing.bill.bill import Bill, Months, Part

APART = ("credits", "tax", "adjustments", "corrections")


def money(value: Decimal) -> str:
    """To the cent, as `--json` writes it."""
    return str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def share(value: Decimal) -> str:
    """With four decimals, as `--json` writes it."""
    return str(value.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def figures_of(bill: Bill) -> dict[str, str]:
    """Every figure by its id, without unit costs and the forecast; of a bill that carries everything."""
    found = {**_spend(bill), **_bridge(bill), **_health(bill)}
    for name, part in (("ai", bill.ai), ("saas", bill.saas)):
        found |= _part(bill, name, part)
    assert bill.ai
    assert bill.total
    ai, all_ = (each.recent - each.earlier for each in (bill.ai, bill.total))
    return {**found, **_tokens(bill), "bill.ai.share-of-growth": share(ai / all_)}


def _tokens(bill: Bill) -> dict[str, str]:
    cost, tokens = (sum((getattr(each, name) for each in bill.models), Decimal(0)) for name in ("effective", "tokens"))
    per_million = {"bill.ai.per-million-tokens": money(cost / tokens * 1_000_000)} if tokens else {}
    return {"bill.ai.token-cost": money(cost), **per_million} if bill.models else {}


def _spend(bill: Bill) -> dict[str, str]:
    last = [each for each in bill.months if each.complete][-1]
    within = [each for each in bill.months if _is_in(each.month, bill.period)]
    assert bill.total
    return {
        "bill.effective.monthly": money(last.effective),
        "bill.effective.period": money(bill.total.effective),
        "bill.billed.period": money(sum((each.billed for each in within), Decimal(0))),
        **{f"bill.{name}": money(sum((getattr(each, name) for each in within), Decimal(0))) for name in APART},
        "bill.growth": share(bill.total.recent / bill.total.earlier - 1),
        "bill.growth.amount": money(bill.total.recent - bill.total.earlier),
    }


def _part(bill: Bill, name: str, part: Part | None) -> dict[str, str]:
    assert part
    assert bill.total
    last = [each for each in bill.months if each.complete][-1]
    return {
        f"bill.{name}.monthly": money(getattr(last, name)),
        f"bill.{name}.period": money(part.effective),
        f"bill.{name}.share": share(part.effective / bill.total.effective),
        f"bill.{name}.growth": share(part.recent / part.earlier - 1),
    }


def _bridge(bill: Bill) -> dict[str, str]:
    assert bill.bridge
    return {f"bill.bridge.{name}": money(value) for name, value in bill.bridge.steps().items()}


def _health(bill: Bill) -> dict[str, str]:
    commitments, rates, allocation = bill.commitments, bill.rates, bill.allocation
    assert commitments
    assert rates
    assert allocation
    contracted = rates.contracted
    assert contracted
    whole = commitments.used + commitments.unused
    return {
        "bill.commitments.used": money(commitments.used),
        "bill.commitments.unused": money(commitments.unused),
        "bill.commitments.monthly": money(whole / 12),
        "bill.commitments.utilisation": share(commitments.used / whole),
        "bill.commitments.waste": share(commitments.unused / whole),
        "bill.commitments.coverage": share(commitments.covered_compute / commitments.eligible_compute),
        "bill.list-known.share": share(rates.known),
        "bill.effective-savings-rate": share(1 - rates.effective / rates.list),
        "bill.contracted-known.share": share(contracted.known),
        "bill.negotiated.savings": money(contracted.list - contracted.cost),
        "bill.negotiated.rate": share(1 - contracted.cost / contracted.list),
        "bill.commitments.savings": money(contracted.committed - contracted.committed_effective - contracted.unused),
        "bill.untagged.amount": money(allocation.untagged),
        "bill.untagged.share": share(allocation.untagged / allocation.usage),
        "bill.untaggable.share": share(allocation.untaggable / allocation.usage),
        "bill.unallocated.amount": money(allocation.unallocated),
        "bill.unallocated.share": share(allocation.unallocated / allocation.total),
        "bill.anomalies.count": str(len(bill.anomalies)),
        "bill.anomalies.amount": money(sum((each.after - each.before for each in bill.anomalies), Decimal(0))),
    }


def shown_figures(printed: Mapping[str, Any]) -> dict[str, str]:
    """What `briefing figures --json` prints of a bill, by id; `value` is the figure that others stand below of."""
    return {f"bill.{id}": value for id, value in _leaves(printed["bill"])}


def _leaves(value: Any, name: str = "") -> list[tuple[str, str]]:
    if not isinstance(value, dict):
        return [(name.removesuffix(".value"), value)]
    return [each for key, inner in value.items() for each in _leaves(inner, f"{name}.{key}".strip("."))]


def _is_in(month: str, span: Months | None) -> bool:
    return span is not None and span.first <= month <= span.last
