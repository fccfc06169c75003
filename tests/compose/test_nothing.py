"""What is nothing, one, shrinking or not asked for is told as that, and never as something."""

from __future__ import annotations

from typing import Any

from briefing.compose.compose import compose
from briefing.formats.markdown import render
from briefing.library.library import Library
from random_companies import DAY, UNIT, company


def told(library: Library, facts: dict[str, Any]) -> str:
    personas = library.select(["cfo"])
    return render(compose(personas, library.layout("pitch"), library, DAY, company(library, facts, None))).data.decode()


def test_a_room_of_which_nothing_is_asked_hears_of_no_decision(library: Library) -> None:
    text = told(library, {"spend": {"current-monthly": 20_000}, UNIT: True})
    assert "in one breath" not in text
    assert "What you gain" not in text
    assert "decision asked for" not in text


def test_saas_alone_is_told_and_no_spend_is_called_stated(library: Library) -> None:
    text = told(library, {"name": "Fictional Works", "spend": {"saas": {"current-monthly": 5000}}})
    assert "### Fictional Works spends €5k on SaaS every month" in text
    assert "| Spend | stated |" not in text


def test_a_return_that_pays_back_and_is_lost_again_says_both(library: Library) -> None:
    spend = {"current-monthly": 100_000, "annual-growth": "-70%"}
    savings = [{"name": "Off at night", "low": "5%", "base": "16%", "high": "30%", "status": "verified"}]
    text = told(library, {"spend": spend, "savings": savings, "function-cost": {"one-off": 1000, "monthly": 6000}})
    assert "pays for itself in month 7, but over" in text.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")
    assert "if it goes on shrinking as now" in text
