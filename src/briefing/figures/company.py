"""A company as a briefing speaks of it: the facts of its file, and every figure that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefing.figures.figure import Figures
from briefing.figures.figures import figures
from briefing.figures.redact import redacted
from briefing.figures.sources import open_organisation, open_texts
from briefing.library.figuretexts import FigureTexts
from briefing.library.library import Library
from briefing.library.organisation import Organisation
from briefing.library.yamlfile import Document


@dataclass(frozen=True, slots=True)
class Company:
    """Facts, figures, and the words that figures are called by; the same for every audience of a run."""

    facts: Organisation
    figures: Figures
    texts: FigureTexts


def open_company(library: Library, source: str | Path | Document, *, redact: bool = False) -> Company:
    """The company of an organisation's file or document; redacted before anything is reckoned.

    Raises ContentError, FactError.
    """
    texts = open_texts(library)
    facts = open_organisation(library, source)
    shown = redacted(facts, texts) if redact else facts
    return Company(shown, figures(shown, texts), texts)
