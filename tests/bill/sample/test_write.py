from __future__ import annotations

import hashlib
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from briefing.bill.sample.plan import Cell
from briefing.bill.sample.request import Form, Sample
from briefing.bill.sample.write import write_sample
from briefing.documents.text import first_day, month_text
from briefing.errors import FactError, UsageError
from sample_truth import cost_of

SMALL = Sample(rows=1_500, months=2)
COSTS = "BilledCost", "EffectiveCost", "ListCost", "ContractedCost"


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def sums(source: str) -> list[tuple[object, ...]]:
    totals = ", ".join(f"sum({cost})" for cost in COSTS)
    with duckdb.connect() as connection:
        return connection.execute(
            f"SELECT ServiceName, ChargeCategory, strftime(ChargePeriodStart, '%Y-%m') AS month, count(*), {totals} "
            f"FROM {source} GROUP BY ALL ORDER BY ALL"
        ).fetchall()


def test_a_folder_gets_a_file_for_each_provider(tmp_path: Path) -> None:
    written = write_sample(tmp_path / "new" / "folder", SMALL)
    assert [file.name for file in written.files] == [
        "nimbus-example-cloud.parquet",
        "cumulus-sample-cloud.parquet",
        "stratus-demo-saas.parquet",
    ]
    assert written.bytes == sum(file.stat().st_size for file in written.files)
    assert sorted(written.files) == sorted((tmp_path / "new" / "folder").iterdir())


def test_each_file_holds_the_charges_of_its_provider(folder: Path, data: duckdb.DuckDBPyConnection) -> None:
    found = data.execute(
        f"SELECT DISTINCT parse_filename(filename, true), ProviderName "
        f"FROM read_parquet('{folder}/*.parquet', filename = true) ORDER BY 1"
    ).fetchall()
    assert found == [
        ("cumulus-sample-cloud", "Cumulus Sample Cloud"),
        ("nimbus-example-cloud", "Nimbus Example Cloud"),
        ("stratus-demo-saas", "Stratus Demo SaaS"),
    ]


@pytest.mark.parametrize("rows", [1_000, 1_001, 12_345, 60_000])
@pytest.mark.sampled
def test_there_are_exactly_as_many_rows_as_asked(tmp_path: Path, rows: int) -> None:
    target = tmp_path / "all.parquet"
    assert write_sample(target, Sample(rows=rows)).rows == rows
    assert duckdb.execute(f"SELECT count(*) FROM '{target}'").fetchall() == [(rows,)]


def test_the_rows_of_every_month_and_kind_of_charge_add_up_to_the_plan(
    cells: tuple[Cell, ...], data: duckdb.DuckDBPyConnection
) -> None:
    planned: dict[tuple[str, ...], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 4)
    for cell in cells:
        key = (
            *(month_text(cell.billed_month), month_text(cell.month), cell.charge.service.name, cell.charge.category),
            *(cell.charge.status or "", cell.line.account or "", cell.charge.currency),
        )
        amounts = (Decimal(cell.rows), cost_of(cell, "billed"), cost_of(cell, "effective"), cost_of(cell, "list"))
        planned[key] = [total + amount for total, amount in zip(planned[key], amounts, strict=True)]
    found = data.execute(
        "SELECT strftime(BillingPeriodStart, '%Y-%m'), strftime(ChargePeriodStart, '%Y-%m'), ServiceName, "
        "ChargeCategory, coalesce(CommitmentDiscountStatus, ''), coalesce(SubAccountName, ''), BillingCurrency, "
        "count(*), sum(BilledCost), sum(EffectiveCost), coalesce(sum(ListCost), 0) FROM focus GROUP BY ALL"
    ).fetchall()
    assert {row[:7]: [Decimal(value) for value in row[7:]] for row in found} == planned


@pytest.mark.slow
def test_the_same_request_gives_the_same_bytes_with_any_number_of_threads(tmp_path: Path) -> None:
    request = Sample(rows=200_000, months=3)  # more than one row group
    for name, threads in (("default", None), ("one", 1), ("four", 4)):
        write_sample(tmp_path / name / "all.parquet", request, threads=threads)
    assert digests(tmp_path / "default") == digests(tmp_path / "one") == digests(tmp_path / "four")


def test_another_seed_gives_other_amounts(tmp_path: Path) -> None:
    write_sample(tmp_path / "seven", SMALL)
    write_sample(tmp_path / "eight", Sample(rows=SMALL.rows, months=SMALL.months, seed=8))
    seven, eight = digests(tmp_path / "seven"), digests(tmp_path / "eight")
    assert seven.keys() == eight.keys()
    assert not set(seven.values()) & set(eight.values())


@pytest.mark.parametrize("form", ["csv", "csv.gz"])
def test_every_form_holds_the_same_charges(tmp_path: Path, form: Form) -> None:
    write_sample(tmp_path / "parquet", SMALL)
    written = write_sample(tmp_path / "texts", SMALL, form)
    assert all(file.name.endswith(f".{form}") for file in written.files)
    read = "read_csv('{}/texts/*', types = {{{}}})".format(
        tmp_path, ", ".join(f"'{cost}': 'DECIMAL(20,6)'" for cost in COSTS)
    )
    assert sums(read) == sums(f"'{tmp_path}/parquet/*.parquet'")


def test_texts_of_times_say_that_they_are_utc(tmp_path: Path) -> None:
    target = tmp_path / "all.csv"
    write_sample(target, SMALL)
    header, first = target.read_text().splitlines()[:2]
    starts = dict(zip(header.split(","), first.split(","), strict=False))
    assert starts["AvailabilityZone"] == "example-west-1a"
    assert "2026-02-01T00:00:00Z" in first


def test_compressed_text_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("once", "twice"):
        write_sample(tmp_path / name, SMALL, "csv.gz")
    assert digests(tmp_path / "once") == digests(tmp_path / "twice")


def test_usage_spreads_over_all_days_of_a_month(data: duckdb.DuckDBPyConnection) -> None:
    found = data.execute(
        "SELECT strftime(ChargePeriodStart, '%Y-%m') AS month, count(DISTINCT ChargePeriodStart) FROM focus "
        "WHERE ChargeCategory = 'Usage' AND ChargeClass IS NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert found[:3] == [("2024-09", 30), ("2024-10", 31), ("2024-11", 30)]
    assert found[5] == ("2025-02", 28)
    assert found[-1] == ("2026-03", 12)


@pytest.mark.parametrize("rows", [1_000, 20_000])
def test_every_provider_has_charges_from_the_first_to_the_last_day_of_each_month(tmp_path: Path, rows: int) -> None:
    write_sample(tmp_path / "all.parquet", Sample(rows=rows))
    found = duckdb.execute(
        f"SELECT month, first, last = month + INTERVAL 1 MONTH, last = month + INTERVAL 12 DAY FROM ("
        f"SELECT ProviderName, CAST(date_trunc('month', ChargePeriodStart) AS TIMESTAMP) AS month, "
        f"min(ChargePeriodStart) AS first, max(ChargePeriodEnd) AS last "
        f"FROM '{tmp_path}/all.parquet' WHERE ChargeCategory = 'Usage' GROUP BY ALL)"
    ).fetchall()
    assert len(found) == 3 * 19
    for month, first, whole, stub in found:
        assert first == month
        assert stub if month.date() == first_day(2026 * 12 + 2) else whole


def test_rows_of_one_cell_differ(data: duckdb.DuckDBPyConnection) -> None:
    (share,) = data.execute("SELECT count(DISTINCT EffectiveCost) / count(*) FROM focus").fetchone() or (0,)
    assert share > 0.5


def test_a_target_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FactError, match=r"/file cannot be written: "):
        write_sample(tmp_path / "file", SMALL)


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (Sample(rows=100), "--rows 100: a sample of 18 months needs at least 851 rows"),
        (Sample(months=0), "--months 0: a sample has 1 to 120 months"),
        (Sample(months=121), "--months 121: a sample has 1 to 120 months"),
        (Sample(last_month="2026-13"), "'2026-13' is no month; write it as 2026-03"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path: Path, request_: Sample, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        write_sample(tmp_path / "sample", request_)
    assert str(caught.value) == message
    assert not list(tmp_path.iterdir())


def test_a_form_must_agree_with_the_name_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_sample(tmp_path / "all.csv", SMALL, "parquet")
    assert str(caught.value) == "all.csv is asked for as parquet; name it all.parquet or leave the form out"
    with pytest.raises(UsageError) as caught:
        write_sample(tmp_path, SMALL, "xlsx")
    assert str(caught.value) == "a sample cannot be written as 'xlsx'; the forms are parquet, csv, csv.gz"


def test_large_data_come_in_several_files_with_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write_sample(tmp_path / "whole", SMALL)
    monkeypatch.setattr("briefing.bill.sample.write.MOST_ROWS", 700)
    parts = write_sample(tmp_path / "parts", SMALL)
    names = [each.name for each in parts.files]
    assert "nimbus-example-cloud-1.parquet" in names
    assert len(names) > len(whole.files)

    def rows(folder: str) -> object:
        return duckdb.execute(f"select * from '{tmp_path}/{folder}/*.parquet' order by all").fetchall()

    assert rows("parts") == rows("whole")
