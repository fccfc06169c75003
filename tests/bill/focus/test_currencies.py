"""Which currency the figures are in: that of most money, and what is left out is told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bill.focus.charges import bill, charge
from briefing.bill.focus.bills import Wanted, chosen

pytestmark = pytest.mark.sampled

MANY_SMALL = [
    charge(cost="1", BillingCurrency="USD"),
    charge(cost="1", BillingCurrency="USD"),
    charge(cost="1000", BillingCurrency="EUR"),
]
RATES = {"JPY": Decimal("0.006"), "USD": Decimal("0.9")}


def test_the_currency_of_most_money_is_chosen_and_not_that_of_most_rows(tmp_path: Path) -> None:
    found = bill(tmp_path, MANY_SMALL)
    assert (found.currency, found.total.effective) == ("EUR", 1000)
    (other,) = found.quality.other_currencies
    assert (other.currency, other.rows, other.billed, other.effective) == ("USD", 2, 2, 2)


def test_a_currency_that_is_asked_for_is_taken(tmp_path: Path) -> None:
    assert bill(tmp_path, MANY_SMALL, wanted=Wanted("USD")).currency == "USD"


@pytest.mark.parametrize(("own", "chosen"), [("USD", "EUR"), ("EUR", "EUR"), ("CHF", "EUR")])
def test_the_own_currency_is_not_taken_for_a_trifle(own: str, chosen: str, tmp_path: Path) -> None:
    assert bill(tmp_path, MANY_SMALL, wanted=Wanted(own=own)).currency == chosen


def test_the_own_currency_is_taken_where_it_has_a_good_part_of_the_money(tmp_path: Path) -> None:
    charges = [charge(cost="300", BillingCurrency="CHF"), charge(cost="1000", BillingCurrency="EUR")]
    assert bill(tmp_path, charges, wanted=Wanted(own="CHF")).currency == "CHF"


@pytest.mark.slow
def test_amounts_are_held_against_each_other_at_the_rates_of_the_organisation(tmp_path: Path) -> None:
    charges = [charge(cost="100000", BillingCurrency="JPY"), charge(cost="5000", BillingCurrency="USD")]
    assert bill(tmp_path, charges).currency == "JPY"
    assert bill(tmp_path, charges, wanted=Wanted(own="EUR", rates=RATES)).currency == "USD"


@pytest.mark.slow
def test_credits_are_money_too(tmp_path: Path) -> None:
    charges = [charge(cost="10", BillingCurrency="EUR"), charge(cost="-500", BillingCurrency="USD")]
    assert bill(tmp_path, charges).currency == "USD"


def test_a_currency_in_small_letters_is_the_same(tmp_path: Path) -> None:
    found = bill(tmp_path, [charge(), charge(BillingCurrency="eur"), charge(BillingCurrency=" Eur ")])
    assert (found.currency, found.total.effective, found.quality.other_currencies) == ("EUR", 300, ())


@pytest.mark.slow
def test_one_large_credit_in_another_currency_is_not_what_the_company_pays_in(tmp_path: Path) -> None:
    credit = charge(cost="-9000", BillingCurrency="USD", ChargeCategory="Credit")
    found = bill(tmp_path, [charge(cost="5900", BillingCurrency="EUR"), credit])
    assert (found.currency, found.total.effective) == ("EUR", 5900)
    assert [each.currency for each in found.quality.other_currencies] == ["USD"]
    assert bill(tmp_path, [charge(cost="5900", BillingCurrency="EUR"), credit], wanted=Wanted("USD")).currency == "USD"


@pytest.mark.parametrize(("own", "taken"), [("10", "USD"), ("10.01", "EUR")])
def test_the_own_currency_is_taken_from_more_than_a_tenth_of_all_money_on(own: str, taken: str) -> None:
    amounts = {"EUR": Decimal(own), "USD": Decimal(100) - Decimal(own)}
    totals = [{"currency": each, "broken": False, "used": True, "billed": cost, "effective": cost}
              for each, cost in amounts.items()]  # fmt: skip
    assert chosen(totals, Wanted(own="EUR")) == taken
    assert chosen(totals, Wanted(own="EUR", asked="EUR")) == "EUR"
