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
    (tile,) = panel(desk, "cfo").tiles
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
    assert [each.hero for each in rows] == ["1", "2", "3", "Risk"]
    assert (rows[-1].text, rows[-1].answer) == ("Nobody has time", "An agreed share")
