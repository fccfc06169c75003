"""`briefing open`: what it needs, what it refuses, and that no other command pays for it."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.cli import open as command
from briefing.errors import FactError


def test_without_its_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [each for each in sys.modules if each.startswith("briefing.workbench")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(FactError) as caught:
        command.open(tmp_path)
    assert str(caught.value) == (
        "the page needs Starlette, uvicorn and ruamel.yaml, which are not installed; install finops-briefing[web]"
    )


def test_no_other_command_imports_the_server() -> None:
    script = (
        "import sys; import briefing.cli.app, briefing.cli.make, briefing.cli.open, briefing.pipeline;"
        "print(sorted({'starlette', 'uvicorn', 'ruamel', 'anyio', 'briefing.workbench'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_a_folder_that_is_not_there_and_a_port_that_is_taken_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FactError, match=r"there is no folder nothing; make it, or name another"):
        command.open(Path("nothing"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(FactError, match=f"port {port} cannot be used: address already in use; leave --port out"):
            command.open(tmp_path, port, no_browser=True)


def test_a_shortcut_is_written_and_nothing_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DESKTOP_DIR", str(tmp_path))
    command.open(tmp_path, shortcut=True)
    assert Path(capsys.readouterr().out.strip()).parent == tmp_path
