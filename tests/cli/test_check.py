"""`briefing check`: what it prints, and with which status it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefing.cli.app import app
from briefing.cli.faults import guarded
from deckcheck.good import good_deck
from deckcheck.test_seeded import SEEDS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    (tmp_path / "good.pptx").write_bytes(good_deck())
    for name, code in (("error.pptx", "D103"), ("advice.pptx", "D011")):
        (tmp_path / name).write_bytes(good_deck())
        SEEDS[code][1](tmp_path / name)
    return tmp_path


def check(*arguments: str) -> int:
    return guarded(lambda: app(["check", *arguments], prog_name="briefing", standalone_mode=False), arguments)


def test_a_good_deck_has_no_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("good.pptx") == 0
    assert capsys.readouterr().out == "good.pptx: no findings\n"


def test_an_error_is_shown_with_slide_code_shape_and_remedy(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("error.pptx") == 1
    assert capsys.readouterr().out.splitlines() == [
        "error.pptx: 1 error, 0 pieces of advice",
        "",
        "SLIDE  CODE  SHAPE  FINDING",
        "3      D103  Box 5  'Tiny' is set in 7 pt; 9 pt is the least; cut the text or split the slide, and enlarge it",
        "",
        "COUNT  CODE         FAULT",
        "1      D103  error  unreadable type size",
        "",
    ]


def test_advice_is_an_error_only_when_strict(folder: Path) -> None:
    assert check("advice.pptx") == 0
    assert check("advice.pptx", "--strict") == 1


def test_json_is_one_object_for_all_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("good.pptx", "error.pptx", "none.pptx", "--json") == 1
    printed = capsys.readouterr()
    files = json.loads(printed.out)["files"]
    assert [(each["path"], each["errors"], each["advice"]) for each in files] == [
        ("good.pptx", 0, 0),
        ("error.pptx", 1, 0),
        ("none.pptx", 0, 0),
    ]
    assert files[1]["findings"][0]["slide"] == 3
    assert files[2]["problems"][0]["message"].startswith("cannot be read")
    assert printed.err.startswith("error: none.pptx: cannot be read: No such file")


def test_a_file_that_cannot_be_read_does_not_hide_the_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.pptx").write_bytes(b"PK")
    assert check("broken.pptx", "good.pptx") == 1
    printed = capsys.readouterr()
    assert printed.out == "good.pptx: no findings\n"
    assert printed.err.startswith("error: broken.pptx: ")


def test_a_file_of_another_sort_is_a_usage_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("good.pptx", "notes.txt") == 2
    assert capsys.readouterr().err == "error: cannot check 'notes.txt'; name a .pptx or .potx file\n"
