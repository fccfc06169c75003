"""scripts/mutants.py: what it changes, which tests it runs for a change, and what it says of survivors."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
MODULE = '''\
"""A module."""
from __future__ import annotations
from typing import Literal
__all__ = ["half"]
MOST = 3
Kind = Literal["a", "b"]


def half(value: int = 2) -> int:
    """Half of it."""
    if value > MOST and value != 7:
        return value // 2
    return max(value, 1)
'''
TESTS = """\
from briefing.room.halving import half


def test_half():
    assert (half(8), half(7), half(2), half(0)) == (4, 7, 2, 1)
"""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """scripts/mutants.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("mutants_script", ROOT / "scripts" / "mutants.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclasses look for their own types
    spec.loader.exec_module(module)
    return module


def test_each_place_is_changed_alone_and_what_is_no_behaviour_is_not(script: ModuleType) -> None:
    assert [str(each).removeprefix("halving.py:") for each in script.mutants(MODULE, "halving.py")] == [
        "5: 3 → 4",
        "5: 3 → 2",
        "9: 2 → 3",
        "9: 2 → 1",
        "11: value > MOST and value != 7 → not (value > MOST and value != 7)",
        "11: value > MOST and value != 7 → value > MOST or value != 7",
        "11: value > MOST → value >= MOST",
        "11: value != 7 → value == 7",
        "11: 7 → 8",
        "11: 7 → 6",
        "12: return value // 2 → return None",
        "12: value // 2 → value * 2",
        "12: 2 → 3",
        "12: 2 → 1",
        "13: return max(value, 1) → return None",
        "13: max → min",
        "13: 1 → 2",
        "13: 1 → 0",
    ]


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a = b < c", "a = b <= c"),
        ("a = not b", "a = b"),
        ("a = [b for b in c if b]", "a = [b for b in c if not b]"),
        ("a = b if c else d", "a = b if not c else d"),
        ("a = b is None", "a = b is not None"),
        ("a = Decimal('0.05')", "a = Decimal('0.06')"),
        ("a = 0.95", "a = 0.96"),
        ("a = 'key'", "a = 'keyX'"),
        ("a = f'{b + c} d'", "a = f'{b - c} d'"),
        ("a = True", "a = False"),
        ("for a in b:\n    continue", "for a in b:\n    break"),
    ],
)
def test_a_change_is_the_smallest_that_a_person_might_make(source: str, changed: str, script: ModuleType) -> None:
    assert changed in [each.source(source) for each in script.mutants(source, "a.py")]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one module and one test, in git."""
    for path, text in {
        "src/briefing/__init__.py": "",
        "src/briefing/room/__init__.py": "",
        "src/briefing/room/halving.py": MODULE,
        "tests/room/test_halving.py": TESTS,
        "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["src"]\nmarkers = ["slow: takes long"]\n',
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "mutants.py", tmp_path / "scripts")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "First"]):
        subprocess.run([*git, *command], check=True)
    return tmp_path


def run(project: Path, *arguments: str) -> tuple[int, list[str]]:
    command = [sys.executable, "scripts/mutants.py", *arguments]
    environment = {**os.environ, "PYTHONPATH": ""}
    told = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    return told.returncode, (told.stdout + told.stderr).splitlines()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants run in forked processes")
def test_survivors_are_told_with_their_place_and_the_rate_decides(project: Path) -> None:
    file = "src/briefing/room/halving.py"
    assert run(project) == (0, ["nothing to change: no file of src/briefing differs from main"])
    status, told = run(project, "--sample", "0", file)
    assert told == [
        f"{file}:5: 3 → 4",
        f"{file}:5: 3 → 2",
        f"{file}:9: 2 → 3",
        f"{file}:9: 2 → 1",
        f"{file}:11: value > MOST → value >= MOST",
        "13 of 18 mutants killed: 72 % (of 18 in 1 files)",
    ]
    assert status == 1
    (project / "tests/room/test_halving.py").write_text(TESTS + EDGES, encoding="utf-8")
    (project / file).write_text(f"{MODULE}\n# changed\n", encoding="utf-8")
    assert run(project, "--sample", "0") == (0, ["18 of 18 mutants killed: 100 % (of 18 in 1 files)"])
    assert (project / file).read_text(encoding="utf-8") == f"{MODULE}\n# changed\n"


EDGES = """

def test_edges():
    assert (half(), half(3), half(4), half(6), half(9)) == (2, 3, 2, 3, 4)
"""
