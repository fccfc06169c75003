"""Which column of the data serves which column of FOCUS: found by name, whatever its order, case and separators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import msgspec

from briefing.errors import FactError
from briefing.library.text import listing

PROVIDER = ("ServiceProviderName", "ProviderName", "PublisherName")  # the first that is there, row by row
# Without one of each of these there is no figure at all.
MANDATORY: tuple[tuple[str, ...], ...] = (
    ("BilledCost",),
    ("EffectiveCost",),
    ("BillingCurrency",),
    ("BillingPeriodStart",),
    ("ChargePeriodStart",),
    ("ChargeCategory",),
    ("ServiceName", "ServiceCategory"),
    PROVIDER,
)
# Without these some figures are left out; any one of a group is enough.
WANTED: tuple[tuple[str, ...], ...] = (
    ("ListCost",),
    ("ContractedCost",),
    ("ChargePeriodEnd",),
    ("ChargeClass",),
    ("ServiceName",),
    ("ServiceCategory",),
    ("SubAccountName", "SubAccountId"),
    ("RegionName", "RegionId"),
    ("PricingCategory",),
    ("CommitmentDiscountId",),
    ("CommitmentDiscountStatus",),
    ("CommitmentDiscountType",),
    ("ResourceId",),
    ("Tags",),
)
# Used where they are there, and not missed where they are not.
WELCOME: tuple[str, ...] = (
    *("BillingAccountId", "SkuId", "SkuPriceId"),
    *("ConsumedUnit", "ConsumedQuantity", "SkuPriceDetails", "SkuMeter", "ContractApplied"),
)
Groups: TypeAlias = Iterable[tuple[str, ...]]
FOCUS: tuple[str, ...] = (*dict.fromkeys(name for group in (*MANDATORY, *WANTED) for name in group), *WELCOME)
# Older exports of Oracle have the names of FOCUS 0.5.
ALIASES: Mapping[str, str] = {
    "Provider": "ProviderName",
    "Publisher": "PublisherName",
    "Region": "RegionName",
    "AmortizedCost": "EffectiveCost",
}
_SEPARATORS = re.compile(r"[\s_\-\ufeff]+")
_EXPORT = "export the bill in the FOCUS format, version 1.0 to 1.3"


class Columns(msgspec.Struct, frozen=True):
    """The columns of one raw table: `raw` has its own name for each name of FOCUS that it serves.

    `missing` are names of FOCUS that figures need and the data lack; of names that stand for each other, the first.
    """

    raw: Mapping[str, str]
    missing: tuple[str, ...] = ()

    def __contains__(self, focus: str) -> bool:
        return focus in self.raw

    def get(self, focus: str) -> str | None:
        """The raw name of a FOCUS column, None where the data have none."""
        return self.raw.get(focus)

    @property
    def providers(self) -> tuple[str, ...]:
        """Raw names of the columns with the provider: a row's is the first of them that has a value."""
        return tuple(self.raw[name] for name in PROVIDER if name in self.raw)


def columns_of(names: Iterable[str], place: str) -> Columns:
    """The columns found among the `names` of a table, which messages call `place`.

    Raises FactError where two columns are the same one of FOCUS, or where one is missing that every figure needs.
    """
    names = tuple(names)
    raw = _matched(names, place)
    absent = tuple(_absent(MANDATORY, raw))
    if absent:
        raise _not_focus(place, absent, names)
    return Columns(raw, tuple(_absent(WANTED, raw)))


def key(name: str) -> str:
    """The name without what exports write in different ways: `Billed Cost` and `billed_cost` are `billedcost`."""
    return _SEPARATORS.sub("", name).casefold()


_BY_KEY = {key(name): name for name in FOCUS}
_BY_ALIAS = {key(alias): name for alias, name in ALIASES.items()}


def _matched(names: tuple[str, ...], place: str) -> dict[str, str]:
    """The names of FOCUS that are there; one that stands for another only where that is not."""
    raw: dict[str, str] = {}
    for name in names:
        focus = _BY_KEY.get(key(name))
        if focus is None:
            continue
        if focus in raw:
            message = f"{place} has two columns for {focus}: '{raw[focus].strip()}' and '{name.strip()}'"
            raise FactError(message, remedy="leave one of them out")
        raw[focus] = name
    for name in names:
        instead = _BY_ALIAS.get(key(name))
        if instead:
            raw.setdefault(instead, name)
    return raw


def _absent(groups: Groups, raw: Mapping[str, str]) -> Iterable[str]:
    return (group[0] for group in groups if not any(name in raw for name in group))


def _not_focus(place: str, absent: tuple[str, ...], names: tuple[str, ...]) -> FactError:
    near = {name: _nearest(name, names) for name in absent}
    if len(absent) == 1:
        remedy = f"the nearest is '{near[absent[0]]}'" if near[absent[0]] else _EXPORT
        return FactError(f"{place} has no column '{absent[0]}'", remedy=remedy)
    named = listing(
        (f"'{name}'" + (f" (the nearest is '{near[name]}')" if near[name] else "") for name in absent), "and"
    )
    remedy = f"{_EXPORT}, and leave out files of another kind" if len(absent) == len(MANDATORY) else _EXPORT
    return FactError(f"{place} has no columns {named}", remedy=remedy)


def _nearest(focus: str, names: Iterable[str]) -> str:
    """The name most like it. Nearer than for misspellings: `Cost` is what a reader looks at for `BilledCost`."""
    from difflib import get_close_matches  # only where something is wrong

    by_key = {key(name): name.strip() for name in names if key(name) not in {*_BY_KEY, *_BY_ALIAS}}
    found = get_close_matches(key(focus), list(by_key), n=1, cutoff=0.5)
    return by_key[found[0]] if found else ""
