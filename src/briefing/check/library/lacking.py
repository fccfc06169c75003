"""What a persona lacks: answers, an ask with a date, metrics that the catalogue knows, lists of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from briefing.check.library.findings import Hit, Rule
from briefing.check.library.shelf import HeldPersona, Shelf, is_ours
from briefing.check.library.texts import entry_with, place_in
from briefing.errors import Where
from briefing.library.catalogues import KPI
from briefing.library.persona import LISTS, Lack, gaps

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


# How a check words what a frustration lacks, with what to add, and what the KPI catalogue does not have.
_ANSWERS: Final[Mapping[Lack, tuple[str, str]]] = {
    "answer": ("no answer", "add an answer with 'frustration: {id}'"),
    "benefits": ("an answer without a benefit", "add 'benefits' to its answer"),
    "kpis": ("an answer without a KPI", "add 'kpis' to its answer"),
}
_METRICS: Final[Mapping[Lack, str]] = {"metric": "the key metric '{item}'", "measure": "the KPI '{id}' in an answer"}


def wanting(*lacks: Lack) -> Rule:
    """The rule for some of the gaps of personas."""

    def rule(shelf: Shelf) -> Iterator[Hit]:
        for held in shelf.personas:
            for gap in gaps(held.persona, shelf.library.kpis()):
                if gap.lacks in lacks:
                    lacking, remedy = _ANSWERS.get(gap.lacks, ("", ""))
                    metric = _METRICS.get(gap.lacks, "").format(item=gap.item, id=gap.id)
                    told = {"frustration": gap.item, "lacking": lacking, "remedy": remedy.format(id=gap.id)}
                    yield _personas_hit(held, gap.path, {**told, "metric": metric, "id": gap.id})

    return rule


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
