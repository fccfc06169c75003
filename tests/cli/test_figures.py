"""`briefing figures` and `briefing init`."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from briefing.cli.app import app
from briefing.organisation.organisation import Organisation, OrganisationFile
from briefing.organisation.reader import key_problem
from figures.conftest import ISSUE
from read_alone import read_organisation


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("org.yaml").write_text(ISSUE, encoding="utf-8")


@cache
def told(*arguments: str) -> tuple[str, str]:
    """What a command says of the example, which stands in the folder of every test."""
    return call(*arguments)


def call(*arguments: str) -> tuple[str, str]:
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


def leaves(value: Any, name: str = "") -> dict[str, Any]:
    if not isinstance(value, dict):
        return {name: value}
    return {
        key: each for word, inner in value.items() for key, each in leaves(inner, f"{name}.{word}".strip(".")).items()
    }


def test_json_has_the_return_of_every_case() -> None:
    out, err = told("figures", "--json")
    assert json.loads(out)["return"]["base"] == {
        "payback-month": 35,
        "return-ratio": "1.0221",
        "net": "32878.82",
        "total-savings": "1520878.82",
        "total-cost": "1488000.00",
        "cost-of-waiting": "4170.17",
    }
    assert json.loads(out)["return"]["low"]["payback-month"] is None
    assert json.loads(out)["break-even-share"] == "0.0881"
    assert err == ""


def test_the_table_has_the_values_of_json() -> None:
    found = json.loads(told("figures", "--json")[0])
    lines = [re.split(r"  +", line) for line in told("figures")[0].splitlines() if not line.startswith(" ")]
    shown = {line[0]: (line[1].replace(",", ""), line[2]) for line in lines[1:]}
    del found["currency"], found["missing"]
    expected = leaves(found)
    assert shown.keys() == expected.keys()
    for id, value in expected.items():
        text, unit = shown[id]
        if value is None:
            assert text == "not within 36 months"
        elif unit == "%":
            assert float(text) == pytest.approx(float(value) * 100)
        else:
            assert text == str(value)


def test_explain_names_formula_file_key_and_line() -> None:
    out, _ = told("figures", "--explain")
    assert (
        "\nspend.in-12-months: 472,000.00 EUR\n"
        "  - Spend a month in 12 months = spend a month × (1 + growth a year)\n"
        "  - org.yaml: spend.current-monthly (line 3)\n"
        "  - org.yaml: spend.annual-growth (line 3)\n"
    ) in out
    explained = json.loads(told("figures", "--explain", "--json")[0])["explain"]["spend.monthly"]
    assert explained["inputs"] == [{"key": "spend.current-monthly", "file": "org.yaml", "line": 3}]


@pytest.mark.slow
def test_what_is_missing_is_named() -> None:
    Path("org.yaml").write_text("currency: EUR\nspend: {current-monthly: 5}\n")
    assert call("figures")[1] == (
        "notice: return.low, return.base, return.high cannot be reckoned without spend.annual-growth, "
        "function-cost.one-off, function-cost.monthly, savings; write 0 where there is none\n"
        "notice: break-even-share cannot be reckoned without spend.annual-growth, function-cost.one-off, "
        "function-cost.monthly; write 0 where there is none\n"
    )


@pytest.mark.slow
def test_init_writes_a_file_without_facts() -> None:
    out, _ = call("init", "pitch")
    assert "pitch/org.yaml\n" in out
    assert read_organisation("pitch/org.yaml") == Organisation(file="pitch/org.yaml")
    assert call("figures", "--org", "pitch/org.yaml")[0] == "There are no figures yet.\n"


@pytest.mark.slow
def test_init_never_overwrites() -> None:
    out, err = call("init")
    assert "org.yaml\n" not in out
    assert err == "notice: org.yaml exists and stays as it is\n"
    assert Path("org.yaml").read_text() == ISSUE


def keys(lines: list[str]) -> list[str]:
    """The dotted keys of the commented lines, by their indentation."""
    found: list[str] = []
    stack: list[tuple[int, str]] = []
    for line in lines:
        match = re.match(r"# ((?:  )*(?:- )?)([\w-]+):", line)
        if match:
            depth = len(match[1])
            stack = [(at, name) for at, name in stack if at < depth] + [(depth, match[2])]
            found.append(".".join(name for _, name in stack))
    return found


@pytest.mark.slow
def test_every_line_of_the_starter_has_a_comment_and_names_a_field_that_exists() -> None:
    call("init", "pitch")
    lines = Path("pitch/org.yaml").read_text().splitlines()
    fields = lines[lines.index("#") :]
    assert all(line.startswith("#") for line in lines)
    assert all(line == "#" or re.search(r"\S +# \S", line) for line in fields)
    named = keys(fields)
    assert [each for each in named if key_problem(OrganisationFile, each)] == []
    top = {each.encode_name for each in msgspec.structs.fields(OrganisationFile)}
    assert top == {each for each in named if "." not in each}
