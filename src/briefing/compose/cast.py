"""The cast of a briefing: who is in the room, what they share, and what is asked of them; the only place that
knows the ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.compose.saidfigures import NoFigures
from briefing.compose.wording import filled
from briefing.errors import ContentError, Problem
from briefing.library.catalogues import KPI
from briefing.library.framework import Framework
from briefing.library.persona import Entry, Persona
from briefing.library.words import Words

if TYPE_CHECKING:
    from briefing.compose.billwords import ToldBill
    from briefing.compose.said import Said
    from briefing.documents.amounts import Day
    from briefing.figures.company import Company
    from briefing.library.catalogues import Evidence
    from briefing.organisation.organisation import Decision, DecisionAsked


# What the chosen personas share and where they differ, found by comparing the ids of their lists.

LISTS = ("objectives", "frustrations", "key_metrics")


class Item(Struct, frozen=True):
    """An entry of one of the lists, and the identifiers of those who have it, in the order asked."""

    list: str
    id: str
    text: str
    holders: tuple[str, ...]


class CommonGround(Struct, frozen=True):
    """`shared`: what two or more have, most widely shared first; `alone`: what only one persona has, by identifier."""

    shared: tuple[Item, ...]
    alone: Mapping[str, tuple[Item, ...]]
    everyone: tuple[Item, ...]

    def of(self, name: str) -> tuple[Item, ...]:
        """The shared items of one list: `objectives`, `frustrations` or `key_metrics`."""
        return tuple(item for item in self.shared if item.list == name)


def common_ground(personas: Sequence[Persona], kpis: Mapping[str, KPI]) -> CommonGround:
    """Compare the personas' objectives, frustrations and key metrics by id."""
    items = [item for name in LISTS for item in _items(name, personas, kpis)]
    shared = sorted((item for item in items if len(item.holders) > 1), key=lambda item: -len(item.holders))
    return CommonGround(
        shared=tuple(shared),
        alone={each.identifier: tuple(i for i in items if i.holders == (each.identifier,)) for each in personas},
        everyone=tuple(item for item in shared if len(item.holders) == len(personas)),
    )


def _items(name: str, personas: Sequence[Persona], kpis: Mapping[str, KPI]) -> list[Item]:
    texts: dict[str, str] = {}
    holders: dict[str, list[str]] = {}
    for persona in personas:
        for entry in getattr(persona, name):
            texts.setdefault(entry.id, metric_name(entry, kpis) if name == "key_metrics" else entry.item)
            holders.setdefault(entry.id, []).append(persona.identifier)
    return [Item(name, key, texts[key], tuple(holders[key])) for key in texts]


def metric_name(entry: Entry, kpis: Mapping[str, KPI]) -> str:
    """The catalogue's name of a key metric, or the persona's own words where the catalogue does not have it."""
    kpi = kpis.get(entry.id)
    return kpi.name if kpi else entry.item


# Cast.


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
    sent: bool = False  # to readers, who are told nothing that is for a speaker

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
    def asks(self) -> DecisionsAsked:
        """What is asked of all, and of single personas."""
        return decisions_asked(self)

    @cached_property
    def asked(self) -> Asked:
        """The decision that is asked of this audience as a whole."""
        return decision_of_room(self)

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


# What is asked of the audience: one decision for all, and what differs for single personas; the only place that
# knows.
#
# As soon as the organisation asks for anything, nothing that the library would ask for is told to anybody. A persona
# of whom nothing is asked in particular is asked what all are. Every slide, note and format takes the ask from here.

COMMON = "ask-common"  # the word that says what the library asks of all together


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision that is asked for; what is not known of it is empty or None, and one without anything is false.

    `stated` says that the organisation asks for it. `why` and `by` ("Within 30 days") are only of the library's own
    asks, all others only of what is stated.
    """

    decision: str = ""
    amount: Said | None = None
    people: Said | None = None
    date: str = ""
    owner: str = ""
    why: str = ""
    by: str = ""
    stated: bool = False

    def __bool__(self) -> bool:
        return bool(self.decision or self.amount or self.people or self.date or self.owner)


@dataclass(frozen=True, slots=True)
class DecisionsAsked:
    """What is asked: `common` of all together, `own` of single personas in particular, by identifier."""

    common: Asked
    own: Mapping[str, Asked]

    def of(self, identifier: str) -> Asked:
        """What is asked of one persona: what is asked of it in particular, or else what is asked of all."""
        return self.own.get(identifier) or self.common

    @property
    def single(self) -> tuple[Asked, ...]:
        """Every decision once: that of all, and then those of single personas."""
        return tuple(filter(None, (self.common, *self.own.values())))


def decisions_asked(cast: Cast) -> DecisionsAsked:
    """What is asked of everybody in the room: by the organisation, or else by the library."""
    ask = cast.company.facts.ask if cast.company else None
    if not states_any(cast.company):
        return _suggested(cast)
    return _stated(cast, ask) if ask else DecisionsAsked(Asked(stated=True), {})


def decision_of_room(cast: Cast) -> Asked:
    """What is asked of the whole room: of one persona what is asked of it, of several what is asked of all.

    Where the organisation asks nothing of all, but something of one alone in the room, that is what the room decides.
    """
    if len(cast.personas) == 1:
        return cast.asks.of(cast.personas[0].identifier)
    own = list(cast.asks.own.values())
    return own[0] if not cast.asks.common and len(own) == 1 else cast.asks.common


def states_any(company: Company | None) -> bool:
    """Whether the organisation, or the group of a unit, asks for anything, of all or of anybody, in the room or not."""
    ask = company.facts.ask if company else None
    of_group = company is not None and "ask" in company.left_out
    return of_group or (ask is not None and any(map(_says, (ask, *ask.by_persona.values()))))


def audience_of(personas: Sequence[Persona], company: Company | None) -> tuple[Persona, ...]:
    """The personas; without the library's asks where the organisation has its own, so that no text can tell them."""
    return tuple(replace(each, ask=None) for each in personas) if states_any(company) else tuple(personas)


def _says(found: Decision) -> bool:
    return bool(found.decision or found.owner or found.amount or found.people or found.date)


def _stated(cast: Cast, ask: DecisionAsked) -> DecisionsAsked:
    common = _asked(cast, ask, "ask")
    own = {
        each.identifier: _with_common(_asked(cast, found, f"ask.by-persona.{each.identifier}"), common)
        for each in cast.personas
        if (found := ask.by_persona.get(each.identifier)) and _says(found)
    }
    return DecisionsAsked(common, own)


def _with_common(own: Asked, common: Asked) -> Asked:
    """What is asked of one persona, and where it does not say so itself, by when and of whom all are asked.

    An amount for all beside a decision of one's own would be the wrong amount.
    """
    rest = Asked() if own.decision else common
    return Asked(
        decision=own.decision or common.decision,
        amount=own.amount or rest.amount,
        people=own.people or rest.people,
        date=own.date or common.date,
        owner=own.owner or common.owner,
        stated=True,
    )


def _asked(cast: Cast, found: Decision, id: str) -> Asked:
    return Asked(
        decision=found.decision,
        amount=cast.figures.find(f"{id}.amount"),
        people=cast.figures.find(f"{id}.people"),
        date=cast.day_text(found.date) if found.date else "",
        owner=_in_role(cast, found.owner),
        stated=True,
    )


def _in_role(cast: Cast, owner: str) -> str:
    """Who decides; with the role where the company names it and that person is not in the room."""
    names = cast.company.facts.audience_names if cast.company else {}
    role = next((id for id, name in names.items() if name == owner), "")
    if not role or role in {each.identifier for each in cast.personas}:
        return owner
    return filled("owner-in-role", cast.words, name=owner, role=cast.called(role))


def _suggested(cast: Cast) -> DecisionsAsked:
    """What the library asks for: one thing of all, and of each persona its own part of it."""
    common = Asked(decision=cast.words.get(COMMON))
    return DecisionsAsked(common, {each.identifier: _of_persona(each) for each in cast.personas if each.ask})


def _of_persona(persona: Persona) -> Asked:
    ask = persona.ask
    return Asked(decision=ask.decision, why=ask.why, by=ask.by) if ask else Asked()
