"""The bill in words: which months it tells of, what a change is over, and names that fit beside a bar."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.bill.bill import Bill, Months
from briefing.compose.wording import filled
from briefing.documents.amounts import parse_day
from briefing.figures.billlines import BillWords, history, months_in, period_of
from briefing.figures.billnotices import left_out_of
from briefing.library.words import Words

if TYPE_CHECKING:
    from briefing.figures.company import Company

QUARTER, YEAR = 3, 12  # months
LONGEST_NAME = 44  # characters that stand beside a bar on one line
LONGEST_WORD = 22  # a longer one is no word but an id
ELLIPSIS = "…"


FILES = frozenset({".csv", ".gz", ".parquet", ".yaml", ".yml", ".zip"})


class ToldBill(Struct, frozen=True):
    """What texts may say of the bill: `{{ bill.period }}`, `{{ bill.over }}`. What it does not carry is empty.

    `months` counts the complete months of the history and `period_months` those of the period, `over` and `before` are
    the span of the comparison ("in a year", "a year before"), `recent` and `earlier` its two sides, `next_quarter` and
    `next_year` the months that a forecast is of.
    """

    source: str
    where: str
    currency: str
    providers: tuple[str, ...]
    months: int = 0
    last_month: str = ""
    period: str = ""
    period_months: int = 0
    history: str = ""
    over: str = ""
    before: str = ""
    recent: str = ""
    earlier: str = ""
    next_quarter: str = ""
    next_year: str = ""
    required: bool = False  # whether tags are required, so that a cost may be said to have an owner or none
    apart: tuple[str, ...] = ()  # what it has and the spend that the file states is without: "SaaS"


def _is_file(source: str) -> bool:
    """Whether a source is the name of a file, which no reader of a slide looks for, and not what people call it."""
    return "/" in source or "\\" in source or PurePath(source).suffix.lower() in FILES


def told_bill(company: Company, words: Words, sentences: Words) -> ToldBill | None:
    """The bill of a company as texts speak of it; of a redacted one without the names of files and filters."""
    bill = company.bill
    if bill is None:
        return None
    hidden, period, past = company.facts.redacted, period_of(bill), history(bill)
    texts = BillWords(bill, company.texts.of_bill())
    return ToldBill(
        source="" if hidden or _is_file(bill.source) else bill.source,
        where="" if hidden else bill.where,
        currency=bill.currency,
        providers=bill.providers,
        months=len(past),
        last_month=month_text(past[-1].month, words) if past else "",
        period=texts.span(period) if period else "",
        period_months=len(months_in(period)) if period else 0,
        history=texts.facts.get("history", ""),
        required=bool(bill.required_tags),
        apart=tuple(sentences.get(f"scopes-{each}") for each in left_out_of(company.facts.spend, bill)),
        **_ahead(company, texts),
        **_compared(bill, texts, sentences),
    )


def _compared(bill: Bill, texts: BillWords, sentences: Words) -> dict[str, str]:
    """The span of the comparison and its two sides; nothing where there is none."""
    found = bill.comparison
    if not found:
        return {}
    sides = {name: texts.span(getattr(found, name)) for name in ("recent", "earlier")}
    return {**sides, **{name: sentences.get(f"bill-{name}-{found.span}") for name in ("over", "before")}}


def _ahead(company: Company, texts: BillWords) -> dict[str, str]:
    """The months of the forecast, which are those after the data and need not be those after the briefing."""
    found = company.figures.series.get("bill.forecast")
    months = found.labels if found else ()
    ends = {"next_quarter": QUARTER, "next_year": YEAR}
    return {
        name: texts.span(Months(first=months[0], last=months[count - 1]))
        for name, count in ends.items()
        if len(months) >= count
    }


def month_text(month: str, words: Words, names: str = "months") -> str:
    """A month as the language writes it: `2026-03` is March 2026; `names` may be `short-months`."""
    first = parse_day(month).first
    return filled("month-and-year", words, month=words.list(names)[first.month - 1], year=first.year)


def short_name(name: str, longest: int = LONGEST_WORD) -> str:
    """A name that fits beside a bar; an identifier of a cloud keeps its end, which tells it from others."""
    words = [_shortened(word, longest) for word in name.split()]
    text = " ".join(words)
    while len(text) > LONGEST_NAME and len(words) > 1:
        words = words[:-1]
        text = f"{' '.join(words)} {ELLIPSIS}"
    return text


def _shortened(word: str, longest: int) -> str:
    if len(word) <= longest:
        return word
    end = word.replace(":", "/").rsplit("/", 1)[-1]
    return end if end and len(end) <= longest else f"{ELLIPSIS}{word[-longest + 1 :]}"
