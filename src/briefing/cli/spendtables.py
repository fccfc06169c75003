"""Tables of what a company has promised or paid ahead: prepaid pools and contract commitments."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from briefing.cli.terminal import say, say_table

if TYPE_CHECKING:
    from briefing.library.bill import Bill


def say_promises(bill: Bill) -> None:
    """A table of the models, of the pools and of the contracts, where there are any."""
    _say_table(("AI MODEL", "COST", "TOKENS, MILLIONS", "A MILLION TOKENS"), _models(bill))
    _say_table(("PREPAID POOL", "BOUGHT", "DRAWN", "LEFT", "MONTHS LEFT"), _pools(bill))
    _say_table(("CONTRACT", "COMMITTED", "DRAWN", "FROM", "TO BEFORE"), _contracts(bill))


def _say_table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    if found := tuple(rows):
        say()
        say_table(head, found)


def _models(bill: Bill) -> Iterator[tuple[str, ...]]:
    for each in bill.models:
        price = "" if each.per_million is None else _amount(each.per_million, bill.currency)
        name = each.name or "(not named)"
        yield name, _amount(each.effective, bill.currency), f"{each.tokens / 1_000_000:,.2f}", price


def _pools(bill: Bill) -> Iterator[tuple[str, ...]]:
    for each in bill.commitments.pools if bill.commitments else ():
        left, months = each.remaining, each.months_left
        told = "not known" if left is None else _amount(left, bill.currency)
        lasts = "" if months is None else f"{months:,.1f}"
        yield each.id, _amount(each.bought, bill.currency), _amount(each.drawn, bill.currency), told, lasts


def _contracts(bill: Bill) -> Iterator[tuple[str, ...]]:
    for each in bill.contracts:
        drawn = "" if each.drawn is None else _amount(each.drawn, each.currency)
        yield each.description or each.id, _amount(each.committed, each.currency), drawn, each.starts, each.ends


def _amount(value: Decimal, currency: str) -> str:
    return f"{currency} {value:,.2f}"
