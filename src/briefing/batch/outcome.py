"""What is asked of a batch, and what became of every file of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from briefing.bills import SpendRequest

DEFAULT_NAMES: Final = "{name}/{persona}-{layout}"

Status: TypeAlias = Literal["made", "to make", "unchanged", "edited", "failed", "left", "gone", "removed"]
# Status → what it means, in the order of the table.
STATUSES: Mapping[Status, str] = {
    "made": "written by this run",
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

    `audiences` is the file with the rows. `layout`, `theme`, `theme_map` and `formats` are for rows that have none of
    their own. `only` is a pattern with `*` and `?` for audiences or their files. `jobs` is a number of processes, 0 for
    as many as there are processors. `spend` names billing data, of which a row may have a part. Without a `day`, decks
    carry today's date, and a new day alone makes none anew.
    """

    audiences: Path | None = None
    out: str | None = None
    names: str = ""
    layout: str = ""
    theme: str = ""
    theme_map: str | None = None
    formats: tuple[str, ...] = ()
    organisation: str = ""
    redact: bool = False
    libraries: tuple[Path, ...] = ()
    day: date | None = None
    jobs: int = 0
    only: str = ""
    force: bool = False
    fail_fast: bool = False
    dry_run: bool = False
    prune: bool = False
    spend: SpendRequest | None = None


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
