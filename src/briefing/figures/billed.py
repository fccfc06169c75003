"""An organisation together with its bill: facts that fill each other, and what the user should know of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefing.figures.arithmetic import ZERO, exactly
from briefing.figures.billfigures import bill_entries
from briefing.figures.billlines import Absent, Entry, Line
from briefing.figures.billnotices import bill_notices
from briefing.figures.billredact import rounded_bill, without_confidential, without_names
from briefing.figures.billwords import BillWords
from briefing.figures.contradictions import pairs_of, sentences
from briefing.figures.merge import Lines, merged
from briefing.figures.redact import redacted
from briefing.figures.settled import is_apart, untold_ids, without_bars
from briefing.figures.shown import rounded
from briefing.library.bill import Bill
from briefing.library.figuretexts import FigureTexts
from briefing.library.organisation__types import Organisation
from briefing.library.organisationsavings import SCENARIOS, cases, current_monthly, share_of


@dataclass(frozen=True, slots=True)
class Billed:
    """`facts` and `bill` as figures are reckoned from them, `shown` the bill as texts may speak of it."""

    facts: Organisation
    bill: Bill | None
    shown: Bill | None
    notices: tuple[str, ...]
    untold: frozenset[str] = frozenset()  # figures of the bill that the file states otherwise


def billed(facts: Organisation, bill: Bill, texts: FigureTexts, *, redact: bool) -> Billed:
    """The facts with those of the bill where their file says nothing, and the bill; both redacted where it is asked.

    Nothing is filled in from a bill in another currency. Raises ContentError where `layouts/figures.yaml` lacks words.
    """
    left = without_confidential(bill, facts.confidential) if redact else bill
    if left is None:
        words = BillWords(bill, texts.of_bill())
        return Billed(redacted(facts, texts), None, None, (words.notice("confidential"),))
    if redact:
        left = without_names(left, texts.redaction)
    words = BillWords(left, texts.of_bill())
    entries = bill_entries(left, facts.units, words)
    with exactly():
        whole, notices, untold = _filled(
            facts, left, {each.id: each for each in entries if isinstance(each, Line)}, words, redact
        )
    told = (*bill_notices(left, words, redact=redact), *_left_out(left, words))
    known = (*notices, *told, *_absences(entries, words))
    if redact:
        return Billed(redacted(whole, texts), left, without_bars(rounded_bill(left), untold), known, untold)
    return Billed(whole, left, without_bars(left, untold), known, untold)


def _filled(
    facts: Organisation, bill: Bill, lines: Lines, words: BillWords, redact: bool
) -> tuple[Organisation, tuple[str, ...], frozenset[str]]:
    if facts.currency not in ("", bill.currency):
        notice = words.notice("currency", theirs=bill.currency, own=facts.currency, file=facts.file)
        return facts, (notice,), frozenset()
    # A part of the bill is no measure of what the file says of the whole company.
    pairs = () if bill.where else pairs_of(facts, bill, lines, words)
    untold = untold_ids(pairs) if facts.figures_from == "organisation" else frozenset()
    found = merged(facts, bill, lines, words, with_history="bill.effective.monthly" not in untold)
    told = list(sentences([each for each in pairs if each.differ], facts, bill, words, redact=redact))
    if untold:
        ids = dict.fromkeys(each.line.id for each in pairs if is_apart(each))
        told.append(words.notice("settled", file=facts.file, ids=", ".join(ids)))
    return found, (*told, *(() if bill.where else _too_much_saved(found, facts, words))), untold


def _too_much_saved(found: Organisation, facts: Organisation, words: BillWords) -> Iterator[str]:
    """Savings that are more than the spend on the bill; the file alone could not tell."""
    now = current_monthly(found.spend)
    if not now or current_monthly(facts.spend):
        return
    for scenario in SCENARIOS:
        shares = (share_of(each, now.amount) for saving in facts.savings if (each := cases(saving).get(scenario)))
        total = sum((each for each in shares if each is not None), ZERO)
        if total > 1:
            yield words.notice(
                "too-much-saved", scenario=scenario, share=f"{rounded(total * 100, 0):f} %", file=facts.file
            )


def _left_out(bill: Bill, words: BillWords) -> Iterator[str]:
    """Files that would count twice."""
    for each in bill.quality.left_out:
        name = f"left-out-{'same' if each.same else 'older'}{'-month' if each.month else ''}"
        yield words.notice(name, file=each.file, kept=each.kept, month=words.month(each.month) if each.month else "")


def _absences(entries: Iterable[Entry], words: BillWords) -> Iterator[str]:
    """What the data do not carry: a sentence for each reason."""
    ids: dict[str, list[str]] = {}
    for each in entries:
        if isinstance(each, Absent):
            ids.setdefault(words.reason(each), []).append(each.id)
    for reason, named in ids.items():
        yield words.notice("absent", ids=", ".join(named), reason=reason)
