"""`call`: a command, run in an empty folder, with its exit status and both of its streams."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.cli import app

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Call:
    """`call("make", "--for", "cfo")`; the module's `ENVIRON`, where it has one, is set."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BRIEFING_DEBUG", raising=False)
    for name, value in getattr(request.module, "ENVIRON", {}).items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["briefing", *arguments])
        with pytest.raises(SystemExit) as end:
            app.run()
        shown = capsys.readouterr()
        return int(end.value.code or 0), shown.out, shown.err

    return run
