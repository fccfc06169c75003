"""What the shell offers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.cli import completion
from briefing.desk import open_library
from briefing.formats.registry import FORMATS

pytestmark = pytest.mark.sampled


def test_personas_and_groups_follow_for() -> None:
    offered = completion.people("")
    assert set(offered) >= {*open_library().persona_ids(), "leadership"}
    assert completion.people("cf") == ["cfo"]
    assert completion.people("CF") == ["cfo"]


def test_names_are_completed_after_a_comma_and_not_offered_twice() -> None:
    assert completion.people("cfo,ct") == ["cfo,cto"]
    assert "cfo,cfo" not in completion.people("cfo,")


def test_layouts_formats_and_personas() -> None:
    assert completion.layouts("p") == ["pitch", "pre-read"]
    assert completion.formats("pptx,") == [f"pptx,{each}" for each in (*FORMATS, "all") if each != "pptx"]
    assert completion.personas("cfo,") == []


def test_themes_are_names_and_files_that_may_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("acme.potx", "acme.odp", ".hidden.yaml", "my.yaml"):
        Path(name).touch()
    Path("brand").mkdir()
    Path("brand/theme.yaml").touch()
    assert completion.themes("") == ["light", "dark", "acme.potx", "brand/", "my.yaml"]
    assert completion.themes("d") == ["dark"]
    assert completion.themes("brand/t") == ["brand/theme.yaml"]
    assert completion.themes("nowhere/") == []
    assert completion.theme_maps("") == ["brand/", "my.yaml"]


def test_a_fault_offers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("briefing.desk.open_library", fail)
    assert completion.people("c") == []


@pytest.mark.parametrize(
    ("words", "offered"), [("briefing make --for cfo,ct", "cfo,cto"), ("briefing layouts show one", "one-pager")]
)
def test_the_shell_asks_the_command(words: str, offered: str, tmp_path: Path) -> None:
    env = {
        **os.environ,
        "_BRIEFING_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    code = "from briefing.cli.app import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=env, check=False
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, offered, "")
