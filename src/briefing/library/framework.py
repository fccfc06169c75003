"""The FinOps framework as the slides tell it: definition, principles, phases, roadmap, structure, RACI, sources."""

from __future__ import annotations

from pathlib import Path

from briefing.library.raci import Raci, RaciFile, read_raci
from briefing.library.schema import Record, convert
from briefing.library.yamlfile import read_yaml


class Named(Record, frozen=True, kw_only=True):
    """A principle or a phase."""

    name: str
    text: str = ""


class Stage(Record, frozen=True, kw_only=True):
    """A stretch of the roadmap; milestones have no dates, for dates come from the user."""

    name: str
    milestones: tuple[str, ...] = ()


class Centre(Record, frozen=True, kw_only=True):
    """The FinOps function in the middle of the organisation."""

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
