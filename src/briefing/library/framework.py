"""The FinOps framework as the slides tell it: definition, principles, phases, roadmap, structure, RACI, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from briefing.documents.schema import Record, check, convert
from briefing.documents.text import did_you_mean
from briefing.documents.yamlfile import Document, Step, read_yaml
from briefing.errors import Code, Problem

# The RACI matrix: for each task one role is accountable, and at least one is responsible.

NO_PART = "-"
# As written → as shown: a role may be both accountable and responsible.
_MARKS: Mapping[str, str] = {"A": "A", "R": "R", "C": "C", "I": "I", "A/R": "A/R", "R/A": "A/R", NO_PART: NO_PART}


class Role(Record, frozen=True, kw_only=True):
    """A column of the matrix."""

    id: str
    name: str


class RaciRow(Record, frozen=True, kw_only=True):
    """A task; `marks` stand in the order of the roles and are `A`, `R`, `C`, `I`, `A/R` or `-`."""

    task: str
    marks: tuple[str, ...]


class Raci(Record, frozen=True, kw_only=True):
    """The matrix: every row has exactly one A and at least one R."""

    roles: tuple[Role, ...]
    rows: tuple[RaciRow, ...]


class RaciFile(Record, frozen=True, kw_only=True):
    """The matrix as written: a row names its task, and a letter for each role that has a part."""

    roles: tuple[Role, ...]
    rows: tuple[dict[str, str | None], ...]


def read_raci(document: Document, written: RaciFile) -> Raci:
    """Check the matrix under `raci` of a document. Raises ContentError with every problem."""
    roles = [role.id for role in written.roles]
    check([problem for index, row in enumerate(written.rows) for problem in _problems(document, index, row, roles)])
    rows = tuple(
        RaciRow(task=row["task"] or "", marks=tuple(mark(row.get(role)) for role in roles)) for row in written.rows
    )
    return Raci(roles=written.roles, rows=rows)


def mark(letter: str | None) -> str:
    """A letter as the matrix shows it; empty for what is none."""
    return _MARKS.get((letter or NO_PART).upper(), "")


def _problems(document: Document, index: int, row: Mapping[str, str | None], roles: list[str]) -> Iterator[Problem]:
    path: tuple[Step, ...] = ("raci", "rows", index)
    if not row.get("task"):
        yield Problem(document.where(*path), "'task' is missing", "add a line 'task: …'")
    for role, letter in row.items():
        if role != "task":
            yield from _cell_problems(document, (*path, role), letter, roles)
    letters = "/".join(mark(row.get(role)) for role in roles).split("/")
    task = f"the task '{row.get('task') or index + 1}'"
    if letters.count("A") != 1:
        message = f"{task} has {letters.count('A') or 'no'} roles marked A"
        remedy = "mark exactly one role A or A/R: one role is accountable"
        yield Problem(document.where(*path), message, remedy, Code.RACI)
    if "R" not in letters:
        remedy = "mark at least one role R or A/R: somebody does the work"
        yield Problem(document.where(*path), f"{task} has no role marked R", remedy, Code.RACI)


def _cell_problems(
    document: Document, path: tuple[Step, ...], letter: str | None, roles: list[str]
) -> Iterator[Problem]:
    role = str(path[-1])
    if role not in roles:
        remedy = did_you_mean(role, roles, f"the roles are {', '.join(roles)}")
        yield Problem(document.where_key(*path), f"no role has the id '{role}'", remedy, Code.DANGLING)
    if not mark(letter):
        message = f"'{role}' is marked '{letter}'"
        yield Problem(document.where(*path), message, "write A, R, C, I, A/R, or '-' for no part", Code.RACI)


class Named(Record, frozen=True, kw_only=True):
    """A principle or a phase."""

    name: str
    text: str = ""


class Stage(Record, frozen=True, kw_only=True):
    """A stretch of the roadmap; milestones have no dates, for dates come from the user.

    After so many of its milestones stands the stage gate; 0 is none.
    """

    name: str
    milestones: tuple[str, ...] = ()
    gate_after: int = 0


class Centre(Record, frozen=True, kw_only=True):
    """The FinOps team in the middle of the organisation."""

    id: str
    name: str
    text: str = ""


class Partner(Record, frozen=True, kw_only=True):
    """A team around the centre: what it gives to the centre, and what it gets."""

    id: str
    name: str
    gives: str = ""
    gets: str = ""


class Structure(Record, frozen=True, kw_only=True):
    """Who works with whom."""

    centre: Centre
    partners: tuple[Partner, ...]


class Capability(Record, frozen=True, kw_only=True):
    """Something that a FinOps practice is able to do, whose maturity an organisation may state."""

    id: str
    name: str
    text: str = ""


class Pole(Record, frozen=True, kw_only=True):
    """One end of a trade-off: what it means, and the personas who usually pull that way."""

    id: str
    name: str
    text: str = ""
    pulled_by: tuple[str, ...] = ()


class TradeOff(Record, frozen=True, kw_only=True):
    """What executives have to settle between two poles: the question, who decides, and what follows from an answer."""

    id: str
    name: str
    poles: tuple[Pole, Pole]
    question: str
    decided_by: tuple[str, ...] = ()
    follows: str = ""


class Source(Record, frozen=True, kw_only=True):
    """What the content rests on, and under which licence."""

    title: str
    publisher: str = ""
    year: str = ""
    licence: str = ""
    used_for: str = ""
    url: str = ""


class FrameworkBase(Record, frozen=True, kw_only=True):
    """The parts that are the same in the file and in the framework."""

    definition: str
    principles: tuple[Named, ...]
    phases: tuple[Named, ...]
    stages: tuple[Stage, ...]
    capabilities: tuple[Capability, ...] = ()
    trade_offs: tuple[TradeOff, ...] = ()
    structure: Structure
    attribution: str = ""
    sources: tuple[Source, ...] = ()


class FrameworkFile(FrameworkBase, frozen=True, kw_only=True):
    """The file as written."""

    raci: RaciFile


class Framework(FrameworkBase, frozen=True, kw_only=True):
    """The framework, with a checked RACI matrix."""

    raci: Raci


def read_framework(path: str | Path) -> Framework:
    """Read the framework file. Raises ContentError with every problem."""
    document = read_yaml(path, fold=True)
    written = convert(document, FrameworkFile)
    same = {name: getattr(written, name) for name in FrameworkBase.__struct_fields__}
    return Framework(**same, raci=read_raci(document, written.raci))
