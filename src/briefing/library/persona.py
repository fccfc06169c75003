"""Personas: the roles that a briefing speaks to, read from one YAML file each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from briefing.errors import Problem
from briefing.library.gaps import gaps
from briefing.library.personafile import AnswerFile, Ask, Entry, Language, Objection, PersonaBase, PersonaFile
from briefing.library.schema import Record, check, convert
from briefing.library.text import did_you_mean, is_identifier, slug
from briefing.library.yamlfile import Document, Step, read_yaml

__all__ = ["Answer", "Ask", "Entry", "Language", "Objection", "Persona", "gaps", "persona_of", "read_persona"]

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
    frustrations: tuple[Entry, ...] = ()
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
    lists = {name: _entries(getattr(written, field)) for name, field in LISTS.items()}
    check([*_naming_problems(document, written), *_list_problems(document, lists)])
    frustrations = lists.pop("challenges") or lists["frustrations"]
    answers = _Answers(document, frustrations, lists["finops-benefits"])
    found = tuple(map(answers.answer, range(len(written.answers)), written.answers))
    check(answers.problems)
    same = {name: getattr(written, name) for name in PersonaBase.__struct_fields__}
    entries = {LISTS[name]: entries for name, entries in lists.items()}
    return Persona(**{**same, **entries, "frustrations": frustrations, "answers": found, "file": document.file})


def _entries(written: Iterable[str | Entry]) -> tuple[Entry, ...]:
    return tuple(_entry(Entry(item=each) if isinstance(each, str) else each) for each in written)


def _entry(entry: Entry) -> Entry:
    return Entry(item=entry.item, id=entry.id.lower() or slug(entry.item))


def _naming_problems(document: Document, written: PersonaFile) -> Iterator[Problem]:
    identifier = written.identifier
    if not identifier:
        yield Problem(document.where("identifier"), "'identifier' is empty", "write a short one, such as 'cfo'")
    elif problem := identifier_problem(document, identifier):
        yield problem
    if not written.name:
        yield Problem(document.where("name"), "'name' is empty", "write the name that the slides show")
    if written.challenges and written.frustrations:
        where = document.where_key("challenges")
        yield Problem(where, "'challenges' and 'frustrations' are two names of one list", "keep one of them")


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
                yield Problem(where, f"id '{entry.id}' stands twice in '{name}'", "give one of them another id")
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
            self.problems.append(Problem(self.document.where(*path), f"no {called} has the id '{word}'", remedy))
        return same_text


def _many(written: str | tuple[str, ...], path: tuple[Step, ...]) -> tuple[tuple[str, ...], list[tuple[Step, ...]]]:
    """What is written as one text or as a list, with the place of each."""
    if isinstance(written, str):
        return ((written,), [path]) if written else ((), [])
    return written, [(*path, index) for index in range(len(written))]
