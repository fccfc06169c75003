"""AI by model, and what a million tokens cost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from bill_samples import plain, whole_bill
from billed_desk import chart_of, left_out, shown, tiles_of, told
from briefing.bill.bill import Bill, Model
from compose_desk import Desk

SLIDE = "- kind: ai-models"
D = Decimal


def model(name: str, cost: int, millions: int) -> Model:
    return Model(name=name, effective=D(cost), tokens=D(millions) * 1_000_000)


def of(*models: Model) -> Bill:
    return plain([100_000] * 12, models=models)


def test_bars_have_the_cost_and_the_price_of_each(desk: Desk) -> None:
    slide = told(desk, of(model("Sonata", 9000, 3000), model("Fable", 6000, 100), model("", 500, 100)), SLIDE)
    assert slide.title == "A million tokens cost €60 with Fable, and €3 with Sonata, which costs most in all"
    assert shown(slide) == [("Fable", "€60"), ("A million tokens", "€4.84"), ("AI charged by the token", "€15.5k")]
    assert chart_of(slide).categories == ("Fable · €6,000 in all", "Sonata · €9,000 in all")
    assert chart_of(slide).series[0].labels == ("€60", "€3")
    assert chart_of(slide).leading == (0,)
    assert any(each.startswith("Some of what is charged by the token names no model") for each in slide.notes)


def test_the_one_that_costs_most_may_be_the_dearest(desk: Desk) -> None:
    slide = told(desk, of(model("Sonata", 9000, 100), model("Fable", 600, 100)), SLIDE)
    assert slide.title == "Sonata costs most, in all and for a million tokens: €90"


def test_one_model_has_no_bars(desk: Desk) -> None:
    slide = told(desk, of(model("Sonata", 9000, 3000)), SLIDE)
    assert slide.title == "A million tokens of Sonata cost €3"
    assert [type(each).__name__ for each in slide.blocks] == ["Tiles"]
    assert [each.value for each in tiles_of(slide)] == ["€3", "€9k"]


@pytest.mark.parametrize("bill", [of(), of(model("", 500, 100)), of(model("Sonata", 500, 0))])
def test_without_tokens_or_names_there_is_none(desk: Desk, bill: Bill) -> None:
    assert left_out(desk, bill, SLIDE) == ()


def test_ai_spend_that_the_organisation_states_otherwise_is_not_told_by_model(desk: Desk) -> None:
    desk.facts("currency: EUR\nspend: {ai: {current-monthly: 90000}}\n")
    bill = replace(whole_bill(), models=(model("Sonata", 9000, 3000), model("Fable", 6000, 100)))
    assert left_out(desk, bill, SLIDE) == ()
