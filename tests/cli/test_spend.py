"""`briefing spend` and `briefing figures --spend` as a user calls them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bill.focus.charges import charge, write_bill
from briefing.bill.bill import Billing
from briefing.bill.file import read_bill_file
from briefing.bill.sample.request import Sample
from briefing.bill.sample.write import write_sample
from briefing.figures.billseries import forecast
from cli.conftest import Call
from known_figures import figures_of, money, shown_figures
from sample_truth import truth

pytestmark = pytest.mark.sampled

ENVIRON = {"COLUMNS": "160"}
REQUEST = Sample(rows=5_000, second_currency=True, last_month="2026-03")
ORG = (
    "billing: {required-tags: [owner, cost-center], owned-sub-accounts: [Ocean], saas-providers: [Stratus Demo SaaS]}\n"
)
BILLING = Billing(
    required_tags=("owner", "cost-center"), owned_sub_accounts=("Ocean",), saas_providers=("Stratus Demo SaaS",)
)
COUNTED = ("2026-02", "2026-03")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small sample: eighteen months of three providers, and some charges in dollars."""
    folder = tmp_path_factory.mktemp("billing") / "bills"
    write_sample(folder, REQUEST)
    return str(folder)


def found(call: Call, *arguments: str) -> Any:
    status, out, err = call(*arguments, "--json")
    assert status == 0, err
    return json.loads(out)


def test_a_sample_is_a_file_for_each_provider_whose_paths_go_to_standard_output(call: Call) -> None:
    status, out, err = call("spend", "sample", "--rows", "2e3", "--months", "3", "--out", "here")
    names = ("nimbus-example-cloud", "cumulus-sample-cloud", "stratus-demo-saas")
    assert (status, out) == (0, "".join(f"here/{name}.parquet\n" for name in names))
    assert err == "here: 2,000 rows, 0.1 MB\n"
    assert all(Path(line).is_file() for line in out.splitlines())


@pytest.mark.slow
def test_a_sample_is_the_same_for_the_same_seed_and_ends_with_the_month_that_is_asked_for(call: Call) -> None:
    for out in ("one.csv", "two.csv"):
        arguments = ("--rows", "2_000", "--months", "2", "--seed", "3", "--until", "2025-11", "--out", out)
        assert call("spend", "sample", *arguments)[:2] == (0, f"{out}\n")
    assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()
    assert found(call, "spend", "quality", "one.csv")["partial-months"] == ["2025-12"]


@pytest.mark.parametrize("rows", ["many", "0", "-5", "1.5", "nan", "inf", "1e10", ""])
def test_a_number_of_rows_that_is_none_is_refused(call: Call, rows: str) -> None:
    line = f"error: --rows is '{rows}', which is no number of rows; write it like 1e6\n"
    assert call("spend", "sample", "--rows", rows, "--out", "here") == (2, "", line)
    assert not Path("here").exists()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--months", "0"], "--months 0: a sample has 1 to 120 months"),
        (["--until", "2026-13"], "'2026-13' is no month; write it as 2026-03"),
        (["--format", "xls"], "a sample cannot be written as 'xls'; the forms are parquet, csv, csv.gz"),
    ],
)
def test_a_sample_that_cannot_be_is_refused(call: Call, arguments: list[str], line: str) -> None:
    assert call("spend", "sample", "--out", "here", *arguments) == (2, "", f"error: {line}\n")
    assert not Path("here").exists()


def test_the_summary_has_the_figures_the_parts_and_what_is_missing(call: Call, data: str) -> None:
    status, out, err = call("spend", "summary", data)
    assert status == 0
    lines = out.splitlines()
    providers = "Cumulus Sample Cloud, Nimbus Example Cloud, Stratus Demo SaaS"
    assert lines[0] == f"FOCUS export bills (3 files), EUR, 2025-04 to 2026-03, {providers}"
    assert lines[2].split() == ["FIGURE", "VALUE", "UNIT", "NAME"]
    total = truth(REQUEST, Billing()).total
    assert total
    (spent,) = (line for line in lines if line.startswith("bill.effective.period "))
    assert spent.split()[1] == f"{float(money(total.effective)):,.2f}"
    headings = [line.split("  ")[0] for line in lines if line.endswith("CHANGE")]
    assert headings == ["PROVIDER", "SERVICE CATEGORY", "SERVICE", "SUB ACCOUNT", "REGION"]
    first, second = err.splitlines()
    assert first.startswith("notice: In no figure, as it is not in EUR: ")
    assert " USD billed, " in first
    assert second.startswith("notice: Apr 2026 is in progress: the newest day of usage is 2026-04-12; ")
    assert any(line.split()[:2] == ["2026-04", "2026-04-12"] for line in lines)


def test_the_summary_says_once_why_a_figure_is_not_there(call: Call, tmp_path: Path) -> None:
    write_bill(tmp_path, [charge("2026-01"), charge("2026-02")])
    _, _, err = call("spend", "summary", "bill.csv")
    assert "notice: Not shown: bill.forecast; complete months so far: 2; a forecast needs 3\n" in err
    assert err.count("a forecast needs 3") == 1


def test_the_summary_as_json_is_one_object_with_formulas(call: Call, data: str) -> None:
    shown = found(call, "spend", "summary", data)
    assert shown["currency"] == "EUR"
    assert shown["explain"]["bill.growth"]["formula"]
    assert set(shown_figures(shown)) <= set(shown["basis"])


@pytest.mark.slow
def test_a_part_of_the_bill_is_what_where_says(call: Call, data: str) -> None:
    ocean = truth(REQUEST, Billing(), ("Ocean",)).total
    assert ocean
    shown = found(call, "spend", "summary", data, "--where", "subaccountname = ocean")
    assert shown["bill"]["effective"]["period"] == money(ocean.effective)
    assert call("spend", "summary", data, "--where", "SubAccountName = Oceann") == (
        1,
        "",
        "error: no charge has SubAccountName 'Oceann'; did you mean 'Ocean'?\n",
    )


@pytest.mark.slow
@pytest.mark.parametrize("code", ["USD", "usd"])
def test_the_currency_may_be_chosen_in_any_case(call: Call, data: str, code: str) -> None:
    shown = found(call, "spend", "quality", data, "--currency", code)
    assert shown["currency"] == "USD"
    assert [each["currency"] for each in shown["other-currencies"]] == ["EUR"]


@pytest.mark.slow
def test_a_currency_that_no_charge_has_is_refused(call: Call, data: str) -> None:
    line = "error: there are no charges in CHF in the billing data; leave --currency out, or give EUR or USD\n"
    assert call("spend", "summary", data, "--currency", "CHF") == (2, "", line)


@pytest.mark.slow
def test_facts_are_shown_or_written_and_say_the_same(call: Call, data: str) -> None:
    status, out, err = call("spend", "facts", data)
    assert status == 0
    assert err.startswith("notice: In no figure, as it is not in EUR: ")
    assert call("spend", "facts", data, "--write", "spend.yaml") == (0, "spend.yaml\n", err)
    assert Path("spend.yaml").read_text() == out
    total = truth(REQUEST, Billing()).total
    written = read_bill_file("spend.yaml").total
    assert total
    assert written
    assert money(written.effective) == money(total.effective)


@pytest.mark.slow
def test_facts_are_of_the_organisation_that_is_given(call: Call, data: str) -> None:
    Path("org.yaml").write_text(ORG)
    call("spend", "facts", data, "--org", "org.yaml", "--write", "spend.yaml")
    written, true = read_bill_file("spend.yaml").allocation, truth(REQUEST, BILLING).allocation
    assert written
    assert true
    assert money(written.unallocated) == money(true.unallocated)


@pytest.mark.slow
def test_corrected_facts_are_not_written_over_without_force_which_keeps_them(call: Call, data: str) -> None:
    arguments = ("spend", "facts", data, "--write", "spend.yaml")
    call(*arguments)
    mine = Path("spend.yaml").read_text() + "# looked at\n"
    Path("spend.yaml").write_text(mine)
    assert call(*arguments) == (
        1,
        "",
        "error: spend.yaml has been changed since briefing wrote it, or was not written by briefing; "
        "use --force to replace it, or --write for another place\n",
    )
    assert Path("spend.yaml").read_text() == mine
    status, out, err = call(*arguments, "--force")
    assert (status, out) == (0, "spend.yaml\n")
    assert err.startswith("notice: the earlier spend.yaml is kept as spend.backup-1.yaml\n")
    assert Path("spend.backup-1.yaml").read_text() == mine


@pytest.mark.slow
def test_facts_go_into_a_yaml_file_only(call: Call, data: str) -> None:
    line = "error: --write names spend.txt, which is no YAML file; give a name such as spend.yaml\n"
    assert call("spend", "facts", data, "--write", "spend.txt") == (2, "", line)
    assert not Path("spend.txt").exists()


@pytest.mark.slow
def test_quality_says_what_the_data_are_worth(call: Call, data: str) -> None:
    status, out, err = call("spend", "quality", data)
    assert (status, err) == (
        0,
        "notice: In no figure, as it is not in EUR: 104,178.44 USD billed, 104,178.44 USD effective cost (rows: 97)\n"
        "notice: Apr 2026 is in progress: the newest day of usage is 2026-04-12; it is in no trend, comparison or "
        "forecast\n",
    )
    rows = {line.split("  ")[0]: line.split("  ", 1)[1].strip() for line in out.splitlines()}
    assert rows["rows"].startswith("5,000 ")
    assert rows["partial months"].startswith("2026-04 ")
    assert rows["other currencies"].startswith("USD (")
    assert rows["Stratus Demo SaaS"].startswith("2024-10-01 to 2026-04-12")


@pytest.mark.slow
def test_quality_as_json_has_numbers(call: Call, data: str) -> None:
    true = truth(REQUEST, Billing())
    other = true.quality.other_currencies[0]
    shown = found(call, "spend", "quality", data)
    assert true.rates
    assert shown.pop("untaggable")
    assert shown == {
        "rows": 5000,
        "broken-rows": 0,
        "complete-months": 18,
        "partial-months": ["2026-04"],
        "currency": "EUR",
        "other-currencies": [{"currency": "USD", "rows": other.rows, "billed": f"{other.billed.normalize():f}"}],
        "in-progress": {"2026-04": "2026-04-12"},
        "uncategorised": None,
        "left-out": [],
        "missing-columns": [],
        "list-prices-known": f"{true.rates.known:.4f}",
        "days": true.quality.ends,
        "rhythms": [],
    }


@pytest.mark.slow
def test_quality_of_data_that_lack_columns_names_them(call: Call, tmp_path: Path) -> None:
    write_bill(tmp_path, [charge("2026-01"), charge("2026-02")], without=("ListCost", "Tags"))
    shown = found(call, "spend", "quality", "bill.csv")
    assert shown["missing-columns"] == ["ListCost", "ContractedCost", "Tags"]
    assert (shown["list-prices-known"], shown["untaggable"]) == (None, None)


@pytest.mark.slow
@pytest.mark.parametrize("org", [False, True])
def test_every_figure_is_its_known_value_to_the_cent_and_has_a_basis(call: Call, data: str, org: bool) -> None:
    true = truth(REQUEST, BILLING if org else Billing())
    ahead = forecast([each.effective for each in true.months if each.complete])
    assert ahead
    expected = figures_of(true)
    for end, values in (("", ahead.values), (".low", ahead.low), (".high", ahead.high)):
        for name, count in (("quarter", 3), ("year", 12)):
            expected[f"bill.forecast.{name}{end}"] = money(sum(values[:count], Decimal(0)))
    Path("mine.yaml").write_text(ORG)
    shown = found(call, "figures", "--spend", data, *(("--org", "mine.yaml") if org else ()))
    assert shown_figures(shown) == expected
    assert {id for id in shown["basis"] if id.startswith("bill.")} == set(expected)
    assert all(each["basis"] for each in shown["series"].values())
    assert shown["basis"]["bill.effective.period"] == (
        "effective cost of usage and purchases, Apr 2025 to Mar 2026, 3 providers"
    )


@pytest.mark.slow
def test_series_are_their_known_values(call: Call, data: str) -> None:
    true = truth(REQUEST, Billing())
    series = found(call, "figures", "--spend", data)["series"]
    complete = [each for each in true.months if each.complete]
    assert series["bill.effective"]["labels"] == [each.month for each in complete]
    assert series["bill.effective"]["values"] == [money(each.effective) for each in complete]
    assert series["bill.billed"]["values"] == [money(each.billed) for each in complete]
    assert series["bill.by.service"]["values"] == [money(each.effective) for each in true.by["service"]]


@pytest.mark.slow
def test_a_unit_of_the_organisation_has_a_cost(call: Call, data: str) -> None:
    Path("mine.yaml").write_text("billing: {units: [{name: parcel, by-month: {2026-02: 1000, 2026-03: 3000}}]}\n")
    shown = found(call, "figures", "--spend", data, "--org", "mine.yaml")
    february, march = (each.effective for each in truth(REQUEST, Billing()).months if each.month in COUNTED)
    assert shown["bill"]["unit-cost"]["parcel"] == money((february + march) / 4000)


@pytest.mark.slow
def test_spend_without_a_command_shows_its_help_and_is_a_usage_error(call: Call) -> None:
    status, out, err = call("spend")
    assert (status, out) == (2, "")
    assert "briefing spend sample --months 18" in err


@pytest.mark.slow
@pytest.mark.parametrize("command", ["summary", "quality", "facts"])
def test_every_command_that_reads_the_data_says_why_a_figure_is_not_there(
    call: Call, tmp_path: Path, command: str
) -> None:
    write_bill(tmp_path, [charge("2026-01"), charge("2026-02")])
    _, _, err = call("spend", command, "bill.csv")
    assert err.count("notice: Not shown: bill.forecast; complete months so far: 2; a forecast needs 3\n") == 1


@pytest.mark.slow
def test_a_summary_shows_ai_by_model_and_what_a_million_tokens_cost(call: Call, tmp_path: Path) -> None:
    cells = {"ServiceCategory": "AI and Machine Learning", "ConsumedUnit": "1K Tokens", "ConsumedQuantity": "4000"}
    details = '{"ModelName": "Larch Large"}'
    write_bill(tmp_path, [charge(cost="10", SkuPriceDetails=details, SkuMeter="", **cells)])
    _, out, _ = call("spend", "summary", "bill.csv")
    (line,) = (line for line in out.splitlines() if line.startswith("Larch Large"))
    assert line.split() == ["Larch", "Large", "EUR", "10.00", "4.00", "EUR", "2.50"]
    assert "bill.ai.per-million-tokens" in out


@pytest.mark.slow
def test_a_summary_shows_what_is_left_of_prepaid_pools(call: Call, tmp_path: Path) -> None:
    pool = {"CommitmentDiscountId": "pool-1", "CommitmentDiscountType": "Prepaid"}
    bought = charge("2026-01", BilledCost="900", EffectiveCost="0", ChargeCategory="Purchase", **pool)
    draws = [charge(m, BilledCost="0", CommitmentDiscountStatus="Used", **pool) for m in ("2026-01", "2026-02")]
    write_bill(tmp_path, [bought, *draws])
    _, shown, _ = call("spend", "summary", "bill.csv")
    (line,) = [each.split() for each in shown.splitlines() if each.startswith("pool-1")]
    assert line == ["pool-1", "EUR", "900.00", "EUR", "200.00", "EUR", "700.00", "7.0"]
