"""The one place that turns whatever went wrong into sentences on standard error and an exit status.

0 done, 1 the user's files or facts, 2 usage, 3 a fault of ours, 130 interrupted, 141 nobody reads our output any more.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence

from typer.exceptions import Abort, TyperException

from briefing.cli.terminal import lost, say_json, tell
from briefing.errors import BriefingError, FactError, Problem, UsageError, listening

OURS = 3
INTERRUPTED = 130
NO_READER = 141
ISSUES = "the issues of the project"
_REMEDIES = {
    errno.EMFILE: "allow the process more open files (ulimit -n), or use fewer --jobs",
    errno.ENFILE: "close other programs",
    errno.ENOSPC: "make room on the disk, also where temporary files go",
    errno.EDQUOT: "make room on the disk, also where temporary files go",
    errno.ENOMEM: "close other programs, or give less at once",
}


def guarded(command: Callable[[], int | None], arguments: Sequence[str]) -> int:
    """Run the command, tell what it heard of the files that it read, and return the exit status of the process."""
    with listening() as cautions:
        status = _run(command, arguments)
    for each in cautions if status != NO_READER and "--quiet" not in arguments else ():
        tell(f"notice: {each}")
    return status


def _run(command: Callable[[], int | None], arguments: Sequence[str]) -> int:
    try:
        status = command() or 0
    except (KeyboardInterrupt, Abort):
        tell("interrupted")
        return INTERRUPTED
    except Exception as error:
        status = _report(error, arguments)
    return _heard(status)


def _heard(status: int) -> int:
    """The status, and where standard output has reached nobody, that: what was made is made all the same."""
    fault = lost(sys.stdout)
    lost(sys.stderr)
    if fault is None or status:
        return status
    if isinstance(fault, BrokenPipeError):
        return NO_READER
    tell(f"error: standard output cannot be written: {_reason(fault)}; files that were made are in their places")
    return FactError.exit_status


def _report(error: Exception, arguments: Sequence[str]) -> int:
    if wants_debug(arguments):
        traceback.print_exc()
    problems, status = _explain(error)
    for problem in problems:
        tell(f"error: {problem}")
    if "--json" in arguments:
        say_json({"error": {"exit_status": status, "problems": [problem_as_json(problem) for problem in problems]}})
    return status


def wants_debug(arguments: Sequence[str]) -> bool:
    """Whether the user wants to see tracebacks: `--debug`, or BRIEFING_DEBUG with anything but 0 in it."""
    return "--debug" in arguments or os.environ.get("BRIEFING_DEBUG", "0") not in ("", "0")


def _explain(error: Exception) -> tuple[tuple[Problem, ...], int]:
    if isinstance(error, BriefingError):
        return error.problems, error.exit_status
    if isinstance(error, TyperException):
        return (_usage_problem(error),), UsageError.exit_status
    if isinstance(error, (OSError, MemoryError)):
        return (_refused(error),), FactError.exit_status
    message = f"briefing failed with {type(error).__name__}: {error}"
    remedy = f"this is a fault of briefing; please report it in {ISSUES}, with what --debug shows"
    return (UsageError(" ".join(message.split()), remedy=remedy).problem,), OURS


def _refused(error: OSError | MemoryError) -> Problem:
    """What this machine refuses, which is no fault of the program; a place of its own would have said more."""
    if isinstance(error, MemoryError):
        return FactError("there is not enough memory", remedy="close other programs, or give less at once").problem
    name = f"{error.filename}: " if error.filename else ""
    remedy = _REMEDIES.get(error.errno or 0, "look at its path, its rights and its disk")
    return FactError(f"{name}the operating system refuses: {_reason(error)}", remedy=remedy).problem


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _usage_problem(error: TyperException) -> Problem:
    """What Typer says, in our form; a guess of Typer's is part of the remedy."""
    message, _, guess = " ".join(error.format_message().split()).rstrip(".").partition(". ")
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "briefing"
    remedy = f"{guess} See {command} --help" if guess else f"see {command} --help"
    return UsageError(_small(message), remedy=_small(remedy)).problem


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def problem_as_json(problem: Problem) -> dict[str, str | int]:
    """A problem as every command tells it with `--json`: where, what, and what to do."""
    where = problem.where
    place: dict[str, str | int] = {"file": where.file, "line": where.line, "column": where.column}
    return {**place, "message": problem.message, "remedy": problem.remedy}
