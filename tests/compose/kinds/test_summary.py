"""The page that says it all and how it starts: nothing is said that the slide does not hold."""

from __future__ import annotations

import pytest

from briefing.model import Points
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
