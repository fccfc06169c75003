"""Amounts as people write them, and what is refused because it could mean two things."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from briefing.documents.amounts import (
    AmountError,
    Currencies,
    parse_count,
    parse_day,
    parse_growth,
    parse_money,
    parse_number,
    parse_quantity,
    parse_saved,
    parse_share,
)

EUR = Currencies("EUR")


def refusal(parse: Callable[..., Any], text: str, currencies: Currencies = EUR) -> str:
    with pytest.raises(AmountError) as caught:
        parse(text, currencies)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "400000",
        "400_000",
        "400,000",
        "400 000",
        "400'000",
        "400,000 EUR",
        "EUR 400000",
        "400000€",
        "€400,000",
        "400000.00",
    ],
)
def test_money_may_be_written_in_many_ways(text: str) -> None:
    found = parse_money(text, EUR)
    assert (found.amount, found.currency, found.written) == (Decimal(400000), "EUR", None)


@pytest.mark.parametrize(
    ("text", "amount"), [("1,234", "1234"), ("1,234.567", "1234.567"), ("0.125", "0.125"), ("1234.567", "1234.567")]
)
def test_money_with_one_meaning_is_read(text: str, amount: str) -> None:
    assert parse_money(text, EUR).amount == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.234", "which could be 1234 or 1 and a fraction; write 1234 or 1.2340"),
        ("1.234.567", "whose separators are unclear; write it with a dot before decimals, as 1234567"),
        ("12,34", "whose separators are unclear; write it with a dot before decimals, as 12.34"),
        ("1.234.567,89 EUR", "whose separators are unclear; write it with a dot before decimals, as 1234567.89"),
        ("1 234,5", "whose separators are unclear; write it with a dot before decimals, as 1234.5"),
        ("1_23", "whose separators are unclear; write it like 400000, 400_000 or 400,000, with a dot before decimals"),
        ("-1", "which is negative; write an amount of 0 or more"),
        ("300k", "which is no amount of money; write it in full, such as 300000, not '300k'"),
        ("a lot", "which is no amount of money; write it like 400000, 400_000 or 400,000"),
        ("EUR 5 USD", "which names two currencies; keep one of them"),
        ("$5", "where '$' could be USD, AUD, CAD, HKD, MXN, NZD or SGD; write USD instead"),
        (
            "5 CHF",
            "which is in CHF, while the organisation's currency is EUR; convert it, or add "
            "'exchange-rates: {CHF: …}', the price of one CHF in EUR",
        ),
    ],
)
def test_money_that_is_unclear_is_refused(text: str, message: str) -> None:
    assert refusal(parse_money, text) == message


def test_a_rate_converts_and_what_was_written_is_kept() -> None:
    found = parse_money("200 USD", Currencies("EUR", {"USD": Decimal("0.9")}))
    assert (found.amount, found.currency, found.written) == (Decimal(180), "EUR", (Decimal(200), "USD"))


def test_a_dollar_is_that_of_an_organisation_with_dollars() -> None:
    assert parse_money("$5", Currencies("CAD")).currency == "CAD"


@pytest.mark.parametrize("text", ["18%", "18 %", "0.18", "18.0%"])
def test_a_share_may_be_written_in_two_ways(text: str) -> None:
    assert parse_share(text, EUR).value == Decimal("0.18")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("118%", "which is more than 100%; write a share from 0% to 100%"),
        ("-1%", "which is negative; write a share from 0% to 100%"),
        ("18", "which could be 18% or 1800%; write 18%"),
        ("1", "which could be 1% or 100%; write 1%"),
        ("18,5%", "which is no percentage; write 18.5%"),
        ("much", "which is no percentage; write it like 18% or 0.18"),
    ],
)
def test_a_share_that_is_none_is_refused(text: str, message: str) -> None:
    assert refusal(parse_share, text) == message


def test_growth_may_be_negative_and_above_a_hundred_percent_but_not_lose_everything() -> None:
    assert parse_growth("-5%", EUR).value == Decimal("-0.05")
    assert parse_growth("150%", EUR).value == Decimal("1.5")
    assert refusal(parse_growth, "-100%") == "which leaves nothing after a year; write more than -100%"
    assert refusal(parse_growth, "1001%") == "which is more than 1000% a year; write the growth of one year"


def test_a_saving_is_a_share_or_money_and_never_guessed() -> None:
    assert parse_saved("4%", EUR).share == parse_saved("0.04", EUR).share == Decimal("0.04")
    money = parse_saved("240,000 EUR", EUR).money
    assert money
    assert money.amount == 240000
    assert refusal(parse_saved, "4") == "which could be 4% or 4 EUR a year; write 4% or '4 EUR'"
    assert refusal(parse_saved, "1.234") == "which could be 1234 or 1 and a fraction; write 1234 or 1.2340"


@pytest.mark.parametrize(
    ("text", "value", "unit", "per"),
    [
        ("90%", "0.9", "percent", ""),
        ("-19%", "-0.19", "percent", ""),
        ("0.42 EUR per order", "0.42", "money", "per order"),
        ("12 days", "12", "days", ""),
        ("3.5", "3.5", "number", ""),
    ],
)
def test_a_value_of_a_kpi_has_its_unit(text: str, value: str, unit: str, per: str) -> None:
    found = parse_quantity(text, EUR)
    assert (found.value, found.unit, found.per) == (Decimal(value), unit, per)


def test_counts_and_numbers() -> None:
    assert parse_count("6", EUR).value == 6
    assert parse_number("2.5", EUR).value == Decimal("2.5")
    assert refusal(parse_count, "6.5") == "which is no whole number; write digits only, such as 6"
    assert refusal(parse_number, "-1") == "which is no number; write digits with a dot before decimals, such as 2.5"


def test_a_date_or_a_month() -> None:
    assert (parse_day("2028-02-29").first, str(parse_day("2028-02-29"))) == (date(2028, 2, 29), "2028-02-29")
    month = parse_day("2026-02")
    assert (month.first, month.last, month.exact, str(month)) == (date(2026, 2, 1), date(2026, 2, 28), False, "2026-02")


def test_a_day_is_not_before_the_month_it_is_in() -> None:
    assert not parse_day("2026-02-01").is_before(parse_day("2026-02"))
    assert parse_day("2026-01").is_before(parse_day("2026-02-01"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-02-30", "which does not exist; 2026-02 has the days 01 to 28"),
        ("2026-13-01", "which does not exist; a month is 01 to 12"),
        ("31.03.2026", "which is no date; write it like 2026-03-31, or 2026-03 for a month"),
    ],
)
def test_a_date_that_does_not_exist_is_refused(text: str, message: str) -> None:
    assert refusal(parse_day, text) == message


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("1.24 Mio", "1240000"),
        ("CHF 1.24 Mio.", "1240000"),
        ("1,24 Mio EUR", "1240000"),
        ("1.234,5 Mio EUR", "1234500000"),
        ("2 Mrd", "2000000000"),
        ("400 Tsd", "400000"),
        ("3 lakh", "300000"),
        ("2 crore", "20000000"),
        ("1.2bn", "1200000000"),
        ("400 K", "400000"),
    ],
)
def test_a_word_for_a_size_is_no_currency_and_the_amount_in_full_is_told(text: str, full: str) -> None:
    for own in ("EUR", ""):
        with pytest.raises(AmountError) as caught:
            parse_money(text, Currencies(own))
        assert caught.value.remedy == f"write it in full, such as {full}, not '{text}'"
    with pytest.raises(AmountError):
        parse_quantity(text, Currencies("EUR"))


def test_units_that_look_like_sizes_stay_units() -> None:
    assert parse_quantity("12 m", Currencies("EUR")).unit == "m"
    assert parse_quantity("3 months", Currencies("EUR")).unit == "months"


@pytest.mark.parametrize("digits", ["9" * 19, "9" * 39, "9" * 400, "1," + ",".join(["000"] * 20)])
def test_an_amount_that_is_too_large_to_be_meant_is_refused(digits: str) -> None:
    assert "which is too large to be meant" in refusal(parse_money, digits)


@pytest.mark.parametrize("decimals", ["5" + "0" * 60, "5", "50"])
def test_an_amount_may_have_any_number_of_decimals(decimals: str) -> None:
    assert parse_money(f"12.{decimals}", EUR).amount == Decimal("12.5")
    assert parse_share(f"0.{decimals}", EUR).value == Decimal("0.5")


def test_a_rate_makes_no_amount_that_is_too_large() -> None:
    rates = Currencies("EUR", {"USD": Decimal(10) ** 15})
    with pytest.raises(AmountError, match="which is too large to be meant"):
        parse_money("1000000 USD", rates)
