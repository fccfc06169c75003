"""What growths go from and to, so that one of more than tenfold is said by its two ends and not as a percentage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from briefing.compose.said import Said, Voice
from briefing.compose.wording import filled

if TYPE_CHECKING:  # figures are worked out only where a company's facts are given
    from briefing.figures.company import Company
    from briefing.library.bill import Part

# Growths whose two ends are figures of their own.
STATED: Mapping[str, tuple[str, str]] = {"spend.annual-growth": ("spend.monthly", "spend.in-12-months")}
# Growths of the bill, and the part of it that has both sides of the comparison.
BILLED: Mapping[str, str] = {"bill.growth": "total", "bill.ai.growth": "ai", "bill.saas.growth": "saas"}


def growths(company: Company, said: Mapping[str, Said], voice: Voice) -> Iterator[tuple[str, Said]]:
    """Every growth whose ends are known, with them."""
    for id, ends in STATED.items():
        if id in said and all(each in said for each in ends):
            yield id, replace(said[id], ends=(said[ends[0]], said[ends[1]]))
    for id, name in BILLED.items():
        part: Part | None = getattr(company.bill, name) if company.bill else None
        if id in said and part and company.bill:
            before, after = (
                _end(said[id], side, getattr(part, side), company, voice) for side in ("earlier", "recent")
            )
            yield id, replace(said[id], ends=(before, after))


def _end(growth: Said, side: str, amount: Decimal, company: Company, voice: Voice) -> Said:
    """One side of the comparison as a figure of its own; of a redacted company rounded as all its money."""
    from briefing.figures.figure import Figure
    from briefing.figures.shown import significant

    word = {"earlier": "said-before", "recent": "said-after"}[side]
    name, currency = filled(word, voice.words, name=growth.name), company.bill.currency if company.bill else ""
    value = significant(amount) if company.facts.redacted else amount
    figure = Figure(f"{growth.id}.{side}", name, value, "money", currency, name, growth.figure.origins)
    return Said(replace(figure, basis=growth.basis), voice)
