"""The crew: worker processes, each at the end of a pipe.

They are started anew (`spawn`) on every operating system: nothing of the parent's state can slip in, and no lock or
thread is copied in the middle of its work. A pipe a worker needs neither semaphores nor threads, so nothing is left
behind where the whole crew is killed. A worker whose parent has gone finds its pipe closed, and ends.
"""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Final

from briefing.batch.outcome import Answer, Setting, Task
from briefing.batch.worker import READY, serve
from briefing.errors import FactError

MOST: Final = 60  # Windows can wait for no more pipes at once
_AHEAD: Final = 2  # tasks that a worker has: one in its hands, one in its pipe, so that it never waits for us
_PATIENCE: Final = 0.5  # seconds that a worker is given to end


class _Worker:
    """One process, and the tasks it was given and has not answered, the oldest first."""

    def __init__(self, setting: Setting) -> None:
        self.pipe, theirs = get_context("spawn").Pipe()
        self.tasks: deque[Task] = deque()
        self.ready = False
        self.process: SpawnProcess = get_context("spawn").Process(target=serve, args=(theirs, setting), daemon=True)
        with _no_interrupts():  # an ignored signal stays ignored in a process that is started
            self.process.start()
        theirs.close()

    def give(self, task: Task) -> None:
        """Send a task; where the worker has ended this is noticed when it should answer."""
        self.tasks.append(task)
        with suppress(OSError):
            self.pipe.send(task)

    def end(self) -> None:
        """Make the process end, whatever it is doing."""
        self.pipe.close()
        self.process.terminate()
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join(_PATIENCE)


class ProcessPool:
    """At most `jobs` workers; they end with the `with` block."""

    def __init__(self, setting: Setting, jobs: int) -> None:
        self._setting, self._jobs = setting, min(jobs, MOST)
        self._workers: list[_Worker] = []

    def __enter__(self) -> ProcessPool:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._workers:
            each.pipe.close()  # so that those that wait for a task end all at once
        for each in self._workers:
            each.process.terminate()
        for each in self._workers:
            each.end()

    def work(self, tasks: Iterator[Task]) -> Iterator[Answer]:
        """An answer to each task, as they come. A worker that ends before it should fails one task and is replaced."""
        waiting: deque[Task] = deque()
        self._fill(waiting, tasks)
        while busy := [each for each in self._workers if each.tasks]:
            by_pipe: dict[Any, _Worker] = {each.pipe: each for each in busy}
            for pipe in wait(list(by_pipe)):
                assert isinstance(pipe, Connection)
                worker = by_pipe[pipe]
                if answer := self._heard(worker, waiting):
                    yield answer  # whoever hears it may decide that there are no more tasks
                    self._fill(waiting, tasks)

    def _fill(self, waiting: deque[Task], tasks: Iterator[Task]) -> None:
        """Give every worker what it can have; one more is started only where there is a task for it."""
        while True:
            free = [each for each in self._workers if len(each.tasks) < _AHEAD]
            idle = min(free, key=lambda each: len(each.tasks), default=None)
            if (idle is None or idle.tasks) and len(self._workers) < self._jobs:
                idle = None  # a new one
            elif idle is None:
                return
            task = waiting.popleft() if waiting else next(tasks, None)
            if task is None:
                return
            if idle is None:
                idle = _Worker(self._setting)
                self._workers.append(idle)
            idle.give(task)

    def _heard(self, worker: _Worker, waiting: deque[Task]) -> Answer | None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            return self._lost(worker, waiting)
        if message == READY:
            worker.ready = True
            return None
        assert isinstance(message, Answer)
        worker.tasks.popleft()
        return message

    def _lost(self, worker: _Worker, waiting: deque[Task]) -> Answer:
        """The task that a worker had in its hands has failed; what it had not begun goes to others."""
        self._workers.remove(worker)
        worker.process.join(_PATIENCE)  # its pipe closes a moment before it has ended, and we want to say how
        worker.end()
        if not worker.ready:
            message = f"a worker process could not be started ({_ending(worker.process.exitcode)})"
            raise FactError(message, remedy="try it again with --jobs 1")
        failed = worker.tasks.popleft()
        waiting.extend(worker.tasks)
        reason = f"the process that made it ended before it was done ({_ending(worker.process.exitcode)})"
        return Answer(failed.number, reason=f"{reason}; run the batch again")


def _ending(status: int | None) -> str:
    return f"signal {-status}" if status is not None and status < 0 else f"exit status {status}"


@contextmanager
def _no_interrupts() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # only the main thread may set handlers
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
