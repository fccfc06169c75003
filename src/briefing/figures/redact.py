"""`--redact`: an organisation that outsiders may see, without what is confidential, without names, with rounded money.

Figures are computed after the redaction, out of what is left, so that no deck depends on a fact that it must not show;
their money is then rounded in the same way. What people wrote into free texts in digits stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass, replace
from decimal import Decimal
from typing import Any

import msgspec

from briefing.figures.basis import Sourced, basis
from briefing.figures.shown import significant
from briefing.figures.sources import builtin_texts
from briefing.library.amounts import Money, Quantity, Saved
from briefing.library.figuretexts import FigureTexts, Redaction, filled
from briefing.library.organisation__types import Organisation
from briefing.library.organisationkeys import without

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
        left = msgspec.structs.replace(left, billing=msgspec.structs.replace(left.billing, owned_sub_accounts=()))
    found: Organisation = _Redaction(names).of(left)
    return msgspec.structs.replace(found, redacted=True)


def _with_totals(organisation: Organisation) -> Organisation:
    """The cost of the function with its sums written out, so that leaving out a part does not make it cheaper."""
    cost = organisation.function_cost
    if not cost:
        return organisation
    start = basis(organisation)
    sums = {"monthly": _as_money(start.monthly, organisation), "one_off": _as_money(start.one_off, organisation)}
    return msgspec.structs.replace(organisation, function_cost=msgspec.structs.replace(cost, **sums))


def _as_money(found: Sourced | None, organisation: Organisation) -> Money | None:
    if not found:
        return None
    first = found.origins[0]
    origin = first if len(found.origins) == 1 else replace(first, key="function-cost")
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
    yield from _named(organisation)


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            inner = getattr(value, name)
            if name in _PEOPLE and inner:
                yield inner
            elif not isinstance(inner, str):
                yield from _named(inner)
    elif isinstance(value, (tuple, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _named(each)


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
        if isinstance(value, msgspec.Struct):
            fields = {name: self.of(getattr(value, name), name) for name in value.__struct_fields__}
            return type(value)(**fields)
        if isinstance(value, tuple):
            return tuple(self.of(each, field) for each in value)
        if isinstance(value, dict):
            return {name: self.of(each, field) for name, each in value.items()}
        return _rounded(value) if is_dataclass(value) else value

    def _text(self, text: str) -> str:
        if not self._pattern:
            return text
        return self._pattern.sub(lambda found: self._names[found[0].casefold()], text)


def _rounded(value: Any) -> Any:
    """Money, also inside of a saving or a KPI's value, with two significant figures; all else as it is."""
    if isinstance(value, Money):
        written = (significant(value.written[0]), value.written[1]) if value.written else None
        return replace(value, amount=significant(value.amount), written=written)
    if isinstance(value, Saved) and value.money:
        return replace(value, money=_rounded(value.money))
    if isinstance(value, Quantity) and value.unit == "money":
        return replace(value, value=significant(Decimal(value.value)))
    return value
