"""An organisation together with its bill: facts that fill each other, and what the user should know of both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeVar

import msgspec

from briefing.bill.bill import Bill
from briefing.figures.basis import ZERO, exactly
from briefing.figures.bill import bill_entries
from briefing.figures.billlines import Absent, BillWords, Entry, Line
from briefing.figures.billnotices import ROUNDED, Pair, ahead, bill_notices, pairs_of, sentences
from briefing.figures.figure import Figures, rounded
from briefing.figures.merge import Kpis, merged
from briefing.library.words import FigureTexts
from briefing.organisation.organisation import Organisation
from briefing.organisation.savings import SCENARIOS, cases, current_monthly, share_of

# Which of two figures is told where the organisation's file and the bill both have one: one of them, on every slide.
#
# `figures-from: bill` lets the bill go before the file, in the facts themselves. Else the file goes before: what the
# bill says of the same is then no figure of this company, and neither are the series and bars that show it.

T = TypeVar("T")
# How far two figures may be apart that read as one, rounded: of a share in points, of money as a share of it.
_ROUNDED: Final[Mapping[str, Decimal]] = {"percent": Decimal("0.005")}
# A figure of the bill → what shows the same besides: figures, and series by their ids; `*` ends a beginning.
_FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "bill.effective.monthly": ("bill.effective", "bill.billed", "bill.forecast*", "bill.bridge*"),
    "bill.commitments.monthly": ("bill.commitments.used", "bill.commitments.unused"),
    "bill.commitments.utilisation": ("bill.commitments.waste", "bill.commitments.used", "bill.commitments.unused"),
    "bill.commitments.waste": ("bill.commitments.utilisation", "bill.commitments.used", "bill.commitments.unused"),
    "bill.unallocated.share": ("bill.unallocated.amount",),
    "bill.untagged.share": ("bill.untagged.amount",),
    "bill.ai.monthly": (
        *("bill.ai", "bill.ai.period", "bill.ai.share", "bill.ai.share-of-growth", "bill.ai.token-cost"),
        "bill.ai.models*",
    ),
    "bill.ai.growth": ("bill.ai.share-of-growth",),
    "bill.saas.monthly": ("bill.saas", "bill.saas.period", "bill.saas.share"),
}
_UNIT_COST: Final = "bill.unit-cost."
# Figures whose parts stand in bars of their own.
_OF_COMMITMENTS: Final = frozenset(id for id in _FAMILIES if id.startswith("bill.commitments."))
_OF_TAGS: Final = frozenset(("bill.untagged.share",))


def is_far_apart(pair: Pair) -> bool:
    """Whether the two would be read as two figures."""
    most = _ROUNDED.get(pair.unit) or ROUNDED * abs(pair.stated)
    return abs(pair.stated - pair.billed) > most


def untold_ids(pairs: Collection[Pair]) -> frozenset[str]:
    """The figures of the bill that the file states otherwise, and all that shows the same."""
    ids = {each.line.id for each in pairs if is_far_apart(each)}
    also = {other for id in ids for other in _FAMILIES.get(id, ())}
    return frozenset(ids | also | {f"{id}.change" for id in ids if id.startswith(_UNIT_COST)})


def without_untold(figures: Figures, untold: frozenset[str], reason: str) -> Figures:
    """The figures without those; why they are not there is said of each."""
    gone = {id: reason for id in (*figures.all, *figures.series) if _is_among(id, untold)}
    return replace(
        figures,
        all=_left(figures.all, gone),
        series=_left(figures.series, gone),
        absent=MappingProxyType({**figures.absent, **gone}),
    )


def without_bars(bill: Bill, untold: frozenset[str]) -> Bill:
    """The bill without the parts that slides would draw of figures that are not told."""
    if bill.commitments and untold & _OF_COMMITMENTS:
        bill = msgspec.structs.replace(bill, commitments=msgspec.structs.replace(bill.commitments, largest=()))
    if bill.allocation and untold & _OF_TAGS:
        bill = msgspec.structs.replace(bill, allocation=msgspec.structs.replace(bill.allocation, lacking={}))
    return bill


def _is_among(id: str, untold: frozenset[str]) -> bool:
    return id in untold or any(each.endswith("*") and id.startswith(each[:-1]) for each in untold)


def _left(every: Mapping[str, T], gone: Mapping[str, str]) -> Mapping[str, T]:
    return MappingProxyType({id: each for id, each in every.items() if id not in gone})


def with_bill(
    facts: Organisation, bill: Bill, shown: Bill, texts: FigureTexts, catalogue: Kpis
) -> tuple[Organisation, tuple[str, ...], frozenset[str]]:
    """The facts with those of the bill where their file says nothing, notices, and what of the bill is not told.

    `shown` is the bill as notices may speak of it: itself, or redacted. Nothing is filled in from a bill in another
    currency. Raises ContentError where `layouts/figures.yaml` lacks words.
    """
    words = BillWords(bill, texts.of_bill())
    entries = bill_entries(bill, facts.units, words)
    with exactly():
        whole, notices, untold = _filled(facts, bill, entries, words, catalogue, redact=shown is not bill)
    return whole, (*notices, *bill_notices(shown, words), *_left_out(bill, words), *_absences(entries, words)), untold


def _filled(
    facts: Organisation, bill: Bill, entries: Collection[Entry], words: BillWords, catalogue: Kpis, *, redact: bool
) -> tuple[Organisation, tuple[str, ...], frozenset[str]]:
    if facts.currency not in ("", bill.currency):
        notice = words.notice("currency", theirs=bill.currency, own=facts.currency, file=facts.file)
        return facts, (notice,), frozenset()
    lines = {each.id: each for each in entries if isinstance(each, Line)}
    # A part of the bill is no measure of what the file says of the whole company.
    pairs = () if bill.where else pairs_of(facts, bill, lines, words, catalogue)
    untold = untold_ids(pairs) if facts.figures_from == "organisation" else frozenset()
    one_base = not any(each.apart for each in pairs)
    with_history = one_base and "bill.effective.monthly" not in untold
    found = merged(facts, bill, lines, words, catalogue, with_history=with_history)
    told = list(sentences(pairs, facts, bill, words, redact=redact))
    if one_base and not bill.where and not _is_among("bill.forecast", untold):
        told.extend(ahead(found, entries, bill, words, redact=redact))
    if untold:
        ids = dict.fromkeys(each.line.id for each in pairs if is_far_apart(each))
        told.append(words.notice("settled", file=facts.file, ids=", ".join(ids)))
    return found, (*told, *(() if bill.where else _too_much_saved(found, facts, words))), untold


def _too_much_saved(found: Organisation, facts: Organisation, words: BillWords) -> Iterator[str]:
    """Savings that are more than the spend on the bill; the file alone could not tell."""
    now = current_monthly(found.spend)
    if not now or current_monthly(facts.spend):
        return
    for scenario in SCENARIOS:
        shares = (share_of(each, now.amount) for saving in facts.savings if (each := cases(saving).get(scenario)))
        total = sum((each for each in shares if each is not None), ZERO)
        if total > 1:
            yield words.notice(
                "too-much-saved", scenario=scenario, share=f"{rounded(total * 100, 0):f}%", file=facts.file
            )


def _left_out(bill: Bill, words: BillWords) -> Iterator[str]:
    """Files that would count twice."""
    for each in bill.quality.left_out:
        name = f"left-out-{'same' if each.same else 'older'}{'-month' if each.month else ''}"
        yield words.notice(name, file=each.file, kept=each.kept, month=words.month(each.month) if each.month else "")


def _absences(entries: Iterable[Entry], words: BillWords) -> Iterator[str]:
    """What the data do not carry: a sentence for each reason."""
    ids: dict[str, list[str]] = {}
    for each in entries:
        if isinstance(each, Absent):
            ids.setdefault(words.reason(each), []).append(each.id)
    for reason, named in ids.items():
        yield words.notice("absent", ids=", ".join(named), reason=reason)
