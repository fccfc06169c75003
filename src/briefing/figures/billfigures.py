"""All figures of a bill: `bill.effective.period`, `bill.commitments.coverage` and the like, each with its basis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from briefing.figures.arithmetic import exactly
from briefing.figures.billhealth import health_lines
from briefing.figures.billlines import Absent, Curve, Entry
from briefing.figures.billpromises import model_lines, promise_lines
from briefing.figures.billseries import forecast_lines, month_curves, part_curves
from briefing.figures.billspend import spend_lines
from briefing.figures.billunits import unit_lines
from briefing.figures.billwords import BillWords
from briefing.figures.drafting import Draft
from briefing.figures.figure import Figures
from briefing.library.bill import Bill, Unit
from briefing.library.figuretexts import FigureTexts
from briefing.library.organisation import Organisation
from briefing.library.origin import Origin


def bill_figures(bill: Bill, organisation: Organisation, texts: FigureTexts) -> Figures:
    """Every figure and series that a bill carries, in its own currency, and why others do not exist.

    The units for unit costs are those of the organisation; of a redacted one money has two significant figures.
    Raises ContentError where `layouts/figures.yaml` lacks words.
    """
    words = BillWords(bill, texts.of_bill())
    draft = Draft(msgspec.structs.replace(organisation, currency=bill.currency), texts, words.facts)
    for entry in bill_entries(bill, organisation.units, words):
        _write(draft, entry, words, bill.source)
    return draft.figures(())


def bill_entries(bill: Bill, units: Sequence[Unit], words: BillWords) -> tuple[Entry, ...]:
    """Every line of the bill, unrounded."""
    with exactly():
        return tuple(_entries(bill, units, words))


def _entries(bill: Bill, units: Sequence[Unit], words: BillWords) -> Iterator[Entry]:
    yield from spend_lines(bill)
    yield from model_lines(bill)
    yield from health_lines(bill)
    yield from promise_lines(bill)
    yield from unit_lines(bill, units)
    yield from forecast_lines(bill)
    yield from month_curves(bill)
    yield from part_curves(bill, words.label)


def _write(draft: Draft, entry: Entry, words: BillWords, source: str) -> None:
    if isinstance(entry, Absent):
        return draft.lack(entry.id, words.reason(entry))
    origins = [Origin(source, key) for key in entry.keys]
    basis = words.basis(entry)
    if isinstance(entry, Curve):
        return draft.draw(
            entry.id, entry.labels, entry.values, origins, words=entry.words, basis=basis, rule=entry.rule
        )
    origins += entry.beside
    return draft.add(entry.id, entry.value, entry.unit, origins, words=entry.words, basis=basis)
