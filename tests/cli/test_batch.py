"""`briefing batch` as a user calls it."""

from __future__ import annotations

import json
import os
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from briefing.cli import batch
from briefing.cli.batch import Progress
from cli.conftest import Call

ENVIRON = {"SOURCE_DATE_EPOCH": "1767225599", "COLUMNS": "100"}
ROWS = "name,for\nNord,cfo\nSüd,cfx\nOst,cto\n"
REASON = "a.csv:3:2: row 3, column 'for': no persona or group is called 'cfx'; did you mean 'cfo'? There are: "


@pytest.fixture(name="call")
def _call(call: Call) -> Call:
    """A batch of Markdown, in one process."""
    Path("a.csv").write_text(ROWS, encoding="utf-8")
    return partial(call, "batch", "a.csv", "--layout", "one-pager", "--format", "md", "--jobs", "1")


def test_paths_go_to_standard_output_and_the_table_to_standard_error(call: Call) -> None:
    status, out, err = call()
    assert (status, out) == (1, "output/Nord/cfo-one-pager.md\noutput/Ost/cto-one-pager.md\n")
    lines = err.splitlines()
    assert lines[0].startswith("1 of 2 files, ")
    assert lines[0].endswith(" s left")
    assert lines[1].startswith("2 of 2 files, ")
    assert lines[1].endswith(" a second")
    assert lines[2:5] == ["FILES", "2      made", "1      failed"]
    assert lines[6].split() == ["ROW", "AUDIENCE", "FAILED", "BECAUSE"]
    assert lines[7].startswith(
        "3    Süd       a.csv:3:2: row 3, column 'for': no persona or group is called 'cfx'; did"
    )


def test_a_second_run_shows_no_progress_and_no_paths(call: Call) -> None:
    call()
    Path("a.csv").write_text(ROWS.replace("cfx", "ceo"))
    call()
    assert call() == (0, "", "FILES\n3      unchanged\n")


def test_quiet_shows_only_paths_and_failures(call: Call) -> None:
    status, out, err = call("--quiet")
    assert (status, len(out.splitlines())) == (1, 2)
    assert err.startswith(f"error: row 3: {REASON}")
    assert len(err.splitlines()) == 1


def test_json_is_one_object(call: Call) -> None:
    status, out, _ = call("--json")
    read = json.loads(out)
    assert (status, read["counts"]) == (1, {"made": 2, "failed": 1})
    assert [each["status"] for each in read["files"]] == ["made", "failed", "made"]
    assert read["files"][1]["reason"].startswith(REASON)


def test_a_report_is_written_also_where_rows_fail(call: Call) -> None:
    call("--report", "new/report.json", "--dry-run")
    assert json.loads(Path("new/report.json").read_text())["counts"] == {"to make": 2, "failed": 1}
    assert not Path("output").exists()


def test_a_report_of_another_kind_is_refused_before_anything_is_made(call: Call) -> None:
    assert call("--report", "r.txt") == (2, "", "error: --report is 'r.txt'; end its name in .json or .csv\n")
    assert not Path("output").exists()


def test_backups_and_files_that_stay_are_told(call: Call) -> None:
    call()
    Path("output/Nord/cfo-one-pager.md").write_text("mine")
    _, _, err = call()
    assert "output/Nord/cfo-one-pager.md  edited\n" in err
    _, _, err = call("--force")
    kept = "notice: The earlier output/Nord/cfo-one-pager.md is kept as output/Nord/cfo-one-pager.backup-1.md.\n"
    assert kept in err


def test_files_of_audiences_that_are_gone_are_told(call: Call) -> None:
    call()
    Path("a.csv").write_text("name,for\nNord,cfo\n")
    assert call() == (
        0,
        "",
        "FILES\n1      unchanged\n1      gone\n\n"
        "FILE                         STATUS\noutput/Ost/cto-one-pager.md  gone\n",
    )
    assert "output/Ost/cto-one-pager.md  removed\n" in call("--prune")[2]


def test_without_a_file_the_user_is_told_what_to_write(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.csv").unlink()
    status, _, err = call()
    assert (status, err) == (
        1,
        "error: a.csv: the file cannot be read (no such file or directory); check its path and rights\n",
    )


def test_a_bar_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    bar = Progress(quiet=False)
    for done in range(4):
        bar(done, 3, None)
        time.sleep(0.15)  # a bar is drawn ten times a second at most
    bar.close()
    told = capsys.readouterr().err
    assert "3/3" in told
    assert "file/s" in told


def test_elsewhere_there_is_a_line_for_every_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Progress(quiet=False)
    for done in range(1001):
        lines(done, 1000, None)
    told = capsys.readouterr().err.splitlines()
    assert [line.split(" files")[0] for line in told] == [f"{n * 100:,} of 1,000" for n in range(1, 11)]
    assert batch.LINES == 10


def test_quiet_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    silent = Progress(quiet=True)
    silent(1, 1, None)
    silent.close()
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(os.name != "posix", reason="reads what a process has imported")
def test_a_run_with_nothing_to_do_imports_no_renderer_and_no_template_language(call: Call) -> None:
    import subprocess

    call()
    Path("a.csv").write_text("name,for\nNord,cfo\n")
    code = (
        "import sys\nfrom pathlib import Path\nfrom briefing.batch.outcome import BatchRequest\n"
        "from briefing.batch.run import run_batch\nfrom briefing.choices import Choices\n"
        "r = run_batch(BatchRequest(Path('a.csv'), Choices(layout='one-pager', formats=('md',))))\n"
        "print([each.status for each in r.outcomes], {'jinja2', 'lxml', 'pptx', 'openpyxl'} & set(sys.modules))"
    )
    source = str(Path(__file__).parents[2] / "src")
    environment = {**os.environ, "PYTHONPATH": source}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert said.stdout == "['unchanged', 'gone'] set()\n"
