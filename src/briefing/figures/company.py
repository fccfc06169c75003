"""A company as a briefing speaks of it: the facts of its file and its bill, and every figure that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from briefing.figures.figure import Figures
from briefing.figures.figures import figures
from briefing.figures.redact import redacted
from briefing.figures.sources import open_organisation, open_texts
from briefing.library.bill import Bill
from briefing.library.days import Day
from briefing.library.figuretexts import FigureTexts
from briefing.library.library import Library
from briefing.library.organisation__types import Organisation
from briefing.library.origin import Origin
from briefing.library.yamlfile import Document


@dataclass(frozen=True, slots=True)
class Company:
    """Facts, figures, and the words that figures are called by; the same for every audience of a run.

    `notices` say where the facts and the bill contradict each other, and which figures the bill does not carry. Of a
    unit, `left_out` are the keys of what its group states for the whole.
    """

    facts: Organisation
    figures: Figures
    texts: FigureTexts
    bill: Bill | None = None
    notices: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def basis_of(self, origin: Origin) -> str:
        """What a fact counts that was filled in from the bill; empty for one that somebody stated."""
        return self.figures.basis_of(origin.key)

    def day(self, today: date) -> date:
        """The date of its briefings: that of the facts, else today's."""
        return self.facts.date.first if self.facts.date else today


def open_company(
    library: Library,
    source: str | Path | Document | None,
    *,
    redact: bool = False,
    bill: Bill | None = None,
    day: date | None = None,
) -> Company:
    """The company of an organisation's file or document, and of a bill. Raises ContentError, FactError."""
    facts = open_organisation(library, source) if source is not None else None
    return company_of(library, facts, bill, redact=redact, day=day)


def company_of(
    library: Library,
    facts: Organisation | None,
    bill: Bill | None = None,
    *,
    redact: bool = False,
    day: date | None = None,
) -> Company:
    """The company of these facts and this bill, either of which may be missing; redacted before anything is shown.

    What the facts do not say is filled in from the bill. A `day` goes before the date that they state: fiscal years are
    counted from the date that slides show.
    """
    texts = open_texts(library)
    stated = facts or Organisation()
    stated = replace(stated, date=Day(day, day)) if day else stated
    if bill:
        return _with_bill(stated, bill, texts, redact)
    shown = redacted(stated, texts) if redact else stated
    return Company(shown, figures(shown, texts), texts)


def _with_bill(facts: Organisation, bill: Bill, texts: FigureTexts, redact: bool) -> Company:
    from briefing.figures.billed import billed  # most briefings are made without a bill
    from briefing.figures.settled import without_untold

    both = billed(facts, bill, texts, redact=redact)
    found = figures(both.facts, texts, both.bill)
    if both.untold:
        found = without_untold(found, both.untold, texts.of_bill().absent["stated"])
    return Company(both.facts, found, texts, both.shown, both.notices)
