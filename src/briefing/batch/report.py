"""The report of a batch for other programs: every file with what became of it, as JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from msgspec.structs import asdict

from briefing.batch.outcome import BatchResult, Outcome
from briefing.errors import FactError, UsageError
from briefing.library.text import harmless
from briefing.output import check_folder, check_target, write_whole

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
        yield
    except FactError as error:
        remedy = error.problem.remedy.replace("--out", "--report")
        raise FactError(f"the report: {error.problem.message}", remedy=remedy) from error.__cause__


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
