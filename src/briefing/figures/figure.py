"""Figures: values that carry their name, unit, formula and origin, and series of them for charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from types import MappingProxyType
from typing import Literal, TypeAlias

from briefing.documents.amounts import Origin
from briefing.organisation.organisation import Status
from briefing.organisation.savings import Scenario

Unit: TypeAlias = Literal["money", "percent", "ratio", "months", "number"]
# Why a figure whose facts are all there has no value.
NoAnswer: TypeAlias = Literal["", "not-within-horizon", "nothing-to-divide-by"]


BILL = "bill."  # with which the ids of a bill's figures begin, and the keys of the facts that come out of it


def is_billed(*origins: Origin) -> bool:
    """Whether all of these facts come out of the bill."""
    return all(each.key.startswith(BILL) for each in origins)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, unrounded. Of the unit `percent` is a fraction (0.18), of `months` a whole number.

    `value` is None only where there is no answer, and `no_answer` then says why; a figure whose facts are missing does
    not exist at all. `origins` are the facts it comes from, none for a default; `formula` is plain text. `basis` says
    what a figure out of billing data counts: which cost, of which months and providers.
    """

    id: str
    name: str
    value: Decimal | None
    unit: Unit
    currency: str = ""
    formula: str = ""
    origins: tuple[Origin, ...] = ()
    no_answer: NoAnswer = ""
    basis: str = ""
    stated: bool = False  # one fact as somebody stated it, and not worked out

    @property
    def inputs(self) -> tuple[str, ...]:
        """The dotted keys of the facts that the figure comes from."""
        return tuple(origin.key for origin in self.origins)

    @property
    def known(self) -> bool:
        """Whether there is an answer."""
        return self.value is not None

    @property
    def is_billed(self) -> bool:
        """Whether it comes out of the bill alone, and nobody stated it."""
        return self.id.startswith(BILL) or (bool(self.origins) and is_billed(*self.origins))


@dataclass(frozen=True, slots=True)
class Series:
    """Values in their order: `labels` are months counted from 1, months such as `2026-01`, or names."""

    id: str
    name: str
    unit: Unit
    currency: str
    labels: tuple[str, ...]
    values: tuple[Decimal, ...]
    origins: tuple[Origin, ...] = ()
    basis: str = ""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The dotted keys of the facts that the series comes from."""
        return tuple(origin.key for origin in self.origins)


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A savings opportunity: by case its share of the spend and its money a year, where they can be told.

    `in_money` are the cases that the organisation states as money; the others are stated as shares.
    """

    id: str
    name: str
    owner: str
    status: Status
    shares: Mapping[Scenario, Decimal]
    annual: Mapping[Scenario, Decimal]
    origins: Mapping[Scenario, Origin]
    in_money: frozenset[Scenario] = frozenset()


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of an organisation by id in a stable order, series by id, and what could not be reckoned.

    `missing` has for each group of figures that does not exist (`return.low`) the keys that it needs, `absent` for each
    that billing data do not carry (`bill.commitments`) the reason.
    """

    currency: str
    all: Mapping[str, Figure]
    series: Mapping[str, Series] = field(default_factory=lambda: MappingProxyType({}))
    opportunities: tuple[Opportunity, ...] = ()
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    absent: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def get(self, id: str) -> Figure | None:
        """The figure with an id, or None where its facts are missing."""
        return self.all.get(id)

    def value(self, id: str) -> Decimal | None:
        """The value of a figure; None where its facts are missing or it has no answer."""
        found = self.all.get(id)
        return found.value if found else None

    def basis_of(self, id: str) -> str:
        """What a figure or a series counts; empty where there is none, or where it comes from no bill."""
        found = self.all.get(id) or self.series.get(id)
        return found.basis if found else ""

    def __getitem__(self, id: str) -> Figure:
        return self.all[id]

    def __contains__(self, id: object) -> bool:
        return id in self.all

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.all.values())

    def __len__(self) -> int:
        return len(self.all)


def joined(first: Figures, second: Figures) -> Figures:
    """The figures of two, those of the first before those of the second; currency and opportunities are the first's."""
    return Figures(
        first.currency,
        MappingProxyType({**first.all, **second.all}),
        MappingProxyType({**first.series, **second.series}),
        first.opportunities,
        MappingProxyType({**first.missing, **second.missing}),
        MappingProxyType({**first.absent, **second.absent}),
    )


# How figures are rounded when they are shown, half away from zero: the only place where a figure is rounded.

SIGNIFICANT = 2
# Decimals by unit, as JSON has them; numbers of people are shown as they are.
DECIMALS: Mapping[Unit, int] = {"money": 2, "percent": 4, "ratio": 4, "months": 0}
_CONTEXT = Context(prec=400, rounding=ROUND_HALF_UP)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """The value with so many decimals, never a negative zero."""
    with localcontext(_CONTEXT):
        found = value.quantize(Decimal(1).scaleb(-decimals))
        return found if found else found.copy_abs()


def significant(value: Decimal) -> Decimal:
    """The value rounded to two significant figures, as `--redact` shows money."""
    if not value:
        return value
    with localcontext(_CONTEXT):
        return value.quantize(Decimal(1).scaleb(value.adjusted() - SIGNIFICANT + 1)) + 0


def as_json(figure: Figure) -> str | int | None:
    """Money with two decimals, shares and ratios with four, as texts; months as a number; null without an answer."""
    if figure.value is None:
        return None
    if figure.unit == "months":
        return int(figure.value)
    return as_text(figure.value, figure.unit)


def as_text(value: Decimal, unit: Unit) -> str:
    """A value as plain digits: no separators, no sign of the unit."""
    if unit in DECIMALS:
        return format(rounded(value, DECIMALS[unit]), "f")
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_words(figure: Figure, no_answer: Mapping[str, str]) -> tuple[str, str]:
    """Value and unit for a table in a terminal: the digits of `as_json`, grouped; a share as a percentage.

    `no_answer` are the words for figures without an answer.
    """
    if figure.value is None:
        return no_answer[figure.no_answer], ""
    if figure.unit == "percent":
        return f"{rounded(figure.value, DECIMALS['percent']).scaleb(2):,f}", "%"
    if figure.unit in ("money", "ratio"):
        return f"{rounded(figure.value, DECIMALS[figure.unit]):,f}", figure.currency
    return as_text(figure.value, figure.unit), figure.unit if figure.unit == "months" else ""
