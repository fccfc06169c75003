"""`briefing check`: what is wrong with what people write and with decks that are made, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from briefing.cli.options import Folders, Json
from briefing.cli.terminal import say, say_json, say_table, tell
from briefing.errors import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.check.deck import Finding as DeckFinding
    from briefing.check.library import Finding, Report


# Decks that `briefing check` is given: what was found in each, and how it is printed.

DECKS: Final = (".pptx", ".potx", ".ppsx", ".pptm", ".potm", ".ppsm")
PAGES: Final = (".pdf", ".html", ".htm")
LONGEST_NAME: Final = 32  # characters of a shape's name in the table


@dataclass(frozen=True, slots=True)
class Checked:
    """A deck and what was found in it, or why it could not be checked."""

    path: Path
    findings: tuple[DeckFinding, ...] = ()
    problems: tuple[Problem, ...] = ()

    def count(self, severity: str) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity == severity for finding in self.findings)


def is_deck(path: Path) -> bool:
    """Whether a file is a deck in any format, by its name; not what an open PowerPoint leaves beside it."""
    return path.suffix.lower() in (*DECKS, *PAGES) and not path.name.startswith("~$")


def checked_deck(path: Path) -> Checked:
    """One deck; that it cannot be read must not hide what is found in the others."""
    try:
        return Checked(path, _found(path))
    except BriefingError as error:
        return Checked(path, problems=error.problems)


def _found(path: Path) -> tuple[DeckFinding, ...]:
    if path.suffix.lower() in PAGES:
        from briefing.check.pages import check_pages

        return check_pages(path)
    from briefing.check.deck import check_deck

    return check_deck(path)


def print_deck(checked: Checked, *, quiet: bool) -> None:
    """The findings of a deck as tables; with `quiet` only that it cannot be read."""
    for problem in checked.problems:
        tell(f"error: {problem}")
    if quiet or checked.problems:
        return
    say(f"{checked.path}: {_checked_summary(checked)}")
    if checked.findings:
        say()
        say_table(("SLIDE", "CODE", "SHAPE", "FINDING"), map(_checked_row, checked.findings))
        say()
        say_table(("COUNT", "CODE", "", "FAULT"), _counts(checked.findings))
        say()


def _checked_summary(checked: Checked) -> str:
    errors, advice = checked.count("error"), checked.count("advice")
    if not checked.findings:
        return "no findings"
    errors_, pieces = "error" if errors == 1 else "errors", "piece" if advice == 1 else "pieces"
    return f"{errors} {errors_}, {advice} {pieces} of advice"


def _checked_row(finding: DeckFinding) -> tuple[str, ...]:
    name = " ".join(finding.shape.split())
    name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return str(finding.slide or "-"), finding.code, name, f"{finding.message}; {finding.remedy}"


def _counts(findings: Sequence[DeckFinding]) -> Iterator[tuple[str, ...]]:
    from briefing.check.deck import CHECKS as DECK
    from briefing.check.pages import CHECKS as PAGE

    checks = {**DECK, **PAGE}
    counts = Counter(finding.code for finding in findings)
    for code in sorted(counts, key=lambda code: (checks[code].severity != "error", code)):
        yield str(counts[code]), code, checks[code].severity, checks[code].fault


def as_json(checked: Sequence[Checked]) -> dict[str, Any]:
    """The decks for `--json`, each with its findings."""
    return {"files": [_file_as_json(each) for each in checked]}


def _file_as_json(each: Checked) -> dict[str, Any]:
    counts = {"errors": each.count("error"), "advice": each.count("advice")}
    problems = [{"message": problem.message, "remedy": problem.remedy} for problem in each.problems]
    findings = [asdict(finding) for finding in each.findings]
    return {"path": str(each.path), **counts, "findings": findings, "problems": problems}


EXAMPLES: Final = """Examples:

\b
  briefing check                          every persona, layout and file of facts that is found
  briefing check library personas/cfo.yaml
  briefing check --strict output/cfo-cto-pitch.pptx
  briefing check output/cfo-cto-pitch.pdf output/cfo-cto-pitch.html
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
    from briefing.check.library import check_library
    from briefing.desk import today

    return check_library(library, paths, day=today())


def _is_wrong(report: Report | None, checked: Sequence[Checked], *, strict: bool) -> bool:
    counted = ("error", "advice") if strict else ("error",)
    found = any(report.count(severity) for severity in counted) if report else False
    return found or any(each.problems or any(each.count(severity) for severity in counted) for each in checked)


def _print(report: Report) -> None:
    from briefing.check.library import CHECKS

    by_file: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_file.setdefault(finding.where.file, []).append(finding)
    for file, findings in by_file.items():
        say(file or "the library")
        say_table(("PLACE", "CODE", "", "FINDING"), [_check_row(each) for each in findings])
        say()
    if report.findings:
        codes = sorted({each.code for each in report.findings})
        count = {code: sum(each.code == code for each in report.findings) for code in codes}
        rows = [(str(count[code]), code, CHECKS[code].severity, CHECKS[code].fault) for code in codes]
        say_table(("COUNT", "CODE", "", "FAULT"), rows)
        say()
    say(f"{_many(report.files, 'file')}: {_check_summary(report)}")


def _check_row(finding: Finding) -> tuple[str, ...]:
    place = f"{finding.where.line}:{finding.where.column}" if finding.where.line else "-"
    return place, finding.code, finding.severity, f"{finding.message}; {finding.remedy}"


def _check_summary(report: Report) -> str:
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
