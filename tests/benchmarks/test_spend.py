"""The benchmark of billing data runs, and its sides tell the same figures."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from briefing.bill.bill import Billing
from briefing.bill.focus.opening import read_bill
from briefing.bill.focus.source import Source
from briefing.bill.sample.request import Sample
from briefing.bill.sample.write import write_sample

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
CENT = Decimal("0.01")


def said(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


@pytest.mark.slow
def test_a_small_run_prints_a_row_for_each_side(tmp_path: Path) -> None:
    table = said(
        str(BENCHMARKS / "spend.py"), "--rows", "3000", "--runs", "1", "--once", "4000", "--data", str(tmp_path)
    )
    rows = [line.split(" | ")[:2] for line in table.splitlines()[2:] if line.startswith("|")]
    assert rows == [
        *(["| 3,000", side] for side in ("briefing", "SQL by hand", "pandas")),
        *(["| 4,000", side] for side in ("briefing", "SQL by hand")),
    ]


@pytest.mark.slow
def test_all_sides_tell_the_same_figures(tmp_path: Path) -> None:
    write_sample(tmp_path / "data", Sample(rows=5_000))
    bill = read_bill(Source((str(tmp_path / "data"),)), Billing(required_tags=("owner", "cost-center")))
    by_hand = json.loads(said(str(BENCHMARKS / "spend_sql.py"), str(tmp_path / "data")))
    pandas = json.loads(said(str(BENCHMARKS / "spend_pandas.py"), str(tmp_path / "data")))
    expected = [each.effective for each in bill.months]
    assert [Decimal(amount) for _, amount in by_hand["months"]] == expected
    assert [Decimal(str(each)).quantize(CENT) for each in pandas["months"].values()] == [
        each.quantize(CENT) for each in expected
    ]
    assert bill.total
    assert [Decimal(each) for each in by_hand["total"][0]] == [
        bill.total.effective,
        bill.total.recent,
        bill.total.earlier,
    ]
    parts = {each.name: each.effective for each in bill.by["provider"]}
    assert {name: Decimal(amount) for name, amount, *_ in by_hand["provider"]} == parts
