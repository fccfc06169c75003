"""What is true of a sample: the `Bill` that any reader of its files has to arrive at, reckoned from the plan alone.

No query and no row is involved. Every sum is exact. The definitions are those of `briefing.bill.bill`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from briefing.bill.bill import (
    STEPS,
    ZERO,
    Allocation,
    Anomaly,
    Bill,
    Billing,
    Bridge,
    Commitment,
    Commitments,
    Comparison,
    Contracted,
    Dimension,
    Model,
    Month,
    Months,
    Part,
    Rates,
    Span,
)
from briefing.bill.records import OtherCurrency, Quality
from briefing.bill.sample.catalogue import AI, COMPUTE, SAAS
from briefing.bill.sample.columns import account_id
from briefing.bill.sample.plan import Cell, months, plan
from briefing.bill.sample.request import PARTIAL_DAYS, Sample
from briefing.documents.text import first_day, month_text

# What is true of a sample's commitments, rates, tags and files, reckoned from the cells of the period.

MOST_COMMITMENTS = 10
_STEP = {"Tax": "tax", "Credit": "credits", "Adjustment": "adjustments"}


def cost_of(cell: Cell, kind: str) -> Decimal:
    """What all rows of a cell come to at prices of a kind, such as `billed`; nothing where it has none."""
    return Decimal(cell.units * (getattr(cell.charge.prices, kind) or 0)).scaleb(-6)


def spent(cell: Cell) -> bool:
    """Whether the effective cost of a cell counts: usage and purchases, without corrections."""
    return cell.charge.category in ("Usage", "Purchase") and not cell.charge.correction


def commitments(period: Iterable[Cell]) -> Commitments:
    """The used and unused parts of all commitments, and how much of compute they cover."""
    usage = [cell for cell in period if cell.charge.usage]
    compute = [cell for cell in usage if cell.charge.service.category == COMPUTE]
    eligible = [cell for cell in compute if not cell.charge.dynamic and cell.charge.status != "Unused"]
    return Commitments(
        used=_truthparts_effective(cell for cell in usage if cell.charge.status == "Used"),
        unused=_unused(usage),
        covered_compute=_truthparts_effective(cell for cell in compute if cell.charge.status == "Used"),
        eligible_compute=_truthparts_effective(eligible),
        largest=_largest(usage),
    )


def bridge(cells: Iterable[Cell], period: Collection[int]) -> Bridge:
    """From what invoices of the period billed to the effective cost of its charges."""
    sums = dict.fromkeys(("billed", *STEPS, "effective"), ZERO)
    for cell in cells:
        billed = cost_of(cell, "billed") if cell.billed_month in period else ZERO
        sums["billed"] += billed
        if not spent(cell):
            sums["corrections" if cell.charge.correction else _STEP[cell.charge.category]] -= billed
            continue
        charged, cost = (cost_of(cell, kind) if cell.month in period else ZERO for kind in ("billed", "effective"))
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
    return (
        Model(provider=cells[0].charge.service.provider.name, effective=_truthparts_effective(cells), tokens=tokens),
    )


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
        used=_truthparts_effective(cell for cell in cells if cell.charge.status == "Used"),
        unused=_truthparts_effective(cell for cell in cells if cell.charge.status == "Unused"),
    )


def rates(period: Iterable[Cell]) -> Rates:
    """Cost and list cost of usage with a list price; unused commitment is in the cost and not in the list cost."""
    usage = [cell for cell in period if cell.charge.usage]
    used = [cell for cell in usage if cell.charge.status != "Unused"]
    listed = [cell for cell in used if cell.charge.prices.list is not None]
    all_used = _truthparts_effective(used)
    paid, unused = [cell for cell in listed if cell.charge.status == "Used"], _unused(usage)
    list_cost = sum((cost_of(cell, "list") for cell in listed), ZERO)
    known = _truthparts_effective(listed) / all_used if all_used else ZERO
    contracted = Contracted(  # in a sample, whatever has a list price has a contracted one
        list=list_cost,
        cost=sum((cost_of(cell, "contracted") for cell in listed), ZERO),
        committed=sum((cost_of(cell, "contracted") for cell in paid), ZERO),
        committed_effective=_truthparts_effective(paid),
        unused=unused,
        known=known,
    )
    return Rates(effective=_truthparts_effective(listed) + unused, list=list_cost, known=known, contracted=contracted)


def _unused(usage: Iterable[Cell]) -> Decimal:
    return _truthparts_effective(cell for cell in usage if cell.charge.status == "Unused")


def allocation(period: tuple[Cell, ...], billing: Billing) -> Allocation:
    """Whose cost it is; unused commitment is in the total, and not in the usage that could have tags."""
    usage = [cell for cell in period if cell.charge.usage and cell.charge.status != "Unused"]
    owned = {name.casefold() for name in billing.owned_sub_accounts}
    return Allocation(
        usage=_truthparts_effective(usage),
        untagged=_truthparts_effective(cell for cell in usage if not _tagged(cell, billing)),
        untaggable=_truthparts_effective(cell for cell in usage if not cell.charge.resource),
        lacking={
            key: _truthparts_effective(cell for cell in usage if not _has(cell, key)) for key in billing.required_tags
        },
        total=_truthparts_effective(period),
        unallocated=_truthparts_effective(
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
        billed=sum((cost_of(cell, "billed") for cell in others), ZERO),
        effective=_truthparts_effective(others),
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


def _truthparts_effective(cells: Iterable[Cell]) -> Decimal:
    return sum((cost_of(cell, "effective") for cell in cells), ZERO)


REQUIRED = Billing(required_tags=("owner", "cost-center"))
CURRENCY = "EUR"
LONGEST_PERIOD = 12
MOST_PARTS, MOST_MOVERS, MOST_ANOMALIES = 20, 8, 10
ANOMALY_SHARE, ANOMALY_AMOUNT = Decimal("0.3"), Decimal("0.01")  # of the month before, and of all cost of the month

Key = tuple[str, str]  # the provider, only for services, and the name; what belongs to nothing has no name
Cells = Sequence[Cell]
_KEYS: Mapping[Dimension, Callable[[Cell], Key]] = MappingProxyType(
    {
        "provider": lambda cell: ("", cell.charge.service.provider.name),
        "service-category": lambda cell: ("", cell.charge.service.category),
        "service": lambda cell: (cell.charge.service.provider.name, cell.charge.service.name),
        "sub-account": lambda cell: ("", cell.line.account or ""),
        "region": lambda cell: ("", cell.line.region.name if cell.line.region else ""),
    }
)


class _Spans(NamedTuple):
    """The period, and the two sides of the comparison; without a comparison both are empty."""

    period: range
    recent: range
    earlier: range
    apart: Span | None


def truth(request: Sample, billing: Billing = REQUIRED, sub_accounts: tuple[str, ...] = ()) -> Bill:
    """The bill of a sample in EUR, or of some of its sub-accounts, with what `org.yaml` says in its part `billing`.

    Months are complete or not for the whole of the data, also in a slice; rows, ends and other currencies are those of
    the whole data too. `source`, and `where` of a slice, are left to who reads the files. Raises UsageError.
    """
    everything = plan(request)
    cells = tuple(cell for cell in everything if _wanted(cell, sub_accounts))
    costs, spans = tuple(filter(spent, cells)), _spans(request)
    period = tuple(cell for cell in costs if cell.month in spans.period)
    return Bill(
        currency=CURRENCY,
        providers=tuple(sorted({cell.charge.service.provider.name for cell in cells})),
        required_tags=billing.required_tags,
        period=_between(spans.period),
        comparison=_told(spans),
        months=tuple(_month(number, cells, request, billing) for number in months(request)),
        bridge=bridge(cells, spans.period) if period else None,
        total=_part(costs, spans),
        ai=_part_of([cell for cell in costs if _is_ai(cell)], spans),
        models=token_models(period),
        saas=_part_of([cell for cell in costs if _is_saas(cell, billing)], spans),
        by={dimension: _shortened(_parts(costs, dimension, spans)) for dimension in _KEYS},
        movers=_movers(_parts(costs, "service", spans)) if spans.apart else (),
        commitments=commitments(period),
        rates=rates(period),
        allocation=allocation(period, billing),
        anomalies=_anomalies(costs, spans.period, request),
        quality=quality(everything, request),
    )


def _wanted(cell: Cell, sub_accounts: tuple[str, ...]) -> bool:
    return cell.charge.currency == CURRENCY and (not sub_accounts or cell.line.account in sub_accounts)


def _spans(request: Sample) -> _Spans:
    """The last twelve months; three against three a year before where there are so many, or what the history allows."""
    last, history = request.last, request.months
    period = _ending(last, min(history, LONGEST_PERIOD))
    if history >= 13:
        length = 3 if history >= 15 else 1
        return _Spans(period, _ending(last, length), _ending(last - 12, length), "year")
    if history >= 6:
        return _Spans(period, _ending(last, 3), _ending(last - 3, 3), "quarter")
    if history >= 2:
        return _Spans(period, _ending(last, 1), _ending(last - 1, 1), "month")
    return _Spans(period, range(0), range(0), None)


def _ending(last: int, length: int) -> range:
    return range(last - length + 1, last + 1)


def _between(span: range) -> Months:
    return Months(first=month_text(span[0]), last=month_text(span[-1]))


def _told(spans: _Spans) -> Comparison | None:
    if spans.apart is None:
        return None
    return Comparison(span=spans.apart, recent=_between(spans.recent), earlier=_between(spans.earlier))


def _is_ai(cell: Cell) -> bool:
    return cell.charge.service.category == AI


def _is_saas(cell: Cell, billing: Billing) -> bool:
    named = {name.casefold() for name in billing.saas_providers}
    return cell.charge.service.category == SAAS or cell.charge.service.provider.name.casefold() in named


def _truth_effective(cells: Iterable[Cell], span: Iterable[int]) -> Decimal:
    wanted = set(span)
    return sum((cost_of(cell, "effective") for cell in cells if cell.month in wanted), ZERO)


def _month(number: int, cells: Cells, request: Sample, billing: Billing) -> Month:
    """Billed by the month of the invoice, effective by the month of the charge."""
    invoiced = [cell for cell in cells if cell.billed_month == number]
    charged = [cell for cell in cells if cell.month == number and spent(cell)]

    def billed(category: str) -> Decimal:
        """Corrections of usage stay usage; they are shown apart and are not among the credits."""
        return sum((cost_of(cell, "billed") for cell in invoiced if cell.charge.category == category), ZERO)

    return Month(
        month=month_text(number),
        complete=number <= request.last,
        billed=sum((cost_of(cell, "billed") for cell in invoiced), ZERO),
        tax=billed("Tax"),
        credits=billed("Credit"),
        adjustments=billed("Adjustment"),
        corrections=sum((cost_of(cell, "billed") for cell in invoiced if cell.charge.correction), ZERO),
        effective=sum((cost_of(cell, "effective") for cell in charged), ZERO),
        ai=sum((cost_of(cell, "effective") for cell in charged if _is_ai(cell)), ZERO),
        saas=sum((cost_of(cell, "effective") for cell in charged if _is_saas(cell, billing)), ZERO),
        through="" if number <= request.last else first_day(number).replace(day=PARTIAL_DAYS).isoformat(),
    )


def _part_of(cells: list[Cell], spans: _Spans) -> Part | None:
    """The part that the cells are; None where there is none."""
    return _part(cells, spans) if cells else None


def _part(cells: Cells, spans: _Spans, name: str = "", provider: str = "") -> Part:
    return Part(
        name=name,
        provider=provider,
        effective=_truth_effective(cells, spans.period),
        recent=_truth_effective(cells, spans.recent),
        earlier=_truth_effective(cells, spans.earlier),
    )


def _parts(cells: Cells, dimension: Dimension, spans: _Spans) -> list[Part]:
    """All values of a dimension with cost in the period or the comparison, the largest first."""
    groups: dict[Key, list[Cell]] = defaultdict(list)
    told = {*spans.period, *spans.recent, *spans.earlier}
    for cell in cells:
        if cell.month in told:
            groups[_KEYS[dimension](cell)].append(cell)
    if dimension == "sub-account":
        groups = _apart(groups)
    parts = [_part(group, spans, name, provider) for (provider, name), group in groups.items()]
    return sorted(parts, key=lambda part: (-part.effective, part.provider, part.name))


def _apart(groups: Mapping[Key, list[Cell]]) -> dict[Key, list[Cell]]:
    """Each business unit has an account at each provider that it uses: several of one name have their ids behind it."""
    found: dict[Key, list[Cell]] = defaultdict(list)
    for (_, name), group in groups.items():
        several = name and len({cell.charge.service.provider for cell in group}) > 1
        for cell in group:
            id = f" ({account_id(cell.charge.service.provider, name)})" if several else ""
            found["", f"{name}{id}"].append(cell)
    return found


def _shortened(parts: list[Part]) -> tuple[Part, ...]:
    rest = parts[MOST_PARTS:]
    if not rest:
        return tuple(parts)
    others = Part(
        name="",
        others=len(rest),
        effective=sum((part.effective for part in rest), ZERO),
        recent=sum((part.recent for part in rest), ZERO),
        earlier=sum((part.earlier for part in rest), ZERO),
    )
    return (*parts[:MOST_PARTS], others)


def _movers(services: list[Part]) -> tuple[Part, ...]:
    moved = sorted(services, key=lambda part: (-abs(part.recent - part.earlier), part.provider, part.name))
    return tuple(moved[:MOST_MOVERS])


def _anomalies(costs: Cells, period: range, request: Sample) -> tuple[Anomaly, ...]:
    """Services that rose from one month of the period's to the next by more than a share and an amount."""
    by_service: dict[Key, dict[int, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    totals: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for cell in costs:
        by_service[_KEYS["service"](cell)][cell.month] += cost_of(cell, "effective")
        totals[cell.month] += cost_of(cell, "effective")
    found = [
        _anomaly(key, month, by_month)
        for key, by_month in by_service.items()
        for month in period
        if month > request.first and _jumped(by_month[month - 1], by_month[month], totals[month])
    ]
    return tuple(sorted(found, key=lambda anomaly: anomaly.before - anomaly.after)[:MOST_ANOMALIES])


def _jumped(before: Decimal, after: Decimal, total: Decimal) -> bool:
    rise = after - before
    return rise > ANOMALY_SHARE * before and rise > ANOMALY_AMOUNT * total


def _anomaly(key: Key, month: int, by_month: Mapping[int, Decimal]) -> Anomaly:
    provider, service = key
    new = not any(cost for number, cost in by_month.items() if number < month)
    return Anomaly(
        month=month_text(month),
        provider=provider,
        service=service,
        before=by_month[month - 1],
        after=by_month[month],
        new=new,
    )
