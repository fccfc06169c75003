"""Baselines out of the bill: what a persona's key metrics name, and never what its targets show already."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bill_samples import plain, whole_bill
from billed_desk import BilledDesk, left_out, shown, told
from briefing.bill.bill import Rates
from briefing.model import LeftOut, Tracks
from compose_desk import Desk

SLIDE = "- {kind: bill-kpis, for-each: persona}"
BOTH = "- {kind: kpi-targets, for-each: persona}\n- {kind: bill-kpis, for-each: persona}"


@pytest.mark.parametrize(
    ("effective", "said"),
    [
        (100, "We pay about list prices"),
        (99.5, "We pay about list prices"),
        (90, "We pay 10% less than list prices"),
        (110, "We pay 10% more than list prices"),
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
            ["Commitment coverage", "Commitment utilisation", "Commitment waste", "Effective savings rate"],
        ),
        ("cto", ["Effective savings rate", "AI share", "AI spend a month"]),
        ("finops", ["Without an owner", "Untagged", "Commitment coverage", "Forecast, Apr to Jun 2026"]),
    ],
)
def test_each_persona_sees_the_figures_of_its_own_metrics(desk: Desk, for_: str, labels: list[str]) -> None:
    assert [label for label, _ in shown(told(desk, whole_bill(), SLIDE, for_))] == labels


def test_the_headline_says_the_first_two(desk: Desk) -> None:
    slide = told(desk, whole_bill(), SLIDE, "procurement")
    assert slide.title == "57.2% of compute runs on commitments, and 91.3% of what is committed is used"
    assert slide.label == "Baseline for the Procurement Lead"


@pytest.mark.parametrize(
    ("for_", "title"),
    [
        ("ceo", "Spend grew by 17.3% in a year, and Apr 2025 to Mar 2026 cost €4.65m"),
        ("cfo", "The forecast for Apr to Jun 2026 is €1.27m, and the forecast for Apr 2026 to Mar 2027 is €5.32m"),
        ("cto", "We pay 21.1% less than list prices, and AI takes 14.4% of the spend"),
        ("finops", "17% of the spend has no owner, and 24% of usage lacks a tag"),
    ],
)
def test_the_headline_is_a_sentence_for_each_persona(desk: Desk, for_: str, title: str) -> None:
    assert told(desk, whole_bill(), SLIDE, for_).title == title


def test_two_personas_have_headlines_of_their_own(desk: Desk) -> None:
    titles = [each.title for each in BilledDesk(desk.folder, whole_bill()).slides(SLIDE, "cfo,itfm")]
    assert titles == [
        "The forecast for Apr to Jun 2026 is €1.27m",
        "17% of the spend has no owner",
    ]


def test_what_the_organisation_states_is_no_baseline_of_the_bill(desk: Desk) -> None:
    desk.facts("currency: EUR\nspend: {commitments: {utilisation: 88%}}\n")
    labels = [label for label, _ in shown(told(desk, whole_bill(), SLIDE, "procurement"))]
    assert labels == ["Commitment coverage", "Effective savings rate", "SaaS spend", "Billed"]


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


def test_a_bill_without_anything_else_still_gives_its_size(desk: Desk) -> None:
    assert shown(told(desk, plain([100_000]), SLIDE, "ceo")) == [("Spend in one month", "€100k")]
