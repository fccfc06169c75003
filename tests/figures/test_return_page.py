"""Every worked example of docs/return.md: the file in it, and the table below it, computed here a second time."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.figures.company import RETURN, as_object, figures
from figures.conftest import Facts
from figures.independent import cents, four, sheet

pytestmark = pytest.mark.sampled

PAGE = (Path(__file__).parents[2] / "docs" / "return.md").read_text()
EXAMPLES = re.findall(r"```yaml\n(.*?)```\n\n(\|.*?)\n\n(Break-even share: .*?\.)\n", PAGE, flags=re.DOTALL)
NO_ANSWER = "—"


def number(text: Any) -> Fraction:
    text = str(text).replace("_", "")
    return Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def second(org: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The figures of an example out of its YAML, by the independent table."""
    spend, terms = number(org["spend"]["current-monthly"]), org["return"]
    costs = org["function-cost"]
    plan = (spend, number(org["spend"]["annual-growth"]), number(costs["one-off"]), number(costs["monthly"]))
    months = tuple(int(terms[name]) for name in ("horizon-months", "start-month", "ramp-months"))
    found = {}
    for scenario in ("low", "base", "high"):
        stated = [number(each[scenario]) for each in org["savings"]]
        share = sum((each if each < 1 else each / (spend * 12) for each in stated), Fraction(0))
        now, later = sheet(share, plan, months), sheet(share, plan, months, int(terms["delay-months"]))
        found[scenario] = {
            "payback-month": str(now.payback or NO_ANSWER),
            "return-ratio": four(sum(now.savings, Fraction(0)) / sum(now.costs, Fraction(0))),
            "net": cents(now.nets[-1]),
            "total-savings": cents(sum(now.savings, Fraction(0))),
            "total-cost": cents(sum(now.costs, Fraction(0))),
            "cost-of-waiting": cents(now.nets[-1] - later.nets[-1]),
        }
    whole = sheet(Fraction(1), plan, months)
    found["break-even"] = {"share": four(sum(whole.costs, Fraction(0)) / sum(whole.savings, Fraction(0)))}
    return found


def table(text: str) -> dict[str, dict[str, str]]:
    rows = [[cell.strip().replace(",", "") for cell in line.strip("| ").split("|")] for line in text.splitlines()]
    assert rows[0][1:] == ["low", "base", "high"]
    return {name: {row[0].strip("`"): row[column] for row in rows[2:]} for column, name in enumerate(rows[0]) if column}


def test_the_page_has_two_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize("example", EXAMPLES, ids=["pays-back", "never-pays-back"])
def test_a_worked_example_agrees_with_a_second_computation(example: tuple[str, str, str]) -> None:
    text, written, share = example
    expected = second(yaml.safe_load(text))
    assert f"Break-even share: {expected.pop('break-even')['share']}" in share
    assert table(written) == expected


@pytest.mark.parametrize("example", EXAMPLES, ids=["pays-back", "never-pays-back"])
def test_a_worked_example_agrees_with_the_figures(example: tuple[str, str, str], facts: Facts) -> None:
    text, written, share = example
    found = as_object(figures(facts(text)))
    shown = {
        name: {key: NO_ANSWER if each[key] is None else str(each[key]) for key in RETURN}
        for name, each in found["return"].items()
    }
    assert shown == table(written)
    assert f"Break-even share: {found['break-even-share']}" in share


def test_the_first_example_is_the_one_whose_base_case_pays_back(facts: Facts) -> None:
    first, second_example = (as_object(figures(facts(text)))["return"] for text, _, _ in EXAMPLES)
    assert first["base"]["payback-month"] == 35
    assert [each["payback-month"] for each in second_example.values()] == [None, None, None]
