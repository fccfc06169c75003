"""Figures in the languages of briefings: short, in full, with signs, and read from what people write."""

from __future__ import annotations

from decimal import Decimal

import babel.numbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.compose.numbers import NUMBERS, Figures, is_currency, parse_figure
from briefing.library.library import builtin_folder
from briefing.library.words import read_numbers
from briefing.model import NumberForm, Unit

EURO = Figures("money", "EUR", "en-GB")
NBSP = "\N{NO-BREAK SPACE}"


def shorts(figures: Figures, *values: str) -> list[str]:
    numbers = [Decimal(value) for value in values]
    form = figures.form(numbers)
    return [figures.short(number, form) for number in numbers]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1200000", "money", "1200000"),
        ("1_200_000", "money", "1200000"),
        ("1,200,000.50", "money", "1200000.50"),
        ("-5", "number", "-5"),
        ("\N{MINUS SIGN}5", "number", "-5"),
        ("+5", "number", "5"),
        ("18%", "percent", "0.18"),
        ("0.18", "percent", "0.18"),
        ("12.5%", "percent", "0.125"),
    ],
)
def test_figures_are_read_as_people_write_them(text: str, unit: str, value: str) -> None:
    assert parse_figure(text, unit) == Decimal(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("many", "'many' is not a number"),
        ("1,2", "'1,2' is not a number"),
        ("1e6", "'1e6' is not a number"),
        ("1_2", "'1_2' is not a number"),
        ("", "'' is not a number"),
        ("NaN", "'NaN' is not a number"),
        ("١٢", "'١٢' is not a number"),
        ("18%", "'18%' is a share, but the unit is money"),
        ("1000000000000000", "'1000000000000000' is more than a chart can show"),
    ],
)
def test_what_is_no_figure_says_so(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}$"):
        parse_figure(text, "money")


def test_one_short_form_serves_all_values_of_a_chart() -> None:
    assert shorts(EURO, "1200000", "3400000", "800000") == ["€1.2m", "€3.4m", "€0.8m"]
    assert shorts(EURO, "1200000", "12000") == ["€1,200k", "€12k"]
    assert shorts(EURO, "312000", "41000") == ["€312k", "€41k"]
    assert shorts(EURO, "120", "80") == ["€120", "€80"]


def test_values_that_differ_get_the_decimals_that_tell_them_apart() -> None:
    assert shorts(EURO, "870000", "910000", "1310000") == ["€0.87m", "€0.91m", "€1.31m"]
    assert shorts(EURO, "0.042") == ["€0.042"]


def test_whole_values_have_no_decimals() -> None:
    assert shorts(EURO, "2000000", "3000000") == ["€2m", "€3m"]
    assert shorts(Figures("percent"), "0.4", "0.72") == ["40%", "72%"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en-GB", "€1.2m"),
        ("de-DE", f"1,2{NBSP}Mio.{NBSP}€"),
        ("fr-FR", f"1,2{NBSP}M{NBSP}€"),
        ("ja-JP", "€1,200,000"),  # counts in myriads, which no number format of a chart can
        ("en-US", "€1.2M"),
        ("de-CH", f"EUR{NBSP}1.2{NBSP}Mio."),
        ("nl-NL", f"€{NBSP}1,2{NBSP}mln."),
        ("sv-SE", f"1,2{NBSP}mn{NBSP}€"),
        ("tr-TR", f"€1,2{NBSP}Mn"),
        ("xx", "€1.2M"),
    ],
)
def test_every_language_has_its_own_short_form(language: str, said: str) -> None:
    assert shorts(Figures("money", "EUR", language), "1200000", "3400000")[0] == said


@pytest.mark.parametrize("language", sorted(read_numbers(builtin_folder() / NUMBERS)))
@pytest.mark.parametrize(("unit", "currency"), [("money", "EUR"), ("money", "CHF"), ("number", ""), ("percent", "")])
def test_forms_of_our_own_languages_do_not_depend_on_the_locale_library(
    language: str, unit: Unit, currency: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("format_compact_currency", "format_compact_decimal", "format_percent"):
        monkeypatch.setattr(babel.numbers, name, None)
    figures = Figures(unit, currency, language)
    for power in (0, 3, 6, 9, 12):
        value = Decimal(7).scaleb(power)
        assert "7" in figures.short(value, figures.form([value]))
        assert "7" in figures.full(value)


def test_a_symbol_of_letters_keeps_its_distance_from_the_digits() -> None:
    assert shorts(Figures("money", "CHF", "en-GB"), "2500000") == [f"CHF{NBSP}2.5m"]
    assert Figures("money", "CHF", "en-GB").full(Decimal("-762000")) == f"−CHF{NBSP}762,000"
    assert shorts(Figures("money", "USD", "en-GB"), "3260") == ["US$3.3k"]


def test_full_figures_keep_what_was_written() -> None:
    assert EURO.full(Decimal("-1234567.5")) == "−€1,234,567.50"
    assert EURO.full(Decimal(5000), signed=True) == "+€5,000"
    assert Figures("percent").full(Decimal("0.1255")) == "12.55%"
    assert Figures("days").full(Decimal(1)) == "1 day"
    assert Figures("days").full(Decimal(30)) == "30 days"
    assert Figures("number").full(Decimal("0")) == "0"


def test_a_half_is_rounded_away_from_zero_as_spreadsheets_do() -> None:
    form = NumberForm(places=0)
    assert [Figures().short(Decimal(value), form) for value in ("0.5", "1.5", "-2.5")] == ["1", "2", "−3"]


def test_currencies_are_those_of_iso_4217() -> None:
    assert is_currency("EUR")
    assert not is_currency("EURO")


@given(st.lists(st.decimals(-(10**14), 10**14, places=2), max_size=8), st.sampled_from(["en-GB", "de-DE", "ja-JP"]))
def test_any_values_have_a_form_that_shows_the_greatest_as_more_than_zero(values: list[Decimal], language: str) -> None:
    figures = Figures("money", "EUR", language)
    form = figures.form(values)
    assert form.power in (0, 3, 6, 9, 12)
    assert 0 <= form.places <= 3
    most = max(values, key=abs, default=Decimal(0))
    assert any(digit in figures.short(most, form) for digit in "123456789") or not most


@pytest.mark.parametrize(
    ("currency", "value", "written"),
    [("JPY", "1234", "¥1,234"), ("JPY", "1234.567", "¥1,235"), ("KWD", "1.5", "KWD\xa01.500"), ("EUR", "1.5", "€1.50")],
)
def test_money_has_the_sign_and_the_decimals_of_its_currency(currency: str, value: str, written: str) -> None:
    assert Figures("money", currency, "en-GB").full(Decimal(value)) == written
