"""Personas in the forms of others: the FinOps Foundation's data file, JSON, and CSV with a row for each entry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from briefing.errors import UsageError
from briefing.library.kpi import KPI
from briefing.library.persona import LISTS, Entry, Persona
from briefing.library.text import did_you_mean, harmless
from briefing.personaimport.writing import scalar

Kpis = Mapping[str, KPI]
# The lists of the Foundation's file; what we have besides has no place there.
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
    for field in _LISTS:
        yield from ((*who, field, _text(each, kpis), each.id) for each in _entries(persona, field))


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
