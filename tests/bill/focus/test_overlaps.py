"""Charges that stand in two files are counted once, and parts of one export are added."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bill.focus.charges import charge
from briefing.bill.bill import Bill, Billing
from briefing.bill.focus.opening import Source
from briefing.errors import FactError
from read_alone import read_bill

pytestmark = pytest.mark.sampled


def days(first: int, last: int, month: str = "2026-03", **cells: Any) -> list[dict[str, Any]]:
    """A charge of 100 EUR for each day."""
    times = (
        {"ChargePeriodStart": f"{month}-{day:02}", "ChargePeriodEnd": f"{month}-{day:02}T23:59:59Z"}
        for day in range(first, last + 1)
    )
    return [{**charge(month, **cells), **each} for each in times]


def write(path: Path, charges: Iterable[Mapping[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = list(charges)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    plain = text.getvalue().encode()
    path.write_bytes(gzip.compress(plain) if path.suffix == ".gz" else plain)
    return path


def read(*places: Path) -> Bill:
    return read_bill(Source(tuple(map(str, places))), Billing())


def billed(bill: Bill) -> dict[str, Any]:
    return {each.month: each.billed for each in bill.months}


@pytest.mark.slow
def test_of_two_months_to_date_the_longer_counts(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", days(1, 20))
    write(tmp_path / "b.csv", days(1, 31))
    found = read(tmp_path)
    assert billed(found) == {"2026-03": 3100}
    (left,) = found.quality.left_out
    assert (left.file, left.kept, left.month, left.same) == (
        f"{tmp_path}/a.csv", f"{tmp_path}/b.csv", "2026-03", False,
    )  # fmt: skip


@pytest.mark.parametrize("second", ["march (1).csv", "other.csv", "packed/march.csv.gz", "march.parquet"])
@pytest.mark.sampled
def test_the_same_charges_under_two_names_or_forms(tmp_path: Path, second: str) -> None:
    first = write(tmp_path / "march.csv", days(1, 31))
    if second.endswith("parquet"):
        query = f"select * replace (BilledCost::double as BilledCost) from read_csv('{first}', all_varchar = true)"
        duckdb.execute(f"copy ({query}) to '{tmp_path / second}' (format parquet)")
    else:
        write(tmp_path / second, days(1, 31))
    found = read(tmp_path)
    assert billed(found) == {"2026-03": 3100}
    assert [each.same for each in found.quality.left_out] == [True]


@pytest.mark.slow
def test_of_downloads_of_one_name_the_later_counts(tmp_path: Path) -> None:
    write(tmp_path / "march.csv", days(1, 31))
    write(tmp_path / "march (1).csv", days(1, 31, EffectiveCost="90"))
    found = read(tmp_path)
    assert found.total is not None
    assert found.total.effective == 2790


@pytest.mark.slow
def test_only_the_month_that_stands_twice_is_left_out(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [*days(1, 28, "2026-02"), *days(1, 20)])
    write(tmp_path / "b.csv", [*days(1, 31), *days(1, 30, "2026-04")])
    assert billed(read(tmp_path)) == {"2026-02": 2800, "2026-03": 3100, "2026-04": 3000}


def test_files_that_both_lack_days_of_the_other_are_refused(tmp_path: Path) -> None:
    one, other = write(tmp_path / "a.csv", days(1, 20)), write(tmp_path / "b.csv", days(10, 31))
    with pytest.raises(FactError) as raised:
        read(tmp_path)
    assert str(raised.value) == (
        f"{one} and {other} have the same charges, and it does not show which of the two is to count; "
        "leave one of them out"
    )


@pytest.mark.parametrize(
    "parts",
    [
        (days(1, 15), days(16, 31)),
        (days(1, 31, SubAccountName="A"), days(1, 31, SubAccountName="B")),
        (days(1, 31, ResourceId="a"), days(1, 31, ResourceId="b")),
        (days(1, 31, ServiceName="a"), days(1, 31, ServiceName="b")),
        (days(1, 31, BillingAccountId="1"), days(1, 31, BillingAccountId="2")),
        (days(1, 31, ProviderName="a"), days(1, 31, ProviderName="b")),
        (days(1, 31), days(1, 31, cost="50")),
        (days(1, 31, "2026-01"), days(1, 31)),
    ],
)
def test_parts_and_accounts_and_months_are_added(tmp_path: Path, parts: tuple[list[dict[str, Any]], ...]) -> None:
    whole = 0
    for number, part in enumerate(parts):
        write(tmp_path / f"part_0_{number}.csv", part)
        whole += sum(int(each["BilledCost"]) for each in part)
    found = read(tmp_path)
    assert sum(billed(found).values()) == whole
    assert found.quality.left_out == ()


@pytest.mark.slow
def test_runs_in_parts_are_held_against_each_other_as_wholes(tmp_path: Path) -> None:
    for run, split in (("run-a", 10), ("run-b", 20)):
        write(tmp_path / run / "part-0.csv", days(1, split))
        write(tmp_path / run / "part-1.csv", days(split + 1, 31))
    found = read(tmp_path)
    assert billed(found) == {"2026-03": 3100}
    assert len(found.quality.left_out) == 2


AWS = "data/BILLING_PERIOD=2026-03"
AZURE = "export/20260301-20260331"


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (f"{AWS}/2026-03-30T00-00Z", f"{AWS}/2026-04-02T00-00Z"),
        (f"{AWS}/2026-03-30T06:10:11.123Z-0a1b", f"{AWS}/2026-03-30T12:10:11.123Z-9f"),
        (f"{AZURE}/202603300000/9f", f"{AZURE}/202604020000/0a"),
    ],
)
def test_the_newest_run_counts_whatever_its_costs(tmp_path: Path, older: str, newer: str) -> None:
    write(tmp_path / older / "part.csv", days(1, 31, cost="7"))
    write(tmp_path / newer / "part.csv", days(1, 31, ServiceName="Renamed"))
    found = read(tmp_path)
    assert billed(found) == {"2026-03": 3100}
    assert [each.kept for each in found.quality.left_out] == [f"{tmp_path}/{newer}"]


def test_the_manifest_of_a_run_says_when_it_was(tmp_path: Path) -> None:
    for run, time, cost in (("b", "2026-03-30T01:00:00Z", "7"), ("a", "2026-04-02T01:00:00Z", "100")):
        folder = write(tmp_path / AZURE / run / "part.csv", days(1, 31, cost=cost)).parent
        (folder / "manifest.json").write_text(json.dumps({"runInfo": {"submittedTime": time}}))
    assert billed(read(tmp_path)) == {"2026-03": 3100}


def test_files_that_the_manifest_does_not_list_are_left_behind(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path / AWS / f"e-0000{number}.csv", days(1, 31, ResourceId=str(number)))
    manifest = tmp_path / "metadata/BILLING_PERIOD=2026-03/e-Manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(json.dumps({"dataFiles": [f"s3://bucket/export/{AWS}/e-00001.csv"]}))
    found = read(tmp_path)
    assert billed(found) == {"2026-03": 3100}
    assert [each.kept for each in found.quality.left_out] == ["e-Manifest.json"]


def shared(both: int, only: int, **cells: Any) -> list[dict[str, Any]]:
    """Ten days, of which the first are alike in every file and the others in none."""
    return [*days(1, both), *days(both + 1, 10, ResourceId=f"only-{only}", **cells)]


@pytest.mark.slow
def test_from_half_of_the_charges_on_two_files_are_the_same_data(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path / "less" / f"part-{number}.csv", shared(4, number))
        write(tmp_path / "half" / f"part-{number}.csv", shared(5, number))
    assert billed(read(tmp_path / "less")) == {"2026-03": 2000}
    with pytest.raises(FactError, match="it does not show which of the two is to count"):
        read(tmp_path / "half")


@pytest.mark.slow
def test_from_nine_tenths_on_charges_with_other_costs_are_corrected_ones(tmp_path: Path) -> None:
    for both in (8, 9):
        for number, cost in ((1, "100"), (2, "50")):
            alike = days(1, both, cost=cost)
            rest = days(both + 1, 10, ResourceId=f"only-{number}", cost=cost)
            write(tmp_path / str(both) / f"march{' (1)' if number == 2 else ''}.csv", [*alike, *rest])
    assert billed(read(tmp_path / "8")) == {"2026-03": 1500}, "other data, and both count"
    assert billed(read(tmp_path / "9")) == {"2026-03": 500}, "the later download counts"


@pytest.mark.slow
def test_what_an_older_file_has_must_be_in_the_newer_one_but_for_a_tenth(tmp_path: Path) -> None:
    for both in (8, 9):
        write(tmp_path / str(both) / "march.csv", shared(both, 1))
        write(tmp_path / str(both) / "march (1).csv", shared(both, 2))
    assert billed(read(tmp_path / "9")) == {"2026-03": 1000}
    with pytest.raises(FactError, match="it does not show which of the two is to count"):
        read(tmp_path / "8")


@pytest.mark.slow
def test_of_two_files_up_to_the_same_day_the_one_that_holds_the_other_counts(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [*days(1, 9), *days(11, 31)])
    write(tmp_path / "b.csv", days(1, 31))
    found = read(tmp_path)
    assert billed(found) == {"2026-03": 3100}
    assert [each.file for each in found.quality.left_out] == [f"{tmp_path}/a.csv"]
    write(tmp_path / "a.csv", [*days(1, 9), *days(11, 30), *days(31, 31, cost="99")])
    with pytest.raises(FactError, match="it does not show which of the two is to count"):
        read(tmp_path)
