from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from bill.focus.exports import NAMES, csv_text, fault_of, write_csv, write_parquet
from briefing.bill.bill import Billing
from briefing.bill.focus.opening import Source
from read_alone import read_bill

# Ibis 12 asks DuckDB 2 in words that are going out of use.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_:DeprecationWarning")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of the test is the current one, so that messages have short paths."""
    monkeypatch.chdir(tmp_path)


def noisy(rows: int) -> bytes:
    """CSV whose packed form is long, because its costs are random."""
    chance = random.Random(7)
    line = csv_text(1).splitlines()[1]
    return csv_text(0).encode() + "".join(f"{chance.random()}{line[5:]}\n" for _ in range(rows)).encode()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "a.csv is empty; download it again, or leave it out"),
        ("a.csv", b"\n\n", "a.csv is empty; download it again, or leave it out"),
        ("a.csv.gz", gzip.compress(b"", mtime=0), "a.csv.gz is empty; download it again, or leave it out"),
        ("a.csv", csv_text().encode("utf-16"), 'a.csv is in UTF-16; save it as UTF-8 ("CSV UTF-8" in Excel)'),
        ("a.csv", csv_text().encode("utf-16-le"), 'a.csv is in UTF-16; save it as UTF-8 ("CSV UTF-8" in Excel)'),
        ("a.csv", b"ab\0cd,efghij", "a.csv is no text; give .csv, .csv.gz or .parquet files"),
        ("a.zip", b"PK\x03\x04...", "a.zip is damaged; download it again"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "a.zip is an empty zip archive; give the archive with the files in it"),
        ("a.xlsx", b"PK\x03\x04...", "a.xlsx is an Excel workbook; save its sheet with the bill as CSV"),
        ("a.csv", b"PK\x03\x04[Content_Types].xml", "a.csv is an Excel workbook; save its sheet with the bill as CSV"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "a.xls is an Excel workbook; save its sheet with the bill as CSV"),
        ("a.zst", b"\x28\xb5\x2f\xfd", "a.zst is packed with Zstandard; unpack it and give the files in it"),
        ("a.csv", b'{"BilledCost": 1}', "a.csv is JSON; export it as CSV or Parquet"),
        (
            "a.csv",
            b"<!doctype html>",
            "a.csv is a web page or XML; download the export again; the link may need a login",
        ),
        (
            "a.db",
            b"12345678DUCK\0\0",
            "a.db is a DuckDB database; give it as duckdb://, with the name of its table",
        ),
        ("a.yaml", b"a: 1", "a.yaml is no billing data; give a facts file alone, not together with data"),
        ("a.parquet", b"PAR1....", "a.parquet ends in the middle; download it again"),
        (
            "a.gz",
            gzip.compress(b"PAR1...", mtime=0),
            "a.gz is a packed Parquet file; unpack it with gunzip and give it again",
        ),
        ("a.csv.gz", b"\x1f\x8b\x08\0\0", "a.csv.gz ends in the middle; download it again"),
        ("a.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\0" + b"\xff" * 50, "a.csv.gz is damaged; download it again"),
        ("a.csv", b"Cost\n1\n", None),
    ],
)
def test_what_is_no_billing_data_is_told_with_what_to_do(name: str, content: bytes, message: str | None) -> None:
    Path(name).write_bytes(content)
    told = fault_of(name)
    assert told == message if message else told.startswith("a.csv has no columns 'BilledCost' (the nearest is 'Cost')")


@pytest.mark.parametrize(
    "before", ["sep=,\n", "Costs of an example company\n\n", '"A title, with a comma"\nFrom:,January\n', "\n\n"]
)
@pytest.mark.sampled
def test_lines_before_the_header_are_no_charges(before: str) -> None:
    Path("a.csv").write_text(before + csv_text(3), encoding="utf-8")
    assert read_bill(Source(("a.csv",)), Billing()).quality.rows == 3


def test_columns_between_bars() -> None:
    Path("a.csv").write_text(csv_text(3).replace(",", "|"), encoding="utf-8")
    assert read_bill(Source(("a.csv",)), Billing()).quality.rows == 3


def test_one_file_that_is_not_focus_among_others_is_named() -> None:
    write_csv(Path("a.csv"))
    write_csv(Path("b.csv"), csv_text(names=("Cost", *NAMES[1:])))
    write_parquet(Path("c.parquet"), BilledCost="", Cost="1")
    assert fault_of("a.csv", "b.csv") == "b.csv has no column 'BilledCost'; the nearest is 'Cost'"
    assert fault_of("a.csv", "c.parquet") == "c.parquet has no column 'BilledCost'; the nearest is 'Cost'"


@pytest.mark.parametrize("kept", [0.3, 0.999])
def test_a_packed_file_that_ends_in_the_middle_is_found(kept: float) -> None:
    whole = gzip.compress(noisy(20_000))
    Path("bill.csv.gz").write_bytes(whole[: int(len(whole) * kept)])
    assert fault_of("bill.csv.gz") == "bill.csv.gz ends in the middle; download it again"


def test_a_packed_file_that_is_damaged_is_found_where_the_engine_sees_nothing() -> None:
    whole = bytearray(gzip.compress(noisy(20_000)))
    middle = len(whole) // 2
    whole[middle : middle + 3] = b"XXX"
    Path("bill.csv.gz").write_bytes(whole)
    assert fault_of("bill.csv.gz") == "bill.csv.gz is damaged; download it again"


def test_a_parquet_file_without_its_end_is_found() -> None:
    write_parquet(Path("a.parquet"))
    Path("b.parquet").write_bytes(Path("a.parquet").read_bytes()[:-9])
    assert fault_of("a.parquet", "b.parquet") == "b.parquet ends in the middle; download it again"


def test_a_parquet_file_with_a_broken_footer_is_found() -> None:
    write_parquet(Path("a.parquet"))
    whole = Path("a.parquet").read_bytes()
    Path("a.parquet").write_bytes(whole[:-200] + b"\xff" * 190 + whole[-10:])
    assert fault_of("a.parquet") == "a.parquet is damaged; download it again"


def test_lines_that_end_in_two_ways_are_a_fault() -> None:
    names = [name for name in NAMES if name != "Tags"]
    write_csv(Path("a.csv"), csv_text(2, names, end="\r\n") + csv_text(2, names).partition("\n")[2])
    assert fault_of("a.csv") == (
        "a.csv cannot be split into rows: a quote is not closed, or line ends are of two kinds; export the file again"
    )
