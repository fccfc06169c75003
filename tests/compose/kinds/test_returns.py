"""The return, the cost of waiting and the months behind them: what their headlines say of every kind of answer."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from briefing.compose.charts import Course, marked_months
from briefing.model import Chart, Table, Tiles
from compose_desk import Desk

SLIDES = "- kind: return\n- kind: waiting\n- kind: net-by-month"


def facts(
    spend: str = "400000",
    growth: str = "18%",
    saving: str = "20%",
    one_off: str = "120000",
    monthly: str = "38000",
    terms: str = "{}",
) -> str:
    return (
        f"currency: EUR\nspend: {{current-monthly: {spend}, annual-growth: {growth}}}\n"
        f"savings: [{{name: A, amount: {saving}, status: verified}}]\n"
        f"function-cost: {{one-off: {one_off}, monthly: {monthly}}}\nreturn: {terms}\n"
    )


@pytest.mark.parametrize(
    ("given", "said", "waiting"),
    [
        (
            facts(),
            "In the base case FinOps pays for itself in month\u00a08 "
            "and saves €3.55m for €1.49m spent over 36\u00a0months",
            "In the base case, waiting 3\N{NO-BREAK SPACE}months costs us €141k",
        ),
        (
            facts(saving="1%"),
            "In the base case FinOps does not pay for itself within 36\u00a0months: it saves €177k for €1.49m spent",
            "Waiting 3\N{NO-BREAK SPACE}months saves €101k: in the base case the FinOps team costs more than it saves",
        ),
        (
            facts(one_off="0", monthly="0"),
            "The FinOps team is put at no cost, so all of the €3.55m is gained",
            "In the base case, waiting 3\N{NO-BREAK SPACE}months costs us €255k",
        ),
        (
            facts(spend="0", saving="500"),
            "Nothing can be saved on no spend, so FinOps cannot pay for itself",
            "What waiting costs cannot be said: nothing can be saved on no spend",
        ),
        (
            facts(terms="{delay-months: 0}"),
            "In the base case FinOps pays for itself in month\u00a08 "
            "and saves €3.55m for €1.49m spent over 36\u00a0months",
            "Waiting 0\N{NO-BREAK SPACE}months costs nothing in the base case",
        ),
        (
            facts(terms="{delay-months: 1, horizon-months: 24}"),
            "In the base case FinOps pays for itself in month\u00a08 "
            "and saves €2.09m for €1.03m spent over 24\u00a0months",
            "In the base case, waiting 1\N{NO-BREAK SPACE}month costs us €46k",
        ),
    ],
)
def test_the_headlines_fit_the_answer(desk: Desk, given: str, said: str, waiting: str) -> None:
    desk.facts(given)
    slides = {each.kind: each for each in desk.slides(SLIDES)}
    assert (slides["return"].title, slides["waiting"].title) == (said, waiting)
    assert slides["return"].role == ("content" if slides["return"].blocks else "statement")
    assert all(block.tiles for block in slides["return"].blocks if isinstance(block, Tiles))


def test_the_lines_are_named_by_their_payback(desk: Desk) -> None:
    desk.facts(facts(saving="20%").replace("amount: 20%", "low: 2%, base: 12%, high: 20%"))
    slide = desk.slide("- kind: return")
    tiles, chart = slide.blocks
    assert isinstance(chart, Chart)
    assert isinstance(tiles, Tiles)
    assert [each.name for each in chart.series] == [
        "Low: not within 36\u00a0months",
        "Base: pays back in month\u00a016",
        "High: pays back in month\u00a08",
    ]
    assert [each.emphasis for each in chart.series] == [False, True, False]
    assert chart.categories == ("Month 3", *(str(month) for month in range(6, 37, 3)))
    assert chart.series[1].labels[-1] == tiles.tiles[1].value
    assert [each.label for each in tiles.tiles] == [
        "Payback, base case",
        "Net over 36\u00a0months",
        "Break-even",
    ]


def test_the_payback_is_a_point_of_the_base_case_and_the_first_year_is_told_in_words(desk: Desk) -> None:
    desk.facts(facts().replace("amount: 20%", "low: 2%, base: 12%, high: 20%"))
    slide = desk.slide("- kind: return")
    chart = slide.blocks[-1]
    assert isinstance(chart, Chart)
    assert chart.turn is not None
    assert (chart.turn.text, round(chart.turn.at, 2)) == ("month\u00a016", 4.33), "a third of the way from 15 to 18"
    assert chart.turn.text in chart.finding
    assert slide.takeaway.startswith("The first 12 months cost ")
    desk.facts(facts(saving="1%"))
    chart = desk.slide("- kind: return").blocks[-1]
    assert isinstance(chart, Chart)
    assert chart.turn is None


@pytest.mark.parametrize(("spend", "form"), [("400000", ("m", 1)), ("40000", ("k", 0)), ("4000000", ("m", 0))])
def test_the_axis_has_round_amounts_without_needless_digits(desk: Desk, spend: str, form: tuple[str, int]) -> None:
    parts = {"400000": ("120000", "38000"), "40000": ("12000", "3800"), "4000000": ("1200000", "380000")}[spend]
    desk.facts(facts(spend=spend, one_off=parts[0], monthly=parts[1]))
    chart = desk.slide("- kind: return").blocks[-1]
    assert isinstance(chart, Chart)
    assert (chart.form.suffix, chart.form.places) == form


def test_waiting_says_all_three_cases(desk: Desk) -> None:
    desk.facts(facts().replace("amount: 20%", "low: 2%, base: 12%, high: 20%"))
    slide = desk.slide("- kind: waiting")
    tiles, chart = slide.blocks
    assert isinstance(tiles, Tiles)
    assert isinstance(chart, Chart)
    assert [(each.value, each.note) for each in tiles.tiles] == [
        ("€39.3k", "lost by waiting"),
        ("€472k", "€400k now; it goes on growing meanwhile"),
        ("€38k", "starts later too, and is taken into account"),
    ]
    assert slide.title == "Waiting 3\u00a0months risks €141k and saves at most €88.5k"
    assert chart.series[0].labels == ("−€39.3k", "€88.5k", "−€141k")
    assert chart.leading == (0,), "the base case stands first"
    assert "Base case: €39.3k lost by waiting; Low case: €88.5k saved by waiting" in chart.finding
    assert "Spend goes on growing meanwhile: from €400k a month to €472k in 12 months" in slide.notes
    assert any(each.startswith("The same 36\u00a0months, once starting now") for each in slide.notes)
    assert slide.takeaway == "Waiting pays only in the low case, where the FinOps team costs more than it saves"
    why = desk.slide("- kind: why-now")
    assert not why.takeaway, "the low case gains more by waiting than the base case loses"


def test_waiting_that_changes_next_to_nothing_is_no_slide(desk: Desk) -> None:
    desk.facts(facts(saving="8.4%", one_off="0"))
    assert any("waiting was left out" in each for each in desk.notices(f"- {{kind: text, title: A}}\n{SLIDES}", "cfo"))


def test_a_spend_that_does_not_grow_is_not_said_to(desk: Desk) -> None:
    desk.facts(facts(growth="0%"))
    slide = desk.slide("- kind: waiting")
    assert not any("growing" in str(each) for each in (*slide.blocks, *slide.notes))


def test_waiting_that_comes_to_the_same_in_each_case_is_told_once_and_large(desk: Desk) -> None:
    desk.facts(facts())
    (tiles,) = desk.slide("- kind: waiting").blocks
    assert isinstance(tiles, Tiles)
    assert [each.label for each in tiles.tiles] == [
        "Each case",
        "Spend a month in 12 months",
        "Cost of the FinOps team a month",
    ]


def test_the_appendix_has_the_months_of_the_chart_and_that_of_the_payback_which_stands_out(desk: Desk) -> None:
    desk.facts(facts().replace("amount: 20%", "low: 2%, base: 12%, high: 20%"))
    (table,) = desk.slide("- kind: net-by-month").blocks
    assert isinstance(table, Table)
    assert [row[0].text for row in table.rows] == [str(month) for month in sorted([16, *range(3, 37, 3)])]
    (row,) = [row for row in table.rows if row[0].mark == "turned"]
    assert row[0].text == "16"
    assert {cell.mark for row in table.rows for cell in row} == {"turned", "figure"}, "figures are right aligned"
    assert all("." not in cell.text for row in table.rows for cell in row), "a forecast has no cents"
    assert all(cell.text.endswith("k") for row in table.rows for cell in row[1:])


@pytest.mark.parametrize(
    ("horizon", "months"),
    [
        (36, tuple(range(3, 37, 3))),
        (12, tuple(range(1, 13))),
        (1, (1,)),
        (37, tuple(range(1, 38))),
        (120, tuple(range(10, 121, 10))),
    ],
)
def test_the_months_stand_at_equal_steps_and_end_with_the_last(horizon: int, months: tuple[int, ...]) -> None:
    assert marked_months((Course("base", "EUR", (Decimal(0),) * horizon),)) == months


def test_a_long_prime_horizon_ends_with_its_last_month() -> None:
    months = marked_months((Course("base", "EUR", (Decimal(0),) * 101),))
    assert months[-1] == 101
    assert len({after - before for before, after in pairwise(months)}) == 1
    assert len(months) <= 12


def test_what_is_missing_is_told_by_its_keys(desk: Desk) -> None:
    desk.facts("currency: EUR\nspend: {current-monthly: 1000}\n")
    (notice,) = desk.notices(f"{SLIDES}\n- {{kind: text, title: A}}", "cfo")
    assert "return (needs spend.annual-growth, function-cost.one-off, function-cost.monthly, savings)" in notice


def test_savings_that_are_all_realised_are_not_called_missing(desk: Desk) -> None:
    done = "savings: [{name: A, amount: 9000, status: realised}]\nfunction-cost: {one-off: 0, monthly: 900}\n"
    desk.facts(f"currency: EUR\nspend: {{current-monthly: 90000, annual-growth: 2%}}\n{done}")
    (said,) = desk.notices("- kind: return\n- {kind: text, title: A, lead: B}", "cfo")
    assert "return (needs savings that are not realised)" in said


def test_cases_that_come_to_the_same_are_told_once(desk: Desk) -> None:
    desk.facts(facts())
    tiles = next(each for each in desk.slides(SLIDES)[0].blocks if isinstance(each, Tiles)).tiles
    assert [each.note for each in tiles[:2]] == ["the same in each case"] * 2


def test_a_line_on_a_line_is_not_drawn_and_a_column_not_said_again(desk: Desk) -> None:
    desk.facts(facts())
    chart = next(each for each in desk.slide("- kind: return").blocks if isinstance(each, Chart))
    (line,) = chart.series
    assert line.name.startswith("Each case: pays back in")
    (table,) = desk.slide("- kind: net-by-month").blocks
    assert isinstance(table, Table)
    assert table.header == ("Month", "Cumulative net, the same in each case")


def test_two_cases_that_come_to_the_same_are_one_line(desk: Desk) -> None:
    desk.facts(facts().replace("amount: 20%", "low: 2%, base: 20%, high: 20%"))
    chart = next(each for each in desk.slide("- kind: return").blocks if isinstance(each, Chart))
    assert [each.name.split(":")[0] for each in chart.series] == ["Low", "Base and high"]
