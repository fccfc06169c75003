"""What a reader has to know of the data before any figure: what is left out of them, and which months are not whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from briefing.figures.billmonths import history
from briefing.figures.billwords import BillWords
from briefing.figures.shown import rounded, significant
from briefing.library.bill import TAG, Bill
from briefing.library.billquality import Rhythm


def bill_notices(bill: Bill, words: BillWords, *, redact: bool = False) -> Iterator[str]:
    """A sentence for each thing that is left out, with its size; redacted, in two significant figures."""

    def amount(value: Decimal) -> str:
        return f"{rounded(significant(value) if redact else value, 2):,f}"

    for other in bill.quality.other_currencies:
        own = {"currency": other.currency, "rows": f"{other.rows:,}", "billed": amount(other.billed)}
        yield words.notice("other-currency", own=bill.currency, effective=amount(other.effective), **own)
    odd = bill.quality.uncategorised
    if odd:
        name = "uncategorised" if odd.such_as else "no-category"
        facts = {"rows": f"{odd.rows:,}", "billed": amount(odd.billed), "category": odd.such_as}
        yield words.notice(name, effective=amount(odd.effective), currency=bill.currency, **facts)
    if bill.quality.billed_only:
        yield words.notice("no-effective", billed=amount(bill.quality.billed_only), currency=bill.currency)
    for dimension, parts in bill.by.items():
        if dimension.startswith(TAG) and parts and not any(each.name for each in parts):
            yield words.notice("no-tag", key=dimension.removeprefix(TAG))
    yield from _months(bill, words)


def _months(bill: Bill, words: BillWords) -> Iterator[str]:
    """Why months are incomplete that would be of use: those after the last complete one, or all where there is none."""
    past = history(bill)
    after = past[-1].month if past else ""
    for each in bill.months:
        if each.through and each.month > after:
            yield words.notice("running", month=words.month(each.month), day=each.through)
    for rhythm in bill.quality.rhythms:
        if any(month > after for month in rhythm.months):
            yield rhythm_sentence(rhythm, words)


def rhythm_sentence(rhythm: Rhythm, words: BillWords) -> str:
    """What is to be said of how a provider charges."""
    months = ", ".join(map(words.month, rhythm.months))
    name = f"rhythm-{rhythm.state}" if rhythm.state else f"rhythm-{rhythm.beat}"
    return words.notice(name, provider=rhythm.provider or words.unnamed, day=rhythm.day, months=months)
