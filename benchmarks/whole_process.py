"""`briefing make --for cfo,cto` against others that make a deck with the same text, all as whole processes.

`python benchmarks/whole_process.py [--runs N] [--at-most RATIO]`. All run by turns, so that a slow moment of the
machine meets each, and ratios are taken round by round. A first round fills the caches and is not counted. A plain
python-pptx script is always there; pandoc and PptxGenJS join in where they are installed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final, NamedTuple

from processes import ENVIRONMENT

HERE = Path(__file__).parent
AUDIENCE = "cfo,cto"
DECK = "cfo-cto-pitch"
OURS: Final = "briefing make"
BARE: Final = "bare python-pptx"
PANDOC: Final = "pandoc"
JAVASCRIPT: Final = "PptxGenJS"

Round = Mapping[str, float]  # side → seconds of its process
Side = Callable[[Path], float]  # makes a deck in a new folder; the seconds that it took


class Text(NamedTuple):
    """What the others are given: the text of our deck as JSON, and as the Markdown that we write."""

    slides: Path
    markdown: Path

    @property
    def count(self) -> int:
        """How many slides there are."""
        return len(json.loads(self.slides.read_text(encoding="utf-8")))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=9, help="counted rounds (default: %(default)s)")
    parser.add_argument("--at-most", type=float, help=f"exit with status 1 where ours takes more times {BARE}")
    asked = parser.parse_args(arguments)
    versions = installed()
    with tempfile.TemporaryDirectory() as folder:
        text = dump(Path(folder))
        sides = {name: side for name, side in sides_of(text).items() if name in versions}
        rounds = measure(Path(folder), sides, max(1, asked.runs))
        print(report(rounds, text.count, versions))
    return int(asked.at_most is not None and median(ratios(rounds, BARE)) > asked.at_most)


def installed() -> Mapping[str, str]:
    """The sides that can take part, each with what it is made with."""
    found = {OURS: f"Python {platform.python_version()}", BARE: f"python-pptx {version('python-pptx')}"}
    if shutil.which("pandoc"):
        found[PANDOC] = said("pandoc", "--version").split("\n")[0]
    script = str(HERE / "pptxgenjs.js")
    if shutil.which("node") and node("-e", "require.resolve('pptxgenjs')").returncode == 0:
        found[JAVASCRIPT] = f"PptxGenJS {node(script, '--version').stdout.strip()}, Node {said('node', '--version')}"
    return found


def dump(folder: Path) -> Text:
    """The text of our deck; not timed."""
    make(folder / "dumped", "--format", "pptx,md")
    slides = folder / "slides.json"
    python(str(HERE / "dump_slides.py"), str(folder / "dumped" / f"{DECK}.pptx"), str(slides))
    return Text(slides, folder / "dumped" / f"{DECK}.md")


def sides_of(text: Text) -> Mapping[str, Side]:
    """All that can be timed. Each writes into a new folder: the same bytes there already would not be written again."""
    pandoc = ("pandoc", "--slide-level", "3", str(text.markdown), "--output")
    return {
        OURS: make,
        BARE: lambda folder: python(str(HERE / "bare_pptx.py"), str(text.slides), str(folder / "bare.pptx")),
        PANDOC: lambda folder: timed(*pandoc, str(folder / "pandoc.pptx")),
        JAVASCRIPT: lambda folder: timed(
            "node", str(HERE / "pptxgenjs.js"), str(text.slides), str(folder / "javascript.pptx")
        ),
    }


def measure(folder: Path, sides: Mapping[str, Side], runs: int) -> list[Round]:
    """The counted rounds, after one that is not."""
    rounds = []
    for number in range(runs + 1):
        (place := folder / str(number)).mkdir()
        rounds.append({name: side(place) for name, side in sides.items()})
    return rounds[1:]


def make(folder: Path, *more: str) -> float:
    """`briefing make` as a process; the seconds it took."""
    place = f"{folder}{os.sep}"
    return python("-m", "briefing", "make", "--for", AUDIENCE, "--date", "2026-03-31", "--out", place, *more)


def python(*arguments: str) -> float:
    """A Python process from start to end; the seconds it took."""
    return timed(sys.executable, *arguments)


def timed(*command: str) -> float:
    """A process from start to end; the seconds it took. Raises where it fails."""
    start = perf_counter()
    said(*command)
    return perf_counter() - start


def said(*command: str) -> str:
    """What a process writes on standard output. Raises where it fails."""
    done = subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT, timeout=120, text=True)
    return done.stdout.strip()


def node(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A Node process, which may fail."""
    return subprocess.run(
        ["node", *arguments], check=False, capture_output=True, env=ENVIRONMENT, cwd=HERE, timeout=120, text=True
    )


def ratios(rounds: Sequence[Round], other: str) -> list[float]:
    """Of each round: how many times as long ours took."""
    return [each[OURS] / each[other] for each in rounds]


def report(rounds: Sequence[Round], slides: int, versions: Mapping[str, str]) -> str:
    """The table that is printed."""
    rows = [f"{'':<34}{'median':>10}{'least':>10}{'most':>10}"]
    for name in rounds[0]:
        values = [1000 * each[name] for each in rounds]
        rows.append(f"{name:<34}" + "".join(f"{of(values):>7.0f} ms" for of in (median, min, max)))
    for name in list(rounds[0])[1:]:
        values = ratios(rounds, name)
        rows.append(f"{f'{OURS} / {name}':<34}" + "".join(f"{of(values):>10.2f}" for of in (median, min, max)))
    counted = f"{len(rounds)} round{'s' * (len(rounds) != 1)}"
    where = f"{platform.system()} {platform.machine()}"
    return f"{slides} slides, {counted}, {', '.join(versions.values())}, {where}\n\n" + "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
