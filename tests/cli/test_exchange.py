"""`briefing personas import, export, new`, `show --origin` and `briefing schema`, as somebody calls them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
import typer

from briefing.cli import app

NO_IDENTIFIER = "is no identifier: it should be lower-case letters, digits and hyphens"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class Input(io.TextIOWrapper):
    """Standard input that a test may take for a terminal."""


def call(capsys: pytest.CaptureFixture[str], *arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["briefing", *arguments])
        patch.setattr(sys, "stdin", Input(io.BytesIO((stdin or "").encode())))
        with pytest.raises(SystemExit) as end:
            app.run()
    printed = capsys.readouterr()
    return int(end.value.code or 0), printed.out, printed.err


def test_an_import_prints_paths_repairs_and_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    text = "- name: Boss\n  objectives: [Grow]\n  metrics: [Gross margins]\n"
    status, out, err = call(capsys, "personas", "import", "-", "--to", "lib", stdin=text)
    assert (status, out) == (0, "lib/personas/boss.yaml\n")
    assert err.splitlines() == [
        "lib/personas/boss.yaml: written",
        "repaired: standard input:3:3: the field 'metrics' became 'key-metrics'",
        "repaired: standard input:1:3: without an identifier the persona is called 'boss'",
        "repaired: standard input:3:13: the metric 'Gross margins' is taken for the KPI 'gross-margin' (Gross margin)",
        "missing: The persona 'Boss' has no primary goal; its profile slide goes without one. "
        "Add 'primary-goal' to lib/personas/boss.yaml.",
        "missing: The persona 'Boss' has no ask of its own; its briefing ends with what is asked of all. "
        "Add 'ask' to lib/personas/boss.yaml.",
    ]
    assert call(capsys, "personas", "import", "-", "--to", "lib", stdin=text)[2].startswith(
        "lib/personas/boss.yaml: unchanged\n"
    )


def test_an_import_on_top_of_ours_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.yaml").write_text("- {name: CFO, identifier: cfo, objectives: [Grow]}\n")
    status, out, _ = call(capsys, "personas", "import", "in.yaml", "--as-overlay", "--to", "lib", "--json")
    assert (status, json.loads(out)["imported"]) == (
        0,
        [
            {
                "path": "lib/personas/cfo.yaml",
                "identifier": "cfo",
                "extends": "cfo",
                "new": True,
                "repairs": [],
                "missing": [],
            }
        ],
    )


def test_too_much_on_standard_input_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = call(capsys, "personas", "import", "-", "--to", "lib", stdin="x" * 1_000_001)
    assert (status, err) == (1, "error: standard input is larger than 1,000,000 bytes; divide it or shorten it\n")


def test_an_export_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "personas", "export", "cfo", "--format", "csv")
    assert (status, out.splitlines()[0]) == (0, "identifier,name,field,item,id")
    assert call(capsys, "personas", "export")[1].startswith("- name: CEO\n  identifier: ceo\n")


def test_a_new_persona_goes_into_the_library_of_the_workspace(capsys: pytest.CaptureFixture[str]) -> None:
    Path("lib").mkdir()
    Path("briefing.yaml").write_text("libraries: lib\n")
    status, out, _ = call(capsys, "personas", "new", "chief-ai-officer", "--name", "Chief AI Officer: yes")
    assert status == 0
    assert Path(out.strip()) == Path.cwd() / "lib/personas/chief-ai-officer.yaml"
    listed = call(capsys, "personas", "list", "--json")[1]
    found = json.loads(listed)["personas"][0]
    assert (found["name"], found["from"]) == ("Chief AI Officer: yes", "lib")
    assert call(capsys, "make", "--for", "chief-ai-officer", "--format", "md")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["boss"], 2, "the new persona has no name; give --name, for example --name 'Chief AI Officer'"),
        (["The Boss", "--name", "x"], 2, f"'The Boss' {NO_IDENTIFIER}; write 'the-boss'"),
        (["../x", "--name", "x"], 2, f"'../x' {NO_IDENTIFIER}; write 'x'"),
        (
            ["taken", "--name", "x"],
            1,
            "lib/personas/taken.yaml is there already; edit it, or choose another identifier",
        ),
    ],
)
def test_what_is_no_new_persona_is_told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, message: str
) -> None:
    call(capsys, "personas", "new", "taken", "--name", "x", "--to", "lib")
    before = Path("lib/personas/taken.yaml").read_text()
    assert call(capsys, "personas", "new", *arguments, "--to", "lib")[::2] == (status, f"error: {message}\n")
    assert [each.name for each in Path("lib/personas").iterdir()] == ["taken.yaml"]
    assert Path("lib/personas/taken.yaml").read_text() == before


def test_in_a_terminal_the_essentials_are_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["The Boss", ""])
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: next(answers))
    monkeypatch.setattr(Input, "isatty", lambda _: True)
    assert call(capsys, "personas", "new", "boss", "--to", "lib")[0] == 0
    assert "\nname: The Boss\nprimary-goal: \n" in Path("lib/personas/boss.yaml").read_text()


def test_every_line_is_shown_with_its_file_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("lib/personas").mkdir(parents=True)
    Path("lib/personas/cfo.yaml").write_text("extends: cfo\nprimary-goal: Ours\n")
    out = call(capsys, "personas", "show", "cfo", "--origin", "--library", "lib")[1]
    assert [line.split() for line in out.splitlines() if "primary-goal" in line] == [
        ["lib/personas/cfo.yaml:2", "primary-goal:", "Ours"]
    ]
    found = json.loads(call(capsys, "personas", "show", "cfo", "--origin", "--library", "lib", "--json")[1])
    assert {"text": "primary-goal: Ours", "file": "lib/personas/cfo.yaml", "line": 2} in found["lines"]


def test_a_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "schema", "workspace")
    assert (status, json.loads(out)["title"]) == (0, "briefing: workspace")
    assert call(capsys, "schema", "workspac")[::2] == (
        2,
        "error: there is no schema for 'workspac'; did you mean 'workspace'?\n",
    )
