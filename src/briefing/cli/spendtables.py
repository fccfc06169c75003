"""What `briefing spend quality` says of billing data: a table for people, and the same for programs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from briefing.cli.terminal import say, say_table

if TYPE_CHECKING:
    from briefing.bill.bill import Bill, Month
    from briefing.library.words import BillTexts


# Tables of what a company has promised or paid ahead: prepaid pools and contract commitments.


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


_RHYTHMS = {
    "daily": "charges on every day",
    "weekdays": "charges on working days",
    "single-days": "charges on single days",
    "periods": "charges for whole periods",
}


def quality_object(bill: Bill) -> dict[str, object]:
    """Counts as numbers, and null for what the data do not carry."""
    quality, partial = bill.quality, [each for each in bill.months if not each.complete]
    odd = quality.uncategorised
    return {
        "rows": quality.rows,
        "broken-rows": quality.broken_rows,
        "complete-months": len(bill.months) - len(partial),
        "partial-months": [each.month for each in partial],
        "in-progress": {each.month: each.through for each in partial if each.through},
        "currency": bill.currency,
        "other-currencies": [
            {"currency": each.currency, "rows": each.rows, "billed": f"{each.billed:f}"}
            for each in quality.other_currencies
        ],
        "uncategorised": {"rows": odd.rows, "billed": f"{odd.billed:f}", "such-as": odd.such_as} if odd else None,
        "left-out": [
            {"file": each.file, "kept": each.kept, "month": each.month or None, "same": each.same}
            for each in quality.left_out
        ],
        "missing-columns": list(quality.missing_columns),
        "list-prices-known": f"{bill.rates.known:.4f}" if bill.rates else None,
        "untaggable": f"{share:.4f}" if (share := _untaggable(bill)) is not None else None,
        "days": dict(quality.ends),
        "rhythms": [
            {"provider": each.provider, "charges": each.beat, "state": each.state, "day": each.day}
            | {"incomplete": list(each.months)}
            for each in quality.rhythms
        ],
    }


def quality_rows(bill: Bill, texts: BillTexts) -> Iterator[tuple[str, str, str]]:
    """What is asked of the data, what was found, and what that means."""
    quality, partial = bill.quality, [each for each in bill.months if not each.complete]
    yield "rows", f"{quality.rows:,}", "charges that were read"
    yield "broken rows", f"{quality.broken_rows:,}", "left out, because they cannot be read"
    yield "complete months", str(len(bill.months) - len(partial)), "of which trend, comparison and forecast are made"
    yield "partial months", ", ".join(map(_partial, partial)) or "none", "in no trend, no comparison and no forecast"
    yield "currency", bill.currency, "that of every figure"
    others = (f"{each.currency} ({each.rows:,} rows, {each.billed:,.2f} billed)" for each in quality.other_currencies)
    yield "other currencies", ", ".join(others) or "none", "never added to the figures"
    if odd := quality.uncategorised:
        such_as = f", such as '{odd.such_as}'" if odd.such_as else ""
        found = f"{odd.billed:,.2f} {bill.currency} billed ({odd.rows:,} rows{such_as})"
        yield "no category", found, "in the billed cost, and in no figure of effective cost"
    twice = ", ".join(f"{each.file}{f' ({each.month})' if each.month else ''}" for each in quality.left_out)
    yield "charges twice", twice or "none", "not counted; another file has them in the same or a newer state"
    yield "missing columns", ", ".join(quality.missing_columns) or "none", "figures that need them are left out"
    if bill.rates:
        yield "list prices known", f"{bill.rates.known * 100:.1f}%", "share of the cost of usage; for the savings rate"
    if (share := _untaggable(bill)) is not None:
        yield "untaggable", f"{share * 100:.1f}%", "share of the cost of usage that belongs to no resource"
    yield from _providers(bill, texts)


def _partial(month: Month) -> str:
    return f"{month.month} (in progress, usage to {month.through})" if month.through else month.month


def _providers(bill: Bill, texts: BillTexts) -> Iterator[tuple[str, str, str]]:
    """The days of each provider, and what is to be said of how it charges."""
    from briefing.figures.billlines import BillWords
    from briefing.figures.billnotices import rhythm_sentence

    words, told = BillWords(bill, texts), set()
    for rhythm in bill.quality.rhythms:
        days = bill.quality.ends.get(rhythm.provider, "").replace("/", " to ")
        name = rhythm.provider or words.unnamed
        yield name, "" if name in told else days, f"{_RHYTHMS[rhythm.beat]}; {rhythm_sentence(rhythm, words)}"
        told.add(name)
    for provider, days in bill.quality.ends.items():
        name = provider or words.unnamed
        if name not in told:
            yield name, days.replace("/", " to "), "first and last day of usage"


def _untaggable(bill: Bill) -> Decimal | None:
    found = bill.allocation
    return found.untaggable / found.usage if found and found.usage > 0 and not found.refunds else None
