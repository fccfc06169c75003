"""Which of two figures is told where the organisation's file and the bill both have one: one of them, on every slide.

`figures-from: bill` lets the bill go before the file, in the facts themselves. Else the file goes before: what the
bill says of the same is then no figure of this company, and neither are the series and bars that show it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeVar

import msgspec

from briefing.figures.contradictions import Pair
from briefing.figures.figure import Figures
from briefing.library.bill import Bill

T = TypeVar("T")
# How far two figures may be apart that read as one, rounded: of a share in points, of money as a share of it.
_ROUNDED: Final[Mapping[str, Decimal]] = {"percent": Decimal("0.005")}
_ROUNDED_ELSE: Final = Decimal("0.01")
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


def is_apart(pair: Pair) -> bool:
    """Whether the two would be read as two figures."""
    most = _ROUNDED.get(pair.unit) or _ROUNDED_ELSE * abs(pair.stated)
    return abs(pair.stated - pair.billed) > most


def untold_ids(pairs: Collection[Pair]) -> frozenset[str]:
    """The figures of the bill that the file states otherwise, and all that shows the same."""
    ids = {each.line.id for each in pairs if is_apart(each)}
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
