"""`--redact` for a bill: without what is confidential, without the names of sub-accounts and commitments.

Names of providers and services stay. What is left is exact, so that shares and growth are; its money is rounded where
it is shown, and `rounded_bill` is the bill as texts may speak of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefing.figures.shown import significant
from briefing.library.bill import TAG, ZERO, Bill, Commitment, Dimension, Part
from briefing.library.figuretexts import Redaction, filled

# Decimals of a bill that are no money.
_SHARES = frozenset(("known",))
_NUMBER = re.compile(r"\[\d+\]")
_ACCOUNTS: Dimension = "sub-account"


def without_confidential(bill: Bill, confidential: Collection[str]) -> Bill | None:
    """The bill without what tells a confidential fact of the spend; None where that is the spend or its growth."""
    left: Bill | None = bill
    for key, taken in _TAKEN.items():
        if left and any(_tells(key, each) for each in confidential):
            left = taken(left)
    return left


def without_names(bill: Bill, words: Redaction) -> Bill:
    """The bill with other names for its sub-accounts and commitments, the same name always by the same words."""
    accounts = bill.by.get(_ACCOUNTS, ())
    units = {each.name: filled(words.sub_account, {"number": str(n)}) for n, each in enumerate(_named(accounts), 1)}
    parts = tuple(replace(each, name=units.get(each.name, each.name)) for each in accounts)
    by = {name: each for name, each in bill.by.items() if not name.startswith(TAG)}  # values of tags are names
    by = {**by, _ACCOUNTS: parts} if accounts else by
    found = bill.commitments
    if found:
        found = replace(found, largest=tuple(_unnamed(found.largest, words)), pools=())
    return replace(bill, by=by, tag_movers={}, contracts=(), commitments=found, where=_where(bill.where, units))


def rounded_bill(bill: Bill) -> Bill:
    """The bill with all money rounded to two significant figures."""
    found: Bill = _rounded(bill)
    return found


def is_below(key: str, above: str) -> bool:
    """Whether a dotted key names the same as another, or a part of it; in a list, that of any entry."""
    below, whole = (_NUMBER.sub("", each).strip() for each in (key, above))
    return f"{below}.".startswith(f"{whole}.")


def _tells(key: str, confidential: str) -> bool:
    return is_below(key, confidential) or is_below(confidential, key)


def _nothing(bill: Bill) -> Bill | None:
    return None


def _without_commitments(bill: Bill) -> Bill:
    return replace(bill, commitments=None, contracts=(), bridge=None)


def _without_part(name: str, *dimensions: str) -> Callable[[Bill], Bill]:
    """Takes AI or SaaS out of everything that would still tell it."""

    def taken(bill: Bill) -> Bill:
        months = tuple(replace(each, **{name: ZERO}) for each in bill.months)
        by = {key: parts for key, parts in bill.by.items() if key not in dimensions and not key.startswith(TAG)}
        return replace(bill, months=months, by=by, movers=(), tag_movers={}, anomalies=(), **_gone(name))

    return taken


def _gone(name: str) -> dict[str, Any]:
    return {name: None, "models": ()} if name == "ai" else {name: None}


_TAKEN: Mapping[str, Callable[[Bill], Bill | None]] = {
    "spend.current-monthly": _nothing,
    "spend.current-annual": _nothing,
    "spend.by-month": _nothing,
    "spend.annual-growth": _nothing,
    "spend.commitments": _without_commitments,
    "spend.ai": _without_part("ai", "service-category", "service"),
    "spend.saas": _without_part("saas", "provider", "service-category", "service"),
}


def _named(parts: Collection[Part]) -> Iterator[Part]:
    return (each for each in parts if each.name)


def _unnamed(largest: Collection[Commitment], words: Redaction) -> Iterator[Commitment]:
    for number, each in enumerate(largest, 1):
        yield replace(each, id=filled(words.commitment, {"number": str(number)}))


def _where(where: str, units: Mapping[str, str]) -> str:
    """The filter of a slice; one of sub-accounts whose names are not known says nothing at all."""
    column, equals, wanted = where.partition("=")
    if column.casefold().strip().startswith(TAG):
        return ""
    if not column.casefold().replace("-", "").strip().startswith("subaccount"):
        return where
    known = {name.casefold(): instead for name, instead in units.items()}
    found = known.get(re.sub(r"^['\"]|['\"]$", "", wanted.strip()).casefold())
    return f"{column}{equals} {found}" if found else ""


def _rounded(value: Any, field: str = "") -> Any:
    if isinstance(value, Decimal):
        return value if field in _SHARES else significant(value)
    if isinstance(value, Struct):
        return type(value)(**{name: _rounded(getattr(value, name), name) for name in value.__struct_fields__})
    if isinstance(value, tuple):
        return tuple(map(_rounded, value))
    return {name: _rounded(each) for name, each in value.items()} if isinstance(value, dict) else value
