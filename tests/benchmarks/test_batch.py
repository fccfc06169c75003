"""The benchmark of batches runs; how fast they are is no question for an unknown machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from statistics import mean

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_small_run_prints_every_figure() -> None:
    small = ("--audiences", "12", "--runs", "1", "--layout", "one-pager")
    command = [sys.executable, str(ROOT / "benchmarks" / "batch.py"), *small]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, timeout=120).stdout
    assert said.startswith("12 audiences, layout one-pager, 1 round, Python 3.")
    rows = re.findall(r"^(\w[\w ,]+?)(?: +\d+\.\d\d){3}$", said, re.MULTILINE)
    assert rows == [
        "decks a second, one job",
        "decks a second, two jobs",
        "two jobs over one",
        "nothing changed, seconds",
        "first run over nothing changed",
        "first run, two jobs, over it",
        "memory of a worker, MB",
        "last tenth over first, memory",
    ]


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the memory of a process from /proc")
def test_the_memory_of_a_worker_stays_flat(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("name,for\n" + "".join(f"Unit {number},cfo\n" for number in range(400)))
    script = str(ROOT / "benchmarks" / "batch_run.py")
    command = [sys.executable, script, str(rows), str(tmp_path / "decks"), "one-pager", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, timeout=300).stdout
    memory = json.loads(said)
    assert mean(memory[-100:]) <= 1.05 * mean(memory[:100])
