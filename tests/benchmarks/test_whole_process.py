"""The benchmark runs, and both sides say the same; how fast they are is no question for an unknown machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pptx import Presentation

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "benchmarks"


def run(*arguments: object, **environ: str) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(BENCHMARKS))), **environ}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment, timeout=120).stdout


@pytest.mark.slow
def test_one_run_prints_times_ratio_and_versions() -> None:
    said = run(BENCHMARKS / "whole_process.py", "--runs", 1)
    assert re.match(r"\d+ slides, 1 round, Python 3\.\d+\.\d+\S*, python-pptx 1\.\d+\.\d+, ", said)
    assert re.search(r"^briefing make( +\d+ ms){3}$", said, re.MULTILINE)
    assert re.search(r"^bare python-pptx( +\d+ ms){3}$", said, re.MULTILINE)
    assert re.search(r"^briefing make / bare python-pptx( +\d+\.\d\d){3}$", said, re.MULTILINE)


@pytest.mark.slow
def test_others_take_part_only_where_they_are_installed(tmp_path: Path) -> None:
    code = "import whole_process; print(*whole_process.installed(), sep='\\n')"
    assert run("-c", code, PATH=str(tmp_path)) == "briefing make\nbare python-pptx\n"
    assert ("pandoc\n" in run("-c", code)) == bool(shutil.which("pandoc"))


@pytest.mark.slow
def test_modules_that_are_timed_have_their_bytecode() -> None:
    code = "import processes; print(processes.ENVIRONMENT.get('PYTHONDONTWRITEBYTECODE', 'unset'))"
    assert run("-c", code, PYTHONDONTWRITEBYTECODE="1") == "unset\n"


@pytest.mark.slow
def test_the_bare_script_makes_as_many_slides_with_the_same_text(tmp_path: Path) -> None:
    ours, slides, bare, again = (tmp_path / name for name in ("ours.pptx", "a.json", "bare.pptx", "b.json"))
    run("-m", "briefing", "make", "--for", "cfo,cto", "--out", ours)
    run(BENCHMARKS / "dump_slides.py", ours, slides)
    run(BENCHMARKS / "bare_pptx.py", slides, bare)
    run(BENCHMARKS / "dump_slides.py", bare, again)
    assert again.read_text(encoding="utf-8") == slides.read_text(encoding="utf-8")
    assert len(Presentation(str(bare)).slides) == len(Presentation(str(ours)).slides) > 0
