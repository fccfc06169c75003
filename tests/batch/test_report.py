"""Reports for other programs."""

from __future__ import annotations

import csv
import json
import os
import re
from pathlib import Path

import pytest

from briefing.batch.outcome import COLUMNS, STATUSES, BatchResult, Outcome, check_report, write_report
from briefing.errors import FactError, UsageError

PAGE = (Path(__file__).parents[2] / "docs" / "batch.md").read_text(encoding="utf-8")
RESULT = BatchResult(
    (
        Outcome("made", "Nord", 2, "decks/a.pptx", "pptx", 12, "ab", notices=("one", "two")),
        Outcome("failed", "=1+1", 3, reason='a "reason"\nof two lines'),
    )
)


def test_json_has_counts_and_every_file() -> None:
    write_report(RESULT, Path("new/report.json"))
    read = json.loads(Path("new/report.json").read_text())
    assert read["counts"] == {"made": 1, "failed": 1}
    assert list(read["files"][0]) == list(COLUMNS)
    assert read["files"][0]["sha256"] == "ab"
    assert read["files"][0]["notices"] == ["one", "two"]
    assert read["files"][1]["reason"] == 'a "reason"\nof two lines'


def test_csv_has_the_same_and_no_cell_is_a_formula() -> None:
    write_report(RESULT, Path("report.csv"))
    with Path("report.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["notices"] == "one\ntwo"
    assert rows[1]["audience"] == "'=1+1"


def test_another_suffix_is_refused_before_anything_is_made() -> None:
    with pytest.raises(UsageError) as caught:
        check_report(Path("report.xml"))
    assert str(caught.value) == "--report is 'report.xml'; end its name in .json or .csv"


def test_the_page_explains_every_status() -> None:
    assert re.findall(r"^\| (\w[\w ]*) \| (.*) \|$", PAGE.split("## What is said")[1], re.MULTILINE)[1:] == list(
        STATUSES.items()
    )


@pytest.mark.skipif(os.name == "nt", reason="a path as POSIX has them")
def test_a_report_that_cannot_be_written_says_that_it_is_the_report_before_any_deck_is_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.json").mkdir()
    for place, reason in (
        ("file/r.json", f"{tmp_path}/file is a file, so no folder can stand there; name another place with --report"),
        (
            "folder.json",
            f"{tmp_path}/folder.json is a folder, so no file can stand there; move it away, or name another",
        ),
    ):
        with pytest.raises(FactError) as caught:
            check_report(tmp_path / place)
        assert str(caught.value).startswith(f"the report: {reason}")


def test_a_report_with_a_name_that_is_not_utf_8_is_valid() -> None:
    write_report(BatchResult((Outcome("made", "N", 1, "d\udcff/a.md"),)), Path("r.json"))
    assert json.loads(Path("r.json").read_bytes())["files"][0]["path"] == "d\udcff/a.md"
