"""Ids of an organisation's file as the library spells them: `CFO` is cfo, `Unit cost` unit-cost, `#4` milestone 4."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from briefing.documents.text import slug, spelled
from briefing.documents.yamlfile import Document, Step
from briefing.errors import Problem, twice

if TYPE_CHECKING:
    from briefing.organisation.organisation import OrganisationFile


T = TypeVar("T")
Ids = Collection[str] | None
_NUMBER = re.compile(r"#?\s*(\d+)\.?", re.ASCII)


def with_ids(facts: OrganisationFile, personas: Ids, kpis: Ids) -> OrganisationFile:
    """The facts with every persona and KPI under its id."""

    def people(named: dict[str, T]) -> dict[str, T]:
        return {spelled(each, personas): value for each, value in named.items()}

    pains = tuple(replace(each, who=tuple(spelled(who, personas) for who in each.who)) for each in facts.pain_points)
    aims = tuple(replace(each, id=spelled(each.id, kpis), by_persona=people(each.by_persona)) for each in facts.kpis)
    ask = replace(facts.ask, by_persona=people(facts.ask.by_persona)) if facts.ask else None
    stances = tuple(
        replace(each, id=slug(each.id), today=slug(each.today), aim=slug(each.aim)) for each in facts.trade_offs
    )
    people_in = people(facts.audience_names)
    return replace(facts, audience_names=people_in, pain_points=pains, kpis=aims, ask=ask, trade_offs=stances)


def twice_problems(document: Document, facts: OrganisationFile, personas: Ids) -> Iterator[Problem]:
    """Personas that stand twice in one mapping, in two spellings."""
    named: list[tuple[tuple[Step, ...], Mapping[str, object]]] = [(("audience-names",), facts.audience_names)]
    named += [(("kpis", index, "by-persona"), each.by_persona) for index, each in enumerate(facts.kpis)]
    named += [(("ask", "by-persona"), facts.ask.by_persona)] if facts.ask else []
    for path, mapping in named:
        seen: dict[str, str] = {}
        for each in mapping:
            if (first := seen.setdefault(spelled(each, personas), each)) != each:
                line = document.where_key(*path, first).line
                where = document.where_key(*path, each)
                yield twice(where, f"'{each}'", line, "join the two")


def milestone_problems(document: Document, facts: OrganisationFile, count: int | None) -> Iterator[Problem]:
    """Milestones by a number that the roadmap does not have, or has already; and those without a word."""
    seen: dict[int, int] = {}
    for index, each in enumerate(facts.roadmap):
        where = document.where("roadmap", index, "milestone")
        number = milestone_number(each.milestone)
        if number is None:
            if each.milestone and not slug(each.milestone):
                yield Problem(where, f"the milestone '{each.milestone}' has no letter", "write it in words")
            continue
        if count is not None and not 1 <= number <= count:
            remedy = f"the roadmap has 1 to {count}, as 'briefing list milestones' shows; or write it in words"
            yield Problem(where, f"there is no milestone {number}", remedy)
        if (first := seen.setdefault(number, index)) != index:
            line = document.where("roadmap", first, "milestone").line
            yield twice(where, f"the milestone {number}", line, "join the two")


def milestone_number(text: str) -> int | None:
    """The number that a milestone is named by: `4`, `#4` or `4.`; None for one in words."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found and len(found[1]) < 10 else None


def with_numbers(facts: OrganisationFile) -> OrganisationFile:
    """The facts with each number of a milestone as plain digits."""
    steps = tuple(replace(each, milestone=_digits(each.milestone)) for each in facts.roadmap)
    return replace(facts, roadmap=steps)


def _digits(text: str) -> str:
    number = milestone_number(text)
    return text if number is None else str(number)
