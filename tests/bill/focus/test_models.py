"""AI by model and per million tokens: where exports count tokens, by the model that they name."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bill.focus.charges import bill, charge
from briefing.bill.bill import Billing, Model
from briefing.bill.file import read_bill_file, write_bill
from briefing.bill.focus.ai import model_in, tokens_in
from briefing.bill.focus.opening import Source
from read_alone import read_bill

AI = {"ServiceCategory": "AI and Machine Learning", "ServiceName": "Models"}


def tokens(cost: str, quantity: str, unit: str = "Tokens", **cells: Any) -> dict[str, Any]:
    own = {"ConsumedQuantity": quantity, "ConsumedUnit": unit, "SkuPriceDetails": "", "SkuMeter": ""}
    return charge(cost=cost, **{**AI, **own, **cells})


def other(**cells: Any) -> dict[str, Any]:
    return tokens("50", "720", "Hours", **{"ServiceCategory": "Compute", "ServiceName": "Machines", **cells})


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        ("Tokens", 1),
        ("token", 1),
        ("1K Tokens", 1000),
        ("1K tokens", 1000),
        ("1,000 tokens", 1000),
        ("Thousand Tokens", 1000),
        ("1M Tokens", 1_000_000),
        ("1000000 tokens", 1_000_000),
        ("Million Tokens", 1_000_000),
        ("2 millions tokens", 2_000_000),
        ("3 thousands of tokens", 3000),
        ("m tokens", 1_000_000),
        ("1 tokens", 1),
        ("per 1M tokens", 1_000_000),
        ("1K input tokens", 1000),
        ("Hours", None),
        ("0 tokens", None),
        ("Requests", None),
    ],
)
def test_a_unit_says_how_many_tokens_one_of_it_is(unit: str, count: int | None) -> None:
    assert tokens_in(unit) == count


@pytest.mark.parametrize(
    ("meter", "name"),
    [
        ("Sonnet 4 Input Tokens", "Sonnet 4"),
        ("gpt-sample output 1K Tokens", "gpt-sample"),
        ("Tokens", ""),
        ("Input Tokens (1M)", ""),
        ("", ""),
    ],
)
def test_a_meter_names_a_model_beside_what_it_counts(meter: str, name: str) -> None:
    assert model_in(meter) == name


def test_cost_and_tokens_stand_by_model_whatever_the_unit(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        [
            other(),
            tokens("30", "10", "1M Tokens", SkuPriceDetails='{"ModelName": "Larch Large"}'),
            tokens("6", "2000", "1K Tokens", SkuPriceDetails='{"model": "Larch Large", "Direction": "Output"}'),
            tokens("4", "4000000", "Tokens", SkuMeter="Fern Small Input Tokens"),
            tokens("1", "500", "Thousand Tokens", SkuMeter="Tokens"),
        ],
    )
    by = "Nimbus Example Cloud"
    assert found.models == (
        Model(name="Larch Large", provider=by, effective=Decimal(36), tokens=Decimal(12_000_000)),
        Model(name="Fern Small", provider=by, effective=Decimal(4), tokens=Decimal(4_000_000)),
        Model(name="", provider=by, effective=Decimal(1), tokens=Decimal(500_000)),
    )
    assert [each.per_million for each in found.models] == [3, 1, 2]
    assert found.ai.effective == 41


def test_what_is_no_ai_or_no_cost_is_no_model(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        [
            other(),
            other(ConsumedUnit="Tokens"),
            tokens("5", "100", ChargeClass="Correction"),
            tokens("5", "100", ChargeCategory="Tax"),
        ],
    )
    assert found.models == ()


def test_without_the_columns_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert bill(tmp_path, [charge(**AI)]).models == ()


@pytest.mark.slow
def test_a_file_without_the_columns_stands_beside_one_that_has_them(tmp_path: Path) -> None:
    bill(tmp_path, [tokens("5", "1000000", SkuPriceDetails='{"Model": "Larch"}')])
    (tmp_path / "bill.csv").rename(tmp_path / "ai.csv")
    bill(tmp_path, [charge(cost="70")])
    found = read_bill(Source((str(tmp_path),)), Billing())
    assert [(each.name, each.effective, each.tokens) for each in found.models] == [
        ("Larch", Decimal(5), Decimal(1_000_000))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["map(['ModelName'], ['Larch'])", "{'ModelName': 'Larch', 'Region': 'x'}"])
@pytest.mark.sampled
def test_price_details_may_be_maps_and_structures(tmp_path: Path, kind: str) -> None:
    bill(tmp_path, [tokens("5", "1000000")])
    with duckdb.connect() as engine:
        query = f"select * replace ({kind} as SkuPriceDetails) from read_csv('{tmp_path}/bill.csv', all_varchar = true)"
        engine.execute(f"copy ({query}) to '{tmp_path}/typed.parquet' (format parquet)")
    found = read_bill(Source((str(tmp_path / "typed.parquet"),)), Billing())
    assert [each.name for each in found.models] == ["Larch"]


def test_facts_bring_the_models_back(tmp_path: Path) -> None:
    found = bill(tmp_path, [tokens("5", "1000000", SkuPriceDetails='{"Model": "Larch"}')])
    (tmp_path / "facts.yaml").write_text(write_bill(found))
    assert read_bill_file(tmp_path / "facts.yaml").models == found.models
