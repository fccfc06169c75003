"""A part of an organisation takes nothing of the group's money with it, and what is left out is named."""

from __future__ import annotations

import pytest

from briefing.batch.audiences.facts import is_narrower, narrowed, with_facts
from briefing.batch.audiences.rows import Fact
from briefing.documents.yamlfile import Document, parse_yaml

GROUP = """\
name: Group Example
currency: EUR
spend:
  current-monthly: 400000
  annual-growth: 18%
  by-month: {2026-02: 400000}
  commitments: {monthly: 96000, next-renewal: 2026-09-30}
  ai: {current-monthly: 46000, annual-growth: 85%}
  source: Bills
pain-points:
  - {text: Nobody owns test systems, cost: 11000, period: a month}
  - {text: "November was 21,000 over the forecast"}
incidents: [{name: Runaway, cost: "23,500 EUR"}]
savings:
  - {name: Idle, base: 4%, status: estimated}
  - {name: Commitments, base: 240000}
  - {name: Old, amount: 1%, status: Realised}
function-cost: {monthly: 36000, one-off: 120000}
kpis:
  - {id: unallocated-cost, baseline: 42%, baseline-date: 2026-02, target: 15%, by-persona: {cfo: {baseline: 40%}}}
  - {id: unit-cost, target: 0.36 EUR per order}
ask: {decision: Fund a team of three, amount: 600000, date: 2026-06-01}
quick-wins: [{name: Switch off, amount: 9000, date: 2026-05-01}]
billing: {required-tags: [owner], units: [{name: order, by-month: {2026-02: 1000}}]}
roadmap: [{milestone: 1, date: 2026-05-01}]
"""


def document(text: str = GROUP) -> Document:
    return parse_yaml(text, "org.yaml", fold=True)


def left(*facts: Fact, text: str = GROUP, redact: bool = False) -> tuple[dict[str, object], tuple[str, ...]]:
    base, keys = narrowed(document(text), facts, redact=redact)
    value = with_facts(base, facts, "a.yaml (Nord)").value
    assert isinstance(value, dict)
    return value, keys


def test_only_the_spend_of_the_unit_is_left_of_the_money() -> None:
    value, keys = left(Fact("name", "Nord"), Fact("spend.current-monthly", "30000"))
    assert value == {
        "currency": "EUR",
        "pain-points": [{"text": "Nobody owns test systems"}],
        "incidents": [{"name": "Runaway"}],
        "savings": [{"name": "Idle", "base": "4%", "status": "estimated"}],
        "kpis": [{"id": "unallocated-cost", "target": "15%", "by-persona": {"cfo": {}}}, {"id": "unit-cost"}],
        "quick-wins": [{"name": "Switch off", "date": "2026-05-01"}],
        "billing": {"required-tags": ["owner"]},
        "roadmap": [{"milestone": "1", "date": "2026-05-01"}],
        "name": "Nord",
        "spend": {"current-monthly": "30000"},
    }
    assert keys == (
        *("spend.annual-growth", "spend.by-month", "spend.commitments", "spend.ai"),
        *("pain-points[1].cost", "pain-points[1].period", "pain-points[2]", "incidents[1].cost"),
        *("savings[2]", "savings[3]", "function-cost.monthly", "function-cost.one-off"),
        *("kpis[1].baseline", "kpis[1].by-persona.cfo.baseline", "kpis[2].target"),
        *("ask", "quick-wins[1].amount", "billing.units"),
    )


def test_what_the_row_gives_stays_and_is_not_named() -> None:
    facts = (
        Fact("spend.current-monthly", "30000"),
        Fact("spend.ai.current-monthly", "1000"),
        Fact("ask.amount", "5000"),
        Fact("savings[2].base", "700"),
        Fact("kpis[1].baseline", "10%"),
    )
    value, keys = left(*facts)
    assert value["spend"] == {"current-monthly": "30000", "ai": {"current-monthly": "1000"}}
    assert value["ask"] == {"decision": "Fund a team of three", "date": "2026-06-01", "amount": "5000"}
    assert isinstance(value["savings"], list)
    assert value["savings"][1] == {"name": "Commitments", "base": "700"}
    assert "spend.ai.annual-growth" in keys
    assert not {"spend.ai", "ask", "ask.amount", "kpis[1].baseline"} & {*keys}
    assert "name" in keys


def test_an_ask_without_money_holds_for_all() -> None:
    text = "name: G\nask: {decision: Name an owner, date: 2026-06-01}\n"
    assert left(Fact("spend.current-monthly", "1"), text=text)[0]["ask"] == {
        "decision": "Name an owner",
        "date": "2026-06-01",
    }
    money = "ask: {decision: 'Approve EUR 600k', by-persona: {cfo: {decision: D}}}\n"
    assert left(Fact("spend.current-monthly", "1"), text=money)[1] == ("ask",)


def test_a_name_that_is_to_be_redacted_stays() -> None:
    assert left(Fact("spend.current-monthly", "1"), redact=True)[0]["name"] == "Group Example"


@pytest.mark.parametrize(
    ("key", "value", "narrower"),
    [
        ("name", "Nord", True),
        ("name", "Group Example", False),
        ("spend.current-monthly", "1", True),
        ("spend.current-annual", "1", True),
        ("spend.by-month.2026-01", "1", True),
        ("spend.source", "S", False),
        ("ask.date", "2026-01-01", False),
    ],
)
def test_which_rows_narrow_the_organisation(key: str, value: str, narrower: bool) -> None:
    assert is_narrower(document(), [Fact(key, value)], of_bill=False) is narrower


def test_a_part_of_the_bill_narrows_the_organisation_and_no_file_cannot_be_narrowed() -> None:
    assert is_narrower(document(), [], of_bill=True)
    assert not is_narrower(None, [Fact("name", "Nord")], of_bill=True)
    assert not is_narrower(document("currency: EUR\n"), [Fact("name", "Nord")], of_bill=False)
