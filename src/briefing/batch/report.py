"""The report of a batch for other programs: every file with what became of it, as JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec.structs import asdict

from briefing.batch.outcome import BatchResult, Outcome
from briefing.errors import UsageError
from briefing.output import write_whole

COLUMNS: Final = ("row", "audience", "path", "format", "status", "slides", "sha256", "backup", "reason", "notices")
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a cell that begins so for a formula


def as_object(result: BatchResult) -> dict[str, Any]:
    """What `--json` prints and `--report report.json` holds."""
    return {"counts": dict(result.counts()), "stopped": result.stopped, "files": list(map(_record, result.outcomes))}


def check_report(path: Path | None) -> None:
    """Raise UsageError where a report cannot be written in the format that its name asks for."""
    if path is not None and path.suffix.lower() not in FORMATS:
        raise UsageError(f"--report is '{path}'", remedy="end its name in .json or .csv")


def write_report(result: BatchResult, path: Path) -> None:
    """Write the report, over an earlier one. Raises FactError."""
    write_whole(path, FORMATS[path.suffix.lower()](result).encode())


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
        writer.writerow([_harmless(str(record[name])) for name in COLUMNS])
    return text.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell


FORMATS: Final[Mapping[str, Callable[[BatchResult], str]]] = {".json": _json, ".csv": _csv}
