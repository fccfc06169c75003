"""What is no ordinary file is refused with a sentence, by every command that reads one, and never waited for."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefing.cli.app import app
from briefing.errors import BriefingError

pytestmark = pytest.mark.sampled
COMMANDS = {
    "check f.pptx": "f.pptx: this is not a file but a folder or a device; name a .pptx or .potx file",
    "check f.html": "f.html: this is not a file but a folder or a device; name a web page",
    "check f.pdf": "f.pdf: this is not a file but a folder or a device; name a PDF",
    "refresh f.pptx": "f.pptx: this is not a file but a folder or a device; name a .pptx file",
    "refresh f.pptx --forget": "f.pptx: this is not a file but a folder or a device; name a .pptx file",
    "stale f.pptx": "f.pptx: this is not a file but a folder or a device; name a .pptx file",
    "make --for cfo --theme f.pptx": "f.pptx: this is not a file but a folder or a device; name a theme file",
    "make --for cfo --org f.yaml": "f.yaml: this is not a file but a folder or a device; put a file there",
    "make --for cfo --spend f.yaml": "f.yaml: this is not a file but a folder or a device; put a file there",
    "make --for cfo --spend f.csv": "f.csv is not an ordinary file; save the data as a file and give that",
    "batch f.csv": "f.csv: this is not a file but a folder or a device; put a file there",
    "batch f.xlsx": "f.xlsx: this is not a file but a folder or a device; put a file there",
}


@pytest.fixture
def pipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder of pipes; whoever waits for one is stopped."""
    monkeypatch.chdir(tmp_path)
    for end in ("pptx", "pdf", "html", "yaml", "csv", "xlsx"):
        os.mkfifo(f"f.{end}")
    signal.alarm(20)
    yield
    signal.alarm(0)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_is_no_file(command: str, pipes: None) -> None:
    done = CliRunner().invoke(app, [*command.split(), *(["--out", "x.pptx"] if command.startswith("make") else [])])
    if isinstance(done.exception, BriefingError):
        assert [str(each) for each in done.exception.problems] == [COMMANDS[command]]
    else:
        assert done.stderr.splitlines()[-1] == f"error: {COMMANDS[command]}"
    assert done.exit_code != 0
    assert not Path("x.pptx").exists()
