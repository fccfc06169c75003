"""What is sent to a worker and what comes back: plain values that can travel between processes.

Paths of single files are strings: with a thousand files, making paths of them twice is what keeps the parent busy.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import Struct

from briefing.library.audiences import Fact
from briefing.library.bill import Bill
from briefing.render.theme_choice import ThemeChoice

# After one of these errors no other file can be written either.
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


class Setting(Struct, frozen=True):
    """What is the same for all briefings of a batch; `today` is their date where neither `day` nor their facts say one."""

    folders: tuple[Path, ...]
    today: date
    day: date | None = None  # that the user has asked for
    organisation: str = ""
    redact: bool = False
    bills: Mapping[str, Bill] = {}  # by the part of the bill that orders name; msgspec copies the default


class Order(Struct, frozen=True):
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
    where: str = ""  # its part of the bill
    is_part: bool = False  # whether that part is its own, and not that of the whole batch


class Task(Struct, frozen=True):
    """An order and where its files are to be staged: format, the temporary file, the path for messages."""

    number: int
    order: Order
    files: tuple[tuple[str, str, str], ...]


class Staged(Struct, frozen=True):
    """A finished file that is not yet in its place."""

    format: str
    temporary: str
    bytes: str  # SHA-256
    slides: int


class Answer(Struct, frozen=True):
    """What became of a task: the staged files, or why there are none; `full` says that no other could be written."""

    number: int
    staged: tuple[Staged, ...] = ()
    notices: tuple[str, ...] = ()
    reason: str = ""
    full: bool = False
