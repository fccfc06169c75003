"""Catalogues of the library: the KPIs, and the evidence that others have published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from briefing.documents.schema import Record, check, convert, listed
from briefing.documents.text import is_identifier, slug
from briefing.documents.yamlfile import Document, Step, read_yaml
from briefing.errors import Code, Problem

# The KPI catalogue: what is measured, how, and which direction is better.


class KPI(Record, frozen=True, kw_only=True):
    """A measure: `formula` in words; `better` is the direction; `billing_data` whether cloud bills alone show it."""

    id: str
    name: str
    formula: str = ""
    unit: str = ""
    better: Literal["higher", "lower", "target"] = "target"
    part_of: str = ""  # what it is a share of: such a KPI is never above 100%
    explains: str = ""
    personas: tuple[str, ...] = ()
    trade_of: tuple[str, ...] = ()  # personas whose own trade it is: nobody explains it to them
    source: str = ""
    billing_data: Literal["yes", "partly", "no"] = "no"
    figures: tuple[str, ...] = ()  # of the company, that are this measure; `*` stands for one part of an id
    rest_of: str = ""  # the KPI that leaves this one of the whole

    def is_shown_by(self, figure: str) -> bool:
        """Whether a figure of the company is this measure itself."""
        parts = figure.split(".")
        return any(_matches(each.split("."), parts) for each in self.figures)


def _matches(pattern: list[str], parts: list[str]) -> bool:
    return len(pattern) == len(parts) and all(each in ("*", part) for each, part in zip(pattern, parts, strict=True))


def told_by(figure: str, kpis: Mapping[str, KPI]) -> tuple[str, ...]:
    """The KPIs that a figure tells: those that it is, and those that are the rest of one that it is."""
    shown = [each.id for each in kpis.values() if each.is_shown_by(figure)]
    return (*shown, *(each.id for each in kpis.values() if each.rest_of in shown))


def kpis_of(document: Document) -> tuple[KPI, ...]:
    """The catalogue of a document that was read with `fold`. Raises ContentError with every problem."""
    place = listed(document, "kpis")
    kpis = convert(document, tuple[KPI, ...], *place)
    check([*id_problems(document, place, [kpi.id for kpi in kpis])])
    return kpis


def id_problems(document: Document, place: tuple[Step, ...], ids: list[str]) -> Iterator[Problem]:
    """Ids in a list of mappings that are badly formed or stand twice."""
    for index, each in enumerate(ids):
        where = document.where(*place, index, "id")
        if not is_identifier(each):
            message = f"id '{each}' should be lower-case letters, digits and hyphens"
            yield Problem(where, message, f"write '{slug(each)}'" if is_identifier(slug(each)) else "")
        elif (first := ids.index(each)) < index:
            line = document.where(*place, first, "id").line
            message = f"id '{each}' is taken on line {line}"
            yield Problem(where, message, "give one of them another id", Code.USED_TWICE)


# Evidence: figures that others have published, each with publisher, year and sample; for comparison only.

_NEEDED = ("fact", "figure", "publisher", "year")


class Evidence(Record, frozen=True, kw_only=True):
    """A published figure: `fact` says what was measured, `sample` of how many, `basis` how (a survey, a case).

    `claim` says it in a headline; of the figures in `beside` the first that the company has stands beside it.
    """

    id: str
    fact: str
    figure: str
    publisher: str
    title: str = ""
    year: str
    sample: str = ""
    basis: str = ""
    claim: str = ""
    beside: tuple[str, ...] = ()


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
