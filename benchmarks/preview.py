"""How long `briefing preview --watch` takes from a saved change to the new page in the hands of who shows it.

`python benchmarks/preview.py [--for PEOPLE] [--runs N] [--at-most MILLISECONDS]`. A process of its own watches a copy
of a persona, which is changed and saved N times; a listener waits for the word that browsers get, and fetches the page.
"""

from __future__ import annotations

import argparse
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from urllib.request import urlopen

from processes import ENVIRONMENT

PERSONA = Path(__file__).parents[1] / "personas" / "cfo.yaml"
REST = 0.3  # seconds between two changes: nobody saves quicker
SEEN = re.compile(rb'data-seen="(\d+)"')


def main(arguments: Sequence[str]) -> int:
    """Time the changes, print their median and the slowest; 1 where the median is above the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--for", dest="people", default="cfo,cto")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--at-most", type=float, default=0, metavar="MILLISECONDS")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        times = sorted(_times(Path(scratch), asked.people, asked.runs))
    print(f"{asked.runs} changes for {asked.people}: median {median(times):.0f} ms, slowest {times[-1]:.0f} ms")
    return 1 if asked.at_most and median(times) > asked.at_most else 0


def _times(folder: Path, people: str, runs: int) -> list[float]:
    file = folder / "mine" / "personas" / PERSONA.name
    file.parent.mkdir(parents=True)
    text = PERSONA.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "briefing",
        "preview",
        "--for",
        people,
        "--watch",
        "--no-open",
        "--library",
        "mine",
    ]
    with subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as run:
        assert run.stdout is not None
        address = run.stdout.readline().decode().strip()
        try:
            return [_time(address, file, text, number) for number in range(runs + 1)][1:]
        finally:
            run.send_signal(signal.SIGINT)


def _time(address: str, file: Path, text: str, number: int) -> float:
    """Milliseconds from one saved change to its page."""
    goal = f"Spend {number} times less than before."
    seen = SEEN.search(_fetched(address))
    assert seen
    with urlopen(f"{address}changes?seen={seen[1].decode()}") as events:
        sleep(REST)
        start = perf_counter()
        file.write_text(re.sub(r"(?m)^primary-goal: .*$", f"primary-goal: {goal}", text), encoding="utf-8")
        assert events.readline() == b"event: page\n"
        page = _fetched(address)
        took = (perf_counter() - start) * 1000
    assert f"{number} times less".encode() in page
    return took


def _fetched(address: str) -> bytes:
    with urlopen(address) as answer:
        return bytes(answer.read())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
