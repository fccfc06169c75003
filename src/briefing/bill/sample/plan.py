"""The plan of a sample: a few thousand cells, each with its amount and the number of its rows.

All that is written is these cells, split into rows; all that is true of it follows from these cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from briefing.bill.sample.catalogue import ACCOUNTS, PROVIDER, PROVIDERS, TAGS, Provider, Region, Tags
from briefing.bill.sample.charges import CHARGES, IN_DOLLARS, TAXES, Charge, cost, happens, tax
from briefing.bill.sample.request import PARTIAL_DAYS, Sample, between, checked, split
from briefing.documents.text import days_in, first_day
from briefing.errors import UsageError

CORRECTED_DAY = 15


class Line(msgspec.Struct, frozen=True):
    """One of the parts that a charge is split into: who uses it, where, and how it is tagged."""

    number: int
    account: str | None
    region: Region | None
    tags: Tags


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of one charge, line and month. `month` is that of the charge, `billed_month` that of the invoice.

    Its rows begin on the days from `day` (the first of the month is 0) to `day` + `days` − 1.
    """

    charge: Charge
    line: Line
    month: int
    billed_month: int
    units: int
    day: int
    days: int
    rows: int = 1

    @property
    def starts(self) -> date:
        """The day on which the first charge begins."""
        return first_day(self.month).replace(day=self.day + 1)


def plan(request: Sample) -> tuple[Cell, ...]:
    """Every cell, by provider and month, with rows that add up to those asked for. Raises UsageError for too few."""
    cells = sorted(_cells(checked(request)), key=_place)
    least = [_least_rows(cell) for cell in cells]
    if sum(least) > request.rows:
        raise UsageError(
            f"--rows {request.rows}: a sample of {request.months} months needs at least {sum(least):,} rows"
        )
    # In cents: a cell of nothing still has a row, and more of them only if there is no other.
    weights = [cell.units * cell.charge.prices.effective // 10_000 if cell.charge.usage else 0 for cell in cells]
    more = split(request.rows - sum(least), weights)
    return tuple(msgspec.structs.replace(cell, rows=n + m) for cell, n, m in zip(cells, least, more, strict=True))


def months(request: Sample) -> range:
    """The months that are billed, with the one that is not over."""
    return range(request.first, request.last + 1 + request.partial)


def is_anchor(cell: Cell) -> bool:
    """Whether its rows reach from the first to the last day."""
    return cell.charge.anchor and cell.line.number == 0


def _place(cell: Cell) -> tuple[int, int]:
    return PROVIDERS.index(cell.charge.service.provider), cell.billed_month


def _least_rows(cell: Cell) -> int:
    return 2 if is_anchor(cell) else 1


def _cells(request: Sample) -> Iterator[Cell]:
    """All cells but for their rows."""
    charges = (*CHARGES, IN_DOLLARS) if request.second_currency else CHARGES
    for month in months(request):
        cells = [
            cell
            for number, charge in enumerate(charges)
            if happens(charge, month, request)
            for cell in _cells_of(charge, number, month, request)
        ]
        yield from cells
        if month <= request.last:
            yield from (_tax(charge, month, cells) for charge in TAXES)


def _cells_of(charge: Charge, number: int, month: int, request: Sample) -> Iterator[Cell]:
    price = max(abs(charge.prices.effective), abs(charge.prices.billed))
    lines = _lines(charge, number, request)
    weights = [_weight(line) * between(600, 1400, request.seed, number, line.number) for line in lines]
    shares = split(cost(charge, number, month, request) // price, weights)
    for line, units in zip(lines, shares, strict=True):
        yield _cell(charge, line, month, request, units)


def _weight(line: Line) -> int:
    """Later lines, and smaller business units, have less."""
    return 12_000 * (len(ACCOUNTS) + 4 - _accounted(line)) // (12 + line.number)


def _accounted(line: Line) -> int:
    return ACCOUNTS.index(line.account) if line.account else 0


def _cell(charge: Charge, line: Line, billed_month: int, request: Sample, units: int) -> Cell:
    month = billed_month - charge.correction
    day, days = (0, PARTIAL_DAYS if month > request.last else days_in(month))
    if not charge.usage and not charge.whole_month:
        day, days = (CORRECTED_DAY - 1 if charge.correction else 0), 1
    return Cell(charge=charge, line=line, month=month, billed_month=billed_month, units=units, day=day, days=days)


def _tax(charge: Charge, month: int, cells: list[Cell]) -> Cell:
    provider = charge.service.provider
    billed = sum(cell.units * cell.charge.prices.billed for cell in cells if _taxed(cell, provider))
    line = Line(0, None, None, None)
    days = days_in(month)
    return Cell(charge=charge, line=line, month=month, billed_month=month, units=tax(billed), day=0, days=days)


def _taxed(cell: Cell, provider: Provider) -> bool:
    return cell.charge.service.provider is provider and cell.charge.currency == "EUR"


def _lines(charge: Charge, number: int, request: Sample) -> list[Line]:
    """As many lines as the rows allow: with few rows the small services have one."""
    room = 2 + request.rows // len(months(request)) // 100
    most = min(charge.lines, room if charge.lines > 18 else max(1, room // 2))
    return [_line(charge, number, place) for place in range(most)]


def _line(charge: Charge, number: int, place: int) -> Line:
    """Steps of five and three run through all accounts and all tags, and meet the same pair late."""
    regions = charge.service.provider.regions
    turn = place + place // len(ACCOUNTS)
    return Line(
        place,
        ACCOUNTS[(number + 5 * place) % len(ACCOUNTS)] if charge.account else None,
        regions[(number + turn) % len(regions)] if regions and charge.priced else None,
        _tags(charge, 7 * number + 3 * turn),
    )


def _tags(charge: Charge, place: int) -> Tags:
    """Those at a place of the list, with the prefix of the provider; usage of services alone has tags."""
    tags = TAGS[place % len(TAGS)]
    if not charge.usage or charge.status == "Unused" or tags is None:
        return None
    prefix = charge.service.provider.key
    return {key.replace(f"{PROVIDER}:", f"{prefix}:"): value for key, value in tags.items()}
