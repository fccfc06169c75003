"""`run_batch(request)`: a deck for every audience of a file, as far as it is not there already."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefing.batch.audiences import read_audiences
from briefing.batch.folder import OutputFolder, Verdict, locked, staging
from briefing.batch.inputs import Bills, Inputs, bills_of
from briefing.batch.outcome import FULL, Answer, BatchRequest, BatchResult, Heard, Outcome, Setting, Staged, Task
from briefing.batch.plan import Plan, Planned, Wanted, make_plan
from briefing.choices import with_defaults
from briefing.desk import open_library, today
from briefing.errors import BriefingError, FactError, UsageError
from briefing.files.atomic import as_sentence, check_place
from briefing.files.manifest import Entry, Manifest
from briefing.formats.registry import DRAWN, by_suffix
from briefing.library.library import Library
from briefing.library.workspace import find_workspace
from briefing.targets import DEFAULT_FOLDER

_FULL = "nothing more can be written there"


class _Batch(Struct, frozen=True):
    """A request with its defaults filled in, and what was read for it."""

    request: BatchRequest
    library: Library
    out: Path
    source: str
    plan: Plan
    bills: Bills


def run_batch(request: BatchRequest, heard: Heard = lambda done, count, outcome: None) -> BatchResult:
    """Make what is missing or out of date, and say what became of every file.

    Raises BriefingError for what concerns the whole run; what is wrong with a row is the outcome of that row.
    """
    batch = _read(request)
    with ExitStack() as stack:
        if not request.dry_run:
            stack.enter_context(locked(batch.out))
        manifest = Manifest(batch.out)
        if not request.dry_run:
            stack.callback(manifest.close)
        return _Run(
            batch, OutputFolder(batch.out, manifest, force=request.choices.force, refresh=request.refresh), heard
        ).result()


def jobs_there_are() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _read(request: BatchRequest) -> _Batch:
    if request.jobs < 0:
        raise UsageError(f"--jobs is {request.jobs}", remedy="give a number of processes, 1 or more")
    check_place(out := request.choices.out)
    if out and by_suffix(Path(out).suffix) and not Path(out).is_dir():
        message = f"--out names one file, {out}, but a batch makes many"
        raise UsageError(message, remedy="name a folder, for example decks/")
    workspace = find_workspace()
    choices, audiences = with_defaults(request.choices, workspace), request.audiences
    if audiences is None and workspace:
        audiences = workspace.audiences
    if audiences is None:
        raise UsageError("no file of audiences is given", remedy="write for example briefing batch audiences.yaml")
    library = open_library(choices.libraries, workspace)
    rows = read_audiences(audiences)
    bills = bills_of(choices, rows.rows, library)
    inputs = Inputs(library, replace(choices, day=choices.day or _of_environment()), bills)
    request = replace(request, choices=choices)
    plan = make_plan(rows, request, library, inputs, audiences.parent, bills)
    return _Batch(request, library, Path(choices.out or DEFAULT_FOLDER), rows.file, plan, bills)


def _of_environment() -> date | None:
    """The date of the environment, which is one that the user has said; it yields to that of an organisation's file."""
    return today() if os.environ.get("SOURCE_DATE_EPOCH", "").strip() else None


def _kept_edits(path: Path, staged: Path) -> tuple[str, ...]:
    """Put what a person did to a deck into the staged one; what is left to that person, in sentences.

    Raises FactError.
    """
    from briefing.refresh.run import with_edits  # most batches find nothing edited

    data, left = with_edits(path, staged.read_bytes())
    with as_sentence(path):
        staged.write_bytes(data)
    return left


class _Run:
    """One run over the rows of a plan: judge, make, place, clear away."""

    def __init__(self, batch: _Batch, folder: OutputFolder, heard: Heard) -> None:
        self.batch, self.folder, self.heard = batch, folder, heard
        self.outcomes: dict[tuple[int, str], Outcome] = {}  # row and file → what became of it
        self.verdicts: dict[str, Verdict] = {}
        self.stopped = ""
        self.done = self.count = 0

    def result(self) -> BatchResult:
        """Everything, in the order of the rows."""
        interrupted = False
        tasks = [each for each in map(self._judged, self.batch.plan.rows) if each[1]]
        self.count = sum(len(files) for _, files in tasks)
        if self.count and not self.stopped and not self.batch.request.dry_run:
            self.heard(0, self.count, None)
            try:
                self._make(tasks)
            except KeyboardInterrupt:
                interrupted, self.stopped = True, "the run was interrupted"
        for row, files in tasks:
            for each in files:
                self._leave(row, each)
        gone = tuple(self._gone()) if not interrupted else ()
        return BatchResult((*self._sorted(), *gone), self.stopped, interrupted)

    def _sorted(self) -> Iterator[Outcome]:
        order = {row.audience.number: index for index, row in enumerate(self.batch.plan.rows)}
        yield from (self.outcomes[key] for key in sorted(self.outcomes, key=lambda key: order[key[0]]))

    def _judged(self, row: Planned) -> tuple[Planned, tuple[Wanted, ...]]:
        """A row with those of its files that are to be made; what is known of the others is noted."""
        if row.problems:
            self._note(row, None, Outcome("failed", row.name, reason="\n".join(map(str, row.problems))))
        wanted = []
        for each in row.files:
            is_folder = DRAWN[each.format].folder
            verdict = self.verdicts[each.file] = self.folder.judge(each.file, each.inputs, folder=is_folder)
            if verdict.do == "make":
                wanted.append(each)
            elif verdict.do == "fail":
                self._note(row, each, Outcome("failed", row.name, reason=verdict.reason))
            else:
                entry = verdict.entry
                digest, slides = (entry.bytes, entry.slides) if entry and verdict.do == "unchanged" else ("", 0)
                self._note(row, each, Outcome(verdict.do, row.name, slides=slides, bytes=digest))
        return row, tuple(wanted)

    def _leave(self, row: Planned, file: Wanted) -> None:
        if (row.audience.number, file.file) not in self.outcomes:
            status = Outcome("to make", row.name) if self.batch.request.dry_run else Outcome("left", row.name)
            self._note(row, file, replace(status, reason=self.stopped))

    def _note(self, row: Planned, file: Wanted | None, outcome: Outcome) -> Outcome:
        path, form = (self._path(file), file.format) if file else ("", "")
        noted = replace(outcome, row=row.audience.number, path=path, format=form)
        self.outcomes[row.audience.number, file.file if file else ""] = noted
        if noted.status == "failed" and self.batch.request.fail_fast and not self.stopped:
            self.stopped = f"row {noted.row} failed, and --fail-fast was given"
        return noted

    def _path(self, file: Wanted) -> str:
        return str(self.batch.out / file.file)

    def _make(self, tasks: list[tuple[Planned, tuple[Wanted, ...]]]) -> None:
        from briefing.batch.process_pool import (
            ProcessPool,  # a run with nothing to do needs no workers, nor what they need
        )

        request = self.batch.request
        bills = {where: each for where, each in self.batch.bills.items() if not isinstance(each, BriefingError)}
        setting = Setting(self.batch.library.folders, today(), request.choices, bills)
        jobs = request.jobs or jobs_there_are()
        with staging(self.batch.out) as place, ProcessPool(setting, min(jobs, len(tasks))) as crew:
            for answer in crew.work(self._tasks(tasks, place)):
                row, files = tasks[answer.number]
                self._take(row, {each.format: each for each in files}, answer)

    def _tasks(self, tasks: list[tuple[Planned, tuple[Wanted, ...]]], place: Path) -> Iterator[Task]:
        for number, (row, files) in enumerate(tasks):
            if self.stopped:
                return
            assert row.order is not None
            staged = ((each.format, f"{place}{os.sep}{number}-{each.format}", self._path(each)) for each in files)
            yield Task(number, row.order, tuple(staged))

    def _take(self, row: Planned, files: Mapping[str, Wanted], answer: Answer) -> None:
        """Note what a worker has answered, and put its files in place."""
        if answer.full and not self.stopped:
            self.stopped = _FULL
        for each in files.values() if not answer.staged else ():
            self._hear(self._note(row, each, Outcome("failed", row.name, reason=answer.reason)))
        for staged in answer.staged:
            self._hear(self._note(row, files[staged.format], self._placed(row, files[staged.format], staged, answer)))

    def _hear(self, outcome: Outcome) -> None:
        self.done += 1
        self.heard(self.done, self.count, outcome)

    def _placed(self, row: Planned, file: Wanted, staged: Staged, answer: Answer) -> Outcome:
        entry = Entry(file.file, staged.bytes, file.inputs, row.name, self.batch.source, file.format, staged.slides)
        merge = self.verdicts[file.file].merge
        left: tuple[str, ...] = ()
        try:
            if merge:
                left = _kept_edits(self.batch.out / file.file, Path(staged.temporary))
            new, backup = self.folder.place(staged, entry, self.verdicts[file.file])
        except FactError as error:
            cause = error.__cause__
            if isinstance(cause, OSError) and cause.errno in FULL:
                self.stopped = self.stopped or _FULL
            return Outcome("failed", row.name, reason=str(error))
        return Outcome(
            ("refreshed" if merge else "made") if new else "unchanged",
            row.name,
            slides=staged.slides,
            bytes=staged.bytes,
            backup=str(backup or ""),
            notices=(*answer.notices, *left),
        )

    def _gone(self) -> Iterator[Outcome]:
        """What the last run had and this one has not; nothing goes that this run may have failed to read or make."""
        plan, request = self.batch.plan, self.batch.request
        prune = request.prune and not request.dry_run
        unmade = frozenset(each.audience for each in self.outcomes.values() if each.status in ("failed", "left"))
        for entry, ours in self.folder.gone(plan.all_files, self.batch.source, plan.broken):
            outcome = Outcome("gone", entry.audience, path=str(self.batch.out / entry.file), format=entry.format)
            if "" in plan.broken:
                yield replace(outcome, reason="a row without a name is wrong, and may be its own" if prune else "")
            elif not ours:
                yield replace(outcome, reason="a person has changed it, so it stays")
            elif prune and (self.stopped or entry.audience in unmade):
                yield replace(outcome, reason="the run did not make all files, so it stays")
            elif prune:
                yield self._removed(entry, outcome)
            else:
                yield outcome

    def _removed(self, entry: Entry, outcome: Outcome) -> Outcome:
        try:
            self.folder.remove(entry.file)
        except FactError as error:
            return replace(outcome, status="failed", reason=str(error))
        return replace(outcome, status="removed")
