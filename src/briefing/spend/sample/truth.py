"""What is true of a sample: the `Bill` that any reader of its files has to arrive at, reckoned from the plan alone.

No query and no row is involved. Every sum is exact. The definitions are those of `briefing.library.bill`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from briefing.library.bill import ZERO, Anomaly, Bill, Billing, Comparison, Dimension, Month, Months, Part, Span
from briefing.spend.sample.catalogue import AI, SAAS
from briefing.spend.sample.columns import account_id
from briefing.spend.sample.months import PARTIAL_DAYS, first_day, month_text
from briefing.spend.sample.plan import Cell, months, plan
from briefing.spend.sample.request import Sample
from briefing.spend.sample.truthparts import allocation, bridge, commitments, quality, rates, spent, token_models

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


def _effective(cells: Iterable[Cell], span: Iterable[int]) -> Decimal:
    wanted = set(span)
    return sum((cell.effective for cell in cells if cell.month in wanted), ZERO)


def _month(number: int, cells: Cells, request: Sample, billing: Billing) -> Month:
    """Billed by the month of the invoice, effective by the month of the charge."""
    invoiced = [cell for cell in cells if cell.billed_month == number]
    charged = [cell for cell in cells if cell.month == number and spent(cell)]

    def billed(category: str) -> Decimal:
        """Corrections of usage stay usage; they are shown apart and are not among the credits."""
        return sum((cell.billed for cell in invoiced if cell.charge.category == category), ZERO)

    return Month(
        month=month_text(number),
        complete=number <= request.last,
        billed=sum((cell.billed for cell in invoiced), ZERO),
        tax=billed("Tax"),
        credits=billed("Credit"),
        adjustments=billed("Adjustment"),
        corrections=sum((cell.billed for cell in invoiced if cell.charge.correction), ZERO),
        effective=sum((cell.effective for cell in charged), ZERO),
        ai=sum((cell.effective for cell in charged if _is_ai(cell)), ZERO),
        saas=sum((cell.effective for cell in charged if _is_saas(cell, billing)), ZERO),
        through="" if number <= request.last else first_day(number).replace(day=PARTIAL_DAYS).isoformat(),
    )


def _part_of(cells: list[Cell], spans: _Spans) -> Part | None:
    """The part that the cells are; None where there is none."""
    return _part(cells, spans) if cells else None


def _part(cells: Cells, spans: _Spans, name: str = "", provider: str = "") -> Part:
    return Part(
        name=name,
        provider=provider,
        effective=_effective(cells, spans.period),
        recent=_effective(cells, spans.recent),
        earlier=_effective(cells, spans.earlier),
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
        by_service[_KEYS["service"](cell)][cell.month] += cell.effective
        totals[cell.month] += cell.effective
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
