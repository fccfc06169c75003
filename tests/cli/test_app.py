"""The command as a whole: exit statuses, what goes where, and what starting it costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import briefing
from briefing.cli import app as cli
from briefing.cli.faults import guarded
from briefing.cli.options import COMPANY, OPTIONS
from briefing.errors import ContentError, FactError, Problem, Where

HEAVY = ("pptx", "lxml", "jinja2", "yaml", "msgspec")


def call(*arguments: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "briefing", *arguments]
    env = {**os.environ, "BRIEFING_DEBUG": "", **environ}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=env, check=False)


@pytest.mark.parametrize("arguments", [["--help"], ["make", "--help"], ["personas", "show", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    code = (
        "import sys\nfrom briefing.cli.app import run\n"
        f"sys.argv = ['briefing', *{arguments!r}]\n"
        "try:\n    run()\nexcept SystemExit as end:\n"
        f"    print([each for each in {HEAVY!r} if each in sys.modules], end.code, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stderr == "[] 0\n"
    assert done.stdout


def test_a_run_imports_no_command_but_its_own(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom briefing.cli.app import Commands, run\nsys.argv = ['briefing', 'personas', 'list']\n"
        "try:\n    run()\nexcept SystemExit:\n"
        "    print(*(each for each in Commands.modules if Commands.modules[each] in sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stderr == "personas\n"


def test_help_lists_every_command_in_the_order_of_the_table(tmp_path: Path) -> None:
    listed = call("--help", cwd=tmp_path).stdout.partition("Commands:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in listed.splitlines() if line[2] != " "] == list(cli.Commands.modules)


def test_every_command_is_in_the_table() -> None:
    """A module with a command that nobody put there would never be found."""
    folder = Path(cli.__file__).parent
    has_command = {path.stem for path in folder.glob("*.py") if f"def {path.stem}(" in path.read_text()}
    has_group = {path.stem for path in folder.glob("*.py") if "\napp = typer.Typer(" in path.read_text()} - {"app"}
    assert has_command | has_group == set(cli.Commands.modules)


@pytest.mark.parametrize("name", ["make", "batch", "compare"])
def test_every_command_that_makes_briefings_takes_the_same_of_the_company(name: str) -> None:
    """And says each option in the order of the one list, so that a reader finds it again."""
    command = typer.main.get_command(cli.app).get_command(None, name)  # type: ignore[attr-defined]
    taken = [each.name for each in command.params if each.name in OPTIONS]
    assert {*COMPANY, "layout", "day", "libraries"} <= set(taken)
    assert taken == [each for each in OPTIONS if each in taken]


def test_version(tmp_path: Path) -> None:
    assert call("--version", cwd=tmp_path).stdout == f"briefing {briefing.__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["personas"], ["layouts"]])
def test_without_a_command_help_goes_to_standard_error(arguments: list[str], tmp_path: Path) -> None:
    done = call(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: briefing")


def test_help_shows_examples_on_lines_of_their_own(tmp_path: Path) -> None:
    assert "\n    briefing make --for cfo,cto  " in call("--help", cwd=tmp_path).stdout
    assert "\n    briefing make --for cfo,cto\n" in call("make", "--help", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("arguments", "words", "command"),
    [
        (["made"], "no such command 'made'", "briefing"),
        (["make", "cfo"], "(cfo)", "briefing make"),
        (["make", "--fr", "cfo"], "no such option: --fr", "briefing make"),
        (["personas", "show"], "missing argument 'name'", "briefing personas show"),
    ],
)
def test_a_wrong_call_is_one_sentence_with_a_remedy(
    arguments: list[str], words: str, command: str, tmp_path: Path
) -> None:
    """The words are those of Typer, so only what matters is looked for."""
    done = call(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert words in done.stderr.lower()
    assert done.stderr.lower().endswith(f"see {command} --help\n")
    assert done.stderr.count("\n") == 1


def run_with(fault: BaseException | None, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    def command() -> None:
        if fault:
            raise fault

    status = guarded(command, arguments)
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_all_problems_of_a_file_are_shown_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    fault = ContentError(Problem(Where("b.yaml", 2, 1), "second", "mend it"), Problem(Where("a.yaml", 9), "first"))
    assert run_with(fault, capsys) == (1, "", "error: a.yaml:9: first\nerror: b.yaml:2:1: second; mend it\n")


def test_json_errors_are_one_object_besides_the_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run_with(FactError("no", Where("a.yaml", 1, 2), remedy="yes"), capsys, "make", "--json")
    problem = {"file": "a.yaml", "line": 1, "column": 2, "message": "no", "remedy": "yes"}
    assert json.loads(out) == {"error": {"exit_status": 1, "problems": [problem]}}
    assert (status, err) == (1, "error: a.yaml:1:2: no; yes\n")


def test_a_fault_of_ours_asks_for_a_report(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFING_DEBUG", raising=False)
    assert run_with(KeyError("x"), capsys) == (
        3,
        "",
        "error: briefing failed with KeyError: 'x'; this is a fault of briefing; "
        "please report it in the issues of the project, with what --debug shows\n",
    )


@pytest.mark.parametrize("how", ["option", "environment"])
def test_debug_shows_the_traceback(
    how: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_DEBUG", "1" if how == "environment" else "0")
    status, _, err = run_with(KeyError("x"), capsys, *(["--debug"] if how == "option" else []))
    assert status == 3
    assert err.startswith("Traceback (most recent call last)")


def test_an_interruption_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_with(KeyboardInterrupt(), capsys) == (130, "", "interrupted\n")


def test_an_interruption_inside_a_command_is_130_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("briefing.desk.open_library", interrupt)
    monkeypatch.setattr(sys, "argv", ["briefing", "layouts", "list"])
    with pytest.raises(SystemExit) as end:
        cli.run()
    assert end.value.code == 130


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pipe")
def test_a_reader_that_stops_is_no_fault(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "briefing", "personas", "list"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


def test_what_the_console_cannot_show_is_no_fault(tmp_path: Path) -> None:
    done = call("personas", "show", "cfo", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\\u2192" in done.stdout
