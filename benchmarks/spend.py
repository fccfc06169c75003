"""Billing data of several sizes: `briefing`, hand-written SQL and pandas, each as a whole process.

`python benchmarks/spend.py [--rows N,N,...] [--runs N] [--data FOLDER] [--once N]`. The sample is written first, and is
not timed; then the sides run by turns, after one round that is not counted. Time is from start to end of a process,
memory the most that it held. `--once` measures one larger size a single time, without pandas. Prints a table for
docs/spend.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from processes import ENVIRONMENT

HERE = Path(__file__).parent
SIDES: Mapping[str, tuple[str, ...]] = {
    "briefing": ("-m", "briefing", "spend", "facts"),
    "SQL by hand": (str(HERE / "spend_sql.py"),),
    "pandas": (str(HERE / "spend_pandas.py"),),
}
LARGE = ("briefing", "SQL by hand")


class Taken(NamedTuple):
    """What one process took: seconds from start to end, and its largest resident memory in MB."""

    seconds: float
    memory: float


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", default="1e6,1e7", help="sizes (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=7, help="counted rounds (default: %(default)s)")
    parser.add_argument("--once", default="", help="one more size, measured once and without pandas")
    parser.add_argument("--data", type=Path, help="where the samples are kept; else they are thrown away")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as spare:
        folder = asked.data or Path(spare)
        sizes = {int(float(each)): (tuple(SIDES), asked.runs) for each in asked.rows.split(",")}
        if asked.once:
            sizes[int(float(asked.once))] = (LARGE, 1)
        measured = {rows: measure(sample(folder, rows), sides, runs) for rows, (sides, runs) in sizes.items()}
    print("\n".join(report(measured)))
    return 0


def sample(folder: Path, rows: int) -> Path:
    """The folder with so many rows of Parquet; written where it is not there yet."""
    target = folder / f"sample-{rows}"
    if not target.is_dir():
        made = ("spend", "sample", "--rows", str(rows), "--out", str(target))
        run("-m", "briefing", *made)
    return target


def measure(data: Path, sides: Sequence[str], runs: int) -> Mapping[str, list[Taken]]:
    """The counted runs of each side; where there is more than one, a first round fills the caches."""
    found: dict[str, list[Taken]] = {side: [] for side in sides}
    for number in range(runs + (runs > 1)):
        for side in sides:
            taken = run(*SIDES[side], str(data))
            if number or runs == 1:
                found[side].append(taken)
    return found


def run(*arguments: str) -> Taken:
    """One Python process. Raises where it fails."""
    start = perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{arguments[0]} ended with {process.returncode}")
    return Taken(perf_counter() - start, usage.ru_maxrss / 1000)


def report(measured: Mapping[int, Mapping[str, list[Taken]]]) -> Iterator[str]:
    """The table, and what it was measured with."""
    yield "| rows | side | seconds | against briefing | memory, MB | against briefing |"
    yield "|---|---|---|---|---|---|"
    for rows, sides in measured.items():
        ours = sides["briefing"]
        for side, runs in sides.items():
            seconds, memory = median(each.seconds for each in runs), median(each.memory for each in runs)
            slower = median(a.seconds / b.seconds for a, b in zip(runs, ours, strict=True))
            larger = median(a.memory / b.memory for a, b in zip(runs, ours, strict=True))
            yield f"| {rows:,} | {side} | {seconds:.2f} | {slower:.2f} × | {memory:,.0f} | {larger:.2f} × |"
    yield ""
    packages = ", ".join(f"{each} {version(each)}" for each in ("ibis-framework", "duckdb", "pandas"))
    runs = max(len(each["briefing"]) for each in measured.values())
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    yield f"Medians of {runs} rounds; Python {platform.python_version()}, {packages}; {machine}."


if __name__ == "__main__":
    sys.exit(main())
