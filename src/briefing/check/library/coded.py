"""Which code a problem has that our readers tell in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from briefing.errors import BriefingError, ContentError, FactError, Problem

UNREADABLE: Final = "B001"
NOT_YAML: Final = "B002"
WRONG_VALUE: Final = "B003"
OVERLAY: Final = "B009"

# How the sentence of a reader goes → the code; the first that fits wins. Every reader words these alike.
_SENTENCES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        (r"the file is not UTF-8 text|the file is larger than ", UNREADABLE),
        (r"(row \d+: )?unknown (field|key|column) ", "B004"),
        (r"(identifier|alias|id) '.*' is taken by|id '.*' (is taken on line|stands twice)", "B005"),
        (r".*\bstands twice\b|'challenges' and 'frustrations' are two names", "B005"),
        (r"no (frustration|benefit|role|KPI) has the id ", "B006"),
        (r"(row \d+.*: )?no [a-z ]+ is called ", "B006"),
        (r"unknown kind ", "B007"),
        (r"a slide of kind '.*' does not take ", "B008"),
        (r"the task .* has (no|\d+) roles? marked |'.*' is marked ", "B010"),
    )
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem with its code."""

    code: str
    problem: Problem


def coded(problem: Problem, otherwise: str = WRONG_VALUE) -> Fault:
    """The problem with the code that its sentence has, or with another one."""
    code = next((code for pattern, code in _SENTENCES if pattern.match(problem.message)), otherwise)
    return Fault(code, problem)


def faults_of(error: BriefingError, otherwise: str = WRONG_VALUE) -> tuple[Fault, ...]:
    """Every problem of an error with its code; what stands in the way of reading is unreadable."""
    if isinstance(error, ContentError):
        return tuple(coded(each, otherwise) for each in error.problems)
    return (coded(error.problem, UNREADABLE if isinstance(error, FactError) else otherwise),)
