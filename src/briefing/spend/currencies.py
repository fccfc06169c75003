"""Which of the currencies of the data the figures are in: that of most money, and what of the others is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from briefing.library.bill import ZERO
from briefing.library.billquality import OtherCurrency
from briefing.spend.ledger import Row
from briefing.spend.plain import plain

_SUMMED = ("rows", "billed", "effective")
# With so much of all money, the organisation's own currency is that of the figures, even where another has more.
LEAST_OWN = Decimal("0.1")


class Wanted(msgspec.Struct, frozen=True):
    """The currency that is asked for by name, the organisation's own, and what one of each other is worth in that."""

    asked: str = ""
    own: str = ""
    rates: Mapping[str, Decimal] = {}


def currencies(spans: Iterable[Row]) -> list[Row]:
    """Rows, billed and effective cost by currency, those of broken rows apart: null may be a currency of theirs."""
    found: dict[tuple[bool, str], dict[str, Any]] = {}
    for row in spans:
        named = {name: row[name] for name in ("broken", "currency")}
        sums = found.setdefault((row["broken"], row["currency"]), named | dict.fromkeys(_SUMMED, 0))
        sums.update({name: sums[name] + row[name] for name in _SUMMED})
    return list(found.values())


def chosen(totals: Sequence[Row], wanted: Wanted) -> str:
    """The currency of the figures: the one that is asked for where the data have it, otherwise that of most money."""
    worth = {row["currency"]: _worth(row, wanted) for row in totals if not row["broken"]}
    if wanted.asked in worth:
        return wanted.asked
    if worth.get(wanted.own, ZERO) > LEAST_OWN * sum(worth.values(), ZERO):
        return wanted.own
    return str(min(worth, key=lambda currency: (-worth[currency], currency != wanted.own, currency)))


def others(totals: Iterable[Row], currency: str) -> tuple[OtherCurrency, ...]:
    """What is left out, the most rows first."""
    left = [_other(row) for row in totals if not row["broken"] and row["currency"] != currency]
    return tuple(sorted(left, key=lambda other: (-other.rows, other.currency)))


def _worth(row: Row, wanted: Wanted) -> Decimal:
    """How much money it is, in the organisation's currency where there is a rate, else as it stands."""
    amount: Decimal = max(abs(row["billed"] or ZERO), abs(row["effective"] or ZERO))
    return amount * wanted.rates.get(row["currency"], Decimal(1))


def _other(row: Row) -> OtherCurrency:
    return OtherCurrency(
        currency=row["currency"],
        rows=row["rows"],
        billed=plain(row["billed"] or ZERO),
        effective=plain(row["effective"] or ZERO),
    )
