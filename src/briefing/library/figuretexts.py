"""The words for figures: their names and formulas, out of `layouts/figures.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from briefing.errors import ContentError, Problem, Where
from briefing.library.billtexts import BillTexts
from briefing.library.schema import Record, convert
from briefing.library.yamlfile import read_yaml

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
