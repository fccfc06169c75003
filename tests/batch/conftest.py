"""Small batches: a library with one layout of one slide, so that a deck takes a moment only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from batches import Batch
from briefing.batch.outcome import BatchRequest, BatchResult
from briefing.batch.run import run_batch

LAYOUT = """\
title: Small
slides:
  - kind: statement
    title: "For {{ audience }}"
    text: One sentence.
"""
DAY = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def _in_a_folder_with_a_small_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    folder = tmp_path / "mine" / "layouts" / "small"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text(LAYOUT)


@pytest.fixture
def batch() -> Batch:
    """`batch(rows, **wishes)`: write the rows as YAML (or take them as they stand on disk) and run the batch."""

    def run(rows: str = "", **wishes: object) -> BatchResult:
        if rows:
            Path("audiences.yaml").write_text(rows, encoding="utf-8")
        given: dict[str, object] = {
            "audiences": Path("audiences.yaml"),
            "out": "decks",
            "layout": "small",
            "formats": ("md",),
            "libraries": (Path("mine"),),
            "day": DAY,
            "jobs": 1,
        }
        return run_batch(BatchRequest(**{**given, **wishes}))  # type: ignore[arg-type]

    return run
