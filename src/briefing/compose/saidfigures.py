"""All figures of a company as texts may speak of them: `figures['return.base.net']`, false where facts are
missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

from briefing.compose.said import Said, Voice, growths
from briefing.compose.wording import filled
from briefing.documents.text import nearest_id
from briefing.library.words import FigureTexts, Words

if TYPE_CHECKING:
    from briefing.documents.amounts import Money, Quantity
    from briefing.figures.company import Company
    from briefing.figures.figure import Figure, Unit
    from briefing.library.catalogues import KPI
    from briefing.organisation.organisation import Aim, KpiAim


# Figures that are not there: false in the conditions of texts, an error where a text would show one.


class Missing:
    """A figure whose facts are missing: false in conditions, an error where a text would show it."""

    def __init__(self, id: str, keys: tuple[str, ...] = ()) -> None:
        self._id, self._keys = id, keys

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        if self._keys == _ALL:
            from briefing.figures.drafting import builtin_texts  # only now: most decks without facts ask for none

            check_figure(self._id, builtin_texts())
        needs = f", for it needs {', '.join(self._keys)}" if self._keys else ""
        raise ValueError(f"there is no figure '{self._id}'{needs}; ask for it first with 'if figures[…]'")

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        return str(self)


KPIS = "kpis"
_ALL = ("the facts of a company",)


def check_figure(id: str, texts: FigureTexts, ids: Iterable[str] = ()) -> None:
    """Raise ValueError for an id that no figure has, with the one that is most like it, first of these."""
    if id.startswith(f"{KPIS}.") or texts.knows(id):
        return
    known = (*ids, *(each for each in texts.figures if "*" not in each))
    raise ValueError(f"no figure has the id '{id}'; {nearest_id(id, known, 'figures')}")


class NoFigures(Mapping[str, "Said"]):
    """Where no company's facts are given: every figure is missing."""

    voice: Voice | None = None

    def __getitem__(self, id: str) -> Said:
        return Missing(id, _ALL)  # type: ignore[return-value]  # false, like None

    def __contains__(self, id: object) -> bool:
        return False

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def find(self, id: str) -> Said | None:
        """The figure with an id, or None."""
        return None

    @contextmanager
    def heard(self) -> Iterator[set[str]]:
        """The ids of all figures that are said until the end of the block."""
        heard = self.voice.heard if self.voice else set()
        heard.clear()
        yield heard

    def tell(self, ids: Iterable[str], called: str, *, closes: bool = False) -> None:
        """Remember figures as said on a slide that is told aloud, and what the last one is called.

        The first slides sum up what later ones explain, and one that `closes` what stood before it.
        """
        if self.voice:
            wanted = {*ids}
            for id in self.voice.log:  # a set has no order that is the same in the next run
                if id in wanted:
                    self.voice.aloud[id] = self.voice.aloud.get(id, called) if closes else called

    def is_told(self, id: str) -> bool:
        """Whether a slide that is made already says this figure."""
        return self.voice is not None and id in self.voice.log

    def amounts(self, currency: str) -> Mapping[Decimal, Said]:
        """Every amount of a currency by its size; none here."""
        return {}

    def converted(self, money: Money) -> Said | None:
        """An amount that was stated in another currency; None for one that was not."""
        return None

    def told(self, figure: Figure, group: str = "", called: str = "") -> Said:
        """A figure that only a slide works out. Raises LookupError, for nothing is told without a company's facts."""
        raise LookupError(f"'{figure.id}' is told without the facts of a company")

    def missing(self, id: str) -> tuple[str, ...]:
        """The keys of the facts that a figure, or a group such as `return.base`, would need; none are known here."""
        return ()


WATERFALL = "savings.waterfall"

# How the ids of figures begin and end of which the appendix tells all together.
_GROUPS: Mapping[tuple[str, str], str] = {
    ("bill.contracts.", ".committed"): "said-bill-contract-each",
    ("bill.contracts.", ".left"): "said-bill-contract-left-each",
    ("bill.pools.", ".bought"): "said-bill-pool-each",
    ("bill.pools.", ".left"): "said-bill-pool-left-each",
    ("bill.ai.models.", ".per-million-tokens"): "said-bill-model-each",
}


class SaidFigures(NoFigures):
    """The figures of a company, and the baselines and targets of its KPIs, by id."""

    def __init__(
        self,
        company: Company,
        kpis: Mapping[str, KPI],
        words: Words,
        language: str,
        called: Callable[[str], str] = str,
    ) -> None:
        """`called` gives the name of a persona by its identifier."""
        self._company = company
        horizon = company.figures.get("terms.horizon-months")
        reasons = company.texts.reasons(horizon.value if horizon else None, "\N{NO-BREAK SPACE}")
        self.voice: Voice = Voice(words, language, reasons)
        self._said = {
            each.id: Said(_named(each, company, called), self.voice, group=_group_of(each.id))
            for each in company.figures
        }
        for aim in company.facts.kpis:
            self._said.update(_aims(aim, kpis[aim.id].name if aim.id in kpis else aim.id, self.voice))
        self._said.update(_after(company, self.voice))
        self._said.update(growths(company, self._said, self.voice))

    def __getitem__(self, id: str) -> Said:
        """The figure, or what is false where its facts are missing. Raises ValueError for an id that none has."""
        if id in self._said:
            return self._said[id]
        check_figure(id, self._company.texts, self._said)
        return Missing(id, self.missing(id))  # type: ignore[return-value]  # false, like None

    def __contains__(self, id: object) -> bool:
        """Whether the figure is there. Raises ValueError for an id that none has, as of a misspelt one."""
        if id not in self._said:
            check_figure(str(id), self._company.texts, self._said)
        return id in self._said

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)

    def find(self, id: str) -> Said | None:
        """The figure with an id, or None."""
        return self._said.get(id)

    def amounts(self, currency: str) -> Mapping[Decimal, Said]:
        """Every amount of a currency by its size, so that a chart can label it as all other places say it."""
        money = (each for each in self._said.values() if each.figure.unit == "money" and not each.per)
        found: dict[Decimal, Said] = {}
        for each in money:
            if each.figure.value and each.figure.currency == currency:
                found.setdefault(abs(each.figure.value), each)
        return found

    def converted(self, money: Money) -> Said | None:
        """An amount that was stated in another currency, with the rate; None for one that was not converted."""
        from briefing.figures.figure import Figure

        if not money.written:
            return None
        amount, currency = money.written
        rate = self._company.facts.exchange_rates[currency].value
        facts = {"amount": f"{amount:f}", "currency": currency, "rate": f"{rate:f}", "own": money.currency}
        name, formula = (filled(f"said-converted{end}", self.voice.words, **facts) for end in ("", "-formula"))
        id = money.origin.key
        origins = (money.origin, self._company.facts.exchange_rates[currency].origin)
        return self._said.setdefault(
            id, Said(Figure(id, name, money.amount, "money", money.currency, formula, origins), self.voice)
        )

    def told(self, figure: Figure, group: str = "", called: str = "") -> Said:
        """A figure that only a slide works out, such as a share of a bar; the first one of an id stays.

        `group` and `called` are those of `Said`.
        """
        return self._said.setdefault(figure.id, Said(figure, self.voice, group=group, called=called))

    def missing(self, id: str) -> tuple[str, ...]:
        """The keys of the facts that a figure, or a group such as `return.base`, would need."""
        missing = self._company.figures.missing
        return next((keys for group, keys in missing.items() if id == group or id.startswith(f"{group}.")), ())


def _group_of(id: str) -> str:
    """The word for all figures of a table or chart of the bill that are alike but for what they are of; else empty."""
    return next((word for (begin, end), word in _GROUPS.items() if id.startswith(begin) and id.endswith(end)), "")


def _named(figure: Figure, company: Company, called: Callable[[str], str]) -> Figure:
    """A figure for one persona under the persona's name instead of its identifier."""
    from dataclasses import replace

    _, found, rest = figure.id.partition(".by-persona.")
    if not found or figure.id.startswith(f"{KPIS}."):
        return figure
    return replace(figure, name=company.texts.figure(figure.id, {"persona": called(rest.partition(".")[0])}).name)


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

    unit: Unit = "money" if found.unit == "money" else "percent" if found.unit == "percent" else "number"
    word = "" if unit != "number" or found.unit == "number" else found.unit
    figure = Figure(id, name, found.value, unit, found.currency, origins=(found.origin,), stated=True)
    return Said(figure, voice, word, found.per)
