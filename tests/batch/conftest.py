"""Small batches: a library with one layout of one slide, so that a deck takes a moment only."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from batches import Batch
from briefing.batch.outcome import BatchRequest, BatchResult
from briefing.batch.run import run_batch
from briefing.choices import Choices

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
        given: dict[str, Any] = {"audiences": Path("audiences.yaml"), "jobs": 1, **wishes}
        chosen = {name: given.pop(name) for name in Choices.__struct_fields__ if name in given}
        usual: dict[str, Any] = {"out": "decks", "layout": "small", "formats": ("md",), "day": DAY}
        return run_batch(BatchRequest(choices=Choices(**{**usual, "libraries": (Path("mine"),), **chosen}), **given))

    return run
