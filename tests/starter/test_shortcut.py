"""A file on the desktop that opens the page of a folder."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from briefing.errors import FactError
from briefing.starter.shortcut import write_shortcut


@pytest.mark.parametrize(("system", "name"), [("linux", ".desktop"), ("darwin", ".command"), ("win32", ".bat")])
def test_it_opens_the_folder(tmp_path: Path, system: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DESKTOP_DIR", raising=False)
    (tmp_path / "Desktop").mkdir()
    work = tmp_path / "our pitch's"
    work.mkdir()
    path = write_shortcut(work, system, tmp_path)
    assert path == tmp_path / "Desktop" / f"briefing our pitch's{name}"
    text = path.read_text()
    assert str(work) in text or shlex.quote(str(work)) in text
    assert f"{sys.executable}" in text
    assert os.access(path, os.X_OK)


def test_a_home_without_a_desktop_has_it_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DESKTOP_DIR", raising=False)
    assert write_shortcut(tmp_path, "linux", tmp_path).parent == tmp_path


@pytest.mark.parametrize("name", ['a"b', "a%b", "a\nb"])
def test_a_folder_that_no_shortcut_can_name_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(FactError, match="no shortcut takes; rename the folder"):
        write_shortcut(tmp_path / name, "win32", tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FactError, match="there is no folder"):
        write_shortcut(tmp_path / "nothing", "linux", tmp_path)
