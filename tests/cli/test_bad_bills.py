"""Billing data that no deck can be made from: one line that says why, and nothing written."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
import pytest

from bill.focus.charges import charge, write_bill
from cli.conftest import Call

pytestmark = pytest.mark.sampled

HERE = Path()
GOOD = (charge("2026-01"), charge("2026-02"))
SIGNS = (*GOOD, charge("2026-02", BilledCost="€12.30"), charge("2026-02", BilledCost="$1"))


def refused(call: Call, *arguments: str) -> tuple[int, str]:
    """The exit status of `make --spend` and its one line; nothing stands in the output folder."""
    status, out, err = call("make", "--for", "cfo", "--out", "out/", "--spend", *arguments)
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert not Path("out").exists()
    return status, err.removeprefix("error: ").removesuffix("\n")


def rows(name: str, *charges: Mapping[str, str]) -> None:
    with Path(name).open("w", newline="") as file:
        writer = csv.DictWriter(file, list(charges[0]))
        writer.writeheader()
        writer.writerows(charges)


def good(path: Path = HERE, charges: Iterable[Mapping[str, str]] = GOOD) -> None:
    write_bill(path, charges)


def test_a_place_that_is_not_there_with_the_nearest_one(call: Call) -> None:
    good()
    assert refused(call, "nowhere") == (1, "there is no file or folder nowhere; look at the path")
    assert refused(call, "bil.csv") == (1, "there is no file or folder bil.csv; did you mean 'bill.csv'?")
    assert refused(call, "*.parquet") == (1, "no file matches '*.parquet'; look at the pattern and at its folder")
    assert refused(call, "") == (2, "the path of the billing data is empty; give .csv, .csv.gz or .parquet files")


@pytest.mark.parametrize("option", ["--where", "--by-tag", "--currency"])
@pytest.mark.parametrize("given", ["", "  "])
def test_an_option_that_is_given_and_empty(call: Call, option: str, given: str) -> None:
    good()
    found = call("spend", "quality", "bill.csv", option, given)
    assert found == (2, "", f"error: {option} is empty; say something with it, or leave it out\n")


def test_a_folder_without_billing_data(call: Call) -> None:
    Path("bills").mkdir()
    Path("bills/bill.xlsx").touch()
    line = "bills holds no billing data, only .xlsx files; give .csv, .csv.gz or .parquet files"
    assert refused(call, "bills") == (1, line)


def test_a_table_that_is_not_in_the_format_with_the_nearest_column(call: Call) -> None:
    rows("cost.csv", {name: "1" for name in GOOD[0] if name != "BilledCost"} | {"Cost": "1"})
    assert refused(call, "cost.csv") == (1, "cost.csv has no column 'BilledCost'; the nearest is 'Cost'")
    rows("plain.csv", {"Date": "2026-01-01", "Effective Costs": "1", "Owner": "team-a"})
    status, line = refused(call, "plain.csv")
    assert status == 1
    assert line.startswith("plain.csv has no columns 'BilledCost'")
    assert "'EffectiveCost' (the nearest is 'Effective Costs')" in line
    assert line.endswith(
        "; export the bill in the FOCUS format, version 1.0 to 1.3, and leave out files of another kind"
    )


def test_a_packed_file_that_ends_in_the_middle(call: Call) -> None:
    good(charges=[charge("2026-01", ResourceId=str(number)) for number in range(2000)])
    whole = gzip.compress(Path("bill.csv").read_bytes())
    Path("cut.csv.gz").write_bytes(whole[: len(whole) // 2])
    assert refused(call, "cut.csv.gz") == (1, "cut.csv.gz ends in the middle; download it again")


def test_costs_with_a_currency_sign_and_how_many_there_are(call: Call) -> None:
    good(charges=SIGNS)
    why = (
        "2 of 4 rows cannot be used: BilledCost is text with a currency sign, such as '€12.30', export plain numbers "
        "(2 rows of bill.csv); mend the export, or allow them with --broken-rows 2"
    )
    assert refused(call, "bill.csv") == (1, why)
    assert refused(call, "bill.csv", "--broken-rows", "1") == (1, why)


@pytest.mark.slow
def test_broken_rows_that_are_allowed_are_counted(call: Call) -> None:
    good(charges=SIGNS)
    status, out, err = call("spend", "quality", "bill.csv", "--broken-rows", "2", "--json")
    assert (status, "error" in err) == (0, False)
    found = json.loads(out)
    assert (found["rows"], found["broken-rows"], found["complete-months"]) == (4, 2, 2)
    made = call("make", "--for", "cfo", "--spend", "bill.csv", "--broken-rows", "2", "--format", "md", "--quiet")
    assert made == (0, "output/cfo-pitch.md\n", "")


@pytest.mark.slow
def test_a_number_of_broken_rows_below_nothing(call: Call) -> None:
    status, line = refused(call, "bill.csv", "--broken-rows", "-1")
    assert status == 2
    assert "-1" in line


@pytest.mark.slow
def test_no_complete_month(call: Call) -> None:
    good(charges=[charge("2026-02", ChargePeriodEnd="2026-02-20T00:00:00Z")])
    status, out, err = call("spend", "summary", "bill.csv")
    assert status == 0
    assert ", EUR, no complete month, Nimbus Example Cloud\n" in out
    assert ["2026-02", "2026-02-19", "100.00", "100.00"] in [line.split() for line in out.splitlines()]
    assert err.splitlines() == [
        "notice: Feb 2026 is in progress: the newest day of usage is 2026-02-19; it is in no trend, comparison or"
        " forecast",
        "notice: Not shown: bill.effective; no month of the data is complete",
    ]
    assert call("spend", "quality", "bill.csv")[0] == 0
    assert call("make", "--for", "cfo", "--spend", "bill.csv", "--format", "md", "--quiet")[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("SubAccountName = Shopp", "no charge has SubAccountName 'Shopp'; did you mean 'Shop'?"),
        ("SubAccountName = Zoo", "no charge has SubAccountName 'Zoo'; there are 'Shop'"),
        ("SubAccount = Shop", "'SubAccount = Shop' asks for 'SubAccount', which no filter knows; did you mean "),
        ("Shop", "'Shop' is no filter; write it as SubAccountName = Shop, or SubAccountName in Shop, Web"),
    ],
)
def test_a_part_that_there_is_not(call: Call, where: str, line: str) -> None:
    good()
    status, told = refused(call, "bill.csv", "--where", where)
    assert status == 1
    assert told.startswith(line)


@pytest.mark.slow
@pytest.mark.parametrize(
    "url",
    [
        "trino://sam:geheim@db.example:443/catalog/schema",
        "snowflake://sam:geheim@account/db",
        "databricks://db.example/path?access_token=geheim",
        "duckdb://bill.duckdb?password=geheim",
    ],
)
def test_a_password_in_a_connection_is_refused_and_never_shown(call: Call, url: str) -> None:
    line = "the connection URL holds a password; give it in the environment of the driver instead"
    assert refused(call, url, "--spend-table", "focus") == (2, line)
    for arguments in (("spend", "quality", url, "--json"), ("figures", "--spend", url, "--spend-table", "t", "--json")):
        _, out, err = call(*arguments)
        assert "geheim" not in out + err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("url", "module", "extra"),
    [
        ("trino://sam@db.example/catalog/schema", "trino.auth", "finops-briefing[trino]"),
        ("pyspark://", "pyspark.sql", "finops-briefing[spark]"),
        ("bigquery://project/dataset", "google.auth", "ibis-framework[bigquery]"),
    ],
)
def test_a_driver_that_is_not_installed(
    call: Call, url: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    scheme = url.partition(":")[0]
    line = f"the driver for {scheme}:// is not installed; install it with: pip install '{extra}'"
    assert refused(call, url, "--spend-table", "focus") == (1, line)


@pytest.mark.slow
def test_a_connection_that_is_not_one(call: Call) -> None:
    assert refused(call, "duckdb://none.duckdb", "--spend-table", "t") == (
        1,
        "there is no DuckDB database none.duckdb; give duckdb:// and its path",
    )
    needs = "the connection URL needs the name of a table; give it with --spend-table"
    assert refused(call, "trino://sam@db.example/c/s") == (2, needs)
    good()
    line = "--spend-table goes with a connection URL; leave it out for files"
    assert refused(call, "bill.csv", "--spend-table", "focus") == (2, line)


@pytest.mark.slow
def test_a_table_that_is_not_in_the_database(call: Call) -> None:
    with duckdb.connect("bills.duckdb") as database:
        database.execute("create table focus (BilledCost decimal)")
    line = "there is no table focs; did you mean 'focus'?"
    assert refused(call, "duckdb://bills.duckdb", "--spend-table", "focs") == (1, line)


@pytest.mark.slow
def test_a_file_of_facts_together_with_data(call: Call) -> None:
    good()
    call("spend", "facts", "bill.csv", "--write", "spend.yaml")
    line = "--spend names a file of facts and other files; give the file of facts alone, or only the billing data"
    assert refused(call, "spend.yaml", "bill.csv") == (2, line)
    assert refused(call, "bill.csv", "--spend", "spend.yaml") == (2, line)


@pytest.mark.slow
def test_a_file_of_facts_of_another_part_or_currency(call: Call) -> None:
    good(charges=(*GOOD, *(charge(month, SubAccountName="Web") for month in ("2026-01", "2026-02"))))
    call("spend", "facts", "bill.csv", "--write", "all.yaml")
    call("spend", "facts", "bill.csv", "--where", "SubAccountName = Shop", "--write", "shop.yaml")
    remedy = "give the billing data instead, or facts that were written with --where"
    assert refused(call, "all.yaml", "--where", "SubAccountName = Shop") == (
        2,
        f"all.yaml has the facts of the whole bill, and not of SubAccountName = Shop; {remedy}",
    )
    assert refused(call, "shop.yaml", "--where", "SubAccountName = Web") == (
        2,
        f"shop.yaml has the facts of SubAccountName = Shop, and not of SubAccountName = Web; {remedy}",
    )
    line = "there are no charges in USD in the billing data; leave --currency out, or give EUR"
    assert refused(call, "all.yaml", "--currency", "USD") == (2, line)


@pytest.mark.slow
def test_a_file_of_facts_that_is_wrong_is_named_with_its_place(call: Call) -> None:
    good()
    call("spend", "facts", "bill.csv", "--write", "spend.yaml")
    text = Path("spend.yaml").read_text()
    number = text[: text.index("\nsource:")].count("\n") + 2
    Path("spend.yaml").write_text(text.replace("\nsource:", "\nsourse: x\nsource:"))
    line = f"spend.yaml:{number}:1: unknown field 'sourse'; did you mean 'source'?"
    assert refused(call, "spend.yaml") == (1, line)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["none.yaml", "none.yml"])
def test_a_file_of_facts_that_is_not_there(call: Call, name: str) -> None:
    line = f"{name}: the file cannot be read (no such file or directory); check its path and rights"
    assert refused(call, name) == (1, line)
