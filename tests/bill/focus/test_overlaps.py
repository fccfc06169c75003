"""Charges that stand in two files are counted once, and parts of one export are added."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bill.focus.charges import charge
from briefing.bill.bill import Bill, Billing
from briefing.bill.focus.locations import BillFile
from briefing.bill.focus.opening import Source
from briefing.bill.focus.overlaps import Drop, Row, newest_runs, overlaps, stamp_of
from briefing.bill.records import LeftOut
from briefing.errors import FactError
from read_alone import read_bill


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


@pytest.mark.slow
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


@pytest.mark.sampled
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


@pytest.mark.sampled
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


# The same without files: what the charges and the names of two files tell.

MARCH = date(2026, 3, 1)


def held(path: str, *charges: tuple[str, int, int], invoice: str = "A", month: date = MARCH) -> list[Row]:
    """Charges of a file: the print of each, the day on which it starts, and what it cost."""
    return [
        {
            "provider": invoice, "billing_month": month, "kind": path, "name": name, "first": month.replace(day=day),
            "rows": 1, "billed": cost, "effective": cost,
        }
        for name, day, cost in charges
    ]  # fmt: skip


def same(count: int, cost: int = 100, start: int = 1) -> list[tuple[str, int, int]]:
    return [(f"p{day}", day, cost) for day in range(start, start + count)]


def settled(*files: Sequence[Row]) -> list[tuple[str, str, bool]]:
    """Of the files whose rows these are: what is left out, what is kept for it, and whether both are alike."""
    paths = list(dict.fromkeys(row["kind"] for rows in files for row in rows))
    drops, left = overlaps([row for rows in files for row in rows], [BillFile(path=each, shown=each) for each in paths])
    assert {each.file for each in drops} == {each.file for each in left}
    return [(each.file, each.kept, each.same) for each in left]


def test_a_copy_is_the_one_with_the_longer_name() -> None:
    assert settled(held("a/b.csv", *same(3)), held("a/b-copy.csv", *same(3))) == [("a/b-copy.csv", "a/b.csv", True)]
    assert settled(held("a/c.csv", *same(3)), held("a/b.csv", *same(3))) == [("a/c.csv", "a/b.csv", True)]


def test_what_is_left_out_is_told_by_invoice_and_month() -> None:
    one = [*held("a.csv", *same(3)), *held("a.csv", *same(3), month=date(2026, 4, 1))]
    other = [*held("b.csv", *same(3)), *held("b.csv", *same(3), invoice="B")]
    drops, left = overlaps([*one, *other], [BillFile(path=each, shown=each) for each in ("a.csv", "b.csv")])
    assert drops == (Drop("b.csv", "A", MARCH),)
    assert left == (LeftOut(file="b.csv", kept="a.csv", month="2026-03", same=True),)


@pytest.mark.parametrize(("alike", "count"), [(4, 0), (5, 1)])
def test_from_half_of_the_charges_on_that_both_could_have_it_is_the_same_data(alike: int, count: int) -> None:
    one = held("a.csv", *same(alike), *((f"a{day}", day, 100) for day in range(alike + 1, 11)))
    other = held("b.csv", *same(alike), *((f"b{day}", day, 100) for day in range(alike + 1, 11)), ("late", 20, 100))
    if count:
        with pytest.raises(FactError, match=r"a\.csv and b\.csv have the same charges"):
            settled(one, other)
    else:
        assert settled(one, other) == []


def test_only_the_days_that_both_have_are_held_against_each_other() -> None:
    """The last day of one and the first of the other are among them."""
    edge = [(f"x{number}", 10, 1) for number in range(2)]
    one, other = held("a.csv", *same(10), *edge), held("b.csv", *same(10, start=10))
    with pytest.raises(FactError):
        settled(one, other)  # of the day that both have, all that the other has
    assert settled(one, held("b.csv", *same(10, start=10), ("y0", 10, 1), ("y1", 10, 1))) == []
    assert settled(held("a.csv", *same(10)), held("b.csv", *same(10, start=11))) == []


@pytest.mark.parametrize(("both", "count"), [(8, 0), (9, 1)])
@pytest.mark.parametrize(
    ("names", "is_related"),
    [
        (("march.csv", "march (1).csv"), True),
        (("march.csv", "March-final.csv.gz"), True),
        (("x/march v2.csv", "x/march copy 3.csv"), True),
        (("march.csv", "april.csv"), False),
        (("a/part-0.csv", "b/part-1.csv"), True),
    ],
)
def test_corrected_costs_make_an_older_file_of_one_that_is_related(
    names: tuple[str, str], is_related: bool, both: int, count: int
) -> None:
    one = held(names[0], *same(both, 100), *((f"a{day}", day, 1) for day in range(both + 1, 11)))
    other = held(names[1], *same(both, 50), *((f"b{day}", day, 1) for day in range(both + 1, 11)), ("l", 11, 1))
    assert len(settled(one, other)) == (count if is_related else 0)


@pytest.mark.parametrize(("both", "fits"), [(8, False), (9, True)])
def test_the_newer_file_has_nine_tenths_of_the_older_one(both: int, fits: bool) -> None:
    one = held("march.csv", *same(both), *((f"a{day}", day, 100) for day in range(both + 1, 11)))
    other = held("march (1).csv", *same(both), *((f"b{day}", day, 100) for day in range(both + 1, 11)), ("l", 11, 1))
    if fits:
        assert settled(one, other) == [("march.csv", "march (1).csv", False)]
    else:
        with pytest.raises(FactError):
            settled(one, other)


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        (same(20, start=1), "b.csv"),  # a day more at the end
        ([("p0", 1, 100), *same(19)], "b.csv"),  # as long, and holds it
        ([*same(19)[1:], ("x", 20, 100)], ""),  # begins later
        (same(18), "a.csv"),
        ([*same(18), ("p19", 19, 99)], ""),  # as long, and a cost differs
    ],
)
def test_which_of_two_files_without_a_time_is_the_older(other: list[tuple[str, int, int]], kept: str) -> None:
    files = held("a.csv", *same(19)), held("b.csv", *other)
    if kept:
        assert [each[1] for each in settled(*files)] == [kept]
    else:
        with pytest.raises(FactError):
            settled(*files)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("march.csv", "march (1).csv"),
        ("march (9).csv", "march (10).csv"),
        ("march-2026-04-01.csv", "march-2026-04-02.csv"),
        ("march 20260401T0900.csv", "march 2026-04-01 10-00.csv"),
        ("march_2026-04-01_09-00-01.csv", "march_2026-04-01_09-00-02.csv"),
        ("20260401/z.csv", "20260402/a.csv"),
        ("20260401/x/y/z.csv", "20260402/x/y/a.csv"),
        ("20260301-20260331/202604010000/z.csv", "20260301-20260331/202604020000/a.csv"),
    ],
)
def test_the_names_tell_which_is_newer(older: str, newer: str) -> None:
    one, other = held(older, *same(10)), held(newer, *same(9), ("p10", 10, 90))
    assert settled(one, other) == settled(other, one) == [(older, newer, False)]


@pytest.mark.parametrize(
    "names",
    [
        ("a-2026-04-01.csv", "b.csv"),  # only one tells
        ("20260301-20260331/a.csv", "20260401-20260430/b.csv"),  # the period and not the run
        ("20260401/x/y/z/a.csv", "20260402/x/y/z/b.csv"),  # too far above
        ("x120260401.csv", "x120260402.csv"),  # a part of a longer number
        ("a/march.csv", "b/march (1).csv"),  # of two folders
    ],
)
def test_names_that_do_not_tell_which_is_newer(names: tuple[str, str]) -> None:
    with pytest.raises(FactError):
        settled(held(names[0], *same(10)), held(names[1], *same(9), ("p10", 10, 90)))


def test_a_newer_file_that_lacks_the_first_days_replaces_none() -> None:
    with pytest.raises(FactError):
        settled(held("m-2026-04-01.csv", *same(10)), held("m-2026-04-02.csv", *same(10, start=2)))
    with pytest.raises(FactError):
        settled(held("m-2026-04-01.csv", *same(10)), held("m-2026-04-02.csv", *same(9)))


def test_parts_of_one_folder_are_held_against_those_of_another_together() -> None:
    one = [*held("x/0.csv", *same(5)), *held("x/1.csv", *same(5, start=6))]
    other = [*held("y/0.csv", *same(7)), *held("y/1.csv", *same(5, start=8))]
    assert settled(one, other) == [("x/0.csv", "y", False), ("x/1.csv", "y", False)]


def test_a_charge_that_stands_in_two_parts_is_added_up() -> None:
    split = [*held("x/0.csv", *same(10, 60)), *held("x/1.csv", *same(10, 40), ("late", 11, 1))]
    whole = [{**row, "rows": 2} for row in held("y/0.csv", *same(10, 100))]
    assert settled(split, whole) == [("y/0.csv", "x", False)]


def run_files(tmp_path: Path, *names: str) -> list[BillFile]:
    for each in names:
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).touch()
    return [BillFile(path=str(tmp_path / each), shown=each) for each in names]


def gone(files: list[BillFile]) -> list[tuple[str, str]]:
    kept, left = newest_runs(files)
    assert {each.shown for each in kept}.isdisjoint(each.file for each in left)
    assert len(kept) + len(left) == len(files)
    return [(each.file, each.kept) for each in left]


@pytest.mark.parametrize("period", [AWS, "billingperiod=2026-03", "BILLING_PERIOD=2026-03", "e/20260301-20260331"])
def test_of_the_runs_of_a_period_the_newest_counts_with_all_its_files(tmp_path: Path, period: str) -> None:
    old, new = f"{period}/2026-04-01T00-00Z-x", f"{period}/2026-04-02T00-00Z-a"
    files = run_files(tmp_path, f"{old}/1.csv", f"{old}/2.csv", f"{new}/1.csv", f"{new}/2.csv", f"{period}/3.csv")
    assert gone(files) == [(f"{old}/1.csv", new), (f"{old}/2.csv", new)]


@pytest.mark.parametrize(
    "runs", [("a", "b"), ("2026-04-01", "b"), ("2026-04-01-x", "2026-04-01-y"), ("2026-04-01",), ("2026-04-01/x", "b")]
)
def test_runs_that_do_not_tell_their_times_apart_all_stay(tmp_path: Path, runs: tuple[str, ...]) -> None:
    assert gone(run_files(tmp_path, *(f"{AWS}/{run}/1.csv" for run in runs))) == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ('{"dataFiles": ["s3://b/x/1.csv"]}', True),
        ('{"reportKeys": ["x/1.csv"]}', True),
        ('\ufeff{"dataFiles": ["1.csv"]}', True),
        ('{"dataFiles": [7, "9.csv"]}', False),  # lists none of those that are there
        ('{"dataFiles": "1.csv"}', False),
        ("[1]", False),
        ("{", False),
    ],
)
def test_the_manifest_beside_the_data_lists_those_that_count(tmp_path: Path, text: str, counts: bool) -> None:
    files = run_files(tmp_path, f"{AWS}/1.csv", f"{AWS}/2.csv")
    manifest = tmp_path / "metadata/BILLING_PERIOD=2026-03/e-MANIFEST.json"
    manifest.parent.mkdir(parents=True)
    (manifest.parent / "other.json").write_text('{"dataFiles": ["2.csv"]}')
    manifest.write_text(text, encoding="utf-8")
    assert gone(files) == ([(f"{AWS}/2.csv", "e-MANIFEST.json")] if counts else [])


def test_the_manifest_in_the_folder_lists_blobs(tmp_path: Path) -> None:
    files = run_files(tmp_path, "run/1.csv", "run/2.csv", "else/3.csv")
    (tmp_path / "run/manifest.json").write_text(json.dumps({"blobs": [{"blobName": "export/run/2.csv"}, "no", {}]}))
    assert gone(files) == [("run/1.csv", "manifest.json")]


@pytest.mark.parametrize("info", [[], "2026-04-09", {"submittedTime": 7}, {}])
def test_a_manifest_that_tells_no_time_leaves_it_to_the_names(tmp_path: Path, info: object) -> None:
    old, new = f"{AZURE}/202604010000/z", f"{AZURE}/202604020000/a"
    files = run_files(tmp_path, f"{old}/1.csv", f"{new}/1.csv")
    (tmp_path / old / "manifest.json").write_text(json.dumps({"runInfo": info}))
    assert gone(files) == [(f"{old}/1.csv", new)]


def test_the_time_in_manifests_goes_before_that_in_names(tmp_path: Path) -> None:
    runs = f"{AZURE}/202604010000/z", f"{AZURE}/202604020000/a"
    files = run_files(tmp_path, *(f"{run}/1.csv" for run in runs))
    for run, time in zip(runs, ("2026-04-09T00:00:00Z", "2026-04-08T00:00:00Z"), strict=True):
        (tmp_path / run / "manifest.json").write_text(json.dumps({"runInfo": {"submittedTime": time}}))
    assert gone(files) == [(f"{runs[1]}/1.csv", runs[0])]
    assert stamp_of(files[0].path) == "2026-04-09T00:00:00Z"


@pytest.mark.parametrize(("room", "count"), [(0, 1), (1, 0)])
def test_a_manifest_is_read_as_far_as_one_can_be_long(tmp_path: Path, room: int, count: int) -> None:
    files = run_files(tmp_path, "run/1.csv", "run/2.csv")
    text = json.dumps({"blobs": ["2.csv"]})
    manifest = tmp_path / "run/manifest.json"
    manifest.write_text(" " * ((1 << 22) - len(text) + room) + text)
    assert len(gone(files)) == count
