"""Evidence: figures that others have published, each with publisher, year and sample; for comparison only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from briefing.errors import Problem
from briefing.library.kpi import id_problems
from briefing.library.schema import Record, check, convert, listed
from briefing.library.yamlfile import Document, Step, read_yaml

_NEEDED = ("fact", "figure", "publisher", "year")


class Evidence(Record, frozen=True, kw_only=True):
    """A published figure: `fact` says what was measured, `sample` of how many, `basis` how (a survey, a case)."""

    id: str
    fact: str
    figure: str
    publisher: str
    title: str = ""
    year: str
    sample: str = ""
    basis: str = ""


def read_evidence(path: str | Path) -> tuple[Evidence, ...]:
    """Read a list of evidence, or such a list under `evidence`. Raises ContentError with every problem."""
    document = read_yaml(path, fold=True)
    place = listed(document, "evidence")
    found = convert(document, tuple[Evidence, ...], *place)
    check([*id_problems(document, place, [each.id for each in found]), *_empty(document, place, found)])
    return found


def _empty(document: Document, place: tuple[Step, ...], found: tuple[Evidence, ...]) -> Iterator[Problem]:
    """A figure that nobody can trace is no evidence."""
    for index, each in enumerate(found):
        for name in _NEEDED:
            if not getattr(each, name):
                where = document.where(*place, index, name)
                yield Problem(where, f"the evidence '{each.id}' has an empty '{name}'", "write it, or remove the entry")
