"""Where figures are gathered while they are computed: they get their words, and are rounded where they are
redacted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from briefing.documents.amounts import Origin
from briefing.documents.schema import at
from briefing.documents.yamlfile import Document, read_yaml
from briefing.errors import FactError, Where
from briefing.figures.basis import Sourced
from briefing.figures.billlines import MonthWords
from briefing.figures.figure import Figure, Figures, NoAnswer, Opportunity, Series, Unit, significant
from briefing.library.library import Library, builtin_folder
from briefing.library.words import FigureTexts, read_figure_texts
from briefing.organisation.organisation import Organisation
from briefing.organisation.reading import organisation_of

# Where figures are read from: the words of a library, and the facts of an organisation held against that library.

TEXTS = "layouts/figures.yaml"


def builtin_texts() -> FigureTexts:
    """The words of the built-in library."""
    return read_figure_texts(builtin_folder() / TEXTS)


def open_texts(library: Library) -> FigureTexts:
    """The words for figures: of two files in the library the first found. Raises FactError where there is none."""
    path = next((found for folder in library.folders if (found := folder / TEXTS).is_file()), None)
    if path is None:
        raise FactError(f"there is no {TEXTS} in the library", remedy="install briefing again, or put one there")
    return read_figure_texts(path)


def open_organisation(library: Library, source: str | Path | Document) -> Organisation:
    """The facts in a file or document, its personas, KPIs and roles held against the library.

    Raises ContentError, FactError.
    """
    document = source if isinstance(source, Document) else read_yaml(source, fold=True, may_be_empty=True)
    if at(document, "version") is not None:  # which only the facts of a bill have
        message = "this file has the facts of a bill, and not those of an organisation"
        raise FactError(message, Where(document.file), "give it with --spend")
    framework = library.framework()
    return organisation_of(
        document,
        persona_ids=library.persona_ids(),
        kpi_ids=tuple(library.kpis()),
        roles=framework.raci.roles,
        milestones=sum(len(each.milestones) for each in framework.stages),
        capabilities=tuple(each.id for each in framework.capabilities),
        trade_offs=framework.trade_offs,
    )


_NO_WORDS: Mapping[str, str] = MappingProxyType({})


class Draft:
    """Figures, series and missing keys in the order in which they were added."""

    def __init__(
        self,
        organisation: Organisation,
        texts: FigureTexts,
        facts: Mapping[str, str],
        billed: Figures | None = None,
    ) -> None:
        """`billed` are the figures of a bill, from which facts of the organisation may come."""
        self.texts = texts
        self.months = MonthWords(texts.of_bill())
        self._billed = billed
        self._currency, self._redacted = organisation.currency, organisation.redacted
        self._facts = facts
        self._figures: dict[str, Figure] = {}
        self._series: dict[str, Series] = {}
        self._missing: dict[str, tuple[str, ...]] = {}
        self._absent: dict[str, str] = {}

    def add(
        self,
        id: str,
        value: Decimal | None,
        unit: Unit,
        origins: Iterable[Origin],
        *,
        rule: str = "",
        no_answer: NoAnswer = "",
        words: Mapping[str, str] = _NO_WORDS,
        basis: str = "",
        stated: bool = False,
    ) -> None:
        """Add a figure; `rule` names its words where they are not those of its id, `stated` says that it is a fact."""
        text = self.texts.figure(rule or id, {**self._facts, **words})
        currency = self._currency if unit == "money" else ""
        found = self._figure_value(value, unit)
        sources = tuple(dict.fromkeys(origins))
        counted = basis or self._basis(sources)
        one = stated and len(sources) == 1
        self._figures[id] = Figure(id, text.name, found, unit, currency, text.formula, sources, no_answer, counted, one)

    def state(
        self, id: str, fact: Sourced | None, unit: Unit, *, rule: str = "", words: Mapping[str, str] = _NO_WORDS
    ) -> None:
        """Add a figure that is a fact as it stands, or as a `rule` or the bill reckons it; nothing without it."""
        if not fact:
            return
        self.add(id, fact.value, unit, fact.origins, rule=rule, words=words, stated=not rule)
        source = self._billed.get(fact.origins[0].key) if self._billed and len(fact.origins) == 1 else None
        if source:
            self._figures[id] = replace(self._figures[id], formula=source.formula, stated=False)

    def draw(
        self,
        id: str,
        labels: Iterable[str],
        values: Iterable[Decimal],
        origins: Iterable[Origin],
        words: Mapping[str, str] = _NO_WORDS,
        basis: str = "",
        rule: str = "",
    ) -> None:
        """Add a series of money; `rule` names its words where they are not those of its id."""
        name = self.texts.series_name(rule or id, {**self._facts, **words})
        shown = tuple(self._rounded(each) for each in values)
        sources = tuple(dict.fromkeys(origins))
        counted = basis or self._basis(sources)
        self._series[id] = Series(id, name, "money", self._currency, tuple(labels), shown, sources, counted)

    def miss(self, id: str, keys: Iterable[str]) -> None:
        """Say which keys a group of figures needs that are missing."""
        self._missing[id] = tuple(dict.fromkeys(keys))

    def lack(self, id: str, reason: str) -> None:
        """Say why a group of figures is not in billing data."""
        self._absent[id] = reason

    def figures(self, opportunities: tuple[Opportunity, ...]) -> Figures:
        """All that was added."""
        kept = tuple(self._opportunity(each) for each in opportunities)
        every, series = MappingProxyType(self._figures), MappingProxyType(self._series)
        missing, absent = MappingProxyType(self._missing), MappingProxyType(self._absent)
        return Figures(self._currency, every, series, kept, missing, absent)

    def _basis(self, origins: Iterable[Origin]) -> str:
        """What the figures of a bill count that these origins name."""
        found = (self._billed.basis_of(each.key) for each in origins) if self._billed else ()
        return "; ".join(dict.fromkeys(filter(None, found)))

    def _opportunity(self, each: Opportunity) -> Opportunity:
        annual = {name: self._rounded(amount) for name, amount in each.annual.items()}
        return replace(each, annual=annual)

    def _figure_value(self, value: Decimal | None, unit: Unit) -> Decimal | None:
        return value if value is None or unit != "money" else self._rounded(value)

    def _rounded(self, amount: Decimal) -> Decimal:
        return significant(amount) if self._redacted else amount
