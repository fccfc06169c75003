"""The three cases of each savings opportunity: what they are, what they come to, and what must hold between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from briefing.documents.amounts import Money, Saved
from briefing.documents.text import slug
from briefing.documents.yamlfile import Document, Step
from briefing.errors import Problem, twice
from briefing.organisation.organisation import Saving, Spend

if TYPE_CHECKING:
    from briefing.organisation.organisation import OrganisationFile


Scenario: TypeAlias = Literal["low", "base", "high"]
SCENARIOS: tuple[Scenario, ...] = ("low", "base", "high")
_AMOUNT = "amount"


def cases(saving: Saving) -> Mapping[Scenario, Saved]:
    """What is stated for each case; nothing at all where the opportunity has no size yet."""
    stated = {"low": saving.low, "base": saving.base, "high": saving.high}
    return {name: found for name in SCENARIOS if (found := stated[name] or saving.amount)}


def current_monthly(spend: Spend | None) -> Money | None:
    """What technology costs a month now: as stated, a twelfth of the year, or the last month that is known."""
    if not spend:
        return None
    if spend.current_monthly:
        return spend.current_monthly
    if spend.current_annual:
        year = spend.current_annual
        return Money(year.amount / 12, year.currency, year.written, year.origin)
    return spend.by_month[max(spend.by_month)] if spend.by_month else None


def share_of(saved: Saved, monthly: Decimal | None) -> Decimal | None:
    """A saving as a share of the spend of twelve current months; None where there is no spend to be a share of."""
    if saved.money is None:
        return saved.share
    if not saved.money.amount:
        return saved.money.amount
    return saved.money.amount / (monthly * 12) if monthly else None


def saving_problems(document: Document, facts: OrganisationFile, known: object) -> Iterator[Problem]:
    """Opportunities that contradict themselves, and cases that save more than is spent."""
    seen: dict[str, int] = {}
    for index, saving in enumerate(facts.savings):
        path: tuple[Step, ...] = ("savings", index)
        where = document.where(*path, "name")
        if not slug(saving.name):
            if saving.name:
                yield Problem(where, f"the name '{saving.name}' has no letter or digit", "write what is saved on")
        elif (first := seen.setdefault(slug(saving.name), index)) != index:
            line = document.where("savings", first, "name").line
            yield twice(where, f"the opportunity '{saving.name}'", line, "rename one")
        yield from _case_problems(document, saving, path)
    yield from _total_problems(document, facts)


def _case_problems(document: Document, saving: Saving, path: tuple[Step, ...]) -> Iterator[Problem]:
    stated = [(name, each) for name in SCENARIOS if (each := getattr(saving, name))]
    if saving.amount and stated:
        message = f"'amount' stands beside '{stated[0][0]}'"
        yield Problem(document.where_key(*path, _AMOUNT), message, "keep 'amount', or low, base and high")
    if len({each.money is None for _, each in stated if _size(each)}) > 1:  # nothing is nothing in either unit
        message = f"the cases of '{saving.name}' are partly shares and partly money"
        yield Problem(document.where(*path), message, "write all of them as shares, or all as money a year")
        return
    for (name, less), (other, more) in pairwise(stated):
        if _size(less) > _size(more):
            message = f"'{name}' is above '{other}' in '{saving.name}'"
            yield Problem(document.where(*path, name), message, "low is the least, high the most")


def _size(saved: Saved) -> Decimal:
    return saved.money.amount if saved.money else saved.share or Decimal(0)


def _total_problems(document: Document, facts: OrganisationFile) -> Iterator[Problem]:
    """All open opportunities of a case together cannot save more than is spent."""
    now = current_monthly(facts.spend)
    for scenario in SCENARIOS:
        found = [
            share_of(each, now.amount if now else None)
            for saving in facts.savings
            if saving.status != "realised" and (each := cases(saving).get(scenario))
        ]
        total = sum((each for each in found if each is not None), Decimal(0))
        if total > 1:
            message = f"the '{scenario}' case of all savings adds up to {total * 100:.1f}% of the spend"
            yield Problem(document.where_key("savings"), message, "correct the savings, or the spend")
