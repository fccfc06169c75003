"""A file of contract commitments beside the costs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from bill.focus.charges import charge, write_bill
from bill.focus.exports import write_csv
from briefing.bill.bill import Bill, Billing
from briefing.bill.focus.opening import Source
from briefing.errors import FactError
from read_alone import read_bill

pytestmark = pytest.mark.sampled

HEADER = (
    "BillingCurrency,ContractCommitmentId,ContractCommitmentDescription,ContractCommitmentCost,"
    "ContractCommitmentPeriodStart,ContractCommitmentPeriodEnd\n"
)
LINE = "EUR,plan-1,Fictional discount,1200,2026-01-01T00:00:00Z,2027-01-01T00:00:00Z\n"


def read(folder: Path) -> Bill:
    used = {"CommitmentDiscountId": "plan-1", "CommitmentDiscountStatus": "Used"}
    write_bill(folder, [charge("2026-01", **used), charge("2026-02", **used)])
    return read_bill(Source((str(folder),)), Billing())


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_it_is_understood_beside_the_costs(tmp_path: Path, form: str) -> None:
    written = write_csv(tmp_path / "contracts.csv", HEADER + LINE)
    if form == "parquet":
        duckdb.execute(f"copy (select * from '{written}') to '{tmp_path}/contracts.parquet' (format parquet)")
        Path(written).unlink()
    found = read(tmp_path)
    assert [each.effective for each in found.months] == [100, 100]
    (one,) = found.contracts
    assert (one.id, one.description, one.committed, one.drawn) == (
        "plan-1",
        "Fictional discount",
        Decimal(1200),
        Decimal(200),
    )
    assert (one.starts, one.ends) == ("2026-01-01", "2027-01-01")


def test_what_was_drawn_before_the_data_is_not_known(tmp_path: Path) -> None:
    write_csv(tmp_path / "contracts.csv", HEADER + LINE.replace("2026-01", "2025-07"))
    assert read(tmp_path).contracts[0].drawn is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (LINE.replace("1200", "many"), "ContractCommitmentCost 'many' is no number; mend the file, or leave it out"),
        (
            LINE.replace("2027-01-01", "January 27"),
            "ContractCommitmentPeriodEnd 'January 27' is no date; mend the file, or leave it out",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, line: str, message: str) -> None:
    written = write_csv(tmp_path / "contracts.csv", HEADER + line)
    with pytest.raises(FactError) as raised:
        read(tmp_path)
    assert str(raised.value) == f"{written}: {message}"


def test_alone_it_is_no_bill(tmp_path: Path) -> None:
    written = write_csv(tmp_path / "contracts.csv", HEADER + LINE)
    with pytest.raises(FactError) as raised:
        read_bill(Source((written,)), Billing())
    assert str(raised.value) == (
        "FOCUS export contracts.csv has contract commitments and no costs; give the export of cost and usage as well"
    )


def applying(amount: str, id: str = "plan-1", key: str = "ContractCommitmentId") -> str:
    return f'{{"{key}": "{id}", "ContractCommitmentAppliedCost": {amount}}}'


@pytest.mark.parametrize(
    "cell",
    [
        f'{{"Elements": [{applying("30")}, {applying("7", "other")}]}}',
        f'{{"ContractApplied": [{applying("30", key="ContractCommitmentID")}]}}',
        f"[{applying('10')}, {applying('20')}]",
        applying("30.0"),
    ],
)
def test_what_charges_apply_to_it_is_drawn(tmp_path: Path, cell: str) -> None:
    write_csv(tmp_path / "contracts.csv", HEADER + LINE)
    write_bill(tmp_path, [charge("2026-01", ContractApplied=cell), charge("2026-02", ContractApplied="")])
    (one,) = read_bill(Source((str(tmp_path),)), Billing()).contracts
    assert (one.drawn, one.remaining, one.last_day) == (Decimal(30), Decimal(1170), "2026-12-31")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "line"),
    [
        (applying("null"), LINE),  # it is one to an amount of usage
        ("no JSON", LINE),
        (applying("30", "other"), LINE),
        (applying("30"), LINE.replace("EUR", "USD")),
        (applying("30"), LINE.replace("2026-01-01", "2025-12-01")),
        (applying("30"), LINE.replace("2026-01-01T00:00:00Z", "")),
    ],
)
def test_what_is_left_is_not_known(tmp_path: Path, cell: str, line: str) -> None:
    write_csv(tmp_path / "contracts.csv", HEADER + line)
    write_bill(tmp_path, [charge("2026-01", ContractApplied=cell)])
    (one,) = read_bill(Source((str(tmp_path),)), Billing()).contracts
    assert (one.drawn, one.remaining) == (None, None)


def test_nothing_is_left_of_what_is_more_than_fulfilled(tmp_path: Path) -> None:
    write_csv(tmp_path / "contracts.csv", HEADER + LINE.replace("1200", "20"))
    write_bill(tmp_path, [charge("2026-01", ContractApplied=applying("30"))])
    (one,) = read_bill(Source((str(tmp_path),)), Billing()).contracts
    assert (one.drawn, one.remaining) == (Decimal(30), Decimal(0))


@pytest.mark.slow
def test_an_end_in_the_last_hour_of_a_day_is_that_day(tmp_path: Path) -> None:
    write_csv(tmp_path / "contracts.csv", HEADER + LINE.replace("2027-01-01T00:00:00", "2026-12-31T23:59:59"))
    assert read(tmp_path).contracts[0].last_day == "2026-12-31"


def test_a_part_of_the_bill_promises_nothing_of_the_whole(tmp_path: Path) -> None:
    write_csv(tmp_path / "contracts.csv", HEADER + LINE)
    write_bill(tmp_path, [charge("2026-01", ServiceName="Queue")])
    assert not read_bill(Source((str(tmp_path),)), Billing(), where="ServiceName = Queue").contracts
