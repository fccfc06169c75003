"""What does not fit together in a company's facts, though each of them may be right: notices of every run.

`briefing check` tells them under the same codes. They are found in the facts as a run has them, with those of a bill
filled in; what comes out of the bill alone is not doubted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from briefing.errors import Where
from briefing.figures.arithmetic import exactly
from briefing.figures.shown import rounded
from briefing.library.kpi import KPI
from briefing.library.organisation__types import Organisation
from briefing.library.organisationparts import Aim, KpiAim
from briefing.library.origin import Origin

PART: Final = "B116"
DATE: Final = "B117"
CONTRADICTION: Final = "B118"
TARGET: Final = "B119"
BILL: Final = "bill."  # with which the keys of facts begin that come out of a bill
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact that does not fit to others: where it stands, what it says against what, and what to do."""

    code: str
    where: Where
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.where}: " if str(self.where) else ""
        return f"{place}{self.message}; {self.remedy} ({self.code})"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: the facts, the catalogue of KPIs, and the date of the briefing."""

    facts: Organisation
    kpis: Mapping[str, KPI]
    day: date


Finder = Callable[[Scope], Iterator[Doubt]]


def doubts(facts: Organisation, kpis: Mapping[str, KPI], day: date) -> tuple[Doubt, ...]:
    """All of them, by their place in the file."""
    from briefing.figures.doubtdates import dates
    from briefing.figures.doubtfacts import contradictions, targets
    from briefing.figures.doubtparts import parts

    scope = Scope(facts, kpis, day)
    with exactly():
        found = [each for find in (parts, dates, contradictions, targets) for each in find(scope)]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: (each.where, each.code)))


def place(origin: Origin) -> Where:
    """Where a fact stands."""
    return Where(origin.file, origin.line, origin.column)


def is_billed(*origins: Origin) -> bool:
    """Whether all of these facts come out of the bill."""
    return all(each.key.startswith(BILL) for each in origins)


def aims(index: int, kpi: KpiAim) -> Iterator[tuple[str, Aim]]:
    """What is stated for a KPI, for all and for single personas, by its key."""
    yield f"kpis[{index}]", kpi
    yield from ((f"kpis[{index}].by-persona.{who}", aim) for who, aim in kpi.by_persona.items())


def money(amount: Decimal, facts: Organisation) -> str:
    """An amount as notices say it."""
    whole = rounded(amount, 0)
    return f"{facts.currency} {whole if amount == whole else rounded(amount, 2):,f}".strip()


def percent(share: Decimal) -> str:
    """A share as notices say it."""
    return f"{rounded(share * HUNDRED, 1):f}".removesuffix(".0") + " %"
