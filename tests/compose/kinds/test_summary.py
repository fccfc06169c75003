"""The page that says it all and how it starts: nothing is said that the slide does not hold."""

from __future__ import annotations

import pytest

from briefing.model import Panel, Points, Rows
from compose_desk import Desk

SUMMARY, START = "- kind: executive-summary", "- kind: start"
ASK = "ask: {decision: Fund it}\n"
MET = "{id: forecast-accuracy, baseline: -5%, target: -8%}"
OPEN = "{id: unit-cost, baseline: 5, target: 4}"


@pytest.mark.parametrize(
    ("risks", "title"),
    [
        ("", "These are the first steps"),
        ("risks: [{name: A}]\n", "These are the first steps, and the risk that matters"),
        ("risks: [{name: A}, {name: B}, {name: C}]\n", "These are the first steps, and the risks that matter"),
    ],
)
def test_the_headline_speaks_of_risks_only_where_there_are_any(desk: Desk, risks: str, title: str) -> None:
    desk.facts(ASK + risks)
    slide = desk.slide(START)
    assert slide.title == title
    assert any("Speak of the risk" in note for note in slide.notes) == bool(risks)


@pytest.mark.parametrize(
    ("kpis", "proof"),
    [
        (MET, "Finance, engineering and business decide from the same figures"),
        (f"{MET}, {OPEN}", "Unit cost: from 5 to 4"),
    ],
)
def test_a_target_that_is_met_is_no_change(desk: Desk, kpis: str, proof: str) -> None:
    desk.facts(f"currency: EUR\n{ASK}kpis: [{kpis}]\n")
    (points,) = (each for each in desk.slide(SUMMARY).blocks if isinstance(each, Points))
    assert next(each.text for each in points.points if each.label == "What changes") == proof


@pytest.mark.parametrize(
    ("ask", "end"),
    [
        ("{decision: Fund it}", "one decision"),
        ("{decision: Fund it, by-persona: {cto: {decision: Give it a home}}}", "your decisions"),
        ("{by-persona: {cto: {decision: Give it a home}}}", "one decision"),
    ],
)
def test_the_headline_says_whether_one_decision_is_asked_or_several(desk: Desk, ask: str, end: str) -> None:
    desk.facts(
        "currency: EUR\nspend: {current-monthly: 100000, annual-growth: 0%}\n"
        "savings: [{name: A, amount: 20%, status: verified}]\n"
        f"ask: {ask}\n"
    )
    assert desk.slide(SUMMARY, "cfo,cto").title.endswith(f"and it takes {end} to begin")


def panel(desk: Desk, for_: str) -> Panel:
    (found,) = (each for each in desk.slide(SUMMARY, for_).blocks if isinstance(each, Panel))
    return found


def claims(desk: Desk, for_: str = "cfo") -> dict[str, tuple[str, str]]:
    (points,) = (each for each in desk.slide(SUMMARY, for_).blocks if isinstance(each, Points))
    return {each.label: (each.heading, each.text) for each in points.points}


def test_decisions_of_single_personas_stand_apart_and_never_in_one_line(desk: Desk) -> None:
    desk.facts("ask: {by-persona: {cfo: {decision: Release it}, cto: {decision: Give it a home}}}\n")
    shown = panel(desk, "cfo,cto")
    assert (shown.label, shown.statement) == ("The decisions", "")
    assert [(each.label, each.value) for each in shown.tiles] == [("CFO", "Release it"), ("CTO/CIO", "Give it a home")]


def test_more_decisions_than_a_panel_holds_are_said_to_be_everybodys(desk: Desk) -> None:
    ids = ("ceo", "cfo", "cto", "itfm", "procurement")
    desk.facts(f"ask: {{by-persona: {{{', '.join(f'{id}: {{decision: Do {id}}}' for id in ids)}}}}}\n")
    shown = panel(desk, ",".join(ids))
    assert (shown.statement, shown.tiles) == ("A decision from each of you", ())


def test_a_decision_without_figures_says_why_it_serves_the_reader(desk: Desk) -> None:
    ask = desk.library.persona("cfo").ask
    assert ask
    tile, _ = panel(desk, "cfo").tiles
    assert (tile.label, tile.value, tile.note) == ("Why it serves you", "", ask.why)


@pytest.mark.parametrize(
    ("ask", "takes"),
    [
        ("{decision: Fund it}", "Your decision"),
        ("{decision: Fund it, date: 2026-03-20}", "Your decision by 20 March 2026"),
        ("{decision: Fund it, people: 0.2}", "0.2 of a full-time position"),
        ("{by-persona: {cfo: {decision: Fund it}, cto: {decision: Give it a home}}}", "Your decisions"),
    ],
)
def test_what_it_takes_is_always_said(desk: Desk, ask: str, takes: str) -> None:
    desk.facts(f"ask: {ask}\n")
    assert claims(desk, "cfo,cto")["What it takes"][0] == takes


def test_what_the_headline_tells_is_not_told_again_under_it(desk: Desk) -> None:
    desk.facts("currency: EUR\nspend: {current-monthly: 400000, annual-growth: 18%}\n")
    assert desk.slide(SUMMARY).title == "Our spend grows by 18% a year, and it can be steered"
    assert claims(desk)["What often hurts"] == (
        "Cloud invoices arrive as surprises",
        "Spend grows while returns stay unproven",
    )
    desk.facts("currency: EUR\nspend: {current-monthly: 400000, annual-growth: 18%, ai: {current-monthly: 4000}}\n")
    assert claims(desk)["Why now"][0] == "AI costs €4k a month"


def test_how_it_starts_counts_its_steps_and_answers_its_risks(desk: Desk) -> None:
    desk.facts(
        ASK + "risks: [{name: Nobody has time., mitigation: An agreed share., likelihood: high, impact: high}]\n"
    )
    rows = next(each for each in desk.slide(START).blocks if isinstance(each, Rows)).rows
    one, two, three, *_ = (each.name for each in desk.library.framework().stages)
    assert [each.hero for each in rows] == [f"{one}, milestone 1", f"{two}, milestone 3", f"{three}, milestone 5", ""]
    assert (rows[-1].text, rows[-1].answer) == ("Nobody has time", "An agreed share")
    assert rows[-1].group == "The risk that matters, with its answer"


GROWING = "currency: EUR\nspend: {current-monthly: 400000, annual-growth: 18%}\n"


def test_why_now_is_proved_by_its_own_figures_and_by_no_pain(desk: Desk) -> None:
    pains = "pain-points: [{text: Test systems run at night, cost: 11000, period: a month}]\n"
    desk.facts(GROWING + pains)
    assert claims(desk)["Why now"] == (
        "Our spend grows by 18% a year",
        "From €400k a month to €472k in 12 months, at this growth",
    )
    desk.facts("fiscal-calendar: {first-month: 1, budget-due: 2026-03-20}\ncurrency: EUR\n" + pains)
    assert claims(desk)["Why now"][1] == "It also hurts: test systems run at night: €11k a month"


def test_without_a_sum_the_panel_says_when_it_is_set(desk: Desk) -> None:
    step = desk.library.framework().stages[0].milestones[1]
    shown = panel(desk, "cfo")
    assert [(each.label, each.note) for each in shown.tiles][1:] == [
        ("The sum", f"Set with milestone 2: {step[0].lower()}{step[1:]}")
    ]
    ask = desk.library.persona("cfo").ask
    assert ask is not None
    assert shown.foot == f"Decide {ask.by[0].lower()}{ask.by[1:]}"
    desk.facts("ask: {decision: Fund it}\n")
    assert panel(desk, "cfo").tiles == ()


def test_one_page_holds_decision_figures_and_changes_with_their_targets(desk: Desk) -> None:
    desk.facts(GROWING + f"{ASK}kpis: [{{id: forecast-accuracy, baseline: -19%, target: -5%, date: 2027-03}}]\n")
    slide = desk.slide("- {kind: one-page, for-each: persona}")
    points, shown = slide.blocks
    assert isinstance(points, Points)
    assert isinstance(shown, Panel)
    persona = desk.library.persona("cfo")
    assert [each.heading for each in points.points] == [each.change for each in persona.answers]
    assert points.points[0].text == f"{desk.library.kpis()['forecast-accuracy'].name}: from −19% to −5% by March 2027"
    assert points.points[1].text == "Unit cost"
    assert (shown.statement, [each.value for each in shown.tiles]) == ("Fund it", ["€400k"])


def test_one_page_without_facts_is_the_profile(desk: Desk) -> None:
    made, profile = (desk.slide(f"- {{kind: {kind}, for-each: persona}}") for kind in ("one-page", "persona-profile"))
    assert made.blocks == profile.blocks


def test_no_saving_is_in_sight_where_nothing_is_spent(desk: Desk) -> None:
    desk.facts(f"currency: EUR\nspend: {{current-monthly: 0}}\nsavings: [{{name: A, amount: 240000}}]\n{ASK}")
    assert "240" not in desk.slide(SUMMARY).title


def test_how_it_starts_counts_dated_steps_by_the_last_of_them(desk: Desk) -> None:
    desk.facts(
        "currency: EUR\nfunction-cost: {people: 38000}\n"
        "roadmap: [{milestone: A, date: 2026-03-31}, {milestone: B, date: 2026-05}, {milestone: C, date: 2025-01}]\n"
    )
    slide = desk.slide(START)
    assert slide.title == "Two steps by May 2026; team and tools cost €38k a month"
    rows = next(each for each in slide.blocks if isinstance(each, Rows)).rows
    assert [(each.hero, each.strong) for each in rows] == [("31 March 2026", 8), ("May 2026", 3)]
