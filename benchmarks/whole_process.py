"""`briefing make --for cfo,cto` against a plain python-pptx script with the same text, both as whole processes.

`python benchmarks/whole_process.py [--runs N] [--at-most RATIO]`. The two run by turns, so that a slow moment of the
machine meets both, and the ratio is taken pair by pair. A first pair fills the caches and is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
AUDIENCE = "cfo,cto"
DECK = "cfo-cto-pitch.pptx"


class Pair(NamedTuple):
    """Seconds that one process of each kind took, one after the other."""

    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        """How many times as long ours took."""
        return self.ours / self.bare


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=9, help="counted pairs (default: %(default)s)")
    parser.add_argument("--at-most", type=float, help="exit with status 1 where the median ratio is higher")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        slides = dump(Path(folder))
        pairs = measure(Path(folder), slides, max(1, asked.runs))
        count = len(json.loads(slides.read_text(encoding="utf-8")))
    print(report(pairs, count))
    return int(asked.at_most is not None and median(pair.ratio for pair in pairs) > asked.at_most)


def dump(folder: Path) -> Path:
    """The text of our deck as JSON; not timed."""
    make(folder / "dumped")
    slides = folder / "slides.json"
    run(str(HERE / "dump_slides.py"), str(folder / "dumped" / DECK), str(slides))
    return slides


def measure(folder: Path, slides: Path, runs: int) -> list[Pair]:
    """The counted pairs, after one that is not."""
    return [measure_pair(folder / str(number), slides) for number in range(runs + 1)][1:]


def measure_pair(folder: Path, slides: Path) -> Pair:
    """One of each, into a new folder: a file that stands there already with the same bytes would not be written."""
    folder.mkdir()
    return Pair(make(folder), run(str(HERE / "bare_pptx.py"), str(slides), str(folder / "bare.pptx")))


def make(folder: Path) -> float:
    """`briefing make` as a process; the seconds it took."""
    return run("-m", "briefing", "make", "--for", AUDIENCE, "--date", "2026-03-31", "--out", f"{folder}{os.sep}")


def run(*arguments: str) -> float:
    """A Python process from start to end; the seconds it took. Raises where it fails."""
    start = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=ENVIRONMENT, timeout=120)
    return perf_counter() - start


def report(pairs: Sequence[Pair], slides: int) -> str:
    """The table that is printed."""
    ours, bare, ratios = [p.ours for p in pairs], [p.bare for p in pairs], [p.ratio for p in pairs]
    rows = [
        ("", "median", "least", "most"),
        ("briefing make", *(f"{1000 * each(ours):.0f} ms" for each in (median, min, max))),
        ("bare python-pptx", *(f"{1000 * each(bare):.0f} ms" for each in (median, min, max))),
        ("ratio of pairs", *(f"{each(ratios):.2f}" for each in (median, min, max))),
    ]
    table = "\n".join(f"{row[0]:<18}" + "".join(f"{cell:>10}" for cell in row[1:]) for row in rows)
    versions = f"Python {platform.python_version()}, python-pptx {version('python-pptx')}"
    counted = f"{len(pairs)} pair{'s' * (len(pairs) != 1)}"
    return f"{slides} slides, {counted}, {versions}, {platform.system()} {platform.machine()}\n\n{table}"


if __name__ == "__main__":
    sys.exit(main())
