"""What is wrong with files as our readers tell it, and with Jinja2 before and after it is rendered."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.errors import Problem, Where
from briefing.library.text import did_you_mean, listing
from briefing.librarycheck import templates
from briefing.librarycheck.findings import Hit, Rule
from briefing.librarycheck.places import entry_with, place_in
from briefing.librarycheck.shelf import Shelf


def told(code: str) -> Rule:
    """The rule that gives what was told in reading under a code."""
    return lambda shelf: (_hit(each.problem) for each in shelf.coded(code))


def dangling(shelf: Shelf) -> Iterator[Hit]:
    """Ids that lead nowhere: of personas, groups, KPIs, layouts and themes."""
    yield from told("B006")(shelf)
    yield from _members(shelf)
    yield from _measured(shelf)
    yield from _grouped(shelf)


def _members(shelf: Shelf) -> Iterator[Hit]:
    """Groups that name somebody who does not exist."""
    known = _people(shelf)
    for group in shelf.library.groups():
        for member in group.members:
            if member not in known:
                where = _place(shelf, "groups", group.id, "members")
                yield _nobody(where, f"the group '{group.id}'", member, known)


def _measured(shelf: Shelf) -> Iterator[Hit]:
    """KPIs that measure somebody who does not exist."""
    known = _people(shelf)
    for kpi in shelf.library.kpis().values():
        for each in kpi.personas:
            if each not in known:
                yield _nobody(_place(shelf, "kpis", kpi.id, "personas"), f"the KPI '{kpi.id}'", each, known)


def _grouped(shelf: Shelf) -> Iterator[Hit]:
    """Personas of a group that does not exist."""
    known = [group.id for group in shelf.library.groups()]
    for held in shelf.personas:
        group = held.persona.group
        if group and group not in known:
            message = f"the persona '{held.persona.identifier}' belongs to the group '{group}', which does not exist"
            remedy = did_you_mean(group, known, f"there are {listing(known, 'and')}" if known else "there are none")
            yield _hit(Problem(held.where("group"), message, remedy), held.persona.file)


def _people(shelf: Shelf) -> dict[str, None]:
    """Identifiers and aliases; a persona whose file is broken is no stranger either."""
    broken = (each.path.stem for each in shelf.files if each.sort == "persona")
    names = ((each.persona.identifier, *each.persona.aliases) for each in shelf.personas)
    return dict.fromkeys((*(name for each in names for name in each), *broken))


def _nobody(where: Where, who: str, named: str, known: dict[str, None]) -> Hit:
    remedy = did_you_mean(named, known, "'briefing personas list' shows who there is")
    return _hit(Problem(where, f"{who} names the persona '{named}', who does not exist", remedy))


def _place(shelf: Shelf, sort: str, identifier: str, field: str) -> Where:
    found = ((entry_with(document, "id", identifier), document) for document in shelf.of(sort))
    return next((place_in(node, field, document.file) for node, document in found if node), Where())


def not_compiled(shelf: Shelf) -> Iterator[Hit]:
    """Jinja2 that cannot be compiled."""
    for where, message in templates.faults(shelf):
        yield Hit(where, {"problem": message, "remedy": "mend the Jinja2 text there"})


def not_made(shelf: Shelf) -> Iterator[Hit]:
    """Slides that cannot be made; each place once, with the first persona that showed it."""
    compiled = {(where.file, where.line) for where, _ in templates.faults(shelf)}
    seen: set[tuple[str, int, int]] = set()
    for each in shelf.made.failures:
        where = each.problem.where
        if (where.file, where.line) in compiled or (place := (where.file, where.line, where.column)) in seen:
            continue
        seen.add(place)
        made_for = {"persona": each.persona.name, "layout": each.layout.name}
        told = _hit(each.problem, each.persona.file, each.layout.file)
        yield Hit(where, {**told.values, **made_for}, told.about)


def _hit(problem: Problem, *about: str) -> Hit:
    return Hit(problem.where, {"problem": problem.message, "remedy": problem.remedy or "correct it"}, about)
