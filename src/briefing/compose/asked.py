"""What the company asks for: the decision with amount, people, date and owner, for all or for one persona."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.library.persona import Persona

if TYPE_CHECKING:
    from briefing.compose.said import Said
    from briefing.compose.scene import Cast
    from briefing.library.organisationparts import Decision


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision that is asked for; what is not known of it is empty or None, and one without anything is false."""

    decision: str = ""
    amount: Said | None = None
    people: Said | None = None
    date: str = ""
    owner: str = ""

    def __bool__(self) -> bool:
        return bool(self.decision or self.amount or self.people or self.date or self.owner)


def asked_of_all(cast: Cast) -> Asked:
    """What is asked of the whole audience; of one persona alone what is asked of it, before what is asked of all."""
    ask = cast.company.facts.ask if cast.company else None
    if not ask:
        return Asked()
    everyone = _asked(cast, ask, "ask")
    if len(cast.personas) != 1 or not (own := asked_of(cast, cast.personas[0])):
        return everyone
    # An amount for all beside a decision of one's own would be the wrong amount.
    rest = everyone if not own.decision else Asked(date=everyone.date)
    parts = {name: getattr(own, name) or getattr(rest, name) for name in ("decision", "amount", "people", "date")}
    return Asked(**parts, owner=own.owner or everyone.owner)


def asked_of(cast: Cast, persona: Persona) -> Asked:
    """What is asked of one persona in particular; nothing where the facts do not say."""
    ask = cast.company.facts.ask if cast.company else None
    own = ask.by_persona.get(persona.identifier) if ask else None
    return _asked(cast, own, f"ask.by-persona.{persona.identifier}") if own else Asked()


def _asked(cast: Cast, found: Decision, id: str) -> Asked:
    return Asked(
        decision=found.decision,
        amount=cast.figures.find(f"{id}.amount"),
        people=cast.figures.find(f"{id}.people"),
        date=cast.day_text(found.date) if found.date else "",
        owner=found.owner,
    )


def said_parts(asked: Asked) -> Iterator[Said]:
    """The figures of a decision."""
    yield from (each for each in (asked.amount, asked.people) if each)
