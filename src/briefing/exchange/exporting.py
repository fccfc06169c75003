"""Personas in the forms of others: the FinOps Foundation's data file, JSON, and CSV with a row for each entry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from briefing.documents.text import did_you_mean, file_name, harmless, is_identifier, slug
from briefing.documents.yamlfile import shown
from briefing.errors import FactError, UsageError
from briefing.exchange.importing import put_files, put_schema, scalar
from briefing.library.catalogues import KPI
from briefing.library.persona import LISTS, LONGEST_IDENTIFIER, Entry, Persona
from briefing.library.schemas import modeline

# The commented skeleton of a persona, for people who write one of their own.


@dataclass(frozen=True, slots=True)
class Essentials:
    """What a new persona needs; with `extends` it takes the rest from another one."""

    identifier: str
    name: str = ""
    goal: str = ""
    extends: str = ""


def check_identifier(identifier: str) -> None:
    """Raise UsageError for an identifier that cannot be one."""
    better = slug(identifier)[:LONGEST_IDENTIFIER].strip("-")
    if not is_identifier(identifier) or len(identifier) > LONGEST_IDENTIFIER:
        message = f"'{identifier}' is no identifier: it should be lower-case letters, digits and hyphens"
        remedy = f"write '{better}'" if is_identifier(better) else "write for example 'chief-ai-officer'"
        raise UsageError(message, remedy=remedy)


def new_persona(asked: Essentials, folder: Path) -> Path:
    """Write the skeleton into a library. Raises UsageError for a bad identifier, FactError where a file is there."""
    check_identifier(asked.identifier)
    path = folder / "personas" / file_name(asked.identifier)
    if path.exists():
        raise FactError(f"{shown(path)} is there already", remedy="edit it, or choose another identifier")
    put_files({path: _overlay(asked) if asked.extends else _whole(asked)})
    put_schema(folder)
    return path


def _whole(asked: Essentials) -> str:
    return _WHOLE.format(
        modeline=modeline("persona"),
        identifier=asked.identifier,
        name=scalar(asked.name),
        goal=scalar(asked.goal) if asked.goal else "",
    )


def _overlay(asked: Essentials) -> str:
    lines = [modeline("persona"), f"# Changes the persona '{asked.extends}'; what is not named here stays as it is."]
    lines += [f"extends: {asked.extends}"]
    lines += [f"identifier: {asked.identifier}"] if asked.identifier != asked.extends else []
    lines += [f"name: {scalar(asked.name)}"] if asked.name else []
    lines += [f"primary-goal: {scalar(asked.goal)}"] if asked.goal else []
    return "\n".join([*lines, _CHANGES])


_CHANGES = """
# A field is replaced by what stands here. A list can be changed entry by entry:
# objectives:
#   add:
#     - {id: green-computing, item: Report the carbon of our computing}
#   remove: [protect-margin]
#   replace:
#     - {id: ai-value, item: Fund only the AI work that pays off}
# key-messages:
#   add: [A sentence that your company always says]
# `briefing personas show ID` shows what comes out, and with --origin from which file.
"""

_WHOLE = """\
{modeline}
identifier: {identifier}
name: {name}
primary-goal: {goal}
# titles: [Job titles of people in this role]
# aliases: [other-names]

# Three to five entries each. An id lets other lists, and other files, point at an entry.
objectives: []
#  - {{id: short-name, item: What this person works towards}}

frustrations: []
#  - {{id: what-hurts, item: What stands in the way today, to-you: The same as you say it to that person}}

# What is hard about this person's work beside that, and is not answered.
# challenges:
#  - {{id: what-is-hard, item: What makes the work hard}}

# Ids of the KPI catalogue, or texts of your own.
key-metrics: []
#  - unit-cost

# Kinds of slides that come first for this person; `briefing list kinds` has all.
# story: [pain-points, current-state]

# Figures of your own company that this person looks at beside the KPIs; `briefing figures` lists their ids.
# figures: [spend.annual-growth, bill.forecast.quarter]

finops-benefits: []
#  - {{id: what-helps, item: What FinOps gives this person}}

# Which benefit answers which frustration, and which KPI shows it.
answers: []
#  - frustration: what-hurts
#    benefits: [what-helps]
#    kpis: [unit-cost]
#    change: What changes, in one sentence

# The one decision that the briefing asks of this person.
# ask:
#   decision: Fund a three-month pilot
#   why: Why it is this person's to take
#   by: Within 30 days

# The sentences that should stay in mind.
key-messages: []

# What this person will ask, and may say against it.
questions: []
objections: []
#  - {{objection: We tried that, reply: What is different this time}}
"""


Kpis = Mapping[str, KPI]
# The lists of the Foundation's file; what we have besides has no place there.
TO_YOU = "to-you"  # the field of a row that says a frustration, named by its id, to the person
_LISTS = ("objectives", "frustrations", "key-metrics", "finops-benefits")


def export_personas(personas: Sequence[Persona], form: str, kpis: Kpis) -> str:
    """The text of an export. Raises UsageError for an unknown format."""
    if form not in FORMATS:
        there_are = f"there are {', '.join(FORMATS)}"
        raise UsageError(f"no export format is called '{form}'", remedy=did_you_mean(form, FORMATS, there_are))
    return FORMATS[form](personas, kpis)


def _foundation(personas: Sequence[Persona], kpis: Kpis) -> str:
    return "\n".join("\n".join(_foundation_lines(each, kpis)) + "\n" for each in personas)


def _foundation_lines(persona: Persona, kpis: Kpis) -> Iterator[str]:
    yield f"- name: {scalar(persona.name)}"
    yield f"  identifier: {scalar(persona.identifier)}"
    yield f"  primary-goal: {scalar(persona.primary_goal) if persona.primary_goal else ''}".rstrip()
    yield f"  img: {scalar(persona.img) if persona.img else ''}".rstrip()
    yield "  titles:"
    yield from (f"    - item: {scalar(each)}" for each in persona.titles)
    for name in _LISTS:
        yield f"  {name}:"
        yield from (f"    - item: {scalar(_text(each, kpis))}" for each in _entries(persona, name))


def _json(personas: Sequence[Persona], kpis: Kpis) -> str:
    people = [_without_empty(msgspec.to_builtins(each)) for each in personas]
    return json.dumps({"personas": people}, ensure_ascii=False, indent=2) + "\n"


def _without_empty(fields: Mapping[str, object]) -> dict[str, object]:
    kept = {key: value for key, value in fields.items() if key != "file"}
    shorter = {key: _without_empty(value) if isinstance(value, dict) else value for key, value in kept.items()}
    return {key: value for key, value in shorter.items() if value}


def _csv(personas: Sequence[Persona], kpis: Kpis) -> str:
    stream = io.StringIO(newline="")
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(("identifier", "name", "field", "item", "id"))
    table.writerows(map(harmless, row) for each in personas for row in _rows(each, kpis))
    return stream.getvalue()


def _rows(persona: Persona, kpis: Kpis) -> Iterator[tuple[str, ...]]:
    who = (persona.identifier, persona.name)
    for field, text in (("primary-goal", persona.primary_goal), ("img", persona.img), ("group", persona.group)):
        if text:
            yield (*who, field, text, "")
    texts: Iterable[tuple[str, tuple[str, ...]]] = (
        ("titles", persona.titles),
        ("key-messages", persona.key_messages),
        ("questions", persona.questions),
    )
    for field, items in texts:
        yield from ((*who, field, item, "") for item in items)
    for field in (*_LISTS, "challenges"):
        yield from ((*who, field, _text(each, kpis), each.id) for each in _entries(persona, field))
    yield from ((*who, TO_YOU, each.to_you, each.id) for each in persona.frustrations if each.to_you)


def _entries(persona: Persona, name: str) -> tuple[Entry, ...]:
    entries: tuple[Entry, ...] = getattr(persona, LISTS[name])
    return entries


def _text(entry: Entry, kpis: Kpis) -> str:
    """The text of an entry; of a metric that is only an id, the name of the KPI."""
    return kpis[entry.id].name if entry.item == entry.id and entry.id in kpis else entry.item


FORMATS: Mapping[str, Callable[[Sequence[Persona], Kpis], str]] = {
    "foundation": _foundation,
    "json": _json,
    "csv": _csv,
}
