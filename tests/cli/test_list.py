"""`briefing list`: ids with one line each."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from briefing.cli.app import app
from briefing.errors import UsageError
from briefing.library.library import Library, builtin_folder

LIBRARY = Library((builtin_folder(),))


def listed(*arguments: str) -> str:
    found = CliRunner().invoke(app, ["list", *arguments])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.stdout


def test_every_kpi_stands_in_one_line() -> None:
    lines = listed("kpis").splitlines()
    assert [each.split("  ")[0] for each in lines] == list(LIBRARY.kpis())
    assert any("unit-cost" in each and "(lower is better)" in each for each in lines)


@pytest.mark.parametrize("word", ["milestones", "Milestone"])
def test_milestones_are_numbered(word: str) -> None:
    lines = listed(word).splitlines()
    assert len(lines) == 9
    assert lines[0].startswith("1  Plan: Interview stakeholders")


def test_capabilities_and_figures_come_as_json() -> None:
    capabilities = json.loads(listed("capabilities", "--json"))["capabilities"]
    assert {"allocation", "forecasting", "rate-optimisation"} <= {each["id"] for each in capabilities}
    figures = {each["id"]: each["text"] for each in json.loads(listed("figures", "--json"))["figures"]}
    assert figures["spend.annual"] == "Spend a year, as it runs now = spend a month × 12"


def test_another_word_names_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        listed("kpi-s")
    assert str(caught.value) == "there is no list of 'kpi-s'; did you mean 'kpis'?"
