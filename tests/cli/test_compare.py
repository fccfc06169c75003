"""`briefing compare`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefing.cli.app import app
from briefing.errors import UsageError

FREIGHT = str(Path(__file__).parents[2] / "examples" / "fictional-freight" / "org.yaml")


def run(*arguments: str) -> str:
    made = CliRunner().invoke(app, ["compare", *arguments])
    assert made.exit_code == 0, made.output
    return made.stdout


def test_headlines_stand_side_by_side() -> None:
    lines = run("cfo", "cto", "--layout", "exec-brief").splitlines()
    assert lines[0] == "TOLD IN DIFFERENT WORDS"
    assert lines[2].split() == ["SLIDE", "CFO", "CTO/CIO"]
    (line,) = [each for each in lines if each.startswith("decision")]
    assert "Fund a three-month" in line
    assert "Sponsor the practice" in line


def test_what_is_the_same_stands_once_and_figures_have_a_column_for_each() -> None:
    text = run("cfo", "cto", "--org", FREIGHT)
    same = text.split("TOLD TO ALL IN THE SAME WORDS")[1].split("FIGURES")[0]
    assert "raci" in same
    figures = text.split("\nFIGURES\n")[1].splitlines()
    (spend,) = [line.split() for line in figures if line.endswith("  Spend a month")]
    assert spend[:3] == ["€400,000", "yes", "yes"]
    (asked,) = [line.split() for line in figures if line.startswith("€348,000")]
    assert asked[1:3] == ["yes", "-"]


def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    for people in (("cfo", "cto"), ("cfo,cto", "ceo")):
        different = run(*people, "--org", FREIGHT).split("TOLD TO ALL")[0]
        assert max(map(len, different.splitlines())) <= 100


@pytest.mark.slow
def test_the_json_has_every_message_and_figure() -> None:
    found = json.loads(run("cfo", "cto", "--org", FREIGHT, "--json"))
    assert found["audiences"] == ["CFO", "CTO/CIO"]
    first = found["slides"][0]
    assert (first["kind"], first["same"]) == ("title", False)
    assert first["told"]["CFO"]["messages"][0] == "A briefing for the CFO"
    (amount,) = [each for each in found["figures"] if each["id"] == "ask.by-persona.cfo.amount"]
    assert (amount["value"], amount["for"]) == ("€348,000", ["CFO"])


@pytest.mark.slow
def test_one_audience_is_none_to_compare() -> None:
    made = CliRunner().invoke(app, ["compare", "cfo"])
    assert isinstance(made.exception, UsageError)
    assert str(made.exception) == "there is only the CFO to compare; name two personas or more"


@pytest.mark.slow
def test_notices_of_the_briefings_are_told_and_stand_in_the_json(tmp_path: Path) -> None:
    facts = tmp_path / "org.yaml"
    facts.write_text("name: Fictional Ltd\ncurrency: EUR\n")
    made = CliRunner().invoke(app, ["compare", "cfo", "cto", "--org", str(facts)])
    told = [line.removeprefix("notice: ") for line in made.stderr.splitlines() if line.startswith("notice: ")]
    assert told
    assert json.loads(run("cfo", "cto", "--org", str(facts), "--json"))["notices"] == told
