"""The door: generated data whose every figure is known, and everything that stops a bill from being made."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import ibis
import msgspec
import pytest

from bill.focus.charges import bill, charge, write_bill
from briefing.bill.bill import Bill, Billing
from briefing.bill.focus.bills import Wanted, bills_of
from briefing.bill.focus.connections import open_table
from briefing.bill.focus.opening import Source
from briefing.bill.records import OtherCurrency, Quality
from briefing.bill.sample.request import Form, Sample
from briefing.bill.sample.write import write_sample
from briefing.errors import FactError
from read_alone import read_bill, read_bills
from sample_truth import REQUIRED, truth

EXACT, CENT = Decimal("0.000001"), Decimal("0.005")
REQUEST = Sample(rows=30_000, second_currency=True)
BILLING = Billing(
    required_tags=("owner", "cost-center", "env"),
    owned_sub_accounts=("ocean", "Road"),
    saas_providers=("cumulus SAMPLE cloud",),
)


def differences(found: Any, true: Any, tolerance: Decimal = EXACT, place: str = "bill") -> Iterator[str]:
    """Where two bills are not the same, amounts within the tolerance."""
    if isinstance(true, msgspec.Struct):
        for name in true.__struct_fields__:
            yield from differences(getattr(found, name, None), getattr(true, name), tolerance, f"{place}.{name}")
    elif isinstance(true, dict) and isinstance(found, dict) and sorted(true) == sorted(found):
        for key, value in true.items():
            yield from differences(found[key], value, tolerance, f"{place}[{key}]")
    elif isinstance(true, tuple) and isinstance(found, tuple) and len(true) == len(found):
        for number, (left, right) in enumerate(zip(found, true, strict=True)):
            yield from differences(left, right, tolerance, f"{place}[{number}]")
    elif isinstance(true, Decimal) and isinstance(found, Decimal):
        if abs(found - true) > tolerance:
            yield f"{place}: {found} is not {true}"
    elif found != true:
        yield f"{place}: {found!r} is not {true!r}"


def check(found: Bill, true: Bill, tolerance: Decimal = EXACT) -> None:
    own = msgspec.structs.replace(found, source="", where="")
    assert list(differences(own, true, tolerance)) == []


def test_the_comparison_sees_a_difference() -> None:
    true = truth(Sample(rows=3000, months=2))
    assert true.total
    wrong = msgspec.structs.replace(true, total=msgspec.structs.replace(true.total, earlier=Decimal(1)))
    assert list(differences(wrong, true)) == [f"bill.total.earlier: 1 is not {true.total.earlier}"]


@pytest.mark.parametrize("form", ["parquet", "csv", "csv.gz"])
@pytest.mark.sampled
def test_every_figure_of_generated_data_is_its_known_value(form: Form, tmp_path: Path) -> None:
    write_sample(tmp_path / "bills", REQUEST, form)
    wheres = ("", "SubAccountName = Ocean", "sub-account-name in Air, 'road'")
    found = read_bills(Source((str(tmp_path / "bills"),)), BILLING, wheres=wheres)
    check(found[wheres[0]], truth(REQUEST, BILLING))
    check(found[wheres[1]], truth(REQUEST, BILLING, ("Ocean",)))
    check(found[wheres[2]], truth(REQUEST, BILLING, ("Air", "Road")))


@pytest.mark.slow
@pytest.mark.parametrize("months", [1, 2, 5, 6, 13, 14, 24])
@pytest.mark.sampled
def test_every_length_of_history(months: int, tmp_path: Path) -> None:
    request = Sample(rows=15_000, months=months)
    write_sample(tmp_path / "bills", request)
    check(read_bill(Source((str(tmp_path / "bills"),)), Billing()), truth(request, Billing()))


@pytest.mark.slow
def test_doubles_and_times_with_zones_are_right_to_the_cent(tmp_path: Path) -> None:
    source = doubles(tmp_path)
    check(read_bill(source, REQUIRED), truth(REQUEST), CENT)


def doubles(folder: Path) -> Source:
    """The sample in one file, with floating point costs and times that have a zone."""
    write_sample(folder / "bills", REQUEST)
    costs = [f"{name}::double as {name}" for name in ("BilledCost", "EffectiveCost", "ListCost")]
    times = [
        f"{name}::timestamptz as {name}" for name in ("ChargePeriodStart", "ChargePeriodEnd", "BillingPeriodStart")
    ]
    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'")
        query = f"select * replace ({', '.join(costs + times)}) from '{folder}/bills/*.parquet'"
        engine.execute(f"copy ({query}) to '{folder}/double.parquet' (format parquet)")
    return Source((str(folder / "double.parquet"),))


@pytest.mark.slow
def test_a_session_in_another_time_zone_changes_no_month(tmp_path: Path) -> None:
    doubles(tmp_path)
    connection = ibis.duckdb.connect()
    connection.con.execute(f"create view focus as select * from '{tmp_path}/double.parquet'")
    connection.con.execute("SET TimeZone = 'America/New_York'")
    with open_table(connection, "focus") as opened:
        found = bills_of(opened, REQUIRED, wanted=Wanted(), wheres=("",), broken_limit=0)
    bill = found[""]
    assert isinstance(bill, Bill)
    check(bill, truth(REQUEST), CENT)


@pytest.mark.slow
def test_neither_the_order_of_rows_nor_threads_change_a_digit(tmp_path: Path) -> None:
    source = doubles(tmp_path)
    found = read_bill(source, REQUIRED)
    with duckdb.connect() as engine:
        query = f"select * from '{tmp_path}/double.parquet' order by hash(ResourceId, ChargePeriodStart, BilledCost)"
        engine.execute(f"copy ({query}) to '{tmp_path}/mixed.parquet' (format parquet, row_group_size 2048)")
    mixed = read_bill(Source((str(tmp_path / "mixed.parquet"),)), REQUIRED)
    assert msgspec.structs.replace(mixed, source=found.source) == found


@pytest.mark.slow
def test_files_of_different_types_are_one_bill(tmp_path: Path) -> None:
    write_bill(tmp_path, [charge("2026-01", cost="1"), charge("2026-02", cost="2")])
    with duckdb.connect() as engine:
        texts = f"read_csv('{tmp_path}/bill.csv', all_varchar = true)"
        later = ", ".join(
            f"({name}::timestamp + interval 2 months) as {name}"
            for name in ("BillingPeriodStart", "ChargePeriodStart", "ChargePeriodEnd")
        )
        query = f"select * replace (BilledCost::double as BilledCost, {later}) from {texts}"
        engine.execute(f"copy ({query}) to '{tmp_path}/bill.parquet' (format parquet)")
    found: Any = read_bill(Source((str(tmp_path),)), Billing())
    assert [month.billed for month in found.months] == [1, 2, 1, 2]
    assert found.quality.rows == 4


def test_the_source_and_the_keys_are_on_the_bill(tmp_path: Path) -> None:
    found = bill(tmp_path, [charge()], "owner")
    assert found.source == "FOCUS export bill.csv"
    assert found.required_tags == ("owner",)
    ends = {"Nimbus Example Cloud": "2026-01-01/2026-01-31"}
    assert found.quality == Quality(rows=1, ends=ends, missing_columns=("ContractedCost",))


MIXED = [
    charge(cost="1"),
    charge(cost="2"),
    *[charge(cost="5", BillingCurrency="USD") for _ in range(3)],
    charge(cost="7", BillingCurrency="USD", ChargeCategory="Tax"),
]


@pytest.mark.slow
def test_the_currency_is_the_one_asked_for_or_that_of_most_rows(tmp_path: Path) -> None:
    assert bill(tmp_path, MIXED).currency == "USD"
    assert bill(tmp_path, MIXED, wanted=Wanted("CHF")).currency == "USD"
    found = bill(tmp_path, MIXED, wanted=Wanted("EUR"))
    assert (found.currency, found.months[0].billed) == ("EUR", 3)
    dollars = OtherCurrency(currency="USD", rows=4, billed=Decimal(22), effective=Decimal(15))
    assert found.quality.other_currencies == (dollars,)


def refused(folder: Path, *charges: Any, **asked: Any) -> str:
    with pytest.raises(FactError) as raised:
        bill(folder, charges, **asked)
    return str(raised.value).replace(f"{folder}/", "")


def test_a_broken_row_stops_the_reading_and_says_what_is_wrong(tmp_path: Path) -> None:
    assert refused(tmp_path, charge(), charge(BilledCost="€12.30")) == (
        "1 of 2 rows cannot be used: BilledCost is text with a currency sign, such as '€12.30', export plain numbers "
        "(1 row of bill.csv); mend the export, or allow them with --broken-rows 1"
    )


@pytest.mark.slow
def test_the_most_frequent_reasons_are_named(tmp_path: Path) -> None:
    charges = [
        *[charge(EffectiveCost="1,234.50") for _ in range(4)],
        *[charge(ChargePeriodStart="soon") for _ in range(3)],
        *[charge(BillingCurrency="") for _ in range(2)],
        charge(ListCost="12,5"),
    ]
    assert refused(tmp_path, charge(), *charges) == (
        "10 of 11 rows cannot be used: EffectiveCost is text with thousands separators, such as '1,234.50', export "
        "plain numbers (4 rows of bill.csv); ChargePeriodStart is no date from 2015 to "
        f"{date.today().year + 1}, such as 'soon' (3 rows of bill.csv); "
        "BillingCurrency is empty (2 rows of bill.csv); and others; "
        "mend the export, or allow them with --broken-rows 10"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cost", "reason"),
    [
        ("12,5", "is text with a decimal comma, such as '12,5', export plain numbers such as 12.5"),
        ("1.234,56", "is text with thousands separators, such as '1.234,56', export plain numbers such as 1234.56"),
        ("1,234", "is text with thousands separators, such as '1,234', export plain numbers"),
        ("USD 5", "is text with a currency sign, such as 'USD 5', export plain numbers"),
        ("free", "is no number, such as 'free'"),
        ("NULL", "is empty"),
    ],
)
def test_what_is_wrong_with_a_cost(tmp_path: Path, cost: str, reason: str) -> None:
    assert f"BilledCost {reason} (1 row of bill.csv)" in refused(tmp_path, charge(), charge(BilledCost=cost))


@pytest.mark.slow
def test_broken_rows_within_the_limit_are_left_out_and_counted(tmp_path: Path) -> None:
    charges = [charge(), charge(BilledCost="€12.30"), charge(ChargePeriodStart="soon")]
    path = write_bill(tmp_path, charges).places
    found: Any = read_bill(Source(path, broken_limit=2), Billing())
    assert (found.quality.rows, found.quality.broken_rows, found.months[0].billed) == (3, 2, 100)
    with pytest.raises(FactError, match=r"^2 of 3 rows cannot be used"):
        read_bill(Source(path, broken_limit=1), Billing())


@pytest.mark.slow
def test_rows_that_cannot_be_split_are_broken_too(tmp_path: Path) -> None:
    source = write_bill(tmp_path, [charge(), charge(BilledCost="x")])
    with (tmp_path / "bill.csv").open("a") as file:
        file.write("1,2,3\r\n")
    with pytest.raises(FactError) as raised:
        read_bill(source, Billing())
    assert str(raised.value).replace(f"{tmp_path}/", "") == (
        "2 of 3 rows cannot be used: 1 row cannot be split into columns, the first is bill.csv:4 (3 columns instead of "
        "22); BilledCost is no number, such as 'x' (1 row of bill.csv); "
        "mend the export, or allow them with --broken-rows 2"
    )
    found = read_bill(Source(source.places, broken_limit=2), Billing())
    assert (found.quality.rows, found.quality.broken_rows) == (3, 2)


@pytest.mark.slow
def test_a_bill_of_nothing_but_broken_rows_is_none(tmp_path: Path) -> None:
    source = write_bill(tmp_path, [charge(BilledCost="x")])
    with pytest.raises(FactError) as raised:
        read_bill(Source(source.places, broken_limit=9), Billing())
    assert str(raised.value) == "FOCUS export bill.csv has no row that can be used; mend the export"


def test_a_bill_without_rows_is_none(tmp_path: Path) -> None:
    source = write_bill(tmp_path, [charge()])
    header = (tmp_path / "bill.csv").read_text().splitlines()[0]
    (tmp_path / "bill.csv").write_text(f"{header}\n")
    with pytest.raises(FactError) as raised:
        read_bill(source, Billing())
    assert str(raised.value) == "FOCUS export bill.csv has no rows; give a bill with charges"


def test_a_bill_without_a_complete_month_says_what_there_is(tmp_path: Path) -> None:
    found = bill(tmp_path, [charge(ChargePeriodEnd="2026-01-20T00:00:00Z")])
    assert (found.period, found.comparison, found.rates) == (None, None, None)
    assert [(month.month, month.complete, month.through) for month in found.months] == [
        ("2026-01", False, "2026-01-19")
    ]


@pytest.mark.slow
@pytest.mark.parametrize("absent", ["ibis", "duckdb", "pyarrow"])
def test_without_the_extra_the_message_says_what_to_install(absent: str) -> None:
    """In a process of its own, which has not imported anything yet."""
    code = (
        f"import sys; sys.modules[{absent!r}] = None; "
        "from briefing.bills import SpendRequest, open_bill; open_bill(SpendRequest(('a.csv',)), None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == (
        "briefing.errors.FactError: reading billing data needs Ibis and DuckDB, which are not installed; "
        "install finops-briefing[spend]"
    )
