"""What a persona lacks: answers, an ask with a date, metrics that the catalogue knows, lists of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from briefing.library.persona import LISTS, Answer, Persona
from briefing.librarycheck.findings import Hit
from briefing.librarycheck.shelf import HeldPersona, Shelf

_COMPARED: Final = tuple(name for name in LISTS if name != "challenges")


def unanswered(shelf: Shelf) -> Iterator[Hit]:
    """Frustrations that no benefit, or no KPI, answers."""
    for held in shelf.personas:
        for index, entry in enumerate(held.persona.frustrations):
            lacking, remedy = _lacking(entry.id, held.persona)
            if lacking:
                values = {"frustration": entry.item, "lacking": lacking, "remedy": remedy, "file": held.persona.file}
                yield _hit(held, ("frustrations", index), values)


def _lacking(frustration: str, persona: Persona) -> tuple[str, str]:
    """What an answer lacks, and what to add; empty where it is whole."""
    answers: list[Answer] = [each for each in persona.answers if each.frustration == frustration]
    if not answers:
        return "no answer", f"add an answer with 'frustration: {frustration}'"
    if not any(each.benefits for each in answers):
        return "an answer without a benefit", "add 'benefits' to its answer"
    if not any(each.kpis for each in answers):
        return "an answer without a KPI", "add 'kpis' to its answer"
    return "", ""


def no_goal(shelf: Shelf) -> Iterator[Hit]:
    """Personas without a primary goal."""
    return (_hit(held) for held in shelf.personas if not held.persona.primary_goal)


def no_ask(shelf: Shelf) -> Iterator[Hit]:
    """Personas of whom nothing is asked."""
    return (_hit(held) for held in shelf.personas if not held.persona.ask)


def ask_without_date(shelf: Shelf) -> Iterator[Hit]:
    """Asks of personas and of the company that do not say by when."""
    for held in shelf.personas:
        if held.persona.ask and not held.persona.ask.by:
            yield _hit(held, ("ask",), {"whose": f"the ask of the persona '{held.persona.name}'", "field": "by"})
    ask = shelf.company.facts.ask if shelf.company else None
    if ask and ask.decision and not ask.date:
        document = next(shelf.of("organisation"))
        yield Hit(document.where("ask"), {"whose": "the ask of the organisation", "field": "date"})


def not_catalogued(shelf: Shelf) -> Iterator[Hit]:
    """Key metrics, and KPIs in answers, that the catalogue does not have."""
    known = shelf.library.kpis()
    for held in shelf.personas:
        for index, metric in enumerate(held.persona.key_metrics):
            if metric.id not in known:
                values = {"metric": f"the key metric '{metric.item}'", "id": metric.id}
                yield _hit(held, ("key-metrics", index), values)
        for number, answer in enumerate(held.persona.answers):
            for kpi in answer.kpis:
                if kpi not in known:
                    values = {"metric": f"the KPI '{kpi}' in an answer", "id": kpi}
                    yield _hit(held, ("answers", number, "kpis"), values)


def same_lists(shelf: Shelf) -> Iterator[Hit]:
    """Two personas of whom a whole list is the same: nobody in the room is then spoken to alone."""
    for name in _COMPARED:
        seen: dict[frozenset[str], HeldPersona] = {}
        for held in shelf.personas:
            entries = frozenset(each.item.casefold() for each in getattr(held.persona, LISTS[name]))
            first = seen.setdefault(entries, held)
            if entries and first is not held:
                values = {"other": held.persona.name, "list": name}
                hit = _hit(first, (name,), values, held.persona.file)
                inherited = hit.where.file != first.persona.file
                yield replace(hit, where=first.where()) if inherited else hit


def _hit(held: HeldPersona, path: tuple[str | int, ...] = (), values: object = None, *about: str) -> Hit:
    listed = len(path) == 2 and isinstance(path[1], int)
    where = held.listed(str(path[0]), int(path[1])) if listed else held.where(*path)
    told = values if isinstance(values, dict) else {}
    return Hit(where, {"persona": held.persona.name, "file": held.persona.file, **told}, (held.persona.file, *about))
