"""`briefing batch`: parse, run the batch, show how far it is and what became of every audience."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.options import COMPANY, Json, takes
from briefing.cli.terminal import columns_width, say, say_json, table, tell
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from briefing.batch.outcome import BatchRequest, BatchResult, Outcome
    from briefing.choices import Choices


# How far a batch is: a bar on a terminal, and a line now and then anywhere else.

LINES = 10  # that a whole batch writes where there is no terminal


class Progress:
    """Hears of every file that is done, and shows it on standard error; not at all where it is to be quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet, self._terminal = quiet, sys.stderr.isatty()
        self._bar: Any = None
        self._start = monotonic()

    def __call__(self, done: int, count: int, outcome: Outcome | None) -> None:
        """`done` of `count` files."""
        if self._quiet:
            return
        if self._terminal:
            self._draw(done, count)
        elif done and (done == count or done * LINES // count > (done - 1) * LINES // count):
            tell(self._line(done, count))

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()

    def _line(self, done: int, count: int) -> str:
        rate = done / max(monotonic() - self._start, 0.001)
        left = f", {(count - done) / rate:.0f} s left" if done < count else ""
        return f"{done:,} of {count:,} files, {rate:.1f} a second{left}"

    def _draw(self, done: int, count: int) -> None:
        if self._bar is None:
            self._bar = _bar(count)
        self._bar.update(done - self._bar.n)


def _bar(count: int) -> Any:
    from tqdm import tqdm  # only a terminal needs it

    tqdm.monitor_interval = 0  # its thread would only wake a bar that we wake anyway
    with suppress(AttributeError):  # an encoding that is no utf-8 cannot show blocks
        ascii_ = "utf" not in (sys.stderr.encoding or "").lower()
    return tqdm(total=count, unit="file", leave=False, dynamic_ncols=True, ascii=ascii_, file=sys.stderr)


EXAMPLES = """Examples:

\b
  briefing batch audiences.yaml
  briefing batch audiences.xlsx --out decks/q1 --jobs 4
  briefing batch audiences.csv --only 'nord*' --dry-run
"""
MOST_NOTICES = 10  # the commonest; the others are in the report


@takes(
    *(*COMPANY, "minutes", "notes", "appendix", "pdf", "paper", "width", "force", "libraries"),
    layout={"help": "The layout of rows that name none.  [default: pitch]"},
    theme={"help": "The theme of rows that name none.  [default: light]"},
    theme_map={"help": "Which slide layouts of the template in --theme serve which roles."},
    formats={"help": "The formats of rows that name none.  [default: pptx]"},
    out={"metavar": "FOLDER", "help": "Where the files go.  [default: output/]"},
    day={"help": "The date of the briefings.  [default: today]"},
)
def batch(
    audiences: Annotated[
        Path | None,
        typer.Argument(
            metavar="[AUDIENCES]",
            help="A .yaml, .csv or .xlsx file with a row for each audience.  [default: what the workspace says]",
            show_default=False,
        ),
    ] = None,
    names: Annotated[
        str,
        typer.Option(
            "--names",
            metavar="PATTERN",
            help="What files are called.  [default: {name}/{persona}-{layout}]",
            show_default=False,
        ),
    ] = "",
    jobs: Annotated[
        int,
        typer.Option("--jobs", metavar="N", help="Processes at work.  [default: one a processor]", show_default=False),
    ] = 0,
    only: Annotated[
        str,
        typer.Option(
            "--only", metavar="PATTERN", help="Only audiences or files that match, with * and ?.", show_default=False
        ),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be made, and write nothing.")] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Begin nothing more after the first failure.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove files whose audience is gone, unless they have been edited.")
    ] = False,
    refresh: Annotated[
        bool,
        typer.Option("--refresh", help="Bring new figures into decks that people have edited, and keep their edits."),
    ] = False,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write what became of every file: .json or .csv.")
    ] = None,
    *,
    choices: Choices,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only paths and errors, no progress and no table.")] = False,
    as_json: Json = False,
) -> None:
    """Make a deck for every audience of a file, as far as it is not there already.

    Paths of what was written go to standard output, all else to standard error. Exit status 1 where any failed.
    """
    from briefing.batch.outcome import BatchRequest

    request = BatchRequest(
        audiences,
        choices,
        names=names,
        jobs=jobs,
        only=only,
        fail_fast=fail_fast,
        dry_run=dry_run,
        prune=prune,
        refresh=refresh,
    )
    _finish(_run(request, report, quiet=quiet), as_json=as_json, quiet=quiet)


def _run(request: BatchRequest, report: Path | None, *, quiet: bool) -> BatchResult:
    from briefing.batch.outcome import check_report, write_report
    from briefing.batch.run import run_batch

    check_report(report)
    progress = Progress(quiet=quiet)
    try:
        result = run_batch(request, progress)
    finally:
        progress.close()
    if report:
        write_report(result, report)
    return result


def _finish(result: BatchResult, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        from briefing.batch.outcome import as_object

        say_json(as_object(result))
    for each in result.outcomes:
        if each.status in ("made", "refreshed", "to make") and not as_json:
            say(each.path)
    _print(result, quiet=quiet)
    if result.interrupted:
        raise KeyboardInterrupt
    if not result.complete:
        raise typer.Exit(BriefingError.exit_status)


def _print(result: BatchResult, *, quiet: bool) -> None:
    failed = [each for each in result.outcomes if each.status == "failed"]
    if quiet:
        for each in failed:
            tell(f"error: {_called(each)}: {each.reason}")
        return
    _print_notices(result)
    _tell_table(("FILES", ""), ((f"{count:,}", status) for status, count in result.counts().items()))
    if failed:
        tell("")
        _tell_table(("ROW", "AUDIENCE", "FAILED BECAUSE"), map(_row, failed))
    others = [each for each in result.outcomes if each.status in ("edited", "gone", "removed")]
    if others:
        tell("")
        _tell_table(("FILE", "STATUS"), ((each.path, _status(each)) for each in others))
    if result.stopped:
        tell(f"\n{result.stopped}; what is finished is kept, and the next run goes on from there")


def _tell_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    for line in table(header, rows, columns_width()):
        tell(line)


def _print_notices(result: BatchResult) -> None:
    counts = Counter(notice for each in result.outcomes for notice in each.notices)
    for notice, count in counts.most_common(MOST_NOTICES):
        tell(f"notice: {notice}" + (f" ({count:,} files)" if count > 1 else ""))
    if len(counts) > MOST_NOTICES:
        more = len(counts) - MOST_NOTICES
        there = f"there are {more:,} more notices" if more > 1 else "there is one more notice"
        tell(f"notice: {there}; --report has them all")
    for each in result.outcomes:
        if each.backup:
            tell(f"notice: The earlier {each.path} is kept as {each.backup}.")


def _row(outcome: Outcome) -> tuple[str, ...]:
    return str(outcome.row or "-"), outcome.audience or "-", outcome.reason


def _status(outcome: Outcome) -> str:
    return f"{outcome.status}: {outcome.reason}" if outcome.reason else outcome.status


def _called(outcome: Outcome) -> str:
    return outcome.path or f"row {outcome.row}"
