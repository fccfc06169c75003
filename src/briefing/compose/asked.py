"""What is asked of the audience: one decision for all, and what differs for single personas; the only place that knows.

As soon as the organisation asks for anything, nothing that the library would ask for is told to anybody. A persona of
whom nothing is asked in particular is asked what all are. Every slide, note and format takes the ask from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.library.persona import Persona

if TYPE_CHECKING:
    from briefing.compose.said import Said
    from briefing.compose.scene__cast import Cast
    from briefing.figures.company import Company
    from briefing.library.organisationparts import Decision, DecisionAsked

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
class Asks:
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


def asks_of(cast: Cast) -> Asks:
    """What is asked of everybody in the room: by the organisation, or else by the library."""
    ask = cast.company.facts.ask if cast.company else None
    if not states_any(cast.company):
        return _suggested(cast)
    return _stated(cast, ask) if ask else Asks(Asked(stated=True), {})


def asked_of_room(cast: Cast) -> Asked:
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


def _stated(cast: Cast, ask: DecisionAsked) -> Asks:
    common = _asked(cast, ask, "ask")
    own = {
        each.identifier: _with_common(_asked(cast, found, f"ask.by-persona.{each.identifier}"), common)
        for each in cast.personas
        if (found := ask.by_persona.get(each.identifier)) and _says(found)
    }
    return Asks(common, own)


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
        owner=found.owner,
        stated=True,
    )


def _suggested(cast: Cast) -> Asks:
    """What the library asks for: one thing of all, and of each persona its own part of it."""
    common = Asked(decision=cast.words.get(COMMON))
    return Asks(common, {each.identifier: _of_persona(each) for each in cast.personas if each.ask})


def _of_persona(persona: Persona) -> Asked:
    ask = persona.ask
    return Asked(decision=ask.decision, why=ask.why, by=ask.by) if ask else Asked()
