"""Personas: the roles that a briefing speaks to, read from one YAML file each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec.structs import asdict, replace

from briefing.documents.schema import Record, check, convert, listed
from briefing.documents.text import did_you_mean, is_identifier, nearest_id, slug
from briefing.documents.yamlfile import Document, Step, read_yaml
from briefing.errors import Code, Problem, Where
from briefing.library.catalogues import id_problems
from briefing.library.words import FigureTexts

# The persona file as people write it: what `briefing schema persona` describes.


class Entry(Record, frozen=True, kw_only=True):
    """An entry of a list: its text, and the id by which another list can point at it."""

    item: str
    id: str = ""


class Frustration(Entry, frozen=True, kw_only=True):
    """What stands in somebody's way: as others tell it (`item`), and as it is said to that person (`to_you`)."""

    to_you: str = ""


class Objection(Record, frozen=True, kw_only=True):
    """What the persona may say against FinOps, and the reply; `at` is the kind of slide where it will come."""

    objection: str
    reply: str
    at: str = ""


class Ask(Record, frozen=True, kw_only=True):
    """The one decision that the briefing asks of the persona, why it is theirs, and by when or by what it is due."""

    decision: str
    why: str = ""
    by: str = ""


class Language(Record, frozen=True, kw_only=True):
    """The words to use and to avoid when speaking with the persona."""

    use: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


class AnswerFile(Record, frozen=True, kw_only=True):
    """An answer as written: one benefit or KPI may stand as a plain text."""

    frustration: str
    benefits: str | tuple[str, ...] = ()
    kpis: str | tuple[str, ...] = ()
    change: str = ""


class PersonaBase(Record, frozen=True, kw_only=True):
    """The fields that are the same in the file and in the persona."""

    identifier: str
    name: str
    primary_goal: str = ""
    img: str = ""
    titles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    group: str = ""
    figures: tuple[str, ...] = ()  # of the company, that it looks at beside its KPIs
    story: tuple[str, ...] = ()  # the kinds of slides that this reader is told first
    key_messages: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    objections: tuple[Objection, ...] = ()
    ask: Ask | None = None
    language: Language = Language()


class PersonaFile(PersonaBase, frozen=True, kw_only=True):
    """A whole file; a list entry is a text, or `item: …` with an id.

    `challenges` are told beside the frustrations; of a file that has no frustrations they are these.
    """

    objectives: tuple[str | Entry, ...] = ()
    frustrations: tuple[str | Frustration, ...] = ()
    challenges: tuple[str | Frustration, ...] = ()
    key_metrics: tuple[str | Entry, ...] = ()
    finops_benefits: tuple[str | Entry, ...] = ()
    answers: tuple[AnswerFile, ...] = ()


# Groups: sets of personas under one heading, such as the executives.


class Group(Record, frozen=True, kw_only=True):
    """Personas that are briefed together; `members` are identifiers, in the order of the slides."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    titles: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


def groups_of(document: Document) -> tuple[Group, ...]:
    """The groups of a document that was read with `fold`. Raises ContentError with every problem."""
    place = listed(document, "groups")
    groups = convert(document, tuple[Group, ...], *place)
    check([*id_problems(document, place, [group.id for group in groups])])
    return groups


LONGEST_IDENTIFIER = 80
# The lists whose entries have ids: the name in the file, the name in Python.
LISTS: Mapping[str, str] = {
    "objectives": "objectives",
    "frustrations": "frustrations",
    "challenges": "challenges",
    "key-metrics": "key_metrics",
    "finops-benefits": "finops_benefits",
}


class Answer(Record, frozen=True, kw_only=True):
    """What FinOps does about a frustration: ids of the frustration, of benefits, and of KPIs that show it."""

    frustration: str
    benefits: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()
    change: str = ""


class Persona(PersonaBase, frozen=True, kw_only=True):
    """A role in the room. Every entry has an id, and every id that an answer names exists; `file` says where from."""

    objectives: tuple[Entry, ...] = ()
    frustrations: tuple[Frustration, ...] = ()
    challenges: tuple[Frustration, ...] = ()
    key_metrics: tuple[Entry, ...] = ()
    finops_benefits: tuple[Entry, ...] = ()
    answers: tuple[Answer, ...] = ()
    file: str = ""


def read_persona(path: str | Path) -> Persona:
    """Read one persona file. Raises ContentError with every problem of the file."""
    return persona_of(read_yaml(path, fold=True))


def persona_of(document: Document) -> Persona:
    """The persona of a document that was read with `fold`. Raises ContentError with every problem."""
    written = convert(document, PersonaFile)
    lists = {name: _entries(getattr(written, field), name) for name, field in LISTS.items()}
    check([*_naming_problems(document, written), *_list_problems(document, lists)])
    if not lists["frustrations"]:
        lists["frustrations"], lists["challenges"] = lists["challenges"], ()
    answers = _Answers(document, lists["frustrations"], lists["finops-benefits"])
    found = tuple(map(answers.answer, range(len(written.answers)), written.answers))
    check(answers.problems)
    same = {name: getattr(written, name) for name in PersonaBase.__struct_fields__}
    entries = {LISTS[name]: entries for name, entries in lists.items()}
    return Persona(**{**same, **entries, "answers": found, "file": document.file})


def _entries(written: Iterable[str | Entry], name: str) -> tuple[Entry, ...]:
    kind = Frustration if name in ("frustrations", "challenges") else Entry
    return tuple(_entry(kind(item=each) if isinstance(each, str) else each) for each in written)


def _entry(entry: Entry) -> Entry:
    return replace(entry, id=entry.id.lower() or slug(entry.item))


def _naming_problems(document: Document, written: PersonaFile) -> Iterator[Problem]:
    identifier = written.identifier
    if not identifier:
        yield Problem(document.where("identifier"), "'identifier' is empty", "write a short one, such as 'cfo'")
    elif problem := identifier_problem(document, identifier):
        yield problem
    if not written.name:
        yield Problem(document.where("name"), "'name' is empty", "write the name that the slides show")


def identifier_problem(document: Document, identifier: str, field: str = "identifier") -> Problem | None:
    """What is wrong with an identifier, which becomes a file name; None where it is sound."""
    better = slug(identifier)
    if is_identifier(identifier) and len(identifier) <= LONGEST_IDENTIFIER:
        return None
    if is_identifier(identifier):
        message = f"{field} '{identifier[:20]}…' has {len(identifier)} characters"
        return Problem(document.where(field), message, f"shorten it to {LONGEST_IDENTIFIER} at most")
    message = f"{field} '{identifier}' should be lower-case letters, digits and hyphens"
    remedy = f"write '{better}'" if is_identifier(better) else "write for example 'cfo'"
    return Problem(document.where(field), message, remedy)


def _list_problems(document: Document, lists: Mapping[str, tuple[Entry, ...]]) -> Iterator[Problem]:
    for name, entries in lists.items():
        seen: set[str] = set()
        for index, entry in enumerate(entries):
            if not entry.item:
                where = document.where(name, index)
                yield Problem(where, f"entry {index + 1} of '{name}' is empty", "write its text, or take the line away")
            elif entry.id in seen:
                where = document.where(name, index, "id")
                message = f"id '{entry.id}' stands twice in '{name}'"
                yield Problem(where, message, "give one of them another id", Code.USED_TWICE)
            seen.add(entry.id)


class _Answers:
    """Resolves what answers point at, and keeps the pointers that lead nowhere."""

    def __init__(self, document: Document, frustrations: tuple[Entry, ...], benefits: tuple[Entry, ...]) -> None:
        self.document = document
        self.frustrations = {entry.id: entry for entry in frustrations}
        self.benefits = {entry.id: entry for entry in benefits}
        self.problems: list[Problem] = []

    def answer(self, index: int, written: AnswerFile) -> Answer:
        path: tuple[Step, ...] = ("answers", index)
        kpis, _ = _many(written.kpis, (*path, "kpis"))
        benefits, places = _many(written.benefits, (*path, "benefits"))
        return Answer(
            frustration=self.found(written.frustration, self.frustrations, "frustration", (*path, "frustration")),
            benefits=tuple(
                self.found(each, self.benefits, "benefit", at) for each, at in zip(benefits, places, strict=True)
            ),
            kpis=tuple(slug(kpi) for kpi in kpis),
            change=written.change,
        )

    def found(self, word: str, entries: Mapping[str, Entry], called: str, path: tuple[Step, ...]) -> str:
        """The id that a word names; the whole text of an entry names it too."""
        for key in (word, slug(word)):
            if key in entries:
                return key
        same_text = next((entry.id for entry in entries.values() if entry.item == word), "")
        if not same_text:
            remedy = did_you_mean(word, entries, f"the ids are {', '.join(entries)}" if entries else "there are none")
            message = f"no {called} has the id '{word}'"
            self.problems.append(Problem(self.document.where(*path), message, remedy, Code.DANGLING))
        return same_text


def _many(written: str | tuple[str, ...], path: tuple[Step, ...]) -> tuple[tuple[str, ...], list[tuple[Step, ...]]]:
    """What is written as one text or as a list, with the place of each."""
    if isinstance(written, str):
        return ((written,), [path]) if written else ((), [])
    return written, [(*path, index) for index in range(len(written))]


# What a persona lacks without being wrong: a value, of which `check` and a run make a sentence each.

Lack: TypeAlias = Literal["goal", "ask", "answer", "benefits", "kpis", "metric", "measure"]

_FRUSTRATION = "The frustration '{item}' of the persona '{persona}' has "
_ADD_KPI = "Add a KPI with 'id: {id}' to kpis.yaml, or correct it in {file}; {near}."
_TOLD: Mapping[Lack, str] = {
    "goal": "The persona '{persona}' has no primary goal; its profile slide goes without one. "
    "Add 'primary-goal' to {file}.",
    "ask": "The persona '{persona}' has no ask of its own; its briefing ends with what is asked of all. "
    "Add 'ask' to {file}.",
    "answer": f"{_FRUSTRATION}no answer. Add an answer with 'frustration: {{id}}' to {{file}}.",
    "benefits": f"{_FRUSTRATION}an answer without a benefit. "
    "Add 'benefits' to the answer with 'frustration: {id}' in {file}.",
    "kpis": f"{_FRUSTRATION}an answer without a KPI. Add 'kpis' to the answer with 'frustration: {{id}}' in {{file}}.",
    "metric": "The key metric '{item}' of the persona '{persona}' is not in the KPI catalogue; "
    f"its slides show no formula for it. {_ADD_KPI}",
    "measure": f"The KPI '{{id}}' in an answer of the persona '{{persona}}' is not in the KPI catalogue. {_ADD_KPI}",
}


class Gap(Record, frozen=True, kw_only=True):
    """What a persona lacks, and where in its file; `item` and `id` name the entry that it is about, if there is one.

    `answer`, `benefits` and `kpis` are wanting for a frustration; `metric` and `measure` are not in the KPI catalogue,
    for which `near` says what is like them there.
    """

    lacks: Lack
    persona: str
    file: str
    path: tuple[Step, ...] = ()
    item: str = ""
    id: str = ""
    near: str = ""

    @property
    def message(self) -> str:
        """The sentence that a run shows as a notice, with what to add where."""
        return _TOLD[self.lacks].format_map(asdict(self))


def gaps(persona: Persona, kpi_ids: Collection[str], *, asks: bool = True) -> tuple[Gap, ...]:
    """What is missing in a persona, given the ids of the KPI catalogue.

    Where its briefing takes no ask from it (`asks`), it lacks none.
    """
    about = partial(Gap, persona=persona.name, file=persona.file)
    return (
        *(() if persona.primary_goal else (about(lacks="goal"),)),
        *(() if persona.ask or not asks else (about(lacks="ask"),)),
        *_unanswered(persona, about),
        *_uncatalogued(persona, kpi_ids, about),
    )


def _unanswered(persona: Persona, about: Callable[..., Gap]) -> Iterator[Gap]:
    for index, entry in enumerate(persona.frustrations):
        answers = [answer for answer in persona.answers if answer.frustration == entry.id]
        lacks = _lacking(answers)
        if lacks:
            yield about(lacks=lacks, path=("frustrations", index), item=entry.item, id=entry.id)


def _lacking(answers: list[Answer]) -> Lack | None:
    if not answers:
        return "answer"
    if not any(answer.benefits for answer in answers):
        return "benefits"
    return None if any(answer.kpis for answer in answers) else "kpis"


def _uncatalogued(persona: Persona, kpi_ids: Collection[str], about: Callable[..., Gap]) -> Iterator[Gap]:
    for index, metric in enumerate(persona.key_metrics):
        if metric.id not in kpi_ids:
            near, path = nearest_id(metric.id, kpi_ids, "kpis"), ("key-metrics", index)
            yield about(lacks="metric", path=path, item=metric.item, id=metric.id, near=near)
    for index, answer in enumerate(persona.answers):
        for kpi in answer.kpis:
            if kpi not in kpi_ids:
                near = nearest_id(kpi, kpi_ids, "kpis")
                yield about(lacks="measure", path=("answers", index, "kpis"), id=kpi, near=near)


def no_figure(where: Where, who: str, id: str, texts: FigureTexts) -> Problem:
    """That a persona or KPI names a figure that nobody knows, with the one that is most like it."""
    near = nearest_id(id, (each for each in texts.figures if "*" not in each), "figures")
    return Problem(where, f"{who} names the figure '{id}', which does not exist", near, Code.DANGLING)
