"""What is true of a sample's commitments, rates, tags and files, reckoned from the cells of the period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from decimal import Decimal

from briefing.library.bill import ZERO, Allocation, Billing, Commitment, Commitments, Contracted, Rates
from briefing.library.billai import Model
from briefing.library.billbridge import STEPS, Bridge
from briefing.library.billquality import OtherCurrency, Quality
from briefing.spend.sample.catalogue import COMPUTE
from briefing.spend.sample.plan import Cell
from briefing.spend.sample.request import Sample

MOST_COMMITMENTS = 10
_STEP = {"Tax": "tax", "Credit": "credits", "Adjustment": "adjustments"}


def spent(cell: Cell) -> bool:
    """Whether the effective cost of a cell counts: usage and purchases, without corrections."""
    return cell.charge.category in ("Usage", "Purchase") and not cell.charge.correction


def commitments(period: Iterable[Cell]) -> Commitments:
    """The used and unused parts of all commitments, and how much of compute they cover."""
    usage = [cell for cell in period if cell.charge.usage]
    compute = [cell for cell in usage if cell.charge.service.category == COMPUTE]
    eligible = [cell for cell in compute if not cell.charge.dynamic and cell.charge.status != "Unused"]
    return Commitments(
        used=_effective(cell for cell in usage if cell.charge.status == "Used"),
        unused=_unused(usage),
        covered_compute=_effective(cell for cell in compute if cell.charge.status == "Used"),
        eligible_compute=_effective(eligible),
        largest=_largest(usage),
    )


def bridge(cells: Iterable[Cell], period: Collection[int]) -> Bridge:
    """From what invoices of the period billed to the effective cost of its charges."""
    sums = dict.fromkeys(("billed", *STEPS, "effective"), ZERO)
    for cell in cells:
        billed = cell.billed if cell.billed_month in period else ZERO
        sums["billed"] += billed
        if not spent(cell):
            sums["corrections" if cell.charge.correction else _STEP[cell.charge.category]] -= billed
            continue
        charged, cost = (amount if cell.month in period else ZERO for amount in (cell.billed, cell.effective))
        committed = "amortised" if cell.charge.commitment else "other"
        sums["shifted"] += charged - billed
        sums["prepaid" if cell.charge.category == "Purchase" else committed] += cost - charged
        sums["effective"] += cost
    return Bridge(**sums)


def token_models(period: Iterable[Cell]) -> tuple[Model, ...]:
    """What a sample charges by the token, which is of one provider and names no model."""
    cells = [cell for cell in period if cell.charge.usage and cell.charge.service.unit == "1K Tokens"]
    if not cells:
        return ()
    tokens = Decimal(sum(cell.units for cell in cells))  # thousandths of a thousand
    return (Model(provider=cells[0].charge.service.provider.name, effective=_effective(cells), tokens=tokens),)


def _largest(usage: list[Cell]) -> tuple[Commitment, ...]:
    groups: dict[str, list[Cell]] = defaultdict(list)
    for cell in usage:
        if cell.charge.commitment:
            groups[cell.charge.commitment.id].append(cell)
    found = [_commitment(group) for group in groups.values()]
    return tuple(sorted(found, key=lambda one: (-(one.used + one.unused), one.id))[:MOST_COMMITMENTS])


def _commitment(cells: list[Cell]) -> Commitment:
    commitment = cells[0].charge.commitment
    assert commitment
    return Commitment(
        id=commitment.id,
        kind=commitment.kind,
        provider=cells[0].charge.service.provider.name,
        used=_effective(cell for cell in cells if cell.charge.status == "Used"),
        unused=_effective(cell for cell in cells if cell.charge.status == "Unused"),
    )


def rates(period: Iterable[Cell]) -> Rates:
    """Cost and list cost of usage with a list price; unused commitment is in the cost and not in the list cost."""
    usage = [cell for cell in period if cell.charge.usage]
    used = [cell for cell in usage if cell.charge.status != "Unused"]
    listed = [cell for cell in used if cell.list_cost is not None]
    all_used = _effective(used)
    paid, unused = [cell for cell in listed if cell.charge.status == "Used"], _unused(usage)
    list_cost = sum((cell.list_cost for cell in listed if cell.list_cost is not None), ZERO)
    known = _effective(listed) / all_used if all_used else ZERO
    contracted = Contracted(  # in a sample, whatever has a list price has a contracted one
        list=list_cost,
        cost=sum((cell.contracted for cell in listed), ZERO),
        committed=sum((cell.contracted for cell in paid), ZERO),
        committed_effective=_effective(paid),
        unused=unused,
        known=known,
    )
    return Rates(effective=_effective(listed) + unused, list=list_cost, known=known, contracted=contracted)


def _unused(usage: Iterable[Cell]) -> Decimal:
    return _effective(cell for cell in usage if cell.charge.status == "Unused")


def allocation(period: tuple[Cell, ...], billing: Billing) -> Allocation:
    """Whose cost it is; unused commitment is in the total, and not in the usage that could have tags."""
    usage = [cell for cell in period if cell.charge.usage and cell.charge.status != "Unused"]
    owned = {name.casefold() for name in billing.owned_sub_accounts}
    return Allocation(
        usage=_effective(usage),
        untagged=_effective(cell for cell in usage if not _tagged(cell, billing)),
        untaggable=_effective(cell for cell in usage if not cell.charge.resource),
        lacking={key: _effective(cell for cell in usage if not _has(cell, key)) for key in billing.required_tags},
        total=_effective(period),
        unallocated=_effective(
            cell for cell in period if not _tagged(cell, billing) and (cell.line.account or "").casefold() not in owned
        ),
    )


def _tagged(cell: Cell, billing: Billing) -> bool:
    """All required keys; where none is required, any that the provider did not set itself."""
    if billing.required_tags:
        return all(_has(cell, key) for key in billing.required_tags)
    return any(":" not in key for key in cell.line.tags or {})


def _has(cell: Cell, key: str) -> bool:
    return bool((cell.line.tags or {}).get(key))


def quality(everything: tuple[Cell, ...], request: Sample) -> Quality:
    """How many rows there are, from when to when, and what is in another currency."""
    others = [cell for cell in everything if cell.charge.currency != "EUR"]
    dollars = OtherCurrency(
        currency="USD",
        rows=sum(cell.rows for cell in others),
        billed=sum((cell.billed for cell in others), ZERO),
        effective=_effective(others),
    )
    return Quality(rows=request.rows, other_currencies=(dollars,) if others else (), ends=_ends(everything))


def _ends(everything: tuple[Cell, ...]) -> dict[str, str]:
    """For each provider the first and the last day with usage, and of one without usage those with any charge.

    The plan sees to it that these days have rows.
    """
    using = {cell.charge.service.provider.name for cell in everything if cell.charge.usage}
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for cell in everything:
        name = cell.charge.service.provider.name
        if name in using and not cell.charge.usage:
            continue
        first[name] = min(first.get(name, cell.starts), cell.starts)
        end = cell.starts + timedelta(days=cell.days - 1)
        last[name] = max(last.get(name, end), end)
    return {name: f"{first[name]}/{last[name]}" for name in first}


def _effective(cells: Iterable[Cell]) -> Decimal:
    return sum((cell.effective for cell in cells), ZERO)
