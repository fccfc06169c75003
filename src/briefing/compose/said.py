"""One figure as a briefing says it: the only place where a company's figure becomes text.

A figure has one short text, for headlines, tiles and sentences, and one full text, for tables; both come from the same
unrounded value, so that it reads the same on every slide, in every deck and format. What has been said is remembered,
for the appendix that tells where each figure comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as dataclass_replace
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.compose.numbers import Figures as Writer
from briefing.compose.numbers import rounded, spoken
from briefing.compose.wording import filled
from briefing.library.words import Words
from briefing.model import NumberForm, Unit

if TYPE_CHECKING:
    from briefing.bill.bill import Part
    from briefing.figures.company import Company
    from briefing.figures.figure import Figure


# Decimals of the full texts, as `briefing figures` has them; of percentages those of the fraction.
PLACES: Mapping[str, int] = {"money": 2, "percent": 4, "ratio": 4}
PLACES_ELSE = 6
# From here on a share says nothing, and a growth is said by its two ends.
TENFOLD = Decimal(10)
LEAST_SHARE = Decimal("0.0001")  # that is told
STATED = "kpis."  # baselines and targets are said as somebody stated them
SLIGHT = Decimal("0.01")  # a change under this is none
LARGE_RATIO = 10  # of which one decimal tells enough


@dataclass(frozen=True)
class Voice:
    """How figures are said: language and words, why some have no answer, and which have been said so far, by id.

    `heard` are the ids that the slide says which is being made, `aloud` those of all slides that are told, in their
    order, each with what the slide that explains it is called.
    """

    words: Words
    language: str = "en-GB"
    no_answer: Mapping[str, str] = field(default_factory=dict)
    log: dict[str, Said] = field(default_factory=dict, compare=False)
    heard: set[str] = field(default_factory=set, compare=False)
    aloud: dict[str, str] = field(default_factory=dict, compare=False)
    texts: dict[tuple[str, Decimal | None, bool, str, str], str] = field(default_factory=dict, compare=False)

    def say(self, said: Said) -> None:
        """Remember a figure that becomes text."""
        self.log.setdefault(said.id, said)
        self.heard.add(said.id)


@dataclass(frozen=True)
class Said:
    """A figure in the language of a briefing. As a text it is `short`.

    `unit_word` is the unit of a KPI that is no money and no percentage, `per` what its money is for ("per order").
    `group` names the word that stands for all figures of one chart, in which this one is `called` by what it is of.
    `ends` are what a growth goes from and to, where that is known.
    """

    figure: Figure
    voice: Voice = field(repr=False, compare=False)
    unit_word: str = ""
    per: str = ""
    group: str = ""
    called: str = ""
    ends: tuple[Said, Said] | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        return self.short

    @property
    def id(self) -> str:
        """The id, as `briefing figures` shows it."""
        return self.figure.id

    @property
    def name(self) -> str:
        """What the figure is called."""
        return self.figure.name

    @property
    def formula(self) -> str:
        """How it is worked out, in words."""
        return self.figure.formula

    @property
    def basis(self) -> str:
        """What a figure of the bill rests on: which cost, which months, how many providers; else empty."""
        return self.figure.basis

    @property
    def value(self) -> Decimal | None:
        """The unrounded value; None where there is no answer."""
        return self.figure.value

    @property
    def known(self) -> bool:
        """Whether there is an answer."""
        return self.figure.value is not None

    @property
    def sign(self) -> int:
        """-1, 0 or 1 of the value as tables show it; 0 where there is no answer."""
        if self.figure.value is None:
            return 0
        shown = rounded(self.figure.value, PLACES.get(self.figure.unit, PLACES_ELSE))
        return (shown > 0) - (shown < 0)

    @property
    def short(self) -> str:
        """As headlines, tiles and sentences say it: `€2.8M`, `8.8%`, `month 23`."""
        self.voice.say(self)
        return self._written(self.figure.value, short=True)

    @property
    def size(self) -> str:
        """The short text without its sign, for sentences that say the sign in words."""
        self.voice.say(self)
        return self._written(None if self.figure.value is None else abs(self.figure.value), short=True)

    @property
    def full(self) -> str:
        """As tables say it: money with two decimals or none, shares as percentages, ratios with four decimals."""
        self.voice.say(self)
        return self._written(self.figure.value, short=False)

    @property
    def beyond(self) -> bool:
        """Whether this is a change that no percentage tells: of more than tenfold, or to less than nothing."""
        value = self.figure.value
        if self.figure.unit != "percent" or value is None:
            return False
        return abs(value) > TENFOLD or (self.ends is not None and value < -1)

    @property
    def slight(self) -> bool:
        """Whether this is a change of less than one per cent."""
        return self.figure.value is not None and abs(self.figure.value) < SLIGHT

    @property
    def by(self) -> str:
        """A growth as a sentence goes on with it, without its sign: `by 18%`, and far beyond `from €10 to €2.5M`."""
        if not self.beyond:
            return filled("said-by", self.voice.words, size=self.size)
        self.voice.say(self)
        return self._from_to() or filled("said-tenfold", self.voice.words)

    def reads_as(self, other: Said) -> bool:
        """Whether both read the same in short without their signs, which none of them is said by."""
        mine, others = (each.figure.value for each in (self, other))
        if mine is None or others is None:
            return False
        return self._written(abs(mine), short=True) == other._written(abs(others), short=True)

    def _written(self, value: Decimal | None, *, short: bool) -> str:
        """The text of a value, worked out once for all slides."""
        key = (self.id, value, short, self.unit_word, self.per)
        found = self.voice.texts.get(key)
        if found is None:
            found = self.voice.texts[key] = self._said(value, short=short)
        return found

    def _said(self, value: Decimal | None, *, short: bool) -> str:
        if value is None:
            return self.voice.no_answer[self.figure.no_answer]
        write = {"money": self._money, "percent": self._percent, "ratio": self._ratio, "months": self._months}
        return write.get(self.figure.unit, self._number)(value, short)

    def _money(self, value: Decimal, short: bool) -> str:
        writer = self._writer("money")
        return spoken(writer, value) if short else writer.full(rounded(value, PLACES["money"]))

    def _percent(self, value: Decimal, short: bool) -> str:
        writer, shown = self._writer("percent"), rounded(value, PLACES["percent"])
        if self.beyond and not self.id.startswith(STATED):
            most = "said-over" if value > 0 else "said-under"
            return self._from_to() or filled(most, self.voice.words, share=writer.full(TENFOLD.copy_sign(value)))
        if value > 0 and not shown:  # next to nothing is not nothing
            return filled("said-under", self.voice.words, share=writer.full(LEAST_SHARE))
        if not short:
            return writer.full(shown)
        form = writer.form([shown])
        few = rounded(shown.scaleb(-form.power), form.places)
        return writer.short(shown, replace(form, places=0) if few == few.to_integral_value() else form)

    def _ratio(self, value: Decimal, short: bool) -> str:
        few = 1 if abs(value) >= LARGE_RATIO else 2
        number = self._writer("number").short(value, NumberForm(places=few if short else PLACES["ratio"]))
        return filled("said-ratio", self.voice.words, number=number)

    def _months(self, value: Decimal, short: bool) -> str:
        """A count of months, or the month that something happens in."""
        one = "said-one-month" if value == 1 else "said-months"
        return filled("said-month" if self.id.endswith("-month") else one, self.voice.words, number=str(value))

    def _number(self, value: Decimal, short: bool) -> str:
        unit: Unit = "days" if self.unit_word in ("day", "days") else "number"
        text = self._writer(unit).full(value)
        said = text if unit == "days" or not self.unit_word else f"{text} {self.unit_word}"
        return said.replace(" ", "\N{NO-BREAK SPACE}", 1)  # a number at the end of a line tells nothing

    def _from_to(self) -> str:
        """A growth by its two ends; empty where they are not known."""
        if not self.ends:
            return ""
        before, after = self.ends
        return filled("said-from-to", self.voice.words, before=before, after=after)

    def _writer(self, unit: Unit) -> Writer:
        return Writer(unit, self.figure.currency, self.voice.language)


# What growths go from and to, so that one of more than tenfold is said by its two ends and not as a percentage.

# Growths whose two ends are figures of their own.
ENDS: Mapping[str, tuple[str, str]] = {"spend.annual-growth": ("spend.monthly", "spend.in-12-months")}
# Growths of the bill, and the part of it that has both sides of the comparison.
BILLED: Mapping[str, str] = {"bill.growth": "total", "bill.ai.growth": "ai", "bill.saas.growth": "saas"}


def growths(company: Company, said: Mapping[str, Said], voice: Voice) -> Iterator[tuple[str, Said]]:
    """Every growth whose ends are known, with them."""
    for id, ends in ENDS.items():
        if id in said and all(each in said for each in ends):
            yield id, dataclass_replace(said[id], ends=(said[ends[0]], said[ends[1]]))
    for id, name in BILLED.items():
        part: Part | None = getattr(company.bill, name) if company.bill else None
        if id in said and part and company.bill:
            before, after = (
                _end(said[id], side, getattr(part, side), company, voice) for side in ("earlier", "recent")
            )
            yield id, dataclass_replace(said[id], ends=(before, after))


def _end(growth: Said, side: str, amount: Decimal, company: Company, voice: Voice) -> Said:
    """One side of the comparison as a figure of its own; of a redacted company rounded as all its money."""
    from briefing.figures.figure import Figure

    word = {"earlier": "said-before", "recent": "said-after"}[side]
    name, currency = filled(word, voice.words, name=growth.name), company.bill.currency if company.bill else ""
    figure = Figure(f"{growth.id}.{side}", name, company.shown(amount), "money", currency, name, growth.figure.origins)
    return Said(dataclass_replace(figure, basis=growth.basis), voice)
