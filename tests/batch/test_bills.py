"""Batches with billing data: each row its part of the bill, and the data read once for all of them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from batches import Batch, files, reasons, statuses
from briefing.bill.bill import Billing
from briefing.bill.focus import opening as door
from briefing.bill.focus.opening import Source
from briefing.bill.sample.request import Sample
from briefing.bill.sample.write import write_sample
from briefing.bills import SpendRequest, open_bill, save_facts
from briefing.errors import FactError, UsageError
from read_alone import read_bill

pytestmark = pytest.mark.slow_but_for("test_a_part_without_data_is_a_problem_of_its_row")

LAYOUT = """\
title: Spend
slides:
  - kind: statement
    title: "For {{ audience }}"
    text: One sentence.
  - kind: spend-trend
    title: Trend
  - kind: assumptions
    title: Every figure
"""
UNITS = ("Ocean", "Air", "Road")
ROWS = "".join(
    f"- {{name: {unit}, for: {persona}, where: SubAccountName = {unit}}}\n"
    for unit in UNITS
    for persona in ("cfo", "cto")
)
PAGES = [f"{unit}/{persona}-bill.md" for unit in sorted(UNITS) for persona in ("cfo", "cto")]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample in one file of texts."""
    path = tmp_path_factory.mktemp("billing") / "bill.csv"
    write_sample(path, Sample(rows=4_000, last_month="2026-02"))
    return path


@pytest.fixture
def bills(sample: Path, batch: Batch) -> Callable[..., Any]:
    """`bills(rows, **wishes)`: a batch of decks with the trend of a bill, from data in this folder."""
    folder = Path("mine/layouts/bill")
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text(LAYOUT)
    Path("bill.csv").write_bytes(sample.read_bytes())

    def run(rows: str = "", **wishes: object) -> Any:
        return batch(rows, **{"layout": "bill", "spend": ("bill.csv",), **wishes})

    return run


def monthly(unit: str) -> str:
    """What a unit spent in the last complete month, as a deck writes it in full."""
    bill = read_bill(Source(("bill.csv",)), Billing(), where=f"SubAccountName = {unit}")
    return f"€{[each for each in bill.months if each.complete][-1].effective:,.2f}".removesuffix(".00")


def text(page: str) -> str:
    return Path("decks", page).read_text()


def test_each_row_tells_its_own_part_of_the_bill(bills: Callable[..., Any]) -> None:
    result = bills(ROWS)
    assert statuses(result) == ["made"] * 6
    assert files() == sorted(PAGES)
    amounts = {unit: monthly(unit) for unit in UNITS}
    assert len(set(amounts.values())) == 3
    for unit, amount in amounts.items():
        for persona in ("cfo", "cto"):
            told = text(f"{unit}/{persona}-bill.md")
            assert amount in told
            assert not any(other in told for other in amounts.values() if other != amount)


def test_units_times_personas_may_be_a_matrix(bills: Callable[..., Any]) -> None:
    wheres = ", ".join(f"SubAccountName = {unit}" for unit in UNITS)
    result = bills(f"matrix:\n  for: [cfo, cto]\n  where: [{wheres}]\n", names="{row}-{persona}")
    assert statuses(result) == ["made"] * 6
    told = [Path(each.path).read_text() for each in result.outcomes]
    assert sorted(sum(monthly(unit) in each for each in told) for unit in UNITS) == [2, 2, 2]


def test_rows_without_a_part_have_that_of_the_command_line_or_everything(bills: Callable[..., Any]) -> None:
    rows = "- {name: A, for: cfo}\n- {name: B, for: cfo, where: SubAccountName = Air}\n"
    assert statuses(bills(rows, spend=("bill.csv",), where="SubAccountName = Road")) == ["made", "made"]
    assert monthly("Road") in text("A/cfo-bill.md")
    assert monthly("Air") in text("B/cfo-bill.md")
    assert statuses(bills()) == ["made", "unchanged"]
    assert monthly("Road") not in text("A/cfo-bill.md")


def test_the_data_are_read_once(bills: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    true = door.read_each

    def counted(*given: Any, **named: Any) -> object:
        seen.append(named["wheres"])
        return true(*given, **named)

    monkeypatch.setattr(door, "read_each", counted)
    bills(f"{ROWS}- {{name: All, for: cfo}}\n")
    assert seen == [(*(f"SubAccountName = {unit}" for unit in UNITS), "")]


def test_workers_need_no_data(bills: Callable[..., Any]) -> None:
    assert statuses(bills(ROWS)) == ["made"] * 6
    alone = {page: text(page) for page in PAGES}
    assert statuses(bills(ROWS, out="both", jobs=2)) == ["made"] * 6
    assert {page: Path("both", page).read_text() for page in PAGES} == alone


def test_a_part_that_there_is_not_fails_its_row_alone(bills: Callable[..., Any]) -> None:
    rows = ROWS + "- {name: Sea, for: cfo, where: SubAccountName = Oceann}\n- {name: No, for: cfo, where: Ocean}\n"
    result = bills(rows)
    assert statuses(result) == ["made"] * 6 + ["failed"] * 2
    assert reasons(result) == [
        "audiences.yaml:7:32: row 7, column 'where': no charge has SubAccountName 'Oceann'; did you mean 'Ocean'?",
        "audiences.yaml:8:31: row 8, column 'where': 'Ocean' is no filter; "
        "write it as SubAccountName = Shop, or SubAccountName in Shop, Web",
    ]
    assert files() == sorted(PAGES)


def test_a_part_without_data_is_a_problem_of_its_row(bills: Callable[..., Any]) -> None:
    result = bills("- {name: N, for: cfo}\n- {name: A, for: cfo, where: SubAccountName = Air}\n", spend=())
    assert statuses(result) == ["made", "failed"]
    assert reasons(result) == [
        "audiences.yaml:2:30: row 2, column 'where': there are no billing data to take a part of; "
        "give them with --spend"
    ]


def test_data_that_cannot_be_read_stop_the_batch_and_nothing_is_written(bills: Callable[..., Any]) -> None:
    with pytest.raises(FactError, match=r"^there is no file or folder nowhere; look at the path$"):
        bills(ROWS, spend=("nowhere",))
    with pytest.raises(UsageError, match=r"^no charge has SubAccountName 'Se'"):
        bills("- for: cfo\n", spend=("bill.csv",), where="SubAccountName = Se")
    with pytest.raises(UsageError, match=r"^there are no billing data for --where"):
        bills(ROWS, spend=(), where="SubAccountName = Air")
    assert not Path("decks").exists()


def test_a_second_run_finds_nothing_to_do(bills: Callable[..., Any]) -> None:
    bills(ROWS)
    assert statuses(bills()) == ["unchanged"] * 6


def test_changed_data_make_only_those_anew_whose_figures_changed(bills: Callable[..., Any]) -> None:
    bills(ROWS)
    _rewrite(lambda cells: {**cells, "BilledCost": f"{cells['BilledCost']}0", "x_note": "looked at"})
    assert statuses(bills()) == ["unchanged"] * 6
    _rewrite(lambda cells: {**cells, "EffectiveCost": "900"} if cells["SubAccountName"] == "Air" else cells)
    result = bills()
    assert {each.path: each.status for each in result.outcomes} == {
        f"decks/{page}": "made" if page.startswith("Air/") else "unchanged" for page in PAGES
    }
    assert monthly("Air") in text("Air/cfo-bill.md")


def _rewrite(change: Callable[[Mapping[str, str]], Mapping[str, str]]) -> None:
    with Path("bill.csv").open(newline="") as file:
        rows = [change(cells) for cells in csv.DictReader(file)]
    with Path("bill.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_facts_of_one_part_serve_its_rows_and_no_others(bills: Callable[..., Any]) -> None:
    save_facts(open_bill(SpendRequest(("bill.csv",), where="SubAccountName = Air")), Path("air.yaml"))
    result = bills(ROWS, spend=("air.yaml",))
    assert statuses(result) == ["failed"] * 2 + ["made"] * 2 + ["failed"] * 2
    assert reasons(result)[0] == (
        "audiences.yaml:1:34: row 1, column 'where': air.yaml has the facts of SubAccountName = Air, and not of "
        "SubAccountName = Ocean; give the billing data instead, or facts that were written with --where"
    )
    assert monthly("Air") in text("Air/cfo-bill.md")


def test_a_part_goes_with_facts_of_its_row(bills: Callable[..., Any]) -> None:
    Path("org.yaml").write_text("currency: EUR\nname: Fictional Freight\n")
    rows = "- {name: N, for: cfo, where: SubAccountName = Air, spend.current-monthly: 77777}\n"
    assert statuses(bills(rows, organisation="org.yaml", layout="pitch")) == ["made"]
    assert monthly("Air") in text("N/cfo-pitch.md")
    assert "€77,777" in text("N/cfo-pitch.md")


def test_a_unit_that_names_no_part_of_the_bill_has_none_of_the_bill_of_the_whole(bills: Callable[..., Any]) -> None:
    Path("org.yaml").write_text("name: Acme\ncurrency: EUR\nspend: {current-monthly: 90000}\n")
    rows = "- {name: Nord, for: cfo, organisation.name: Nord, spend.current-monthly: 9000}\n- {name: All, for: cfo}\n"
    unit, whole = bills(rows, organisation="org.yaml").outcomes
    said = (
        "row 1 (Nord): the bill is that of the whole, and is left out here; name the part of Nord in the column 'where'"
    )
    assert said in unit.notices
    assert not any("the bill says" in each for each in unit.notices)
    assert said not in whole.notices
    assert any("the bill says" in each for each in whole.notices)
