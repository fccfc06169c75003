"""A batch of many audiences: decks a second by jobs, memory of the workers, and a second run with nothing changed.

`python benchmarks/batch.py [--audiences N] [--layout NAME] [--runs N]`. Each run makes every deck into a new folder.
Runs with one job and with two take turns, so that a slow moment of the machine meets both; the ratio is taken pair by
pair. The last run has nothing to do, and is measured as a process from start to end.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import mean, median
from time import perf_counter
from typing import NamedTuple

from processes import ENVIRONMENT

HERE = Path(__file__).parent
DAY = "2026-03-31"
PEOPLE = ("cfo", "cto", "ceo", "procurement", "finops")
TENTH = 10  # the first and the last part of a run whose memory is compared


class Run(NamedTuple):
    """Seconds of one batch from start to end, and the memory of its workers (MB) after each file."""

    seconds: float
    memory: list[float]

    @property
    def growth(self) -> float:
        """The mean memory of a worker over the last tenth of the files, as a share of that over the first tenth."""
        part = max(1, len(self.memory) // TENTH)
        return mean(self.memory[-part:]) / mean(self.memory[:part]) if self.memory else 1.0


class Round(NamedTuple):
    """One job, two jobs, and a run after them with nothing to do."""

    one: Run
    two: Run
    nothing: float


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--audiences", type=int, default=1000, help="decks of one batch (default: %(default)s)")
    parser.add_argument("--layout", default="pitch", help="what is told (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=7, help="counted rounds (default: %(default)s)")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        batch(write_rows(Path(folder), 1), Path(folder) / "first", asked.layout, 1)  # writes the bytecode; not counted
        rows = write_rows(Path(folder), asked.audiences)
        rounds = [measure(rows, Path(folder) / str(number), asked.layout) for number in range(max(1, asked.runs))]
    print(report(rounds, asked.audiences, asked.layout))
    return 0


def write_rows(folder: Path, count: int) -> Path:
    path = folder / "audiences.csv"
    lines = [f"Unit {number:05d},{PEOPLE[number % len(PEOPLE)]}" for number in range(count)]
    path.write_text("\n".join(["name,for", *lines]) + "\n")
    return path


def measure(rows: Path, folder: Path, layout: str) -> Round:
    one, two = (batch(rows, folder / str(jobs), layout, jobs) for jobs in (1, 2))
    start = perf_counter()
    arguments = ["batch", str(rows), "--out", str(folder / "1"), "--layout", layout, "--date", DAY, "--jobs", "1"]
    command = [sys.executable, "-m", "briefing", *arguments, "--quiet"]
    done = subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT, timeout=600)
    if done.stdout:
        raise RuntimeError("the run with nothing to do has made something")
    return Round(one, two, perf_counter() - start)


def batch(rows: Path, out: Path, layout: str, jobs: int) -> Run:
    """A batch in a process of its own, from start to end; it prints the memory of its workers."""
    start = perf_counter()
    command = [sys.executable, str(HERE / "batch_run.py"), str(rows), str(out), layout, str(jobs)]
    done = subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT, timeout=3600, text=True)
    return Run(perf_counter() - start, json.loads(done.stdout))


def report(rounds: Sequence[Round], count: int, layout: str) -> str:
    """The table that is printed."""
    one, two = [each.one.seconds for each in rounds], [each.two.seconds for each in rounds]
    figures = {
        "decks a second, one job": [count / each for each in one],
        "decks a second, two jobs": [count / each for each in two],
        "two jobs over one": [a / b for a, b in zip(one, two, strict=True)],
        "nothing changed, seconds": [each.nothing for each in rounds],
        "first run over nothing changed": [each.one.seconds / each.nothing for each in rounds],
        "first run, two jobs, over it": [each.two.seconds / each.nothing for each in rounds],
        "memory of a worker, MB": [max(each.one.memory, default=0.0) for each in rounds],
        "last tenth over first, memory": [each.one.growth for each in rounds],
    }
    lines = [f"{'':<32}{'median':>10}{'least':>10}{'most':>10}"]
    for name, values in figures.items():
        lines.append(f"{name:<32}" + "".join(f"{each(values):>10.2f}" for each in (median, min, max)))
    versions = (
        f"Python {platform.python_version()}, briefing {version('finops-briefing') if installed() else 'checkout'}"
    )
    where = f"{platform.system()} {platform.machine()}, {multiprocessing.cpu_count()} processors"
    rounds_ = f"{len(rounds)} round{'s' * (len(rounds) != 1)}"
    return f"{count} audiences, layout {layout}, {rounds_}, {versions}, {where}\n\n" + "\n".join(lines)


def installed() -> bool:
    try:
        return bool(version("finops-briefing"))
    except Exception:
        return False


if __name__ == "__main__":
    sys.exit(main())
