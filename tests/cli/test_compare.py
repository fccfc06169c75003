"""`briefing compare`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bill_samples import whole_bill
from briefing.bill.file import write_bill
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
    assert "Fund a pilot" in line
    assert "Sponsor the FinOps team" in line


def test_what_is_the_same_stands_once_and_figures_have_a_column_for_each() -> None:
    text = run("cfo", "cto", "--org", FREIGHT)
    same = text.split("TOLD TO ALL IN THE SAME WORDS")[1].split("FIGURES")[0]
    assert "raci" in same
    figures = text.split("\nFIGURES\n")[1].splitlines()
    (spend,) = [line.split() for line in figures if line.endswith("  Spend a month")]
    assert spend[:3] == ["€400,000", "yes", "yes"]
    (asked,) = [line.split() for line in figures if line.startswith("€318,000")]
    assert asked[1:3] == ["yes", "-"]


@pytest.mark.slow
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
    assert first["told"]["CFO"]["messages"][0] == "A briefing for Frida Fictive (CFO)"
    (amount,) = [each for each in found["figures"] if each["id"] == "ask.by-persona.cfo.amount"]
    assert (amount["value"], amount["for"]) == ("€318,000", ["CFO"])


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


@pytest.fixture
def bill(tmp_path: Path) -> str:
    """A file of facts of a bill."""
    path = tmp_path / "spend.yaml"
    path.write_text(write_bill(whole_bill()))
    return str(path)


def figures_of(*arguments: str) -> dict[str, str]:
    return {each["id"]: each["value"] for each in json.loads(run("cfo", "cto", "--json", *arguments))["figures"]}


def test_the_bill_is_compared_too(bill: str) -> None:
    assert not any(each.startswith("bill.") for each in figures_of())
    assert figures_of("--spend", bill)["bill.effective.monthly"] == "€425,300"


@pytest.mark.slow
def test_what_is_confidential_is_left_out_where_it_is_asked_for(bill: str) -> None:
    full, redacted = figures_of("--org", FREIGHT), figures_of("--org", FREIGHT, "--redact")
    assert full["spend.ai.monthly"] != redacted.get("spend.ai.monthly")
    assert figures_of("--spend", bill, "--redact")["bill.effective.monthly"] == "€430,000"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--where", "SubAccountName = Retail"],
            "there are no billing data for --where, --currency, --spend-table, --by-tag and --broken-rows; "
            "give them with --spend",
        ),
        (["--spend", "spend.yaml", "--by-tag", "team"], "spend.yaml has no cost by the tag team; "),
        (["--spend", "spend.yaml", "--currency", "USD"], "there are no charges in USD in the billing data; "),
        (["--date", "31.3.2026"], "--date is '31.3.2026', which is no date; write it like 2026-03-31"),
    ],
)
def test_options_mean_what_they_mean_for_make(
    arguments: list[str], message: str, bill: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(bill).parent)
    for command in (["compare", "cfo", "cto"], ["make", "--for", "cfo,cto"]):
        made = CliRunner().invoke(app, [*command, *arguments])
        assert isinstance(made.exception, UsageError)
        assert str(made.exception).startswith(message)
