"""Cast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.compose.asked import Asked, Asks, asked_of_room, asks_of
from briefing.compose.common import CommonGround, common_ground, metric_name
from briefing.compose.nofigures import NoFigures
from briefing.compose.wording import filled
from briefing.errors import ContentError, Problem
from briefing.library.framework import Framework
from briefing.library.kpi import KPI
from briefing.library.persona import Entry, Persona
from briefing.library.words import Words

if TYPE_CHECKING:  # figures are worked out only where a company's facts are given
    from briefing.compose.billwords import ToldBill
    from briefing.figures.company import Company
    from briefing.library.days import Day
    from briefing.library.evidence import Evidence


class Cast(Struct, frozen=True, dict=True):
    """Who a briefing is for, and the knowledge that it draws on."""

    personas: tuple[Persona, ...]
    kpis: Mapping[str, KPI]
    framework: Framework
    words: Words
    day: date
    audience: str  # as a sentence names it: "the CFO and CTO/CIO"
    language: str = "en-GB"  # BCP 47, of figures
    company: Company | None = None  # the facts and figures of the champion's own company, where they are given
    called: Callable[[str], str] = str  # the name of a persona that is not in the room, by its identifier
    sentences: Words | None = None  # those that have figures in them; with a company only, like the next
    evidence: tuple[Evidence, ...] = ()

    @cached_property
    def common(self) -> CommonGround:
        """What these personas share."""
        return common_ground(self.personas, self.kpis)

    @cached_property
    def facts(self) -> Mapping[str, object]:
        """The names that every text of a layout may use; docs/layouts.md lists them."""
        return {
            "personas": self.personas,
            "audience": self.audience,
            "count": len(self.personas),
            "finops": self.framework,
            "common": self.common,
            "kpis": self.kpis,
            "date": self.date_text,
            "company": self.company.facts if self.company else None,
            "figures": self.figures,
            "bill": self.bill,
            "asked": self.asked,
            "asked_of": self.asked_of,
            "decisions": {identifier: each.decision for identifier, each in self.asked_of.items()},
            "together": self.together,
        }

    @cached_property
    def figures(self) -> NoFigures:
        """The company's figures as this briefing says them; it remembers which it has said."""
        if not (self.company and self.sentences):
            return NoFigures()
        from briefing.compose.saidfigures import SaidFigures

        return SaidFigures(self.company, self.kpis, self.sentences, self.language, self.called)

    @cached_property
    def bill(self) -> ToldBill | None:
        """The company's bill as texts speak of it; None where no billing data are given."""
        if not (self.company and self.company.bill and self.sentences):
            return None
        from briefing.compose.billwords import told_bill

        return told_bill(self.company, self.words, self.sentences)

    @cached_property
    def asks(self) -> Asks:
        """What is asked of all, and of single personas."""
        return asks_of(self)

    @cached_property
    def asked(self) -> Asked:
        """The decision that is asked of this audience as a whole."""
        return asked_of_room(self)

    @cached_property
    def asked_of(self) -> Mapping[str, Asked]:
        """What is asked of each persona in the room, by identifier."""
        return {each.identifier: self.asks.of(each.identifier) for each in self.personas}

    @cached_property
    def together(self) -> bool:
        """Whether the whole audience takes one decision, and nobody one of one's own."""
        return bool(self.asked) and (len(self.personas) == 1 or not self.asks.own)

    @cached_property
    def date_text(self) -> str:
        """The date as the language of the briefing writes it."""
        months = self.words.list("months")
        if len(months) != 12:
            message = f"the word 'months' lists {len(months)} months"
            raise ContentError(Problem(self.words.where("months"), message, "list twelve"))
        return filled("date", self.words, day=self.day.day, month=months[self.day.month - 1], year=self.day.year)

    def day_text(self, day: Day) -> str:
        """A date or a month of the company's facts as the language of the briefing writes it."""
        month = self.words.list("months")[day.first.month - 1]
        if not day.exact:
            return filled("month-and-year", self.words, month=month, year=day.first.year)
        return filled("date", self.words, day=day.first.day, month=month, year=day.first.year)

    def words_with(self, key: str) -> Words:
        """The file that has a word: the sentences with figures, or the words that every briefing shares."""
        has = self.sentences is not None and key in self.sentences and key not in self.words
        return self.sentences if has and self.sentences else self.words

    def case(self, name: str) -> str:
        """What a case of the return is called: low, base or high."""
        return self.company.texts.scenarios.get(name, name) if self.company else name

    def metric(self, entry: Entry) -> str:
        """What a key metric is called."""
        return metric_name(entry, self.kpis)
