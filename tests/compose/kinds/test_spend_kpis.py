"""Baselines out of the bill: what a persona's key metrics name, and never what its targets show already."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from bill_samples import plain, whole_bill
from billed_desk import BilledDesk, left_out, shown, told
from briefing.bill.bill import Rates
from briefing.model import Chart, LeftOut, Tiles, Tracks
from compose_desk import Desk

SLIDE = "- {kind: bill-kpis, for-each: persona}"
BOTH = "- {kind: kpi-targets, for-each: persona}\n- {kind: bill-kpis, for-each: persona}"


@pytest.mark.parametrize(
    ("effective", "said"),
    [
        (100, "We pay about list prices"),
        (99.5, "We pay about list prices"),
        (90, "We pay 10% less than list prices: €10 in twelve months"),
        (110, "We pay 10% more than list prices: €10 in twelve months"),
    ],
)
def test_no_discount_of_nothing_is_told(desk: Desk, effective: float, said: str) -> None:
    rates = Rates(effective=Decimal(str(effective)), list=Decimal(100), known=Decimal(1))
    assert told(desk, plain([100_000] * 12, rates=rates), SLIDE, "cto").title == said


@pytest.mark.parametrize(
    ("for_", "labels"),
    [
        ("ceo", ["Growth in a year", "Spend in twelve months"]),
        (
            "procurement",
            ["Effective savings rate", "Commitment coverage", "Commitment utilisation", "Commitment waste"],
        ),
        ("cto", ["Effective savings rate", "AI share", "AI spend a month"]),
        ("finops", ["Without an owner", "Untagged", "Commitment coverage", "Forecast, Apr to Jun 2026"]),
    ],
)
def test_each_persona_sees_the_figures_of_its_own_metrics(desk: Desk, for_: str, labels: list[str]) -> None:
    assert [label for label, _ in shown(told(desk, whole_bill(), SLIDE, for_))] == labels


def test_the_headline_says_the_first_two(desk: Desk) -> None:
    slide = told(desk, replace(whole_bill(), rates=None), SLIDE, "procurement")
    assert slide.title == "57.2% of compute runs on commitments, and 91.3% of what is committed is used"
    assert slide.label == "Baseline for the Procurement Lead"


def test_what_is_paid_stands_beside_list_prices_with_the_gap_once_in_a_briefing(desk: Desk) -> None:
    bill = whole_bill()
    assert bill.rates is not None
    first, *others = BilledDesk(desk.folder, bill).slides(SLIDE, "cto,procurement")
    tiles, chart = first.blocks
    assert isinstance(tiles, Tiles)
    assert isinstance(chart, Chart)
    assert tiles.tiles[0].label == "Effective savings rate"
    assert (chart.style, chart.categories, chart.leading) == ("column", ("At list prices", "What it cost"), (1,))
    assert chart.series[0].values == (bill.rates.list, bill.rates.effective)
    assert chart.span is not None
    assert chart.span.text.endswith(", 21.1% less")
    assert not [block for each in others for block in each.blocks if isinstance(block, Chart)]


def test_each_anomaly_is_a_bar_and_the_headline_says_the_largest(desk: Desk) -> None:
    bill = replace(whole_bill(), rates=None)
    before = "- kind: allocation-health\n- kind: commitment-health\n"
    *_, slide = BilledDesk(desk.folder, bill).slides(before + SLIDE, "engineering-lead")
    chart = slide.blocks[-1]
    assert isinstance(chart, Chart)
    anomalies = sorted(whole_bill().anomalies, key=lambda each: each.before - each.after)
    assert chart.series[0].values == tuple(each.after - each.before for each in anomalies)
    assert chart.categories[0].startswith(f"{anomalies[0].service}, ")
    assert slide.title.startswith("Three anomalies cost ")
    assert f"; {anomalies[0].service} jumped most, by " in slide.title


def test_saas_is_drawn_month_by_month_where_the_persona_asks_for_it_first(desk: Desk) -> None:
    bill = replace(whole_bill(), rates=None)
    slides = BilledDesk(desk.folder, bill).slides(f"- kind: commitment-health\n{SLIDE}", "itam")
    chart = slides[-1].blocks[-1]
    assert isinstance(chart, Chart)
    assert chart.style == "line"
    assert chart.series[0].name == "SaaS spend a month"
    assert chart.series[0].values == tuple(each.saas for each in bill.months if each.complete)
    assert slides[-1].title.startswith("SaaS spend ")


def test_what_a_slide_before_says_is_not_told_again(desk: Desk) -> None:
    """And what is left alone is no slide."""
    slides = BilledDesk(desk.folder, whole_bill()).slides(f"- kind: spend-trend\n{SLIDE}", "ceo")
    assert [each.kind for each in slides] == ["spend-trend"]


@pytest.mark.parametrize(
    ("for_", "title"),
    [
        ("ceo", "Spend grew by 17.3% in a year, and Apr 2025 to Mar 2026 cost €4.65m"),
        ("cto", "We pay 21.1% less than list prices: €880k in twelve months"),
        ("finops", "17% of the spend has no owner, and 24% of usage lacks a tag"),
    ],
)
def test_the_headline_is_a_sentence_for_each_persona(desk: Desk, for_: str, title: str) -> None:
    assert told(desk, whole_bill(), SLIDE, for_).title == title


def test_two_personas_have_headlines_of_their_own(desk: Desk) -> None:
    titles = [each.title for each in BilledDesk(desk.folder, whole_bill()).slides(SLIDE, "cfo,itfm")]
    assert titles[0].startswith("We pay 21.1% less than list prices: ")
    assert titles[1].startswith("17% of the spend has no owner")


def test_what_the_organisation_states_is_no_baseline_of_the_bill(desk: Desk) -> None:
    desk.facts("currency: EUR\nspend: {commitments: {utilisation: 88%}}\n")
    labels = [label for label, _ in shown(told(desk, whole_bill(), SLIDE, "procurement"))]
    assert labels == ["Effective savings rate", "Commitment coverage", "SaaS spend", "Billed"]


def test_what_has_a_target_stands_on_the_slide_of_the_targets_and_nowhere_else(desk: Desk) -> None:
    desk.facts("currency: EUR\nkpis:\n  - {id: commitment-coverage, target: 70%, date: 2026-12}\n")
    targets, baseline = BilledDesk(desk.folder, whole_bill()).slides(BOTH, "procurement")
    (block,) = targets.blocks
    assert isinstance(block, Tracks)
    assert [(each.label, each.today, each.aim) for each in block.rows] == [("Commitment coverage", "57.2%", "70%")]
    assert "Commitment coverage" not in dict(shown(baseline))
    assert len(shown(baseline)) == 4


def test_a_baseline_that_only_the_bill_tells_is_no_target(desk: Desk) -> None:
    made = BilledDesk(desk.folder, whole_bill()).brief(BOTH, "procurement")
    assert [each.kind for each in made.slides()] == ["bill-kpis"]
    (notice,) = made.notices
    assert isinstance(notice, LeftOut)
    assert notice.wanting == (("kpi-targets", ("kpis",)),)


def test_a_persona_whose_metrics_no_bill_tells_has_no_such_slide(desk: Desk) -> None:
    desk.persona("mine", "key-metrics: [engineering-productivity]\n")
    *_, notice = left_out(desk, whole_bill(), SLIDE, "mine")
    assert notice.message == (
        "The slide bill-kpis was left out: the bill does not carry bill.*, for no key metric of the The mine "
        "can be told from a bill beyond what its targets show."
    )


def test_a_figure_that_two_metrics_name_stands_there_once(desk: Desk) -> None:
    assert len(dict(shown(told(desk, whole_bill(), SLIDE, "cfo")))) == 4


def test_one_figure_alone_is_no_slide(desk: Desk) -> None:
    slides = BilledDesk(desk.folder, plain([100_000])).slides(f"- {{kind: text, title: A}}\n{SLIDE}", "ceo")
    assert [each.kind for each in slides] == ["text"]
