"""The report of a batch for other programs: every file with what became of it, as JSON or CSV."""

from __future__ import annotations

import csv
import errno
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import asdict

from briefing.batch.audiences import Fact
from briefing.bill.bill import Bill
from briefing.choices import Choices
from briefing.documents.text import harmless
from briefing.errors import FactError, UsageError
from briefing.files.atomic import check_folder, check_target, placed_by, write_whole
from briefing.rendering import ThemeChoice

# What is sent to a worker and what comes back: plain values that can travel between processes.
#
# Paths of single files are strings: with a thousand files, making paths of them twice is what keeps the parent busy.

# After one of these errors no other file can be written either.
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


class Setting(Struct, frozen=True):
    """What is the same for all briefings of a batch; `today` is the date of those that have none."""

    folders: tuple[Path, ...]
    today: date
    choices: Choices
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
    minutes: int = 0  # 0 are those of the layout


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


# What is asked of a batch, and what became of every file of it.

DEFAULT_NAMES: Final = "{name}/{persona}-{layout}"

Status: TypeAlias = Literal["made", "refreshed", "to make", "unchanged", "edited", "failed", "left", "gone", "removed"]
# Status → what it means, in the order of the table.
STATUSES: Mapping[Status, str] = {
    "made": "written by this run",
    "refreshed": "a person had changed it, and --refresh was given: it has the new figures, and keeps the changes",
    "to make": "a run without --dry-run would write it",
    "unchanged": "nothing that it is made from has changed, and nobody has edited it",
    "edited": "a person has changed it, and nothing that it is made from: it stays",
    "failed": "not made, for the reason given",
    "left": "not reached, because the run was stopped",
    "gone": "its audience is no longer in the file; --prune removes it",
    "removed": "its audience is no longer in the file, and --prune was given",
}


class BatchRequest(Struct, frozen=True):
    """What a user asks for; empty values are those of the workspace, and else our own.

    `audiences` is the file with the rows. Layout, theme and formats of the `choices` are for rows that have none of
    their own, and a row may have a part of their bill. `only` is a pattern with `*` and `?` for audiences or their
    files. `refresh` brings new figures into decks that people have edited. `jobs` is a number of processes, 0 for as
    many as there are processors. Without a day, decks carry today's date, and a new day alone makes none anew.
    """

    audiences: Path | None = None
    choices: Choices = Choices()
    names: str = ""
    jobs: int = 0
    only: str = ""
    fail_fast: bool = False
    dry_run: bool = False
    prune: bool = False
    refresh: bool = False


class Outcome(Struct, frozen=True):
    """What became of one file, or of a row that has no file because it is wrong; `bytes` is a SHA-256."""

    status: Status
    audience: str
    row: int = 0
    path: str = ""
    format: str = ""
    slides: int = 0
    bytes: str = ""
    reason: str = ""
    backup: str = ""
    notices: tuple[str, ...] = ()


class BatchResult(Struct, frozen=True):
    """Every outcome in the order of the rows; `stopped` says why rows were left, if any were."""

    outcomes: tuple[Outcome, ...]
    stopped: str = ""
    interrupted: bool = False

    def counts(self) -> Mapping[Status, int]:
        """How many outcomes there are of each status that occurs, in the order of `STATUSES`."""
        found = Counter(each.status for each in self.outcomes)
        return {status: found[status] for status in STATUSES if found[status]}

    @property
    def complete(self) -> bool:
        """Whether every audience has its files."""
        return not any(each.status in ("failed", "left") for each in self.outcomes)


# Called before the first deck with 0 done, and then after each file: files done, files in all, and the outcome.
Heard: TypeAlias = Callable[[int, int, Outcome | None], None]


COLUMNS: Final = ("row", "audience", "path", "format", "status", "slides", "sha256", "backup", "reason", "notices")


def as_object(result: BatchResult) -> dict[str, Any]:
    """What `--json` prints and `--report report.json` holds."""
    return {"counts": dict(result.counts()), "stopped": result.stopped, "files": list(map(_record, result.outcomes))}


def check_report(path: Path | None) -> None:
    """Raise UsageError where the name of a report asks for no known format, and FactError where none can stand there.

    That is known before any deck is made, and not after the last one.
    """
    if path is None:
        return
    if path.suffix.lower() not in FORMATS:
        raise UsageError(f"--report is '{path}'", remedy="end its name in .json or .csv")
    with _as_report():
        check_folder(path.parent)
        check_target(path)


@contextmanager
def _as_report() -> Iterator[None]:
    """A fault of the report's place, as one of `--report`: the decks may be sound all the same."""
    try:
        with placed_by("--report"):
            yield
    except FactError as error:
        raise FactError(f"the report: {error.problem.message}", remedy=error.problem.remedy) from error.__cause__


def write_report(result: BatchResult, path: Path) -> None:
    """Write the report, over an earlier one. Raises FactError."""
    data = FORMATS[path.suffix.lower()](result).encode("utf-8", "backslashreplace")
    with _as_report():
        write_whole(path, data)


def _record(outcome: Outcome) -> dict[str, Any]:
    values = {**asdict(outcome), "sha256": outcome.bytes, "notices": list(outcome.notices)}
    return {name: values[name] for name in COLUMNS}


def _json(result: BatchResult) -> str:
    return json.dumps(as_object(result), ensure_ascii=False, indent=2) + "\n"


def _csv(result: BatchResult) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for outcome in result.outcomes:
        record = {**_record(outcome), "notices": "\n".join(outcome.notices)}
        writer.writerow([harmless(str(record[name])) for name in COLUMNS])
    return text.getvalue()


FORMATS: Final[Mapping[str, Callable[[BatchResult], str]]] = {".json": _json, ".csv": _csv}
