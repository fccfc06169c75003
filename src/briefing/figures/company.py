"""Every figure that the facts of an organisation carry, computed once and the same wherever it is shown, and as
JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from briefing.bill.bill import Bill
from briefing.documents.amounts import Day, Origin
from briefing.documents.yamlfile import Document
from briefing.figures.basis import Basis, basis, exactly
from briefing.figures.drafting import Draft, builtin_texts, open_organisation, open_texts
from briefing.figures.figure import Figure, Figures, Series, as_json, as_text, joined, significant
from briefing.figures.returns import return_figures, savings_figures
from briefing.figures.spending import fiscal_figures, spending_figures
from briefing.library.catalogues import KPI
from briefing.library.library import Library
from briefing.library.words import FigureTexts, filled
from briefing.organisation.organisation import Organisation
from briefing.organisation.savings import SCENARIOS

# Every figure that the facts of an organisation carry, computed once and the same wherever it is shown.


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
    from briefing.figures.bill import bill_figures  # most briefings are made without a bill

    return bill_figures(bill, organisation, texts)


def _facts(start: Basis, texts: FigureTexts) -> Iterator[tuple[str, str]]:
    """What stands in the braces of every text: each term as a number, and as so many months."""
    for name in start.terms:
        called, months = name.removesuffix("-months").removesuffix("-month"), start.months(name)
        yield from ((called, str(months)), (f"{called}span", texts.span(months)))


# Figures for `briefing figures --json`: nested by the dots of their ids, the return always complete.

RETURN = ("payback-month", "return-ratio", "net", "total-savings", "total-cost", "cost-of-waiting")


def as_object(figures: Figures, *, explain: bool = False) -> dict[str, Any]:
    """One JSON object: `currency`, the figures, and with `explain` formula and origin of each by its id.

    The keys of the return and of the break-even share are always there; they are null where there is no answer. A
    figure above others, such as `bill.growth` above `bill.growth.amount`, is `value` beside them.
    """
    found: dict[str, Any] = {"currency": figures.currency}
    above = {id.rpartition(".")[0] for id in figures.all}
    for figure in figures:
        # `bill.growth` is a figure, and `bill.growth.amount` is another.
        _put(found, f"{figure.id}.value" if figure.id in above else figure.id, as_json(figure))
    found["return"] = {name: _scenario(found.get("return", {}).get(name, {})) for name in SCENARIOS}
    found["break-even-share"] = found.pop("break-even-share", None)
    found["missing"] = {id: list(keys) for id, keys in figures.missing.items()}
    found |= _of_bill(figures)
    if explain:
        found["explain"] = {figure.id: explanation(figure) for figure in figures}
    return found


def _of_bill(figures: Figures) -> dict[str, Any]:
    """What only figures out of billing data have: what each counts, series, and why others do not exist."""
    series = [each for each in figures.series.values() if each.id.startswith("bill.")]
    based = {each.id: each.basis for each in figures if each.basis}
    parts = {"basis": based, "series": {each.id: _drawn(each) for each in series}, "absent": dict(figures.absent)}
    return {name: part for name, part in parts.items() if part}


def _drawn(series: Series) -> dict[str, Any]:
    values = [as_text(each, series.unit) for each in series.values]
    about = {"name": series.name, "unit": series.unit, "currency": series.currency, "basis": series.basis}
    return {**about, "labels": list(series.labels), "values": values}


def explanation(figure: Figure) -> dict[str, Any]:
    """Name, unit, formula and origin of a figure."""
    inputs = [{"key": each.key, "file": each.file, "line": each.line} for each in figure.origins]
    about = {"name": figure.name, "unit": figure.unit, "currency": figure.currency, "formula": figure.formula}
    basis = {"basis": figure.basis} if figure.basis else {}
    return {**about, **basis, "inputs": inputs, "no-answer": figure.no_answer}


def _scenario(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found.get(name) for name in RETURN}


def _put(into: dict[str, Any], id: str, value: object) -> None:
    *before, last = id.split(".")
    for each in before:
        into = into.setdefault(each, {})
    into[last] = value


# A company as a briefing speaks of it: the facts of its file and its bill, and every figure that follows from them.


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

    def names(self, id: str) -> tuple[str, ...]:
        """The ids that a figure has: as the file states it, and then as the bill has it."""
        from briefing.figures.merge import names_of

        return names_of(id, self.bill)

    def figure(self, id: str) -> Figure | None:
        """The figure that is told under an id, whichever of its names that is: stated before billed.

        Its origins say where it comes from. With `figures-from: bill` the facts have those of the bill already.
        """
        return next((found for each in self.names(id) if (found := self.figures.get(each)) and found.known), None)

    def shown(self, amount: Decimal) -> Decimal:
        """An amount that a slide works out, as it may be shown: redacted, with two significant figures."""
        return significant(amount) if self.facts.redacted else amount

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
        return _with_bill(stated, bill, texts, library.kpis(), redact)
    if redact:
        from briefing.figures.redact import redacted  # most briefings hide nothing

        stated = redacted(stated, texts)
    return Company(stated, figures(stated, texts), texts)


def _with_bill(facts: Organisation, bill: Bill, texts: FigureTexts, kpis: Mapping[str, KPI], redact: bool) -> Company:
    from briefing.figures import billed  # most briefings are made without a bill
    from briefing.figures.redact import redacted, redacted_bill, rounded_bill

    left = redacted_bill(bill, facts.confidential, texts.redaction) if redact else bill
    if left is None:
        shown = redacted(facts, texts)
        notice = filled(texts.of_bill().notices["confidential"], {})
        return Company(shown, figures(shown, texts), texts, notices=(notice,))
    rounded = rounded_bill(left) if redact else left
    whole, notices, untold = billed.with_bill(facts, left, rounded, texts, kpis)
    whole = redacted(whole, texts) if redact else whole
    found = figures(whole, texts, left)
    if untold:
        found = billed.without_untold(found, untold, texts.of_bill().absent["stated"])
    return Company(whole, found, texts, billed.without_bars(rounded, untold), notices)
