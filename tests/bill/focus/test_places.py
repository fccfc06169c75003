from __future__ import annotations

import os
from pathlib import Path

import pytest

from bill.focus.exports import counts, fault_of, write_csv, write_gzip, write_parquet
from briefing.bill.focus.files import open_files

# Ibis 12 asks DuckDB 2 in words that are going out of use.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_:DeprecationWarning")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of the test is the current one, so that messages have short paths."""
    monkeypatch.chdir(tmp_path)


def test_a_folder_is_read_with_all_below_it_without_what_engines_keep_there() -> None:
    for folder in ("bills/2026", "bills/_temporary", "bills/.cache"):
        Path(folder).mkdir(parents=True)
    for name in ("2026/a.csv", "b.CSV", "_temporary/c.csv", ".cache/d.csv", "_SUCCESS", ".e.csv", "manifest.json"):
        write_csv(Path("bills", name))
    with open_files(["bills"]) as opened:
        assert counts(opened) == {"bills/b.CSV and 1 more": 4}
        assert opened.label == "FOCUS export bills (2 files)"


def test_a_pattern_takes_files_of_billing_data_and_a_file_with_such_a_name_is_itself() -> None:
    write_csv(Path("bill-1.csv"))
    write_csv(Path("bill-2.csv"))
    write_csv(Path("bill-3.txt"))
    with open_files(["bill-*"]) as opened:
        assert counts(opened) == {"bill-1.csv and 1 more": 4}
        assert opened.label == "FOCUS export bill-* (2 files)"
    with open_files(["*.txt"]) as opened:
        assert counts(opened) == {"bill-3.txt": 2}
    write_csv(Path("bill-[12].csv"))
    with open_files(["bill-[12].csv"]) as opened:
        assert counts(opened) == {"bill-[12].csv": 2}


def test_names_with_quotes_and_other_scripts_are_read() -> None:
    write_csv(Path("d'été *1.csv"))
    write_parquet(Path("料金[1].parquet"))
    with open_files(["d'été *1.csv", "料金[1].parquet"]) as opened:
        assert counts(opened) == {"d'été *1.csv": 2, "料金[1].parquet": 2}


def test_a_file_that_is_given_twice_is_read_once() -> None:
    write_csv(Path("usage.csv"))
    os.symlink("usage.csv", "link.csv")
    with open_files(["usage.csv", ".", "./usage.csv", "link.csv", "*.csv"]) as opened:
        assert counts(opened) == {"usage.csv": 2}


@pytest.mark.parametrize(
    ("places", "label"),
    [
        (["a-1.csv"], "FOCUS export a-1.csv"),
        (["a-1.csv", "sub/a-2.csv"], "FOCUS export a-1.csv and a-2.csv (2 files)"),
        (["a-1.csv", "sub/a-2.csv", "sub/a-3.csv", "sub/a-4.csv"], "FOCUS export a-*.csv (4 files)"),
        (["a-1.csv", "sub/a-2.csv", "sub/a-3.csv", "z.csv"], "FOCUS export a-1.csv and 3 more (4 files)"),
    ],
)
def test_figures_call_the_files_by_their_names_without_folders(places: list[str], label: str) -> None:
    Path("sub").mkdir()
    for place in places:
        write_csv(Path(place))
    with open_files([os.path.abspath(place) for place in places]) as opened:
        assert opened.label == label


def test_a_place_that_is_not_there_is_told_with_the_nearest_name() -> None:
    Path("bills").mkdir()
    write_csv(Path("bills/usage.csv"))
    assert fault_of("bills/usge.csv") == "there is no file or folder bills/usge.csv; did you mean 'usage.csv'?"
    assert fault_of("bils/usage.csv") == "there is no folder bils; did you mean 'bills'?"
    assert fault_of("zzz") == "there is no file or folder zzz; look at the path"
    assert fault_of("bills/q*.csv") == "no file matches 'bills/q*.csv'; look at the pattern and at its folder"


def test_a_folder_without_billing_data_is_told_with_what_it_has() -> None:
    Path("bills").mkdir()
    assert fault_of("bills") == "bills holds no billing data; give .csv, .csv.gz or .parquet files"
    Path("bills/manifest.json").write_text("{}")
    Path("bills/bill.7z").write_text("")
    expected = "bills holds no billing data, only .7z and .json files; give .csv, .csv.gz or .parquet files"
    assert fault_of("bills") == expected


def test_a_folder_with_a_file_and_its_packed_twin_counts_nothing_twice() -> None:
    Path("bills").mkdir()
    write_csv(Path("bills/a.csv"))
    write_gzip(Path("bills/a.csv.gz"))
    assert fault_of("bills") == "bills/a.csv and bills/a.csv.gz look like the same data; leave one of them out"


def test_tables_of_lakes_are_refused_because_their_folders_hold_old_files() -> None:
    Path("delta/_delta_log").mkdir(parents=True)
    Path("berg/metadata").mkdir(parents=True)
    Path("berg/metadata/1.metadata.json").write_text("{}")
    tail = "whose folder also holds files that are no longer part of it; give the table by a connection URL"
    assert fault_of("delta") == f"delta is a table of Delta Lake, {tail}"
    assert fault_of("berg") == f"berg is a table of Iceberg, {tail}"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything may be read by root")
def test_files_and_folders_that_may_not_be_read_are_told() -> None:
    Path("bills").mkdir()
    os.chmod(write_csv(Path("a.csv")), 0)
    os.chmod("bills", 0)
    assert fault_of("a.csv") == "a.csv may not be read; change its permissions"
    assert fault_of("bills") == "bills may not be read; change its permissions"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_pipes_are_refused_because_they_can_be_read_only_once() -> None:
    os.mkfifo("pipe.csv")
    assert fault_of("pipe.csv") == "pipe.csv is not an ordinary file; save the data as a file and give that"
    os.symlink("nowhere", "link.csv")
    assert fault_of("link.csv") == "link.csv is a link that leads nowhere; give the file itself"


@pytest.mark.skipif(os.name == "nt", reason="names there are always text")
def test_a_name_that_is_not_utf_8_is_refused_with_a_sentence() -> None:
    write_csv(Path("a\udcff.csv"))
    for place, path in (("a\udcff.csv", "a"), (".", "./a")):
        assert fault_of(place) == f"the path {path}\\xff.csv is not UTF-8; rename the file or its folder"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_a_pipe_in_a_folder_is_not_waited_for() -> None:
    Path("bills").mkdir()
    write_csv(Path("bills/a.csv"))
    os.mkfifo("bills/pipe.csv")
    expected = "bills/pipe.csv is not an ordinary file; save the data as a file and give that"
    assert fault_of("bills") == expected


@pytest.mark.parametrize(
    "place", ["jdbc:postgresql://h/db?password=hush", "postgres:ann:hush@db.example.com", "x*?token=hush"]
)
def test_a_secret_in_what_is_no_path_is_not_repeated(place: str) -> None:
    message = "what is given as the path of the billing data holds a password; give a path or a URL without it"
    assert fault_of(place) == message
