"""Standard streams that are closed, full or not read cost nothing that was made, and data are UTF-8 everywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow_but_for("test_a_reader_that_stops_is_no_fault"),
    pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a shell and /dev/full"),
]
FULL = "error: standard output cannot be written: no space left on device; files that were made are in their places\n"


def briefing(
    arguments: str, folder: Path, redirect: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    command = f"set -o pipefail; {sys.executable} -m briefing {arguments} {redirect}"
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, check=False, env={**os.environ, **environment}
    )


@pytest.mark.parametrize(
    ("redirect", "status"),
    [
        (">&-", 0),
        ("2>&-", 0),
        ("<&- >&- 2>&-", 0),
        ("2>/dev/full", 0),
        (">/dev/full", 1),
        ("| head -0", 141),
        ("2>&1 >/dev/null | head -0", 0),
    ],
)
def test_a_deck_is_made_whatever_became_of_the_streams(redirect: str, status: int, tmp_path: Path) -> None:
    run = briefing("make --for cfo --format md --out decks/", tmp_path, redirect)
    assert (run.returncode, b"Traceback" in run.stderr) == (status, False)
    assert (tmp_path / "decks" / "cfo-pitch.md").read_text(encoding="utf-8").count("FinOps") > 1


@pytest.mark.parametrize("arguments", ["personas list --json", "--help", "--version", "personas export"])
def test_a_full_disk_behind_standard_output_is_said(arguments: str, tmp_path: Path) -> None:
    run = briefing(arguments, tmp_path, ">/dev/full")
    assert (run.returncode, run.stderr.decode()) == (1, FULL)


@pytest.mark.parametrize("arguments", ["personas list", "--help", "personas show cfo --json", "schema persona"])
def test_a_reader_that_stops_is_no_fault(arguments: str, tmp_path: Path) -> None:
    run = briefing(arguments, tmp_path, "| head -0")
    assert (run.returncode, run.stderr) == (141, b"")


def test_no_message_goes_to_standard_output_where_standard_error_is_closed(tmp_path: Path) -> None:
    run = briefing("personas show nobody", tmp_path, "2>&-")
    assert (run.returncode, run.stdout) == (2, b"")


def test_closed_standard_input_is_empty(tmp_path: Path) -> None:
    run = briefing("personas import -", tmp_path, "<&-")
    expected = "error: standard input:1:1: the file is empty; write its content, or take the file away\n"
    assert (run.returncode, run.stderr.decode()) == (1, expected)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("form", ["foundation", "json", "csv"])
def test_data_are_utf_8_whatever_the_console_is(encoding: str, form: str, tmp_path: Path) -> None:
    personas = tmp_path / "library" / "personas"
    personas.mkdir(parents=True)
    (personas / "cfö.yaml").write_text("identifier: x\nname: ผู้จัดการ 😀 € é\nprimary-goal: Ziel\n", encoding="utf-8")
    run = briefing(f"personas export x --library library --format {form}", tmp_path, PYTHONIOENCODING=encoding)
    assert run.returncode == 0, run.stderr
    assert "😀" in run.stdout.decode("utf-8") or "\\U0001F600" in run.stdout.decode("utf-8")
    assert "ผู้จัดการ" in run.stdout.decode("utf-8")


def test_json_is_valid_also_with_a_file_name_that_is_not_utf_8(tmp_path: Path) -> None:
    run = briefing("make --for cfo --format md --json --out $'d\\xff/'", tmp_path, PYTHONIOENCODING="ascii")
    assert run.returncode == 0, run.stderr
    path = json.loads(run.stdout)["written"][0]["path"]
    assert os.fsencode(path) == b"d\xff/cfo-pitch.md"
    assert json.loads((tmp_path / os.fsdecode(b"d\xff") / ".briefing-manifest.json").read_bytes())


def test_a_path_that_is_not_utf_8_is_printed_as_it_is(tmp_path: Path) -> None:
    run = briefing("make --for cfo --format md --out $'d\\xff/'", tmp_path)
    assert run.stdout == b"d\xff/cfo-pitch.md\n"
    again = briefing("make --for cfo --format md --out $'d\\xff/'", tmp_path)
    assert again.returncode == 0


def test_few_descriptors_stop_nothing_or_are_said(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- {name: A, for: cfo}\n- {name: B, for: cto}\n")
    run = subprocess.run(
        ["bash", "-c", f"ulimit -n 20; {sys.executable} -m briefing batch a.yaml --format md --jobs 2"],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    run = subprocess.run(
        ["bash", "-c", f"ulimit -n 9; {sys.executable} -m briefing batch a.yaml --format md --force --out other"],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode in (0, 1)
    assert b"Traceback" not in run.stderr
    assert b"fault of briefing" not in run.stderr


# Is killed when the first file is about to take its place.
KILLED = """
import os, signal, sys
from briefing.cli import app

replace = os.replace
def killed(*arguments):
    os.kill(os.getpid(), signal.SIGTERM)
    replace(*arguments)

if __name__ == "__main__":
    os.replace = killed
    sys.argv = ["briefing", *sys.argv[1:]]
    app.run()
"""


@pytest.mark.parametrize("arguments", ["make --for cfo,cto --format pptx,md --out d/", "batch a.csv --jobs 2 --out d"])
def test_kill_ends_a_run_as_ctrl_c_does_and_leaves_nothing_over(arguments: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("for\ncfo\ncto\nceo\n")
    command = [sys.executable, "-c", KILLED, *arguments.split()]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (run.returncode, b"Traceback" in run.stderr) == (130, False), run.stderr
    assert not list(tmp_path.rglob("*.tmp"))
    assert briefing(arguments, tmp_path).returncode == 0


@pytest.mark.parametrize("blocks", [0, 8])
@pytest.mark.parametrize("arguments", ["make --for cfo --out d/", "batch a.csv --jobs 1 --out d", "init d"])
def test_a_disk_on_which_a_file_does_not_fit_is_said_and_holds_nothing_half(
    arguments: str, blocks: int, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("for\ncfo\ncto\n")
    command = f"ulimit -f {blocks}; exec {sys.executable} -m briefing {arguments}"
    run = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert run.returncode in ((0, 1) if arguments == "init d" else (1,))
    assert b"Traceback" not in run.stderr
    assert b"fault of briefing" not in run.stderr
    assert run.returncode == 0 or b"file too large" in run.stderr
    assert not [each for each in tmp_path.rglob("*") if each.suffix in (".tmp", ".pptx")]
