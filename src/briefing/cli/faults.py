"""The one place that turns whatever went wrong into sentences on standard error and an exit status.

0 done, 1 the user's files or facts, 2 usage, 3 a fault of ours, 130 interrupted, 141 nobody reads our output any more.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence

from typer.exceptions import Abort, TyperException

from briefing.cli.terminal import NoReaderError, say_json, tell
from briefing.errors import BriefingError, ContentError, Problem, UsageError
from briefing.library.cautions import listening

OURS = 3
INTERRUPTED = 130
NO_READER = 141
ISSUES = "the issues of the project"


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
        sys.stdout.flush()
    except (BrokenPipeError, NoReaderError):
        return _no_reader()
    except (KeyboardInterrupt, Abort):
        tell("interrupted")
        return INTERRUPTED
    except Exception as error:
        return _report(error, arguments)
    return status


def _report(error: Exception, arguments: Sequence[str]) -> int:
    if wants_debug(arguments):
        traceback.print_exc()
    problems, status = _explain(error)
    for problem in problems:
        tell(f"error: {problem}")
    if "--json" in arguments:
        say_json({"error": {"exit_status": status, "problems": [_as_json(problem) for problem in problems]}})
    return status


def wants_debug(arguments: Sequence[str]) -> bool:
    """Whether the user wants to see tracebacks: `--debug`, or BRIEFING_DEBUG with anything but 0 in it."""
    return "--debug" in arguments or os.environ.get("BRIEFING_DEBUG", "0") not in ("", "0")


def _explain(error: Exception) -> tuple[tuple[Problem, ...], int]:
    if isinstance(error, ContentError):
        return error.problems, error.exit_status
    if isinstance(error, BriefingError):
        return (error.problem,), error.exit_status
    if isinstance(error, TyperException):
        return (_usage_problem(error),), UsageError.exit_status
    message = f"briefing failed with {type(error).__name__}: {error}"
    remedy = f"this is a fault of briefing; please report it in {ISSUES}, with what --debug shows"
    return (UsageError(" ".join(message.split()), remedy=remedy).problem,), OURS


def _usage_problem(error: TyperException) -> Problem:
    """What Typer says, in our form; a guess of Typer's is part of the remedy."""
    message, _, guess = " ".join(error.format_message().split()).rstrip(".").partition(". ")
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "briefing"
    remedy = f"{guess} See {command} --help" if guess else f"see {command} --help"
    return UsageError(_small(message), remedy=_small(remedy)).problem


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _as_json(problem: Problem) -> dict[str, str | int]:
    where = problem.where
    place: dict[str, str | int] = {"file": where.file, "line": where.line, "column": where.column}
    return {**place, "message": problem.message, "remedy": problem.remedy}


def _no_reader() -> int:
    """Python flushes standard output once more at the end, which must not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return NO_READER
