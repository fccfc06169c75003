"""What tests of composing share."""

from __future__ import annotations

from pathlib import Path

import pytest

from compose_desk import Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty folder of the user's own; messages show its files without the way to it."""
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)
