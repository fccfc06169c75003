"""The rules for libraries at their boundaries: what is just allowed, and what no longer is."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from briefing.check.library.report import check_library

pytestmark = pytest.mark.slow  # each makes decks in every layout

WHOLE = {
    "identifier": "boss",
    "name": "Boss",
    "primary-goal": "Grow",
    "frustrations": "[{id: bills, item: Bills surprise us}]",
    "finops-benefits": "[{id: forecast, item: A forecast}]",
    "answers": "[{frustration: bills, benefits: [forecast], kpis: [unit-cost]}]",
    "key-metrics": "[{id: unit-cost, item: Unit cost}]",
    "ask": "{decision: Decide it, by: 2026-03-31}",
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_LIBRARY", os.devnull)


def put(path: str, text: str) -> Path:
    place = Path("lib/personas", path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def persona(**changes: str) -> str:
    """The whole persona with other fields; one without a text is left out."""
    fields = {**WHOLE, **{name.replace("_", "-"): text for name, text in changes.items()}}
    return "".join(f"{name}: {value}\n" for name, value in fields.items() if value)


def told(*codes: str) -> list[tuple[str, str]]:
    """Code and message of what is told, with one of these codes, of the library."""
    report = check_library((), [Path("lib")], day=date(2026, 1, 15))
    return [(each.code, each.message) for each in report.findings if each.code in codes]


LACKING = ("B101", "B102", "B103", "B104", "B105")


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"answers": ""}, ["B101"]),
        ({"answers": "[{frustration: bills, kpis: [unit-cost]}]"}, ["B101"]),
        ({"answers": "[{frustration: bills, benefits: [forecast]}]"}, ["B101"]),
        ({"primary_goal": ""}, ["B102"]),
        ({"ask": ""}, ["B103"]),
        ({"ask": "{decision: Decide it}"}, ["B104"]),
        ({"key_metrics": "[{id: fortune, item: Fortune}]"}, ["B105"]),
    ],
)
def test_a_persona_lacks_what_it_lacks_and_nothing_else(changes: dict[str, str], codes: list[str]) -> None:
    put("boss.yaml", persona(**changes))
    assert [code for code, _ in told(*LACKING)] == codes


OTHER = {"identifier": "chief", "name": "Chief"}


@pytest.mark.parametrize(
    ("frustrations", "same"),
    [
        ("[{id: bills, item: Bills surprise us}]", True),
        ("[{id: other, item: BILLS surprise us}]", True),
        ("[{id: bills, item: Bills surprise us}, {id: more, item: More}]", False),
        ("[{id: bills, item: Bills surprise me}]", False),
    ],
)
def test_two_personas_have_the_same_list_where_all_entries_read_alike(frustrations: str, same: bool) -> None:
    put("boss.yaml", persona())
    put("chief.yaml", persona(**OTHER, finops_benefits="", answers="", frustrations=frustrations))
    message = "the personas 'Boss' and 'Chief' have the same 'frustrations'"
    assert (("B106", message) in told("B106")) is same


def test_two_empty_lists_are_not_the_same() -> None:
    put("boss.yaml", persona(frustrations="", answers="", key_metrics=""))
    put("chief.yaml", persona(**OTHER, frustrations="", answers="", finops_benefits="", key_metrics=""))
    assert told("B106") == []


def test_a_kpi_without_a_formula_or_a_persona_is_told() -> None:
    put("boss.yaml", persona(key_metrics="[{id: mine, item: Mine}]", answers=ANSWERED))
    put(
        "kpis.yaml",
        "- {id: mine, name: Mine}\n- {id: asked, name: A, formula: B}\n- {id: spare, name: S, formula: B}\n",
    )
    assert told("B107", "B108") == [
        ("B107", "the KPI 'mine' has no formula"),
        ("B108", "no persona names the KPI 'spare', neither as a key metric nor in an answer"),
    ]


ANSWERED = "[{frustration: bills, benefits: [forecast], kpis: [asked]}]"


# What comes near to each fault and is none, in one workspace: by the number of the code.
NEAR = {
    "briefing.yaml": "libraries: [lib]\norganisation: org.yaml\naudiences: who.yaml\nlayout: mine\n",
    "who.yaml": "- {for: BOSS, layout: mine}\n- {for: [boss, chief]}\n",  # B004, B006
    "lib/personas/notes.txt": "no YAML: [\n",  # B001, B002: not a file that is read
    # B107, B108
    "lib/personas/kpis.yaml": "- {id: mine, name: Mine, formula: cost ÷ orders, figures: [spend.annual]}\n",
    "lib/personas/boss.yaml": (
        "identifier: boss\nname: Boss\naliases: [head]\ntitles: [Head]\ngroup: leadership\n"  # B003, B005
        "primary-goal: 'Grow #1 by margin'\n"  # B102, B115: quoted, so that nothing is lost
        "figures: [spend.annual]\nstory: [risks]\n"  # B006, B007
        "objectives: [{id: one, item: Grow}]\n"
        "frustrations: [{id: bills, item: Bills surprise us}]\nfinops-benefits: [{id: forecast, item: A forecast}]\n"
        "answers: [{frustration: bills, benefits: [forecast], kpis: mine}]\n"  # B101
        "key-metrics: [{id: mine, item: Mine}]\n"  # B105
        "ask: {decision: Decide it, by: the next meeting}\n"  # B103, B104
        "objections: [{objection: Why, reply: Because}]\nquestions: [Who pays?]\nkey-messages: [We pay]\n"  # B114
        "language: {avoid: [spot, tag]}\n"  # B111: not in 'spotless' and 'stage'
    ),
    "lib/personas/chief.yaml": (  # B009 and B106: another one with lists that differ in one entry
        "extends: boss\nidentifier: chief\nname: Chief\naliases: [first]\n"
        "objectives: {add: [Lead]}\nfrustrations: {add: [{id: late, item: Late news}]}\n"
        "finops-benefits: {add: [Early news]}\nkey-metrics: {add: [unit-cost]}\n"
        "answers: {add: [{frustration: late, benefits: [forecast], kpis: [mine]}]}\n"
    ),
    "lib/layouts/mine/layout.yaml": (
        "title: Mine\nslides:\n"
        "  - {kind: statement, title: '{{ personas[0].name }}', text: A spotless stage}\n"  # B008, B011, B012
        "  - {kind: statement, title: Another title, text: 'The 80 letters of a text that is as long as it may be, "
        "with all of its words, here'}\n"  # B109, B110, B112
        "  - {kind: statement, title: '{{ figures[\"spend.annual\"] }} a year', when: 'figures[\"spend.annual\"]'}\n"
        "  - {kind: statement, title: Never, when: 'figures[\"return.base.net\"]'}\n"  # B113: others are left
    ),
    "org.yaml": (
        "currency: EUR\ndate: 2026-01-15\nask: {decision: Decide it, date: 2026-01-15}\n"  # B117, B120
        "spend:\n  current-monthly: 300\n"  # B116, B118, B119: tests/figures/test_doubts.py
    ),
}


def test_what_comes_near_to_a_fault_is_not_told() -> None:
    for path, text in NEAR.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")
    report = check_library((), [Path()], day=date(2026, 1, 15))
    assert [f"{each.where}: {each.code} {each.message}" for each in report.findings] == []
