"""The forecast: by hand for both ways, its range, and when there is none."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from briefing.figures.basis import exactly
from briefing.figures.billlines import Absent
from briefing.figures.billseries import Forecast, forecast, forecast_lines
from figures.bills import bill, months


def of(*values: int) -> Forecast:
    with exactly():
        found = forecast([D(each) for each in values])
    assert found
    return found


@pytest.mark.parametrize("count", [0, 1, 2])
def test_under_three_months_there_is_none(count: int) -> None:
    assert forecast([D(100)] * count) is None


def test_from_three_months_it_is_the_mean_of_the_last_three_between_the_lowest_and_the_highest() -> None:
    found = of(500, 100, 200, 330, 400)
    assert found.method == "run-rate"
    assert found.values == (D(310),) * 3
    assert (found.low[0], found.high[0]) == (D(100), D(500))
    assert len(of(*range(1, 12)).values) == 3


def test_from_twelve_months_a_straight_line_goes_on_without_a_range() -> None:
    found = of(*range(100, 220, 10))
    assert found.method == "season"
    assert [round(each, 20) for each in found.values] == [D(each) for each in range(220, 340, 10)]
    assert [round(each, 20) for each in found.low] == [round(each, 20) for each in found.values]


def test_a_month_that_is_always_higher_is_higher_in_the_forecast_too() -> None:
    """Two years of 100 with 160 in every third month of the year: the line is nearly flat, the season is the rest."""
    year = [100, 100, 160, *[100] * 9]
    found = of(*year, *year)
    rest = sum(each - min(found.values) for each in found.values)
    assert max(found.values) == found.values[2]
    assert found.values[2] - found.values[1] > 59
    assert rest > 0


def test_the_line_the_season_and_the_range_are_those_of_the_textbook() -> None:
    """Reckoned with fractions, apart from the code: eleven months of 0 and a last one of 143."""
    found = of(*[0] * 11, 143)
    # x̄ = 5.5, Σ(x − x̄)² = 143, ȳ = 143/12, b = 143 · 5.5 ÷ 143 = 5.5; residuals of month 0: 0 − 143/12 + 5.5 · 5.5.
    line = D(143) / 12 + D("5.5") * D("6.5")
    first = line + (D("5.5") ** 2 - D(143) / 12)
    assert round(found.values[0], 20) == round(first, 20)
    squares = sum((y - D(143) / 12 - D("5.5") * (x - D("5.5"))) ** 2 for x, y in enumerate([0] * 11 + [143]))
    width = D("1.28") * (D(squares) / 10).sqrt() * (1 + D(1) / 12 + D("6.5") ** 2 / 143).sqrt()
    assert round(found.high[0], 18) == round(first + width, 18)
    assert found.low[0] == max(D(0), found.low[0])


def test_no_month_costs_less_than_nothing() -> None:
    found = of(*range(1200, 0, -100))
    assert found.values[0] == 0
    assert min(found.low) == 0


def test_nothing_is_forecast_where_the_last_months_come_to_less_than_nothing() -> None:
    with exactly():
        assert list(forecast_lines(bill(months=months((100, 100, -500))))) == [
            Absent("bill.forecast", "nothing-to-forecast")
        ]
