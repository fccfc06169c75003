"""One batch for `batch.py`: `python batch_run.py ROWS OUT LAYOUT JOBS` prints the memory of its workers as JSON.

After each file the memory (MB, resident) of one worker is noted where the system tells it, as Linux does.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from datetime import date
from pathlib import Path

from briefing.batch.outcome import BatchRequest, Outcome
from briefing.batch.run import run_batch


def main() -> None:
    rows, out, layout, jobs = sys.argv[1:]
    memory: list[float] = []

    def heard(done: int, count: int, outcome: Outcome | None) -> None:
        children = multiprocessing.active_children()
        if done and children:
            memory.append(resident(children[0].pid or 0))

    request = BatchRequest(Path(rows), out, layout=layout, jobs=int(jobs), day=date(2026, 3, 31))
    if not run_batch(request, heard).complete:
        sys.exit("a row has failed")
    print(json.dumps([each for each in memory if each]))


def resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, ValueError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
