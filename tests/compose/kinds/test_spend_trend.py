"""Spend trend: the headline by growth and its reason, tiles, and the forecast that begins where the history ends."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from bill_samples import AI, COSTS, plain, whole_bill
from billed_desk import BilledDesk, chart_of, left_out, shown, tiles_of, told, untold
from briefing.model import Chart, Tiles
from compose_desk import Desk

SLIDE = "- kind: spend-trend"
LEVEL = [100_000] * 12


@pytest.mark.parametrize(
    ("last", "title"),
    [
        (118_000, "Spend grew by 18% in a year, to €118k in March 2026"),
        (101_000, "Spend grew by 1% in a year, to €101k in March 2026"),
        (100_900, "Spend is level: €101k in March 2026, about as much as a year before"),
        (100_000, "Spend is level: €100k in March 2026, about as much as a year before"),
        (99_100, "Spend is level: €99.1k in March 2026, about as much as a year before"),
        (99_000, "Spend fell by 1% in a year, to €99k in March 2026"),
        (40_000, "Spend fell by 60% in a year, to €40k in March 2026"),
        (310_000, "Spend more than tripled in a year, to €310k in March 2026"),
        (1_010_000, "Spend grew more than tenfold in a year, to €1.01m in March 2026"),
        (0, "Usage and purchases of March 2026 come to €0"),
        (-4_000, "Usage and purchases of March 2026 come to −€4k"),
    ],
)
def test_the_headline_says_how_the_spend_changes(desk: Desk, last: int, title: str) -> None:
    # Three months of a recent and an earlier side: eighteen months, of which the last three are alike.
    assert told(desk, plain([*LEVEL, *LEVEL[:3], last, last, last]), SLIDE).title == title


@pytest.mark.parametrize(
    ("ai", "said"),
    [
        (7_000, "; AI is 41.2% of the growth"),
        (1_000, ", to €117k in March 2026"),
        (17_000, "; AI is 100% of the growth"),  # without it the spend would be level, and would not have fallen
        (20_000, "; without AI it would have fallen"),
        (0, ", to €117k in March 2026"),
    ],
)
def test_ai_is_named_where_it_is_a_tenth_of_the_growth_or_more(desk: Desk, ai: int, said: str) -> None:
    bill = plain([*LEVEL, *LEVEL[:3], 117_000, 117_000, 117_000], [*[1_000] * 15, *[1_000 + ai] * 3])
    assert told(desk, bill, SLIDE).title == f"Spend grew by 17% in a year{said}"


def test_a_growth_that_is_told_otherwise_is_not_nothing_before(desk: Desk) -> None:
    """The organisation states another growth, so that the bill tells none; its earlier months are there."""
    desk.facts("name: A\ncurrency: EUR\nspend: {annual-growth: 40%}\n")
    slide = told(desk, plain([*LEVEL, *LEVEL[:3], 118_000, 118_000, 118_000]), SLIDE)
    assert slide.title == "We spent €118k in March 2026; the forecast for Apr to Jun 2026 is €330k"
    assert "Say what a month costs first, then where it goes" in " ".join(str(each) for each in slide.notes)


def test_growth_from_next_to_nothing_is_told_by_its_ends(desk: Desk) -> None:
    slide = told(desk, plain([3, 3, 3, 2_000_000, 2_000_000, 2_000_000]), SLIDE)
    assert slide.title == "Spend went from €9 to €6m, Jan to Mar 2025 against Oct to Dec 2024"
    assert ("Growth in a quarter", "from €9 to €6m") in shown(slide)


@pytest.mark.parametrize(
    ("costs", "title", "blocks"),
    [
        ([100_000], "We spent €100k in October 2024, the only complete month so far", [Tiles]),
        ([100_000, 120_000], "Spend grew by 20% in a month, to €120k in November 2024", [Tiles]),
        ([0, 120_000], "We spent €120k in November 2024, and nothing a month before", [Tiles]),
        ([100_000] * 3, "Spend is level: €100k in December 2024, about as much as a month before", [Tiles, Chart]),
        ([100_000] * 5 + [130_000], "Spend grew by 10% in a quarter, to €130k in March 2025", [Tiles, Chart]),
    ],
)
def test_a_short_history_says_what_it_can(desk: Desk, costs: list[int], title: str, blocks: list[type]) -> None:
    slide = told(desk, plain(costs), SLIDE)
    assert (slide.title, [type(each) for each in slide.blocks]) == (title, blocks)


def test_the_figures_are_the_growth_of_the_headline_the_last_month_and_the_next_quarter_with_its_range(
    desk: Desk,
) -> None:
    slide = told(desk, whole_bill(), SLIDE)
    assert shown(slide) == [
        ("Growth in a year", "17.3%"),
        ("Last complete month", "€425k"),
        ("Forecast, Apr to Jun 2026", "€1.27m"),
    ]
    notes = [each.note for each in tiles_of(slide)]
    assert notes == ["Jan to Mar 2026 against Jan to Mar 2025", "March 2026", "between €1.24m and €1.29m"]


def test_the_source_names_the_data_and_their_months(desk: Desk) -> None:
    assert told(desk, whole_bill(), SLIDE).source == (
        "Source: FOCUS export focus-2026-04, effective cost, Oct 2024 to Mar 2026"
    )
    part = replace(whole_bill(), where="SubAccountName = Sandbox", source="")
    assert told(desk, part, SLIDE).source == (
        "Source: FOCUS export, only SubAccountName = Sandbox, effective cost, Oct 2024 to Mar 2026"
    )


def test_the_forecast_begins_where_the_history_ends_and_says_nothing_of_the_past(desk: Desk) -> None:
    chart = chart_of(told(desk, whole_bill(), SLIDE))
    past, ahead = chart.series
    last = len(COSTS) - 1
    assert (past.name, ahead.name) == ("Effective cost a month", "Forecast, with its range")
    assert past.values[last + 1 :] == (None,) * 12
    assert ahead.values[: last + 1] == (*[None] * last, Decimal(425_300))
    assert chart.band is not None
    for each in (ahead, chart.band.low, chart.band.high):
        assert not any(each.written[: last + 1])
        assert all(each.written[last + 1 :])
    # No way down to nothing: over the past both ends of the range are the history itself.
    assert chart.band.low.values[: last + 1] == chart.band.high.values[: last + 1] == past.values[: last + 1]
    assert (chart.categories[0], chart.categories[-1]) == ("Oct ’24", "Mar ’27")


def test_billed_cost_is_never_in_the_chart_of_effective_cost(desk: Desk) -> None:
    chart = chart_of(told(desk, whole_bill(), SLIDE))
    billed = {month.billed for month in whole_bill().months}
    assert not billed & {value for each in chart.shown for value in each.values}


def test_a_month_that_is_not_complete_is_in_no_chart(desk: Desk) -> None:
    assert Decimal(160_000) not in chart_of(told(desk, whole_bill(), SLIDE)).series[0].values


def test_a_long_history_shows_its_last_three_years(desk: Desk) -> None:
    chart = chart_of(told(desk, plain([100_000 + place for place in range(48)]), SLIDE))
    assert len(chart.categories) == 36 + 12
    assert "€100,012" in chart.finding


def test_the_notes_say_formula_and_basis_of_each_figure(desk: Desk) -> None:
    notes = "\n".join(told(desk, whole_bill(), SLIDE).notes)
    assert "effective cost of usage and purchases, Jan to Mar 2026 against Jan to Mar 2025, 3 providers" in notes
    assert "Effective cost a month went from €341,200 (October 2024) to €425,300 (March 2026)." in notes


def test_without_a_complete_month_it_is_left_out_and_says_why(desk: Desk) -> None:
    (notice,) = untold(desk, plain([]), SLIDE, "bill.effective;")
    assert notice.endswith("; no month of the data is complete")


@pytest.mark.parametrize(("months", "style"), [(3, "column"), (6, "column"), (7, "line")])
def test_a_short_history_stands_in_columns_from_nothing_up(desk: Desk, months: int, style: str) -> None:
    chart = chart_of(told(desk, plain([100_000 + 1_000 * place for place in range(months)]), SLIDE))
    assert (chart.style, len(chart.categories) == months) == (style, style == "column")


def test_the_ends_of_a_narrow_range_have_no_values_that_would_stand_on_each_other(desk: Desk) -> None:
    narrow = chart_of(told(desk, whole_bill(), SLIDE))
    assert narrow.band is not None
    assert (narrow.band.low.labels[-1], narrow.band.high.labels[-1]) == ("", "")
    assert narrow.series[-1].labels[-1]
    assert narrow.band.low.written[-1]
    wide = chart_of(told(desk, plain([100_000, 250_000, 40_000, 300_000, 20_000, 280_000] * 3), SLIDE))
    assert wide.band is not None
    assert wide.band.low.labels[-1]
    assert wide.band.high.labels[-1]


@pytest.mark.parametrize("kind", ["spend-trend", "spend-split", "spend-movers", "commitment-health", "bill-quality"])
def test_without_a_bill_nothing_is_shown_and_nothing_told(desk: Desk, kind: str) -> None:
    assert left_out(desk, None, f"- kind: {kind}") == ()


def test_very_small_and_very_large_money_is_said_in_the_same_way(desk: Desk) -> None:
    assert told(desk, plain([1] * 17 + [2]), SLIDE).title == "Spend grew by 33.3% in a year, to €2 in March 2026"
    large = [40_000_000_000] * 18
    assert (
        told(desk, plain(large), SLIDE).title == "Spend is level: €40bn in March 2026, about as much as a year before"
    )


def test_a_bill_that_ends_after_the_date_of_the_briefing_says_so_at_the_foot(desk: Desk) -> None:
    slide = BilledDesk(desk.folder, whole_bill(), dated=date(2026, 3, 30)).slide(SLIDE)
    assert slide.source.endswith("Oct 2024 to Mar 2026; the bill is newer than this document")
    assert "after the date" not in BilledDesk(desk.folder, whole_bill(), dated=date(2026, 3, 31)).slide(SLIDE).source


def test_a_redacted_bill_names_no_file_and_rounds_its_money(desk: Desk) -> None:
    slide = BilledDesk(desk.folder, whole_bill(), redact=True).slide(SLIDE)
    assert slide.source == "Source: FOCUS export, effective cost, Oct 2024 to Mar 2026"
    assert shown(slide)[1] == ("Last complete month", "€430k")
    assert chart_of(slide).series[0].values[0] == Decimal(340_000)


def test_ai_in_the_sample_is_half_of_the_growth(desk: Desk) -> None:
    assert told(desk, plain(COSTS, AI), SLIDE).title == "Spend grew by 17.3% in a year; AI is 51.8% of the growth"


def test_the_growth_spans_the_months_that_it_compares(desk: Desk) -> None:
    made = chart_of(told(desk, plain([*LEVEL, *LEVEL[:3], 118_000, 118_000, 118_000]), SLIDE))
    assert made.span is not None
    assert (made.span.first, made.span.last, made.span.text) == (5, 17, "+18% in a year")
    assert made.finding.endswith("+18% in a year.")
    assert made.span.text in made.summary
    assert chart_of(told(desk, plain(LEVEL * 2), SLIDE)).span is None


def test_what_happened_stands_at_its_month(desk: Desk) -> None:
    desk.facts(
        "name: A\ncurrency: EUR\nincidents:\n"
        "  - {name: Runaway job, date: 2025-11-14, cost: 9000}\n  - {name: Long ago, date: 2019-01-01}\n"
        "spend: {commitments: {monthly: 1000, next-renewal: 2026-05-31}}\n"
        "fiscal-calendar: {first-month: 4, budget-due: 2026-04}\n"
    )
    made = chart_of(told(desk, plain([*LEVEL, *LEVEL[:3], 118_000, 118_000, 118_000]), SLIDE))
    assert [(made.categories[each.at], each.text) for each in made.events] == [
        ("Nov ’25", "14 Nov 2025: Runaway job"),
        ("May ’26", "31 May 2026: commitments renew"),
    ]
    assert all(each.text in made.finding for each in made.events)
