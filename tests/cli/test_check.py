"""`briefing check`: what it prints, and with which status it ends."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from briefing.cli.app import app
from briefing.cli.faults import guarded
from briefing.library.persona import PersonaFile
from check.deck.good import good_deck
from check.deck.test_seeded import SEEDS


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
    assert printed.err == (
        "error: none.pptx: cannot be read: no such file or directory; name a .pptx or .potx file that you may read\n"
    )


@pytest.mark.slow
def test_a_file_that_cannot_be_read_does_not_hide_the_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.pptx").write_bytes(b"PK")
    assert check("broken.pptx", "good.pptx") == 1
    printed = capsys.readouterr()
    assert printed.out == "good.pptx: no findings\n"
    assert printed.err.startswith("error: broken.pptx: ")


@pytest.mark.slow
def test_a_file_of_another_sort_is_a_usage_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "notes.txt").write_text("")
    assert check("good.pptx", "notes.txt") == 2
    assert capsys.readouterr() == (
        "",
        "error: cannot check 'notes.txt'; "
        "name a library, a workspace, or a file of one; docs/checks.md says what can be checked\n",
    )


@pytest.mark.slow
def test_a_folder_of_decks_stands_for_its_decks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "~$good.pptx").write_bytes(b"")
    assert check(".") == 1
    heads = [line for line in capsys.readouterr().out.splitlines() if ".pptx: " in line]
    assert heads == [
        "advice.pptx: 0 errors, 1 piece of advice",
        "error.pptx: 1 error, 0 pieces of advice",
        "good.pptx: no findings",
    ]


@pytest.fixture
def written(folder: Path) -> Path:
    """A library with an error in one file, and with advice in another."""
    for path, text in (
        ("lib/personas/chief.yaml", "identifier: chief\nname: Chief\ncolour: blue\nsize: 3\n"),
        ("lib/personas/kpis.yaml", "- id: ebitda\n  name: EBITDA\n  formula: a lot\n"),
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


@pytest.mark.slow
def test_findings_in_files_are_grouped_by_file_and_counted(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("lib") == 1
    fields = ", ".join(field.encode_name for field in msgspec.structs.fields(PersonaFile))
    printed = capsys.readouterr()
    assert [" ".join(block.split()) for block in printed.out.split("\n\n")] == [
        "lib/personas/chief.yaml PLACE CODE FINDING "
        f"3:1 B004 error unknown field 'colour'; the fields are {fields} "
        f"4:1 B004 error unknown field 'size'; the fields are {fields}",
        "lib/personas/kpis.yaml PLACE CODE FINDING 1:7 B108 advice no persona names the KPI 'ebitda', "
        "neither as a key metric nor in an answer; name it where it belongs, or take it out",
        "COUNT CODE FAULT 2 B004 error unknown field 1 B108 advice metric that nobody has",
        "2 files: 2 errors, 1 piece of advice",
    ]
    assert printed.err == ""


@pytest.mark.slow
def test_advice_on_files_is_an_error_only_when_strict(written: Path) -> None:
    assert check("lib/personas/kpis.yaml") == 0
    assert check("lib/personas/kpis.yaml", "--strict") == 1


@pytest.mark.slow
def test_files_and_decks_are_one_object_in_json(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("lib/personas/kpis.yaml", "good.pptx", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["library"] == {
        "files": 1,
        "errors": 0,
        "advice": 1,
        "findings": [
            {
                "file": "lib/personas/kpis.yaml",
                "line": 1,
                "column": 7,
                "code": "B108",
                "severity": "advice",
                "message": "no persona names the KPI 'ebitda', neither as a key metric nor in an answer",
                "remedy": "name it where it belongs, or take it out",
            }
        ],
    }
    assert [each["path"] for each in found["files"]] == ["good.pptx"]


@pytest.mark.slow
def test_without_a_path_everything_that_is_found_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert check("--strict") == 0
    assert capsys.readouterr().out.endswith(" files: no findings\n")
