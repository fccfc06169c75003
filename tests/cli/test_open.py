"""`briefing open`: what it needs, what it refuses, and that no other command pays for it."""

from __future__ import annotations

import errno
import os
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


@pytest.mark.parametrize("call", ["chdir", "mkdir"])
def test_a_folder_that_may_not_be_used_is_told_in_words_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refusing(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os if call == "chdir" else Path, call, refusing)
    with pytest.raises(FactError) as caught:
        command.open(tmp_path)
    assert str(caught.value).endswith(
        "may not be written; make the folder and its files writable, and close other programs that have them open"
    )


@pytest.mark.slow
def test_it_is_ready_before_anything_that_draws_or_reads_bills_is_imported() -> None:
    """What makes it ready in under a second, whatever machine this is."""
    heavy = {"briefing.workbench.slides", "briefing.compose", "briefing.formats.web.write", "lxml", "duckdb", "ibis"}
    script = f"import sys; import briefing.workbench.serve; print(sorted({heavy!r} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_a_shortcut_is_written_and_nothing_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DESKTOP_DIR", str(tmp_path))
    command.open(tmp_path, shortcut=True)
    assert Path(capsys.readouterr().out.strip()).parent == tmp_path
