"""`briefing check`: what is wrong with files that are made already, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from briefing.cli.options import Json
from briefing.cli.terminal import say, say_json, say_table, tell
from briefing.errors import BriefingError, ContentError, Problem, UsageError

if TYPE_CHECKING:
    from briefing.deckcheck import Finding

EXAMPLES: Final = """Examples:

\b
  briefing check output/cfo-cto-pitch.pptx
  briefing check --strict decks/*.pptx
"""
LONGEST_NAME: Final = 32  # characters of a shape's name in the table


@dataclass(frozen=True, slots=True)
class Checked:
    """A file and what was found in it, or why it could not be checked."""

    path: Path
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()

    def count(self, severity: str) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity == severity for finding in self.findings)


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILES", help="Decks: .pptx or .potx, ours or anybody's.")],
    strict: Annotated[bool, typer.Option("--strict", help="Advice counts as an error.")] = False,
    as_json: Json = False,
) -> None:
    """Check decks: can everybody read them, does everything fit, is the file sound.

    Exit status 1 where there is an error.
    """
    checkers = [_checker(path) for path in files]
    checked = [_checked(path, checker) for path, checker in zip(files, checkers, strict=True)]
    if as_json:
        say_json(_as_json(checked))
    for each in checked:
        _print(each, quiet=as_json)
    counted = ("error", "advice") if strict else ("error",)
    if any(each.problems or any(each.count(severity) for severity in counted) for each in checked):
        raise typer.Exit(BriefingError.exit_status)


def _deck(path: Path) -> tuple[Finding, ...]:
    from briefing.deckcheck import check_deck

    return check_deck(path)


CHECKERS: Final[Mapping[str, Callable[[Path], tuple[Finding, ...]]]] = dict.fromkeys(
    (".pptx", ".potx", ".ppsx", ".pptm", ".potm", ".ppsm"), _deck
)


def _checker(path: Path) -> Callable[[Path], tuple[Finding, ...]]:
    try:
        return CHECKERS[path.suffix.lower()]
    except KeyError:
        raise UsageError(f"cannot check '{path}'", remedy="name a .pptx or .potx file") from None


def _checked(path: Path, checker: Callable[[Path], tuple[Finding, ...]]) -> Checked:
    """One file; that it cannot be read must not hide what is found in the others."""
    try:
        return Checked(path, checker(path))
    except ContentError as error:
        return Checked(path, problems=error.problems)
    except BriefingError as error:
        return Checked(path, problems=(error.problem,))


def _print(checked: Checked, *, quiet: bool) -> None:
    for problem in checked.problems:
        tell(f"error: {problem}")
    if quiet or checked.problems:
        return
    say(f"{checked.path}: {_summary(checked)}")
    if checked.findings:
        say()
        say_table(("SLIDE", "CODE", "SHAPE", "FINDING"), map(_row, checked.findings))
        say()
        say_table(("COUNT", "CODE", "", "FAULT"), _counts(checked.findings))
        say()


def _summary(checked: Checked) -> str:
    errors, advice = checked.count("error"), checked.count("advice")
    if not checked.findings:
        return "no findings"
    errors_, pieces = "error" if errors == 1 else "errors", "piece" if advice == 1 else "pieces"
    return f"{errors} {errors_}, {advice} {pieces} of advice"


def _row(finding: Finding) -> tuple[str, ...]:
    name = " ".join(finding.shape.split())
    name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return str(finding.slide or "-"), finding.code, name, f"{finding.message}; {finding.remedy}"


def _counts(findings: Sequence[Finding]) -> Iterator[tuple[str, ...]]:
    from briefing.deckcheck import CHECKS

    counts = Counter(finding.code for finding in findings)
    for code in sorted(counts, key=lambda code: (CHECKS[code].severity != "error", code)):
        yield str(counts[code]), code, CHECKS[code].severity, CHECKS[code].fault


def _as_json(checked: Sequence[Checked]) -> dict[str, Any]:
    return {"files": [_file_as_json(each) for each in checked]}


def _file_as_json(each: Checked) -> dict[str, Any]:
    counts = {"errors": each.count("error"), "advice": each.count("advice")}
    problems = [{"message": problem.message, "remedy": problem.remedy} for problem in each.problems]
    findings = [asdict(finding) for finding in each.findings]
    return {"path": str(each.path), **counts, "findings": findings, "problems": problems}
