"""Faults that the user can mend, as sentences: where, what is wrong, what to do.

BriefingError
├── ContentError    a file that people write is wrong; holds every problem found   exit 1
├── FactError       a fact, file or folder of the user stands in the way           exit 1
│   └── RowsError   so many rows of billing data cannot be used
└── UsageError      the command line asks for something that does not exist        exit 2
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import local


class Code(StrEnum):
    """What sort of fault a problem is, as `briefing check` names it; docs/checks.md explains each."""

    UNREADABLE = "B001"
    NOT_YAML = "B002"
    WRONG_VALUE = "B003"
    UNKNOWN_FIELD = "B004"
    USED_TWICE = "B005"
    DANGLING = "B006"
    UNKNOWN_KIND = "B007"
    KEY_NOT_TAKEN = "B008"
    OVERLAY = "B009"
    RACI = "B010"


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file that a person wrote; line and column count from 1, 0 is unknown."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and what to write instead; `code` is what sort of fault, however it is worded."""

    where: Where
    message: str
    remedy: str = ""
    code: Code = Code.WRONG_VALUE

    def __str__(self) -> str:
        place = f"{self.where}: " if str(self.where) else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{place}{self.message}{remedy}"


def twice(where: Where, what: str, line: int, remedy: str, within: str = "") -> Problem:
    """That something stands twice where it may stand once, and on which line it stood first."""
    return Problem(where, f"{what} stands twice{within}, first on line {line}", remedy, Code.USED_TWICE)


class BriefingError(Exception):
    """Anything the user can mend. `str()` is the sentence to show; `exit_status` what to exit with."""

    exit_status = 1
    code = Code.WRONG_VALUE

    def __init__(self, message: str, where: Where | None = None, remedy: str = "") -> None:
        self.problem = Problem(where or Where(), message, remedy, self.code)
        self.problems: tuple[Problem, ...] = (self.problem,)
        super().__init__(str(self.problem))


class FactError(BriefingError):
    """A file, folder or fact of the user stands in the way."""

    code = Code.UNREADABLE


class RowsError(FactError):
    """`rows` of the data cannot be used, more than are allowed."""

    def __init__(self, message: str, remedy: str, rows: int) -> None:
        super().__init__(message, remedy=remedy)
        self.rows = rows


class UsageError(BriefingError):
    """The command line asks for something that does not exist."""

    exit_status = 2


def check_ordinary(path: str | Path, remedy: str = "put a file there", *, shown: str = "") -> None:
    """Raise FactError where a path leads to a folder, or to a pipe or device, which would be waited for without end.

    Raises OSError where there is nothing. The only place that decides it; `shown` is how the path is told.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise FactError("this is not a file but a folder or a device", Where(shown or str(path)), remedy)


class ContentError(BriefingError):
    """One or more problems in files that people write, all of them at once; `slide` is the one that they are about."""

    slide = 0  # its number in the layout; 0 is none

    def __init__(self, *problems: Problem) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.where))
        Exception.__init__(self, "\n".join(str(problem) for problem in self.problems))
        self.problem = self.problems[0]


# What the user should know of a file that is sound: whoever reads it says it here, and whoever runs it listens.


class _Listeners(local):
    """Those of this thread: what another one reads meanwhile is not for them."""

    def __init__(self) -> None:
        self.all: list[dict[Problem, None]] = []


_LISTENERS = _Listeners()


def hear(problems: Iterable[Problem]) -> None:
    """Tell the innermost listener; without one nobody wants to know."""
    if _LISTENERS.all:
        _LISTENERS.all[-1].update(dict.fromkeys(problems))


@contextmanager
def listening() -> Iterator[dict[Problem, None]]:
    """The cautions of every file that is read until the end of the block, each once, in the order of reading.

    Where the block fails, whoever listens outside of it hears them instead.
    """
    heard: dict[Problem, None] = {}
    _LISTENERS.all.append(heard)
    try:
        yield heard
    except BaseException:
        _LISTENERS.all.pop()
        hear(heard)
        raise
    _LISTENERS.all.pop()
