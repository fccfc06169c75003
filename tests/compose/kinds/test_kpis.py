"""A persona's key metrics, explained."""

from __future__ import annotations

from briefing.compose.wording import sentence_case
from briefing.model import Cell, Table
from compose_desk import Desk

SLIDE = "- {kind: kpis, for-each: persona}"


def test_each_metric_has_meaning_formula_and_direction(desk: Desk) -> None:
    (table,) = desk.slide(SLIDE).blocks
    assert isinstance(table, Table)
    assert table.header == ("KPI", "What it tells", "How it is worked out", "Better")
    catalogue, persona = desk.library.kpis(), desk.library.persona("cfo")
    known = [catalogue[entry.id] for entry in persona.key_metrics]
    for row, kpi in zip(table.rows[:-1], (each for each in known if "cfo" not in each.trade_of), strict=True):
        assert [cell.text for cell in row[:3]] == [kpi.name, kpi.explains.removesuffix("."), sentence_case(kpi.formula)]
        assert row[3] == BETTER[kpi.better]


def test_nobody_is_taught_his_own_trade(desk: Desk) -> None:
    (table,) = desk.slide(SLIDE).blocks
    assert isinstance(table, Table)
    name, told, how, better = (cell.text for cell in table.rows[-1])
    assert told == "Forecast variance, budget variance, gross margin, COGS"
    assert (name, how, better) == ("Your own", "As you already report them", "–")
    (for_product,) = desk.slide(SLIDE, "product-owner").blocks
    assert isinstance(for_product, Table)
    margin = desk.library.kpis()["gross-margin"]
    assert sentence_case(margin.formula) in [row[2].text for row in for_product.rows]


def test_a_number_with_a_target_is_defined_and_the_headline_counts_the_rows_that_are_explained(desk: Desk) -> None:
    before = desk.slide(SLIDE)
    assert before.title == ("Three KPIs tell the CFO whether spend is worth its money, beside what is reported already")
    desk.facts("kpis: [{id: forecast-accuracy, baseline: -19%, target: -5%}, {id: cogs, target: 5}]")
    slide = desk.slide(SLIDE)
    (table,) = slide.blocks
    assert isinstance(table, Table)
    assert slide.title.startswith("Five KPIs")
    assert table.header[-1] == "Today → target"
    assert {row[0].text: row[-1].text for row in table.rows} == {
        "Forecast variance": "−19% → −5%",
        "COGS": "→ 5",
        "Unit cost": "",
        "Effective savings rate": "",
        "FinOps return": "",
        "Your own": "",
    }
    assert table.rows[-1][1].text == "Budget variance, gross margin"


BETTER = {"higher": Cell("higher", "up"), "lower": Cell("lower", "down"), "target": Cell("on target", "target")}


def test_metrics_that_the_catalogue_does_not_have_are_left_out_and_one_alone_has_a_title_of_its_own(desk: Desk) -> None:
    known = next(iter(desk.library.kpis()))
    desk.persona("mine", f"key-metrics: [{{id: {known}, item: A}}, {{id: my-own, item: B}}]")
    slide = desk.slide(SLIDE, "mine")
    (table,) = slide.blocks
    assert isinstance(table, Table)
    assert len(table.rows) == 1
    assert slide.title == "One KPI tells the The mine whether spend is worth its money"


def test_a_persona_without_known_metrics_is_left_out_with_a_notice(desk: Desk) -> None:
    desk.persona("bare", "key-metrics: [{id: my-own, item: B}]")
    notices = desk.notices(f"- {{kind: text, title: A}}\n{SLIDE}", "bare")
    assert "The KPI slide of the The bare was left out: none of its key metrics is in the KPI catalogue." in notices


def test_the_notes_name_the_source_of_each_metric(desk: Desk) -> None:
    notes = "\n".join(desk.slide(SLIDE).notes)
    for entry in desk.library.persona("cfo").key_metrics:
        assert f"Source: {desk.library.kpis()[entry.id].source}." in notes
