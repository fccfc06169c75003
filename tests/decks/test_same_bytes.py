"""The same inputs give the same bytes, whoever runs it, whenever and wherever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from decks.cases import CASES, ROOT

pytestmark = pytest.mark.slow

SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "USER": "anna"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "USER": "jonas"},
)


def test_two_processes_in_different_surroundings_make_the_same_files(tmp_path: Path) -> None:
    running = [start(surroundings, tmp_path / str(number)) for number, surroundings in enumerate(SURROUNDINGS)]
    first, second = (told(process) for process in running)
    assert len(first) == 2 * len(CASES)
    assert [name for name in first if first[name] != second.get(name)] == []


def start(surroundings: dict[str, str], folder: Path) -> subprocess.Popen[str]:
    """A process that makes every deck, in a folder of its own."""
    folder.mkdir()
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
    environment = {**os.environ, "PYTHONPATH": path, **surroundings}
    command = [sys.executable, "-m", "decks.digests"]
    return subprocess.Popen(command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE)


def told(process: subprocess.Popen[str]) -> dict[str, str]:
    said, _ = process.communicate()
    assert process.returncode == 0
    found: dict[str, str] = json.loads(said)
    return found
