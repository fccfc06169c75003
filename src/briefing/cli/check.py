"""`briefing check`: what is wrong with what people write and with decks that are made, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from briefing.cli.checked import Checked, as_json, checked_deck, is_deck, print_deck
from briefing.cli.options import Folders, Json
from briefing.cli.terminal import say, say_json, say_table
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from briefing.librarycheck import Finding, Report

EXAMPLES: Final = """Examples:

\b
  briefing check                          every persona, layout and file of facts that is found
  briefing check library personas/cfo.yaml
  briefing check --strict output/cfo-cto-pitch.pptx
"""


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Libraries, workspaces, files of them, and decks, ours or anybody's. "
            "Without any: all that the search finds.",
            show_default=False,
        ),
    ] = None,
    library: Folders = [],  # noqa: B006  # Typer copies it
    strict: Annotated[bool, typer.Option("--strict", help="Advice counts as an error.")] = False,
    as_json_: Json = False,
) -> None:
    """Check what you write, and decks: is every file sound, what is missing, does everything fit.

    Exit status 1 where there is an error.
    """
    written, decks = _sorted(paths or [])
    report = _report(library, written) if written or not paths else None
    checked = [checked_deck(path) for path in decks]
    if as_json_:
        say_json({**(_report_as_json(report) if report else {}), **as_json(checked)})
    elif report:
        _print(report)
    for each in checked:
        print_deck(each, quiet=as_json_)
    if _is_wrong(report, checked, strict=strict):
        raise typer.Exit(BriefingError.exit_status)


def _sorted(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """What people wrote, and the decks; of a folder with decks in it alone these."""
    written: list[Path] = []
    decks: list[Path] = []
    for path in paths:
        inside = [each for each in sorted(path.iterdir()) if is_deck(each)] if path.is_dir() else []
        library = path.is_dir() and any((path / name).exists() for name in ("personas", "layouts", "briefing.yaml"))
        if is_deck(path):
            decks.append(path)
        elif inside and not library:
            decks += inside
        else:
            written.append(path)
    return written, decks


def _report(library: Sequence[Path], paths: Sequence[Path]) -> Report:
    from briefing.librarycheck import check_library
    from briefing.pipeline import today

    return check_library(library, paths, day=today())


def _is_wrong(report: Report | None, checked: Sequence[Checked], *, strict: bool) -> bool:
    counted = ("error", "advice") if strict else ("error",)
    found = any(report.count(severity) for severity in counted) if report else False
    return found or any(each.problems or any(each.count(severity) for severity in counted) for each in checked)


def _print(report: Report) -> None:
    from briefing.librarycheck import CHECKS

    by_file: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_file.setdefault(finding.where.file, []).append(finding)
    for file, findings in by_file.items():
        say(file or "the library")
        say_table(("PLACE", "CODE", "", "FINDING"), [_row(each) for each in findings])
        say()
    if report.findings:
        codes = sorted({each.code for each in report.findings})
        count = {code: sum(each.code == code for each in report.findings) for code in codes}
        rows = [(str(count[code]), code, CHECKS[code].severity, CHECKS[code].fault) for code in codes]
        say_table(("COUNT", "CODE", "", "FAULT"), rows)
        say()
    say(f"{_many(report.files, 'file')}: {_summary(report)}")


def _row(finding: Finding) -> tuple[str, ...]:
    place = f"{finding.where.line}:{finding.where.column}" if finding.where.line else "-"
    return place, finding.code, finding.severity, f"{finding.message}; {finding.remedy}"


def _summary(report: Report) -> str:
    if not report.findings:
        return "no findings"
    advice = report.count("advice")
    return f"{_many(report.count('error'), 'error')}, {advice} {'piece' if advice == 1 else 'pieces'} of advice"


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _report_as_json(report: Report) -> dict[str, Any]:
    findings = [
        {
            "file": each.where.file,
            "line": each.where.line,
            "column": each.where.column,
            "code": each.code,
            "severity": each.severity,
            "message": each.message,
            "remedy": each.remedy,
        }
        for each in report.findings
    ]
    counts = {"errors": report.count("error"), "advice": report.count("advice")}
    return {"library": {"files": report.files, **counts, "findings": findings}}
