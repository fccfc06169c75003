"""Charts that people write in a layout: typed figures in, and every fault with its line."""

from __future__ import annotations

from decimal import Decimal
from textwrap import indent

import pytest

from briefing.errors import ContentError
from briefing.model import Chart
from compose_desk import Desk

COLUMNS = """
- kind: chart
  title: West spent more than it had planned
  style: column
  unit: money
  currency: EUR
  categories: [North, West]
  series:
    - {name: Budget, values: [1_200_000, ~]}
    - {name: Actual, values: [1_410_000, 590_000], emphasis: true}
  notes: Say it.
"""
FALLS = """
- kind: chart
  title: Two steps
  style: waterfall
  unit: money
  currency: EUR
  better: lower
  steps:
    - {name: Today, total: 4_800_000}
    - {name: Idle, change: -312_000}
    - {name: Team, change: 190_000}
    - {name: Then, total: }
"""


def chart(desk: Desk, slide: str) -> Chart:
    (block,) = desk.slide(slide).blocks
    assert isinstance(block, Chart)
    return block


def faults(desk: Desk, slide: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        desk.slide(slide)
    return [str(problem) for problem in caught.value.problems]


def with_lines(style: str, rest: str) -> str:
    return f"- kind: chart\n  title: A\n  style: {style}\n" + indent(rest.strip(), "  ")


def test_series_are_typed_and_written_short_and_in_full(desk: Desk) -> None:
    made = chart(desk, COLUMNS)
    budget, actual = made.series
    assert (made.style, made.categories, made.unit) == ("column", ("North", "West"), "money")
    assert budget.values == (Decimal(1_200_000), None)
    assert budget.labels == ("€1.2m", "")
    assert actual.written == ("€1,410,000", "€590,000")
    assert (budget.emphasis, actual.emphasis) == (False, True)


def test_the_finding_the_summary_and_the_notes_say_it_in_words(desk: Desk) -> None:
    slide, made = desk.slide(COLUMNS), chart(desk, COLUMNS)
    assert made.finding == "Actual is highest at €1,410,000 (North), lowest at €590,000 (West)."
    assert made.summary == (
        "Column chart. West spent more than it had planned. "
        "Actual is highest at €1,410,000 (North), lowest at €590,000 (West). "
        "Budget: North €1,200,000. Actual: North €1,410,000; West €590,000."
    )
    assert slide.notes == (
        "Say it.",
        made.finding,
        "Budget: North €1,200,000.",
        "Actual: North €1,410,000; West €590,000.",
    )


def test_a_finding_of_ones_own_goes_first(desk: Desk) -> None:
    assert chart(desk, f"{COLUMNS}  finding: Look at the west.\n").finding == "Look at the west."


def test_a_line_goes_from_its_first_to_its_last_value(desk: Desk) -> None:
    made = chart(desk, with_lines("line", "categories: [Q1, Q2]\nseries: [{name: Spend, values: [200, 250]}]"))
    assert made.finding == "Spend goes from 200 (Q1) to 250 (Q2), +25%."


def test_a_line_may_have_a_range(desk: Desk) -> None:
    lines = "categories: [Q1, Q2]\nseries: [{name: Spend, values: [2, 3]}]\nlow: [2, 2]\nhigh: [2, 5]"
    made = chart(desk, with_lines("line", lines))
    assert made.band is not None
    assert (made.band.low.name, made.band.high.name) == ("Low", "High")
    assert made.band.high.values == (Decimal(2), Decimal(5))


def test_a_waterfall_works_out_totals_that_are_left_empty(desk: Desk) -> None:
    made = chart(desk, FALLS)
    (series,) = made.series
    assert series.values == (Decimal(4_800_000), Decimal(-312_000), Decimal(190_000), Decimal(4_678_000))
    assert series.labels == ("€4.8m", "−€0.3m", "+€0.2m", "€4.7m")
    assert made.totals == (0, 3)
    assert made.better == "lower"
    assert made.finding == "From €4,800,000 (Today) to €4,678,000 (Then), −3%."


def test_a_total_that_the_steps_do_not_come_to_is_a_fault(desk: Desk) -> None:
    assert faults(desk, FALLS.replace("total: }", "total: 5_000_000}")) == [
        "layouts/mine/layout.yaml:13:29: slide 1 (chart): the total is 5000000, but the steps before it come to "
        "4678000; mend one, or leave the total empty"
    ]


@pytest.mark.parametrize(
    ("style", "rest", "said"),
    [
        (
            "colum",
            "categories: [a]\nseries: [{values: [1]}]",
            "5:12: slide 1 (chart): unknown style 'colum'; did you mean 'column'?",
        ),
        (
            "column",
            "categories: [a, b]\nseries: [{values: [1]}]",
            "7:23: slide 1 (chart): 1 value for 2 categories; give one for each, and leave it empty ('~') where there "
            "is none",
        ),
        (
            "column",
            "categories: [a]\nseries: [{values: [lots]}]",
            "7:24: slide 1 (chart): 'lots' is not a number; write digits such as 1200000, 1_200_000 or 0.5",
        ),
        (
            "stacked-column",
            "categories: [a]\nseries: [{values: [-1]}]",
            "7:24: slide 1 (chart): a negative value cannot be stacked; write 'style: column', which stands them side "
            "by side",
        ),
        (
            "bar",
            "categories: [a, b, c, d, e, f, g, h, i, j, k, l, m]\nseries: [{values: [1,1,1,1,1,1,1,1,1,1,1,1,1]}]",
            "6:17: slide 1 (chart): 13 categories are more than a reader can tell apart; show at most 12",
        ),
        (
            "column",
            "categories: [a]",
            "3:5: slide 1 (chart): a chart needs series; add 'series: […]'",
        ),
        (
            "line",
            "categories: [a]\nseries: [{values: [1]}]\nlow: [1]",
            "8:10: slide 1 (chart): a range needs both ends, and has only 'low'; add the other one",
        ),
        (
            "line",
            "categories: [a]\nseries: [{values: [1]}]\nlow: [2]\nhigh: [1]",
            "8:11: slide 1 (chart): the low end lies above the high end; exchange the two",
        ),
        (
            "column",
            "unit: money\ncategories: [a]\nseries: [{values: [1]}]",
            "6:11: slide 1 (chart): money needs a currency; add for example 'currency: EUR'",
        ),
        (
            "column",
            "unit: money\ncurrency: EURO\ncategories: [a]\nseries: [{values: [1]}]",
            "7:15: slide 1 (chart): 'EURO' is no currency code; write a code such as EUR, USD or GBP",
        ),
        (
            "column",
            "categories: [a]\nseries: [{values: [~]}]",
            "7:13: slide 1 (chart): a chart needs at least one value; add the figures",
        ),
        (
            "waterfall",
            "steps: [{name: a, change: 1}]",
            "6:13: slide 1 (chart): a waterfall begins with a total; write 'total' in its first step",
        ),
        (
            "waterfall",
            "steps: [{name: a, total: 1}, {name: b, change: -2}]",
            "6:34: slide 1 (chart): the running total falls below zero; mend the figures",
        ),
        (
            "waterfall",
            "steps: [{name: a, total: 1}, {name: b, change: 2, total: 3}]",
            "6:34: slide 1 (chart): a step has either a 'total' or a 'change'; give one of them",
        ),
    ],
)
def test_a_fault_says_where_it_is_and_what_to_do(desk: Desk, style: str, rest: str, said: str) -> None:
    assert faults(desk, with_lines(style, rest)) == [f"layouts/mine/layout.yaml:{said}"]


def test_all_faults_are_told_at_once(desk: Desk) -> None:
    slide = with_lines("colum", "unit: monney\ncategories: [a]\nseries: [{values: [x]}, {values: [1, 2]}]")
    assert len(faults(desk, slide)) == 6


def test_later_totals_may_stand_in_the_middle(desk: Desk) -> None:
    steps = ("a, total: 9", "b, change: -2", "c, total: ", "d, change: 1", "e, total: 8")
    rest = f"steps: [{', '.join(f'{{name: {step}}}' for step in steps)}]"
    (series,) = chart(desk, with_lines("waterfall", rest)).series
    assert series.values == tuple(map(Decimal, (9, -2, 7, 1, 8)))
