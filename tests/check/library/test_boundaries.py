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
