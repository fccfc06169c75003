"""Every figure that the facts of an organisation carry, computed once and the same wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.figures.arithmetic import exactly
from briefing.figures.basis import Basis, basis
from briefing.figures.drafting import Draft
from briefing.figures.figure import Figures, joined
from briefing.figures.fiscal import fiscal_figures
from briefing.figures.returns import return_figures
from briefing.figures.savings import savings_figures
from briefing.figures.sources import builtin_texts
from briefing.figures.spending import spending_figures
from briefing.library.bill import Bill
from briefing.library.figuretexts import FigureTexts
from briefing.library.organisation import Organisation


def figures(organisation: Organisation, texts: FigureTexts | None = None, bill: Bill | None = None) -> Figures:
    """All figures; of a redacted organisation with money rounded to two significant figures.

    The words are those of `layouts/figures.yaml` of the built-in library where no others are given. Those of a bill
    come last, in the currency of the bill.
    """
    words = texts or builtin_texts()
    billed = _billed(bill, organisation, words) if bill else None
    with exactly():
        start = basis(organisation)
        draft = Draft(organisation, words, dict(_facts(start, words)), billed)
        for part in (spending_figures, savings_figures, return_figures, fiscal_figures):
            part(draft, organisation, start)
        found = draft.figures(start.opportunities)
    return joined(found, billed) if billed is not None else found


def _billed(bill: Bill, organisation: Organisation, texts: FigureTexts) -> Figures:
    from briefing.figures.billfigures import bill_figures  # most briefings are made without a bill

    return bill_figures(bill, organisation, texts)


def _facts(start: Basis, texts: FigureTexts) -> Iterator[tuple[str, str]]:
    """What stands in the braces of every text: each term as a number, and as so many months."""
    for name in start.terms:
        called, months = name.removesuffix("-months").removesuffix("-month"), start.months(name)
        yield from ((called, str(months)), (f"{called}span", texts.span(months)))
