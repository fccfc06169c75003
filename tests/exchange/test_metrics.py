from __future__ import annotations

import pytest

from briefing.exchange.cleaning import match
from briefing.library.library import Library


@pytest.mark.parametrize(
    ("metric", "kpi"),
    [
        ("Gross margin", "gross-margin"),
        ("GROSS MARGINS", "gross-margin"),
        ("unit-cost", "unit-cost"),
        ("COGS (Cost of Goods Sold)", "cogs"),
        ("Cost of goods sold (COGS)", "cogs"),
    ],
)
def test_a_name_that_differs_only_in_writing_is_the_same(library: Library, metric: str, kpi: str) -> None:
    found = match(metric, library.kpis().values())
    assert found
    assert (found.kpi.id, found.same) == (kpi, True)


@pytest.mark.parametrize(
    ("metric", "kpi"), [("Unit Cost Economics", "unit-cost"), ("Accurate forecasts", "forecast-accuracy")]
)
def test_a_name_of_mostly_the_same_words_is_near(library: Library, metric: str, kpi: str) -> None:
    found = match(metric, library.kpis().values())
    assert found
    assert (found.kpi.id, found.same) == (kpi, False)


@pytest.mark.parametrize("metric", ["Happiness", "Cost", "", "()", "Predictability"])
def test_anything_else_is_no_kpi(library: Library, metric: str) -> None:
    assert match(metric, library.kpis().values()) is None
