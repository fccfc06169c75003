"""Decks that `briefing check` is given: what was found in each, and how it is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from briefing.cli.terminal import say, say_table, tell
from briefing.errors import BriefingError, ContentError, Problem

if TYPE_CHECKING:
    from briefing.deckcheck import Finding

DECKS: Final = (".pptx", ".potx", ".ppsx", ".pptm", ".potm", ".ppsm")
LONGEST_NAME: Final = 32  # characters of a shape's name in the table


@dataclass(frozen=True, slots=True)
class Checked:
    """A deck and what was found in it, or why it could not be checked."""

    path: Path
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()

    def count(self, severity: str) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity == severity for finding in self.findings)


def is_deck(path: Path) -> bool:
    """Whether a file is a presentation by its name; not what an open PowerPoint leaves beside it."""
    return path.suffix.lower() in DECKS and not path.name.startswith("~$")


def checked_deck(path: Path) -> Checked:
    """One deck; that it cannot be read must not hide what is found in the others."""
    from briefing.deckcheck import check_deck

    try:
        return Checked(path, check_deck(path))
    except ContentError as error:
        return Checked(path, problems=error.problems)
    except BriefingError as error:
        return Checked(path, problems=(error.problem,))


def print_deck(checked: Checked, *, quiet: bool) -> None:
    """The findings of a deck as tables; with `quiet` only that it cannot be read."""
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


def as_json(checked: Sequence[Checked]) -> dict[str, Any]:
    """The decks for `--json`, each with its findings."""
    return {"files": [_file_as_json(each) for each in checked]}


def _file_as_json(each: Checked) -> dict[str, Any]:
    counts = {"errors": each.count("error"), "advice": each.count("advice")}
    problems = [{"message": problem.message, "remedy": problem.remedy} for problem in each.problems]
    findings = [asdict(finding) for finding in each.findings]
    return {"path": str(each.path), **counts, "findings": findings, "problems": problems}
