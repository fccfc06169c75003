"""Zip archives: the files in them are read as if they stood beside each other."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bill.focus.exports import counts, csv_text, fault_of, write_csv, write_gzip, write_parquet
from briefing.bill.bill import Billing
from briefing.bill.focus.archives import unpacked
from briefing.bill.focus.files import open_files
from briefing.bill.focus.locations import BillFile
from briefing.bill.focus.opening import Source
from briefing.errors import BriefingError
from read_alone import read_bill


def archive(path: Path, **texts: bytes) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in texts.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return str(path)


CSV = csv_text().encode()


def test_all_files_of_an_archive_are_read(tmp_path: Path) -> None:
    place = archive(tmp_path / "bill.zip", jan_csv=CSV, deep__feb_csv=CSV)
    with open_files([place]) as opened:
        assert sum(counts(opened).values()) == 4
        assert opened.tables[0].name == f"{place}/deep/feb.csv and 1 more"


def test_packed_files_and_parquet_in_an_archive_are_read(tmp_path: Path) -> None:
    packed = Path(write_gzip(tmp_path / "a.csv.gz")).read_bytes()
    columns = Path(write_parquet(tmp_path / "a.parquet")).read_bytes()
    with open_files([archive(tmp_path / "bill.zip", a_csv_gz=packed, b_parquet=columns)]) as opened:
        assert sum(counts(opened).values()) == 4


def test_an_archive_in_a_folder_is_read(tmp_path: Path) -> None:
    write_csv(tmp_path / "march.csv")
    archive(tmp_path / "april.zip", april_csv=CSV.replace(b"2026-01-", b"2026-04-"))
    found = read_bill(Source((str(tmp_path),)), Billing())
    assert (found.quality.rows, found.source) == (4, f"FOCUS export {tmp_path.name} (2 files)")


@pytest.mark.slow
def test_what_systems_add_to_archives_is_not_read(tmp_path: Path) -> None:
    place = archive(tmp_path / "bill.zip", jan_csv=CSV)
    with zipfile.ZipFile(place, "a") as packed:
        packed.writestr("__MACOSX/._jan.csv", b"nonsense")
        packed.writestr("readme.txt", b"nothing")
    with open_files([place]) as opened:
        assert sum(counts(opened).values()) == 2


@pytest.mark.slow
def test_nothing_is_written_outside_of_a_folder_of_the_run(tmp_path: Path) -> None:
    place = str(tmp_path / "bill.zip")
    with zipfile.ZipFile(place, "w") as packed:
        packed.writestr("/tmp/../evil/jan.csv", CSV)
        packed.writestr("/evil/jan.csv", CSV)
    files, remove = unpacked([BillFile(place, "bill.zip")])
    assert [file.shown for file in files] == ["bill.zip//evil/jan.csv"]
    inside = [Path(file.path) for file in files]
    assert all(path.name == "0.csv" for path in inside)
    remove()
    assert not any(path.exists() for path in inside)


@pytest.mark.slow
def test_an_archive_without_billing_data_is_refused(tmp_path: Path) -> None:
    place = archive(tmp_path / "bill.zip", readme_txt=b"hello")
    assert fault_of(place) == (f"{place} holds no billing data; give an archive with .csv, .csv.gz or .parquet files")


@pytest.mark.slow
def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    place = archive(tmp_path / "bill.zip", jan_csv=CSV * 50)
    whole = Path(place).read_bytes()
    Path(place).write_bytes(whole[: len(whole) // 2])
    assert fault_of(place) == f"{place} is damaged; download it again"
    Path(place).write_bytes(whole[:60] + b"\0" * 20 + whole[80:])
    assert fault_of(place) == f"{place} is damaged; download it again"


def test_a_fault_in_an_archive_names_the_file_in_it(tmp_path: Path) -> None:
    place = archive(tmp_path / "bill.zip", jan_csv=b"a,b\n1,2\n")
    with pytest.raises(BriefingError) as raised, open_files([place]):
        pass
    assert str(raised.value).startswith(f"{place}/jan.csv has no columns")
