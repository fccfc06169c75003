"""Groups: sets of personas under one heading, such as the executives."""

from __future__ import annotations

from pathlib import Path

from briefing.library.kpi import id_problems
from briefing.library.schema import Record, check, convert, listed
from briefing.library.yamlfile import Document, read_yaml


class Group(Record, frozen=True, kw_only=True):
    """Personas that are briefed together; `members` are identifiers, in the order of the slides."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    titles: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


def read_groups(path: str | Path) -> tuple[Group, ...]:
    """Read a list of groups, or such a list under `groups`. Raises ContentError with every problem."""
    return groups_of(read_yaml(path, fold=True))


def groups_of(document: Document) -> tuple[Group, ...]:
    """The groups of a document that was read with `fold`. Raises ContentError with every problem."""
    place = listed(document, "groups")
    groups = convert(document, tuple[Group, ...], *place)
    check([*id_problems(document, place, [group.id for group in groups])])
    return groups
