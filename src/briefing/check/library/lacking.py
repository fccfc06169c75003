"""What a persona lacks: answers, an ask with a date, metrics that the catalogue knows, lists of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from briefing.check.library.findings import Hit, Rule
from briefing.check.library.shelf import HeldPersona, Shelf, is_ours
from briefing.check.library.texts import entry_with, place_in
from briefing.errors import Where
from briefing.library.catalogues import KPI
from briefing.library.persona import LISTS, Answer, Persona

# What the KPI catalogue lacks.


def no_formula(shelf: Shelf) -> Iterator[Hit]:
    """KPIs that do not say how they are reckoned."""
    return (_catalogue_hit(shelf, kpi) for kpi in shelf.library.kpis().values() if not kpi.formula)


def orphan(shelf: Shelf) -> Iterator[Hit]:
    """KPIs that no persona names, neither as a key metric nor in an answer.

    Whoever has replaced a persona of ours need not hear which of our KPIs nobody has any more.
    """
    own = len(shelf.library.folders) > 1
    named = {metric.id for held in shelf.personas for metric in held.persona.key_metrics}
    named |= {kpi for held in shelf.personas for answer in held.persona.answers for kpi in answer.kpis}
    hits = (_catalogue_hit(shelf, kpi) for kpi in shelf.library.kpis().values() if kpi.id not in named)
    return (each for each in hits if not (own and is_ours(each.where.file)))


def _catalogue_hit(shelf: Shelf, kpi: KPI) -> Hit:
    found = ((entry_with(document, "id", kpi.id), document) for document in shelf.of("kpis"))
    where = next((place_in(node, "id", document.file) for node, document in found if node), Where())
    return Hit(where, {"kpi": kpi.id})


# What YAML leaves out of a file, what does not fit together in a company's facts, and what no slide tells of them.


def cautions(shelf: Shelf) -> Iterator[Hit]:
    """Texts that end at a `#`, and quotes that are left out, in every file."""
    for sort in shelf.documents:
        for document in shelf.of(sort):
            for each in document.cautions:
                yield Hit(each.where, {"problem": each.message, "remedy": each.remedy})


def doubtful(code: str) -> Rule:
    """The rule for the doubts of one code."""

    def rule(shelf: Shelf) -> Iterator[Hit]:
        for each in shelf.doubts:
            if each.code == code:
                yield Hit(each.where, {"problem": each.message, "remedy": each.remedy})

    return rule


def untold(shelf: Shelf) -> Iterator[Hit]:
    """Facts that no persona is told of in the layout of the workspace."""
    company = shelf.company
    layout = next((each for each in shelf.layouts if each.name == shelf.layout), None)
    if not company or not layout:
        return
    from briefing.compose.untold import untold as found_untold  # only a company has facts

    briefings = [each.briefing for each in shelf.made.decks if each.facts and each.layout.name == layout.name]
    people = [each.persona.identifier for each in shelf.personas]
    doubt = found_untold(company.facts, briefings, people, layout.name, shelf.library.words(), shelf.library.kpis())
    if doubt:
        yield Hit(doubt.where, {"problem": doubt.message, "remedy": doubt.remedy})


_COMPARED: Final = tuple(name for name in LISTS if name != "challenges")


def unanswered(shelf: Shelf) -> Iterator[Hit]:
    """Frustrations that no benefit, or no KPI, answers."""
    for held in shelf.personas:
        for index, entry in enumerate(held.persona.frustrations):
            lacking, remedy = _lacking(entry.id, held.persona)
            if lacking:
                values = {"frustration": entry.item, "lacking": lacking, "remedy": remedy, "file": held.persona.file}
                yield _personas_hit(held, ("frustrations", index), values)


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
    return (_personas_hit(held) for held in shelf.personas if not held.persona.primary_goal)


def no_ask(shelf: Shelf) -> Iterator[Hit]:
    """Personas of whom nothing is asked."""
    return (_personas_hit(held) for held in shelf.personas if not held.persona.ask)


def ask_without_date(shelf: Shelf) -> Iterator[Hit]:
    """Asks of personas and of the company that do not say by when."""
    for held in shelf.personas:
        if held.persona.ask and not held.persona.ask.by:
            yield _personas_hit(
                held, ("ask",), {"whose": f"the ask of the persona '{held.persona.name}'", "field": "by"}
            )
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
                yield _personas_hit(held, ("key-metrics", index), values)
        for number, answer in enumerate(held.persona.answers):
            for kpi in answer.kpis:
                if kpi not in known:
                    values = {"metric": f"the KPI '{kpi}' in an answer", "id": kpi}
                    yield _personas_hit(held, ("answers", number, "kpis"), values)


def same_lists(shelf: Shelf) -> Iterator[Hit]:
    """Two personas of whom a whole list is the same: nobody in the room is then spoken to alone."""
    for name in _COMPARED:
        seen: dict[frozenset[str], HeldPersona] = {}
        for held in shelf.personas:
            entries = frozenset(each.item.casefold() for each in getattr(held.persona, LISTS[name]))
            first = seen.setdefault(entries, held)
            if entries and first is not held:
                values = {"other": held.persona.name, "list": name}
                hit = _personas_hit(first, (name,), values, held.persona.file)
                inherited = hit.where.file != first.persona.file
                yield replace(hit, where=first.where()) if inherited else hit


def _personas_hit(held: HeldPersona, path: tuple[str | int, ...] = (), values: object = None, *about: str) -> Hit:
    listed = len(path) == 2 and isinstance(path[1], int)
    where = held.listed(str(path[0]), int(path[1])) if listed else held.where(*path)
    told = values if isinstance(values, dict) else {}
    return Hit(where, {"persona": held.persona.name, "file": held.persona.file, **told}, (held.persona.file, *about))
