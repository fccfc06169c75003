"""Which KPI of the catalogue a metric means, that somebody named in words of his own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefing.library.kpi import KPI
from briefing.library.text import slug

_LEAST = 0.6  # of the words that either side has are the same
_INSIDE = re.compile(r"\(([^)]*)\)")
_FILLERS = frozenset(("of", "and", "the", "for", "to", "in", "per", "with", "a"))


@dataclass(frozen=True, slots=True)
class Match:
    """A KPI, and whether its name is the same but for writing, or only near."""

    kpi: KPI
    same: bool


def match(metric: str, kpis: Iterable[KPI]) -> Match | None:
    """The KPI that a metric means; None where none is near. Of several equally near ones it is none of them."""
    catalogue = tuple(kpis)
    names = set(_names(metric))
    for kpi in catalogue:
        if names & {_normal(kpi.name), _normal(kpi.id), *_names(kpi.name)}:
            return Match(kpi, same=True)
    words = _words(_INSIDE.sub(" ", metric))
    ranked = sorted(((_alike(words, kpi), n) for n, kpi in enumerate(catalogue)), reverse=True)[:2]
    if not ranked or ranked[0][0] < _LEAST or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return Match(catalogue[ranked[0][1]], same=False)


def _alike(words: frozenset[str], kpi: KPI) -> float:
    return max(_shared(words, _words(kpi.name)), _shared(words, _words(kpi.id)))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0


def _names(text: str) -> Iterator[str]:
    """The name as written, without what stands in brackets, and what stands there."""
    for each in (text, _INSIDE.sub(" ", text), *_INSIDE.findall(text)):
        if normal := _normal(each):
            yield normal


def _normal(text: str) -> str:
    return "-".join(_singular(word) for word in slug(text).split("-"))


def _words(text: str) -> frozenset[str]:
    """The beginnings of the words that carry meaning, so that 'accurate' and 'accuracy' are one."""
    return frozenset(_singular(word)[:6] for word in slug(text).split("-") if word and word not in _FILLERS)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
