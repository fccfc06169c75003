"""All figures of a company as texts may speak of them: `figures['return.base.net']`, false where facts are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.compose.said import Said, Voice
from briefing.compose.wording import filled
from briefing.errors import ContentError
from briefing.library.text import did_you_mean
from briefing.library.words import Words

if TYPE_CHECKING:  # figures are worked out only where a company's facts are given
    from briefing.figures.company import Company
    from briefing.library.amounts import Quantity
    from briefing.library.kpi import KPI
    from briefing.library.organisationparts import Aim, KpiAim

KPIS = "kpis"
WATERFALL = "savings.waterfall"


class Missing:
    """A figure whose facts are missing: false in conditions, an error where a text would show it."""

    def __init__(self, id: str, keys: tuple[str, ...] = ()) -> None:
        self._id, self._keys = id, keys

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        needs = f", for it needs {', '.join(self._keys)}" if self._keys else ""
        raise ValueError(f"there is no figure '{self._id}'{needs}; ask for it first with 'if figures[…]'")

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        return str(self)


class NoFigures(Mapping[str, Said]):
    """Where no company's facts are given: every figure is missing."""

    voice: Voice | None = None

    def __getitem__(self, id: str) -> Said:
        return Missing(id, ("the facts of a company",))  # type: ignore[return-value]  # false, like None

    def __contains__(self, id: object) -> bool:
        return False

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def find(self, id: str) -> Said | None:
        """The figure with an id, or None."""
        return None

    def missing(self, id: str) -> tuple[str, ...]:
        """The keys of the facts that a figure, or a group such as `return.base`, would need; none are known here."""
        return ()


class SaidFigures(NoFigures):
    """The figures of a company, and the baselines and targets of its KPIs, by id."""

    def __init__(self, company: Company, kpis: Mapping[str, KPI], words: Words, language: str) -> None:
        self._company = company
        horizon = company.figures.get("terms.horizon-months")
        months = str(horizon.value) if horizon else ""
        reasons = {key: text.replace("{horizon}", months) for key, text in company.texts.no_answer.items()}
        stated = company.texts.figure("spend.monthly", {}).formula
        self.voice: Voice = Voice(words, language, reasons, stated)
        self._said = {each.id: Said(each, self.voice) for each in company.figures}
        for aim in company.facts.kpis:
            self._said.update(_aims(aim, kpis[aim.id].name if aim.id in kpis else aim.id, self.voice))
        self._said.update(_after(company, self.voice))

    def __getitem__(self, id: str) -> Said:
        """The figure, or what is false where its facts are missing. Raises ValueError for an id that none has."""
        if id in self._said:
            return self._said[id]
        self._check(id)
        return Missing(id, self.missing(id))  # type: ignore[return-value]  # false, like None

    def __contains__(self, id: object) -> bool:
        return id in self._said

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)

    def find(self, id: str) -> Said | None:
        """The figure with an id, or None."""
        return self._said.get(id)

    def _check(self, id: str) -> None:
        try:
            if not id.startswith(f"{KPIS}."):
                self._company.texts.figure(id, {})
        except ContentError:
            remedy = did_you_mean(id, self._said, "'briefing figures' names those there are")
            raise ValueError(f"no figure has the id '{id}'; {remedy}") from None

    def missing(self, id: str) -> tuple[str, ...]:
        """The keys of the facts that a figure, or a group such as `return.base`, would need."""
        missing = self._company.figures.missing
        return next((keys for group, keys in missing.items() if id == group or id.startswith(f"{group}.")), ())


def _after(company: Company, voice: Voice) -> Iterator[tuple[str, Said]]:
    """Where the waterfall of the savings ends, which is a figure of its own on slides."""
    from briefing.figures.figure import Figure

    series = company.figures.series.get(WATERFALL)
    if series:
        id, words = f"{WATERFALL}.last", voice.words
        name, formula = words.get("said-spend-after"), words.get("said-spend-after-formula")
        yield id, Said(Figure(id, name, series.values[-1], "money", series.currency, formula, series.origins), voice)


def _aims(aim: KpiAim, name: str, voice: Voice) -> Iterator[tuple[str, Said]]:
    """`kpis.unit-cost.baseline`, `kpis.unit-cost.target`, and those of single personas."""
    yield from _aim(f"{KPIS}.{aim.id}", aim, name, voice)
    for persona, own in aim.by_persona.items():
        yield from _aim(f"{KPIS}.{aim.id}.by-persona.{persona}", own, name, voice)


def _aim(id: str, aim: Aim, name: str, voice: Voice) -> Iterator[tuple[str, Said]]:
    for which, quantity in (("baseline", aim.baseline), ("target", aim.target)):
        if quantity:
            called = filled(f"said-kpi-{which}", voice.words, name=name)
            yield f"{id}.{which}", _quantity(f"{id}.{which}", called, quantity, voice)


def _quantity(id: str, name: str, found: Quantity, voice: Voice) -> Said:
    from briefing.figures.figure import Figure

    figure = Figure(id, name, found.value, "number", found.currency, origins=(found.origin,))
    if found.unit in ("money", "percent"):
        return Said(replace(figure, unit=found.unit), voice, per=found.per)
    return Said(figure, voice, "" if found.unit == "number" else found.unit)
