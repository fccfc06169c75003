"""The words of a language: labels, number words, how numbers are written, and the names and formulas of figures;
all that Python would else spell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from msgspec import field

from briefing.documents.schema import Record, convert
from briefing.documents.text import did_you_mean
from briefing.documents.yamlfile import Document, Step, read_yaml
from briefing.errors import ContentError, Problem, Where

# The small words of a language: labels, number words, month names, joiners; all that Python would else spell out.


@dataclass(frozen=True)
class Words:
    """The words of one file, by key."""

    values: Mapping[str, Any]
    document: Document

    def get(self, key: str) -> str:
        """The text of a key. Raises ContentError when the file does not have it."""
        return str(self._value(key, str, "a text"))

    def list(self, key: str) -> tuple[str, ...]:
        """The texts of a key that holds a list. Raises ContentError when the file does not have it."""
        return tuple("" if each is None else str(each) for each in self._value(key, list, "a list"))

    def group(self, key: str) -> tuple[tuple[str, str], ...]:
        """The texts of a key that holds several by name; none where the file does not have it."""
        held = self._value(key, dict, "texts by name") if key in self else {}
        return tuple((str(name), str(text)) for name, text in held.items())

    def where(self, *path: Step) -> Where:
        """The place of a word."""
        return self.document.where(*path)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def _value(self, key: str, kind: type, called: str) -> Any:
        value = self.values.get(key)
        if isinstance(value, kind):
            return value
        if key in self.values:
            raise ContentError(Problem(self.where(key), f"the word '{key}' should be {called}"))
        remedy = did_you_mean(key, self.values, f"add a line '{key}: …'")
        raise ContentError(Problem(Where(self.document.file), f"the word '{key}' is missing", remedy))


def read_words(path: str | Path) -> Words:
    """Read a file of words: a mapping from key to text or list. Raises ContentError."""
    document = read_yaml(path)
    return Words(convert(document, dict[str, Any]), document)


# How languages write numbers: data of ours, so that no release of a locale library changes what a slide says.

NUMBER, CURRENCY = "n", "¤"
_SPACE = "_"  # in the file; a no-break space on slides


class NumberWriting(Record, frozen=True, kw_only=True):
    """`money` and `percent` are patterns around `n`; `short` is what follows thousands, millions, billions …

    `symbols` are of currencies, by their code.
    """

    money: str = CURRENCY + NUMBER
    percent: str = NUMBER + "%"
    short: tuple[str, ...]
    symbols: Mapping[str, str] = field(default_factory=dict)

    def affixes(self, power: int, pattern: str, symbol: str = "") -> tuple[str, str] | None:
        """What stands before and after digits that leave out a power of ten; None where there is no short form."""
        size = self._shortened(power)
        if size is None:
            return None
        before, _, after = pattern.partition(NUMBER)
        return self._filled(before, symbol), size.replace(_SPACE, "\N{NO-BREAK SPACE}") + self._filled(after, symbol)

    def _shortened(self, power: int) -> str | None:
        if power <= 0:
            return ""
        index, rest = divmod(power, 3)
        return self.short[index - 1] or None if not rest and index <= len(self.short) else None

    def _filled(self, affix: str, symbol: str) -> str:
        """With the symbol of the currency; one that ends in a letter keeps its distance from the digits."""
        apart = affix == CURRENCY and symbol[-1:].isalpha()
        return affix.replace(CURRENCY, symbol + _SPACE * apart).replace(_SPACE, "\N{NO-BREAK SPACE}")


@cache
def read_numbers(path: Path) -> dict[str, NumberWriting]:
    """The file of number forms, by language. Raises ContentError."""
    return convert(read_yaml(path), dict[str, NumberWriting])


def writing_of(language: str, path: Path) -> NumberWriting | None:
    """How a language, a BCP 47 tag, writes numbers; that of its region first. None where the file has neither."""
    known = read_numbers(path)
    parts = language.replace("_", "-").split("-")
    region = parts[-1].upper() if len(parts) > 1 else ""
    return known.get(f"{parts[0].lower()}-{region}") or known.get(parts[0].lower())


# The words for the figures of a bill: the `bill` part of `layouts/figures.yaml`.


class BillTexts(Record, frozen=True, kw_only=True):
    """Words in whose braces facts are filled in.

    `months` are the twelve names; `month`, `span`, `same_year` and `against` put them together. `basis` says what a
    figure counts and `short` says it in fewer words; `whole`, `no_provider` and `slice` join that with months and
    providers. `absent` are reasons why a figure does not exist, `notices` what else the user should know.
    """

    months: tuple[str, ...]
    month: str
    span: str
    same_year: str
    against: str
    whole: str
    no_provider: str
    slice: str
    providers: str
    others: str
    unnamed: str
    of_provider: str
    per: str
    yearly: str
    source: str
    basis: dict[str, str]
    short: dict[str, str]
    absent: dict[str, str]
    notices: dict[str, str]
    without_tag: str = ""


# The words for figures: their names and formulas, out of `layouts/figures.yaml`.

T = TypeVar("T")

_PLACE = re.compile(r"\{([a-z]+)\}")


class FigureText(Record, frozen=True, kw_only=True):
    """A figure in words; `{scenario}` and the like are filled in."""

    name: str
    formula: str = ""


class Redaction(Record, frozen=True, kw_only=True):
    """What stands in place of names, `{number}` counting them: of the company, of people, and of those on a bill."""

    company: str
    person: str
    sub_account: str = "{number}"
    commitment: str = "{number}"


class MonthsText(Record, frozen=True, kw_only=True):
    """A span of months in words, of one and of any other number."""

    one: str = "{number}"
    other: str = "{number}"


class FigureTexts(Record, frozen=True, kw_only=True):
    """All words for figures; a key with `*` stands for all ids with anything in its place."""

    scenarios: dict[str, str]
    statuses: dict[str, str]
    no_answer: dict[str, str]
    months: MonthsText = MonthsText()
    redaction: Redaction
    figures: dict[str, FigureText]
    series: dict[str, str]
    bill: BillTexts | None = None

    def knows(self, id: str) -> bool:
        """Whether there are figures with an id; that may be one with `*`."""
        return id in self.figures or any(_stands_for(each, id) for each in self.figures)

    def figure(self, id: str, facts: Mapping[str, str]) -> FigureText:
        """Name and formula of a figure. Raises ContentError where the file has none."""
        found = _found(self.figures, id)
        return FigureText(name=filled(found.name, facts), formula=filled(found.formula, facts))

    def span(self, months: object) -> str:
        """So many months in words: `1 month`, `36 months`."""
        text = self.months.one if str(months) == "1" else self.months.other
        return filled(text, {"number": str(months)})

    def reasons(self, horizon: object, space: str = " ") -> dict[str, str]:
        """Why figures have no answer, in words; `space` stands between the months of the horizon and their number."""
        known = horizon is not None
        facts = {"horizon": str(horizon), "horizonspan": self.span(horizon).replace(" ", space)} if known else {}
        return {key: filled(text, facts) for key, text in self.no_answer.items()}

    def series_name(self, id: str, facts: Mapping[str, str]) -> str:
        """Name of a series. Raises ContentError where the file has none."""
        return filled(_found(self.series, id), facts)

    def of_bill(self) -> BillTexts:
        """The words for the figures of a bill. Raises ContentError where the file has none."""
        if self.bill is None:
            remedy = "take them over from the built-in layouts/figures.yaml"
            raise ContentError(Problem(Where("layouts/figures.yaml"), "the words under 'bill' are missing", remedy))
        return self.bill


def read_figure_texts(path: str | Path) -> FigureTexts:
    """Read the words for figures. Raises ContentError with every problem."""
    return convert(read_yaml(path, fold=True), FigureTexts)


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with facts in its braces; braces that name none stay."""
    return _PLACE.sub(lambda found: facts.get(found[1], found[0]), text)


def _found(texts: Mapping[str, T], id: str) -> T:
    key = id if id in texts else next((each for each in texts if _stands_for(each, id)), None)
    if key is None:
        remedy = f"add a line '{id}: …' to layouts/figures.yaml"
        raise ContentError(Problem(Where(), f"the figure '{id}' has no name", remedy))
    return texts[key]


def _stands_for(pattern: str, id: str) -> bool:
    if "*" not in pattern:
        return False
    before, _, after = pattern.partition("*")
    return id.startswith(before) and id.endswith(after) and len(id) > len(before) + len(after)
