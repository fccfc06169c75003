"""What is wrong with files as our readers tell it, and with Jinja2 before and after it is rendered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.check.library.findings import Hit, Rule
from briefing.check.library.shelf import Shelf
from briefing.check.library.texts import entry_with, place_in
from briefing.compose.checks import unknown_in_kpis
from briefing.compose.wording import environment
from briefing.documents.text import did_you_mean, listing, nearest_id
from briefing.documents.yamlfile import Document, place_of
from briefing.errors import BriefingError, Code, Problem, Where
from briefing.figures.drafting import open_texts
from briefing.library.persona import no_figure

if TYPE_CHECKING:
    from briefing.compose.sandbox import Sandbox


# Every text with Jinja2 in it, compiled and not rendered: faults of writing, with their lines.

_MARKS = ("{{", "{%", "{#")
_FAULTS = (SyntaxError, RecursionError, MemoryError, ValueError, AssertionError)


def faults(shelf: Shelf) -> Iterator[tuple[Where, str]]:
    """Place and message of each text of a layout, or of the words, that cannot be compiled."""
    sandbox = environment(shelf.library.words())
    for document in shelf.of("layout", "words", "sentences"):
        for key, node in _texts(document.places, ""):
            if found := _tried(key, node.value, sandbox):
                yield _templates_place(node, found[1], document), found[0]


def _texts(node: Node, key: str) -> Iterator[tuple[str, ScalarNode]]:
    """Every text, with the name of the field that it stands under."""
    if isinstance(node, ScalarNode):
        yield key, node
    elif isinstance(node, SequenceNode):
        for each in node.value:
            yield from _texts(each, key)
    elif isinstance(node, MappingNode):
        for name, each in node.value:
            yield from _texts(each, str(name.value))


def _tried(key: str, source: str, sandbox: Sandbox) -> tuple[str, int] | None:
    """What is wrong and in which line of the text; None where nothing is."""
    from jinja2 import TemplateSyntaxError

    if key != "when" and not any(mark in source for mark in _MARKS):
        return None
    try:
        _compile(key, source, sandbox)
    except TemplateSyntaxError as error:
        return (error.message or str(error)).removesuffix("."), error.lineno
    except _FAULTS:
        return "the text is nested too deep", 1
    return None


def _compile(key: str, source: str, sandbox: Sandbox) -> None:
    if key == "when":
        sandbox.compile_expression(source, undefined_to_none=False)
    else:
        sandbox.from_string(source)


def _templates_place(node: ScalarNode, line: int, document: Document) -> Where:
    """The line in the file; the text of a block scalar starts on the line after its mark."""
    where = place_of(node, document.file)
    offset = line if node.style in ("|", ">") else line - 1
    return Where(where.file, where.line + offset, where.column if offset == 0 else 1)


def told(code: Code) -> Rule:
    """The rule that gives what was told in reading under a code."""
    return lambda shelf: (_hit(each) for each in shelf.faults if each.code == code)


def unknown_kinds(shelf: Shelf) -> Iterator[Hit]:
    """Kinds of slide that there are not: in layouts, which is told in reading, and in what personas are told first."""
    yield from told(Code.UNKNOWN_KIND)(shelf)
    made = (each.problem for each in shelf.made.failures)
    yield from map(_hit, dict.fromkeys(each for each in made if each.code == Code.UNKNOWN_KIND))


# What stops a briefing, and is told by a rule of its own.
_TOLD_ELSEWHERE = frozenset((Code.UNKNOWN_KIND, Code.DANGLING))


def dangling(shelf: Shelf) -> Iterator[Hit]:
    """Ids that lead nowhere: of personas, groups, KPIs, figures, layouts and themes."""
    yield from told(Code.DANGLING)(shelf)
    yield from _members(shelf)
    yield from _measured(shelf)
    yield from _pulling(shelf)
    yield from _grouped(shelf)
    yield from _figures(shelf)


def _members(shelf: Shelf) -> Iterator[Hit]:
    """Groups that name somebody who does not exist."""
    known = _people(shelf)
    for group in shelf.library.groups():
        for member in group.members:
            if member not in known:
                where = _reading_place(shelf, "groups", group.id, "members")
                yield _nobody(where, f"the group '{group.id}'", member, known)


def _measured(shelf: Shelf) -> Iterator[Hit]:
    """KPIs that measure somebody who does not exist, or are the trade of nobody."""
    known = _people(shelf)
    for kpi in shelf.library.kpis().values():
        for field, named in (("personas", kpi.personas), ("trade-of", kpi.trade_of)):
            for each in named:
                if each not in known:
                    yield _nobody(_reading_place(shelf, "kpis", kpi.id, field), f"the KPI '{kpi.id}'", each, known)


def _pulling(shelf: Shelf) -> Iterator[Hit]:
    """Poles of trade-offs that somebody pulls to who does not exist."""
    known = _people(shelf)
    poles = (pole for each in shelf.library.framework().trade_offs for pole in each.poles)
    for pole in poles if any(shelf.of("framework")) else ():
        for each in pole.pulled_by:
            if each not in known:
                where = _reading_place(shelf, "framework", pole.id, "pulled-by")
                yield _nobody(where, f"the pole '{pole.id}'", each, known)


def _grouped(shelf: Shelf) -> Iterator[Hit]:
    """Personas of a group that does not exist."""
    known = [name for group in shelf.library.groups() for name in (group.id, *group.aliases)]
    for held in shelf.personas:
        group = held.persona.group
        if group and group not in known:
            message = f"the persona '{held.persona.identifier}' belongs to the group '{group}', which does not exist"
            remedy = did_you_mean(group, known, f"there are {listing(known, 'and')}" if known else "there are none")
            yield _hit(Problem(held.where("group"), message, remedy), held.persona.file)


def _figures(shelf: Shelf) -> Iterator[Hit]:
    """Figures that personas and KPIs name and nobody knows, and KPIs that are the rest of none."""
    try:
        texts, kpis = open_texts(shelf.library), shelf.library.kpis()
    except BriefingError:  # a broken file of words is told by itself
        return
    for held in shelf.personas:
        for index, id in enumerate(held.persona.figures):
            if not texts.knows(id):
                where, who = held.where("figures", index), f"the persona '{held.persona.identifier}'"
                yield _hit(no_figure(where, who, id, texts))
    yield from map(_hit, unknown_in_kpis(shelf.library, texts))
    for kpi in kpis.values():
        if kpi.rest_of and kpi.rest_of not in kpis:
            message = f"the KPI '{kpi.id}' is the rest of '{kpi.rest_of}', which does not exist"
            remedy = nearest_id(kpi.rest_of, kpis, "kpis")
            yield _hit(Problem(_reading_place(shelf, "kpis", kpi.id, "rest-of"), message, remedy))


def _people(shelf: Shelf) -> dict[str, None]:
    """Identifiers and aliases; a persona whose file is broken is no stranger either."""
    broken = (each.path.stem for each in shelf.files if each.sort == "persona")
    names = ((each.persona.identifier, *each.persona.aliases) for each in shelf.personas)
    return dict.fromkeys((*(name for each in names for name in each), *broken))


def _nobody(where: Where, who: str, named: str, known: dict[str, None]) -> Hit:
    remedy = did_you_mean(named, known, "'briefing personas list' shows who there is")
    return _hit(Problem(where, f"{who} names the persona '{named}', who does not exist", remedy))


def _reading_place(shelf: Shelf, sort: str, identifier: str, field: str) -> Where:
    found = ((entry_with(document, "id", identifier), document) for document in shelf.of(sort))
    return next((place_in(node, field, document.file) for node, document in found if node), Where())


def not_compiled(shelf: Shelf) -> Iterator[Hit]:
    """Jinja2 that cannot be compiled."""
    for where, message in faults(shelf):
        yield Hit(where, {"problem": message, "remedy": "mend the Jinja2 text there"})


def not_made(shelf: Shelf) -> Iterator[Hit]:
    """Slides that cannot be made; each place once, with the first persona that showed it."""
    compiled = {(where.file, where.line) for where, _ in faults(shelf)}
    seen: set[tuple[str, int, int]] = set()
    for each in shelf.made.failures:
        if each.problem.code in _TOLD_ELSEWHERE:
            continue
        where = each.problem.where
        if (where.file, where.line) in compiled or (place := (where.file, where.line, where.column)) in seen:
            continue
        seen.add(place)
        made_for = {"persona": each.persona.name, "layout": each.layout.name}
        told = _hit(each.problem, each.persona.file, each.layout.file)
        yield Hit(where, {**told.values, **made_for}, told.about)


def _hit(problem: Problem, *about: str) -> Hit:
    return Hit(problem.where, {"problem": problem.message, "remedy": problem.remedy or "correct it"}, about)
