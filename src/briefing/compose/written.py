"""Facts of the organisation as tables and tiles write them: money in full, positions, and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.compose.figures import Figures
from briefing.compose.scene import Scene
from briefing.compose.wording import filled

if TYPE_CHECKING:  # figures are worked out only where a company's facts are given
    from briefing.library.amounts import Day, Money, Number

MONTHS = 12


def money(scene: Scene, amount: Money | None) -> str:
    """An amount in full; empty where there is none. One of another currency goes into the appendix with its rate."""
    if amount and (converted := scene.cast.figures.converted(amount)):
        return converted.full
    return Figures("money", amount.currency, scene.cast.language).full(amount.amount) if amount else ""


def number(scene: Scene, found: Number | None) -> str:
    """A plain number, such as positions; empty where there is none."""
    return Figures("number", "", scene.cast.language).full(found.value) if found else ""


def day(scene: Scene, found: Day | None, months: str = "months") -> str:
    """A date, or a month, as the language writes it; `months` names the list of month names, `short-months` another."""
    if not found:
        return ""
    names = scene.cast.words.list(months)
    facts = {"month": names[found.first.month - 1] if len(names) == MONTHS else "", "year": found.first.year}
    if not found.exact:
        return filled("month-and-year", scene.cast.words, **facts)
    return filled("date", scene.cast.words, day=found.first.day, **facts)
