"""One batch for `batch.py`: `python batch_run.py ROWS OUT LAYOUT JOBS` prints the memory of its workers as JSON.

After each file the memory (MB, resident) of one worker is noted where the system tells it, as Linux does.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from briefing.batch.outcome import BatchRequest, Outcome
from briefing.batch.run import run_batch
from briefing.choices import Choices


def main() -> None:
    gc.disable()  # as the command does
    rows, out, layout, jobs = sys.argv[1:]
    memory: list[float] = []
    resident = cache(_reader)

    def heard(done: int, count: int, outcome: Outcome | None) -> None:
        if done:
            memory.append(resident()())

    request = BatchRequest(Path(rows), Choices(out=out, layout=layout, day=date(2026, 3, 31)), jobs=int(jobs))
    if not run_batch(request, heard).complete:
        sys.exit("a row has failed")
    print(json.dumps([each for each in memory if each]))


def _reader() -> Callable[[], float]:
    """Reads the memory of one worker in one call, so that little of the parent's time is the benchmark's own."""
    pid = next((child.pid for child in multiprocessing.active_children()), 0)
    try:
        descriptor, page = os.open(f"/proc/{pid}/statm", os.O_RDONLY), os.sysconf("SC_PAGE_SIZE")
    except (OSError, AttributeError):
        return lambda: 0.0
    return lambda: int(os.pread(descriptor, 100, 0).split()[1]) * page / 1e6


if __name__ == "__main__":
    main()
