"""`--redact` for a bill: without what is confidential, without the names of sub-accounts and commitments.

Names of providers and services stay. What is left is exact, so that shares and growth are; its money is rounded where
it is shown, and `rounded_bill` is the bill as texts may speak of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import is_dataclass
from dataclasses import replace as with_values
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefing.bill.bill import TAG, ZERO, Bill, Commitment, Dimension
from briefing.documents.amounts import Money, Quantity, Saved
from briefing.figures.basis import Sourced, basis
from briefing.figures.drafting import builtin_texts
from briefing.figures.figure import significant
from briefing.library.words import FigureTexts, Redaction, filled
from briefing.organisation.organisation import Organisation
from briefing.organisation.reader import without

# `--redact`: an organisation that outsiders may see, without what is confidential, without names, with rounded money.
#
# Figures are computed after the redaction, out of what is left, so that no deck depends on a fact that it must not
# show; their money is then rounded in the same way. What people wrote into free texts in digits stays as it is.

# Texts that are themselves ids, paths or choices, and not words about people.
_KEPT = frozenset(("id", "who", "status", "currency", "confidential", "file", "current", "target"))
# The fields that hold people's names.
_PEOPLE = frozenset(("presenter", "owner"))

# What would still tell a fact that is left out.
_IMPLIED: Mapping[str, tuple[str, ...]] = {
    "spend.current-monthly": ("spend.current-annual", "spend.by-month"),
    "spend.current-annual": ("spend.current-monthly", "spend.by-month"),
    "function-cost.monthly": ("function-cost.people", "function-cost.tools", "function-cost.lines.monthly"),
    "function-cost.one-off": ("function-cost.lines.one-off",),
}


def redacted(organisation: Organisation, texts: FigureTexts | None = None) -> Organisation:
    """The organisation for outsiders; one that is redacted already is returned as it is.

    Names of the company and of people (presenter, owners, members of the team, audience) are replaced wherever they
    occur in a text, the same name always by the same words, which come from `layouts/figures.yaml`.
    """
    if organisation.redacted:
        return organisation
    words = (texts or builtin_texts()).redaction
    names = dict(_names(organisation, words))
    left = _with_totals(organisation)
    for key in organisation.confidential:
        for each in (key, *_IMPLIED.get(key.strip(), ())):
            left = without(left, each)
    if left.billing:  # names of sub-accounts are those of teams and products
        left = replace(left, billing=replace(left.billing, owned_sub_accounts=()))
    found: Organisation = _Redaction(names).of(left)
    return replace(found, redacted=True)


def _with_totals(organisation: Organisation) -> Organisation:
    """The cost of the function with its sums written out, so that leaving out a part does not make it cheaper."""
    cost = organisation.function_cost
    if not cost:
        return organisation
    start = basis(organisation)
    sums = {"monthly": _as_money(start.monthly, organisation), "one_off": _as_money(start.one_off, organisation)}
    return replace(organisation, function_cost=replace(cost, **sums))


def _as_money(found: Sourced | None, organisation: Organisation) -> Money | None:
    if not found:
        return None
    first = found.origins[0]
    origin = first if len(found.origins) == 1 else with_values(first, key="function-cost")
    return Money(found.value, organisation.currency, origin=origin)


def _names(organisation: Organisation, words: Redaction) -> Iterator[tuple[str, str]]:
    if organisation.name:
        yield organisation.name, words.company
    for number, name in enumerate(dict.fromkeys(_people(organisation)), 1):
        yield name, filled(words.person, {"number": str(number)})


def _people(organisation: Organisation) -> Iterator[str]:
    """Every name of a person, in the order of the file's fields."""
    yield from filter(None, organisation.audience_names.values())
    yield from (member.name for member in (organisation.team.members if organisation.team else ()) if member.name)
    yield from _names_in(organisation)


def _names_in(value: Any) -> Iterator[str]:
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            inner = getattr(value, name)
            if name in _PEOPLE and inner:
                yield inner
            elif not isinstance(inner, str):
                yield from _names_in(inner)
    elif isinstance(value, (tuple, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _names_in(each)


class _Redaction:
    """Goes through a value: names in texts are replaced, money is rounded."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {name.casefold(): instead for name, instead in names.items()}
        longest = sorted(names, key=len, reverse=True)  # so that 'Ann Lee' goes before 'Ann'
        pattern = "|".join(map(re.escape, longest))
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if longest else None

    def of(self, value: Any, field: str = "") -> Any:
        if isinstance(value, str):
            return value if field in _KEPT else self._text(value)
        if isinstance(value, Struct):
            fields = {name: self.of(getattr(value, name), name) for name in value.__struct_fields__}
            return type(value)(**fields)
        if isinstance(value, tuple):
            return tuple(self.of(each, field) for each in value)
        if isinstance(value, dict):
            return {name: self.of(each, field) for name, each in value.items()}
        return _rounded_value(value) if is_dataclass(value) else value

    def _text(self, text: str) -> str:
        if not self._pattern:
            return text
        return self._pattern.sub(lambda found: self._names[found[0].casefold()], text)


def _rounded_value(value: Any) -> Any:
    """Money, also inside of a saving or a KPI's value, with two significant figures; all else as it is."""
    if isinstance(value, Money):
        written = (significant(value.written[0]), value.written[1]) if value.written else None
        return with_values(value, amount=significant(value.amount), written=written)
    if isinstance(value, Saved) and value.money:
        return with_values(value, money=_rounded_value(value.money))
    if isinstance(value, Quantity) and value.unit == "money":
        return with_values(value, value=significant(Decimal(value.value)))
    return value


# Decimals of a bill that are no money.
_SHARES = frozenset(("known",))
_NUMBER = re.compile(r"\[\d+\]")
_ACCOUNTS: Dimension = "sub-account"


def redacted_bill(bill: Bill, confidential: Collection[str], words: Redaction) -> Bill | None:
    """The bill without names and what tells a confidential fact; None where that is the spend or its growth."""
    left: Bill | None = bill
    for key, taken in _TAKEN.items():
        if left and any(_tells(key, each) for each in confidential):
            left = taken(left)
    return without_names(left, words) if left else None


def without_names(bill: Bill, words: Redaction) -> Bill:
    """The bill with other names for its sub-accounts and commitments, the same name always by the same words."""
    accounts = bill.by.get(_ACCOUNTS, ())
    named = (each.name for each in accounts if each.name)
    units = {name: filled(words.sub_account, {"number": str(n)}) for n, name in enumerate(named, 1)}
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
