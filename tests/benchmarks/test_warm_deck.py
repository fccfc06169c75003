"""The benchmarks within one process run, and the peer writes our boxes; times are not judged."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIGURES = r"( +\d+\.\d\d){3}$"
PEER_TEXTS = """
from io import BytesIO
from pptx import Presentation
from warm_deck import DAY, THEME, Library, ThemeChoice, arrange, builtin_folder, chosen_theme, compose, write
from pptx_boxes import deck_bytes

def told(data):
    return [
        (
            sorted(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text
                   and not (shape.is_placeholder and shape.placeholder_format.type in (13, 15, 16))),
            [[cell.text for cell in row.cells]
             for shape in slide.shapes if shape.has_table for row in shape.table.rows],
            slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "",
        )
        for slide in Presentation(BytesIO(data)).slides
    ]

library, theme = Library((builtin_folder(),)), chosen_theme(ThemeChoice(THEME))
deck, _ = arrange(compose(library.select(["cfo,cto"]), library.layout("pitch"), library, DAY), theme.look)
ours, peer = told(write(deck, theme)), told(deck_bytes(deck, theme, THEME))
assert len(ours) > 10
assert ours == peer, next((a, b) for a, b in zip(ours, peer) if a != b)
"""


def run(*arguments: object, status: int = 0) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "benchmarks")))}
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == status, done.stderr
    return done.stdout


@pytest.mark.slow
def test_one_run_of_a_small_deck_prints_times_ratios_and_versions() -> None:
    said = run(ROOT / "benchmarks" / "warm_deck.py", "--runs", 1, "--layout", "one-pager", "--for", "cfo")
    assert re.match(r"\d+ slides, \d+ boxes, 1 round, Python 3\.\d+\.\d+\S*, python-pptx 1\.\d+\.\d+, lxml ", said)
    for side in ("boxes to bytes", "briefing to bytes", "python-pptx", "floor: parts to zip", "deflate alone"):
        assert re.search(rf"^{side}( +\d+\.\d ms){{3}}$", said, re.MULTILINE)
    for pair in ("python-pptx / boxes to bytes", "boxes to bytes / floor: parts to zip"):
        assert re.search(rf"^{pair}{FIGURES}", said, re.MULTILINE)


@pytest.mark.slow
def test_a_ratio_that_is_not_kept_ends_with_status_1() -> None:
    small = ("--runs", 1, "--layout", "one-pager", "--for", "cfo")
    run(ROOT / "benchmarks" / "warm_deck.py", *small, "--faster", 1_000_000, status=1)
    run(ROOT / "benchmarks" / "growth.py", "--runs", 1, "--slides", "1,2", "--at-most", 0.000_1, status=1)


@pytest.mark.slow
def test_growth_prints_every_size_and_side() -> None:
    said = run(ROOT / "benchmarks" / "growth.py", "--runs", 1, "--slides", "2,4")
    assert said.startswith("2/4 slides, 1 round, Python 3.")
    rows = re.findall(r"^(\w[\w -]+?)(?: +\d+\.\d{3}){2} +\d+\.\d\d$", said, re.MULTILINE)
    assert rows == ["boxes to bytes", "briefing to bytes", "python-pptx"]


@pytest.mark.slow
def test_the_peer_writes_the_same_texts_tables_and_notes() -> None:
    run("-c", PEER_TEXTS)
