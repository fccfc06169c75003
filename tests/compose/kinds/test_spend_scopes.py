"""What technology costs by scope."""

from __future__ import annotations

import pytest

from bill_samples import whole_bill
from billed_desk import chart_of, told
from briefing.figures.doubts import is_apart, is_part
from briefing.model import Chart, Tiles
from briefing.organisation.organisation import Spend
from compose_desk import Desk

SLIDE = "- {kind: spend-scopes}"
FACTS = """
    currency: EUR
    spend:
      current-monthly: 400000
      annual-growth: 18%
      basis: Three clouds; AI is part of it; SaaS, licences and data centre are not
      ai: {current-monthly: 46000, annual-growth: 85%}
      saas: {current-annual: 912000, source: Contract list}
      licences: {current-monthly: 61000}
      data-centre: {current-monthly: 130000, annual-growth: -4%}
    """


def test_the_bars_are_what_the_headline_says_the_fastest_first_with_what_each_costs(desk: Desk) -> None:
    desk.facts(FACTS)
    slide = desk.slide(SLIDE)
    assert slide.title == "AI grows by 85% a year, fastest of the three parts whose growth we know"
    tiles, chart = slide.blocks
    assert isinstance(tiles, Tiles)
    assert isinstance(chart, Chart)
    assert chart.categories == ("AI", "Spend without SaaS, licences and data centre", "Data centre")
    assert chart.series[0].labels == ("+85% · €46k a month", "+18% · €400k a month", "−4% · €130k a month")
    assert chart.leading == (0,)
    assert [(each.label, each.value, each.note) for each in tiles.tiles] == [
        ("AI", "85%", "more a year"),
        ("SaaS", "€76k", "a month"),
        ("Licences", "€61k", "a month"),
    ], "what has no bar, for nobody knows its growth, stands beside them"


def test_it_says_where_that_leads_and_that_nothing_is_added_up(desk: Desk) -> None:
    desk.facts(FACTS)
    slide = desk.slide(SLIDE)
    assert slide.takeaway == "If this goes on, AI costs €85.1k a month in 12 months, after €46k now"
    assert slide.source.startswith(
        "Not to be added up: AI is part of the others, and data centre, SaaS and licences stand beside them. Source: "
    )
    assert "522" not in str(slide), "the sum of all would count AI twice"


def test_the_whole_is_not_said_to_grow_fastest_of_itself(desk: Desk) -> None:
    desk.facts(
        "currency: EUR\nspend: {current-monthly: 40, annual-growth: 18%, saas: {current-monthly: 7, annual-growth: 9%}}"
    )
    assert desk.slide(SLIDE).title == "Technology spend grows by 18% a year, faster than SaaS"


def test_what_the_bill_tells_of_itself_is_part_of_it(desk: Desk) -> None:
    slide = told(desk, whole_bill(), SLIDE)
    assert chart_of(slide).categories == ("AI", "The whole bill", "SaaS")
    assert slide.source == "Not to be added up: AI and SaaS are part of the whole. Source: the bill, March 2026"


def test_without_growth_the_bars_are_what_each_costs_the_largest_first(desk: Desk) -> None:
    desk.facts("currency: EUR\nspend: {current-monthly: 40000, saas: {current-monthly: 70000}}")
    slide = desk.slide(SLIDE)
    _, chart = slide.blocks
    assert isinstance(chart, Chart)
    assert (chart.categories, chart.series[0].labels) == (("SaaS", "Technology spend"), ("€70k", "€40k"))
    assert not slide.takeaway


def test_public_cloud_stated_by_itself_takes_the_place_of_the_whole(desk: Desk) -> None:
    desk.facts("currency: EUR\nspend: {current-monthly: 4, cloud: {current-monthly: 3}, ai: {current-monthly: 1}}")
    tiles, chart = desk.slide(SLIDE).blocks
    assert isinstance(tiles, Tiles)
    assert isinstance(chart, Chart)
    assert [(each.label, each.value, each.note) for each in tiles.tiles] == [("Public cloud", "€3", "a month")]
    assert (chart.categories, chart.leading) == (("Public cloud", "AI"), (0,))


@pytest.mark.parametrize("facts", ["name: A\n", "currency: EUR\nspend: {current-monthly: 400000}\n"])
def test_one_scope_alone_is_no_comparison(desk: Desk, facts: str) -> None:
    desk.facts(facts)
    notices = desk.notices(f"- {{kind: text, title: A}}\n{SLIDE}", "cfo")
    assert any("spend.saas" in each for each in notices)


@pytest.mark.parametrize(
    ("basis", "apart"),
    [
        ("Three cloud providers, invoiced cost without tax; AI is part of it, SaaS is not", {"saas"}),
        ("AI is part of it; SaaS, licences and data centre are not", {"saas", "licences", "data-centre"}),
        ("Public cloud, without SaaS", {"saas"}),
        ("All of technology", set()),
        ("Cloud; data centres and the licences are not in it", {"data-centre", "licences"}),
    ],
)
def test_the_basis_says_which_scopes_stand_apart(basis: str, apart: set[str]) -> None:
    scopes = ("cloud", "saas", "licences", "data-centre", "ai")
    assert {each for each in scopes if is_apart(Spend(basis=basis), each)} == apart


@pytest.mark.parametrize(
    ("basis", "part"),
    [
        ("Two clouds, without tax; AI and SaaS are part of it", {"ai", "saas"}),
        ("All invoices, SaaS included", {"saas"}),
        ("Cloud with licences, SaaS and AI apart", {"licences"}),
        ("AI is part of it, SaaS is not", {"ai"}),
        ("", set()),
    ],
)
def test_what_the_basis_says_is_in_the_spend_is_not_added_to_it(basis: str, part: set[str]) -> None:
    scopes = ("ai", "saas", "licences", "data-centre")
    assert {each for each in scopes if is_part(Spend(basis=basis), each)} == part


def test_a_scope_that_the_basis_names_is_said_to_be_part(desk: Desk) -> None:
    desk.facts(
        "currency: EUR\nspend: {current-monthly: 400, basis: 'AI and SaaS are part of it', "
        "ai: {current-monthly: 46}, saas: {current-monthly: 76}}\n"
    )
    assert desk.slide(SLIDE).source == "Not to be added up: SaaS and AI are part of the whole"
