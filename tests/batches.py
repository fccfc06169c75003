"""What the tests of batches ask: what stands in a folder, and what became of the rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from briefing.batch.outcome import BatchResult

Batch = Callable[..., BatchResult]


def files(folder: str = "decks") -> list[str]:
    """What stands below the output folder, without what belongs to us."""
    found = (each.relative_to(folder) for each in Path(folder).rglob("*") if each.is_file())
    return sorted(each.as_posix() for each in found if not each.as_posix().startswith("."))


def statuses(result: BatchResult) -> list[str]:
    """The status of every file, in the order of the rows."""
    return [each.status for each in result.outcomes]


def reasons(result: BatchResult) -> list[str]:
    """Why rows failed."""
    return [each.reason for each in result.outcomes if each.status == "failed"]
