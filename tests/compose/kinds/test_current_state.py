"""Current state: the headline by growth, the figures of the audience's own metrics, and the spend by month."""

from __future__ import annotations

import pytest

from briefing.errors import ContentError
from briefing.model import Chart, Points, Tiles
from compose_desk import Desk

SLIDE = "- kind: current-state"
HEAD = "name: Acme\ncurrency: EUR\n"


@pytest.mark.parametrize(
    ("growth", "said"),
    [
        ("18%", ", and it grows by 18% a year"),
        ("0%", ", and it stays level"),
        ("-5%", ", and it shrinks by 5% a year"),
        ("", "; three questions about it are open"),
    ],
)
def test_the_headline_says_how_the_spend_changes(desk: Desk, growth: str, said: str) -> None:
    line = f", annual-growth: {growth}" if growth else ""
    desk.facts(f"{HEAD}spend: {{current-monthly: 400000{line}}}\n")
    assert desk.slide(SLIDE).title == f"Acme spends €400k on technology every month{said}"


def test_a_company_without_a_name_is_ours(desk: Desk) -> None:
    desk.facts("currency: EUR\nspend: {current-monthly: 950}\n")
    assert desk.slide(SLIDE).title.startswith("Our company spends €950 on technology every month; ")


def test_the_spend_alone_stands_beside_what_it_does_not_tell_yet(desk: Desk) -> None:
    desk.facts(f"{HEAD}spend: {{current-monthly: 52000}}\n")
    tiles, open_ones = desk.slide(SLIDE).blocks
    assert isinstance(open_ones, Points)
    assert [each.label for each in open_ones.points] == ["Growth", "Owner", "Return"]
    assert isinstance(tiles, Tiles)
    assert [(each.label, each.value) for each in tiles.tiles] == [("Spend a month", "€52k"), ("Spend a year", "€624k")]


def test_what_is_known_is_no_open_question(desk: Desk) -> None:
    desk.facts(f"{HEAD}spend: {{current-monthly: 52000}}\nkpis: [{{id: unallocated-cost, baseline: 42%}}]\n")
    slide = desk.slide(SLIDE, "sustainability")
    assert slide.title.endswith("; two questions about it are open")
    (open_ones,) = [block for block in slide.blocks if isinstance(block, Points)]
    assert [each.label for each in open_ones.points] == ["Growth", "Return"]


MONTHS = "".join(f"    2025-{month:02}: {300_000 + month}\n" for month in range(1, 13))


@pytest.mark.parametrize(("first", "style"), [("", "column"), ("    2024-12: 299_000\n", "line")])
def test_a_year_is_columns_and_more_is_a_line(desk: Desk, first: str, style: str) -> None:
    desk.facts(f"{HEAD}spend:\n  by-month:\n{first}{MONTHS}")
    chart = desk.slide(SLIDE).blocks[1]
    assert isinstance(chart, Chart)
    assert (chart.style, chart.categories[-1]) == (style, "Dec ’25")
    assert chart.finding.endswith("to €300,012 (December 2025).")
    assert chart.leading == ((11,) if style == "column" else ())


def test_two_months_show_no_course(desk: Desk) -> None:
    desk.facts(f"{HEAD}spend:\n  by-month: {{2025-01: 10000, 2025-02: 11000}}\n")
    assert [type(block) for block in desk.slide(SLIDE).blocks] == [Tiles, Points]


def test_the_metric_of_a_persona_of_ones_own_decides_too(desk: Desk) -> None:
    desk.write("personas/kpis.yaml", "- {id: cheer, name: Cheer, figures: [return.base.net, spend.saas.monthly]}\n")
    desk.persona("mine", "key-metrics: [cheer]\n")
    desk.facts(f"{HEAD}spend: {{current-monthly: 52000, saas: {{current-monthly: 900, annual-growth: 9%}}}}\n")
    (tiles,) = desk.slide(SLIDE, "mine").blocks
    assert isinstance(tiles, Tiles)
    assert [(each.label, each.note) for each in tiles.tiles][1:] == [("SaaS spend a month", "grows by 9% a year")]


def test_every_figure_that_the_catalogue_names_exists(desk: Desk) -> None:
    texts = desk.library.kpis()
    from briefing.figures.drafting import builtin_texts

    named = {id for kpi in texts.values() for id in kpi.figures}
    assert named
    assert all(builtin_texts().figure(id, {}).name for id in named)


def test_without_a_spend_it_is_left_out(desk: Desk) -> None:
    desk.facts("name: Acme\n")
    assert (
        "current-state (needs spend.current-monthly)" in desk.notices(f"{SLIDE}\n- {{kind: text, title: A}}", "cfo")[0]
    )


def test_a_label_of_the_chart_says_an_amount_as_its_tile_does(desk: Desk) -> None:
    desk.facts(
        """
        currency: CHF
        spend:
          current-monthly: 2_512_345
          by-month: {2025-10: 2_100_000, 2025-11: 2_310_000, 2025-12: 2_412_345, 2026-01: 2_512_345}
        """
    )
    tiles, chart = desk.slide("- {kind: current-state}").blocks
    assert isinstance(tiles, Tiles)
    assert isinstance(chart, Chart)
    assert chart.series[0].labels[-1] == tiles.tiles[0].value


def test_what_no_key_metric_asks_for_is_told_in_a_tile_where_there_is_room_and_in_the_notes(desk: Desk) -> None:
    parts = "saas: {current-annual: 912000, annual-growth: 9%}, commitments: {coverage: 41%}"
    desk.facts(f"{HEAD}spend: {{current-monthly: 400000, {parts}}}\n")
    slide = desk.slide(SLIDE)
    (tiles,) = slide.blocks
    assert isinstance(tiles, Tiles)
    shown = {each.label: each.value for each in tiles.tiles}
    assert shown["SaaS spend a month"] == "€76k"
    assert shown["Commitment coverage"] == "41%"
    assert {"SaaS spend a month: €76k.", "Growth of the SaaS spend a year: 9%."} <= set(slide.notes)


FACTS = """
currency: EUR
spend: {current-monthly: 52000, annual-growth: 18%, saas: {current-monthly: 900}, commitments: {coverage: 41%}}
ask: {people: 3}
"""


def labels(desk: Desk, persona: str) -> list[str]:
    desk.persona("mine", persona)
    desk.facts(FACTS)
    tiles = desk.slide(SLIDE, "mine").blocks[0]
    assert isinstance(tiles, Tiles)
    return [each.label for each in tiles.tiles]


@pytest.mark.parametrize("kpi", ["time-to-market", "gross-margin", "cloud-share-of-revenue", "optimisation-index"])
def test_a_kpi_of_which_nobody_knows_where_it_stands_shows_nothing_in_its_place(desk: Desk, kpi: str) -> None:
    only = labels(desk, f"key-metrics: [{kpi}]\n")
    assert only == ["Spend a month", "SaaS spend a month", "Commitment coverage"] == labels(desk, "")


@pytest.mark.parametrize(
    ("figures", "shown"),
    [
        ("[ask.people, spend.annual-growth]", ["Full-time positions asked for", "Growth a year"]),
        ("[spend.annual-growth, ask.people]", ["Growth a year", "Full-time positions asked for"]),
        ("[bill.growth, bill.ai.monthly, bill.saas.monthly]", ["Growth a year", "SaaS spend a month"]),
        ("[bill.growth, spend.annual-growth, spend.saas.monthly]", ["Growth a year", "SaaS spend a month"]),
    ],
)
def test_a_persona_sees_the_figures_that_it_names_in_its_order_and_none_twice(
    desk: Desk, figures: str, shown: list[str]
) -> None:
    assert labels(desk, f"figures: {figures}\n")[1:3] == shown


def test_a_kpi_stands_before_the_figures_or_where_its_own_is_named(desk: Desk) -> None:
    metric, growth, coverage = "key-metrics: [commitment-coverage]\n", "Growth a year", "Commitment coverage"
    assert labels(desk, f"{metric}figures: [spend.annual-growth]\n")[1:3] == [coverage, growth]
    named = f"{metric}figures: [spend.annual-growth, bill.commitments.coverage]\n"
    assert labels(desk, named)[1:3] == [growth, coverage]


def test_a_figure_that_nobody_knows_is_refused_where_it_is_named(desk: Desk) -> None:
    with pytest.raises(ContentError) as caught:
        labels(desk, "figures: [spend.annual, spend.anual-growth, spend.montly]\n")
    file = desk.library.persona("mine").file
    assert str(caught.value).splitlines()[-2:] == [
        f"{file}:{line}: the persona 'mine' names the figure '{id}', which does not exist; "
        f"did you mean '{near}'? 'briefing list figures' shows those there are"
        for line, id, near in (
            ("3:25", "spend.anual-growth", "spend.annual-growth"),
            ("3:45", "spend.montly", "spend.monthly"),
        )
    ]


def test_what_a_tile_says_no_note_beside_it_says_again(desk: Desk) -> None:
    desk.facts(f"{HEAD}spend: {{current-monthly: 400000, annual-growth: 18%}}\n")
    (tiles,) = desk.slide(SLIDE).blocks
    assert isinstance(tiles, Tiles)
    assert sum("€472k" in f"{each.value} {each.note}" for each in tiles.tiles) == 1
