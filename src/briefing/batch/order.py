"""What is sent to a worker and what comes back: plain values that can travel between processes."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from briefing.library.audiences import Fact
from briefing.render.theme_choice import ThemeChoice

# After one of these errors no other file can be written either.
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all briefings of a batch."""

    folders: tuple[Path, ...]
    day: date
    organisation: str = ""
    redact: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One briefing: for whom, and what is special about it. `source` is how messages and notes call its facts."""

    row: int
    name: str
    personas: tuple[str, ...]
    layout: str
    theme: ThemeChoice
    title: str = ""
    presenter: str = ""
    facts: tuple[Fact, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An order and where its files are to be staged: format, the temporary file, the path for messages."""

    number: int
    order: Order
    files: tuple[tuple[str, Path, Path], ...]


@dataclass(frozen=True, slots=True)
class Staged:
    """A finished file that is not yet in its place."""

    format: str
    temporary: Path
    bytes: str  # SHA-256
    slides: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a task: the staged files, or why there are none; `full` says that no other could be written."""

    number: int
    staged: tuple[Staged, ...] = ()
    notices: tuple[str, ...] = ()
    reason: str = ""
    full: bool = False
