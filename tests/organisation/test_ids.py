"""Ids, words of closed lists and milestones in an organisation's file, however they are spelled."""

from __future__ import annotations

import pytest

from briefing.documents.yamlfile import parse_yaml
from briefing.errors import ContentError
from briefing.organisation.organisation import Organisation
from briefing.organisation.reading import organisation_of

PEOPLE, KPIS = ("cfo", "cto", "engineering-lead"), ("unit-cost", "untagged-cost")


def read(text: str) -> Organisation:
    document = parse_yaml(text, "org.yaml", fold=True)
    return organisation_of(document, persona_ids=PEOPLE, kpi_ids=KPIS, milestones=9)


def fault(text: str) -> str:
    with pytest.raises(ContentError) as caught:
        read(text)
    return str(caught.value)


def test_words_of_closed_lists_are_read_in_any_case() -> None:
    found = read(
        "currency: chf\n"
        "maturity: {allocation: {current: Crawl, target: RUN}}\n"
        "risks: [{name: A, likelihood: High, impact: LOW}]\n"
        "savings: [{name: B, amount: 2%, status: Verified}]\n"
        "figures-from: Bill\n"
    )
    assert found.currency == "CHF"
    assert found.maturity["allocation"].target == "run"
    assert (found.risks[0].likelihood, found.risks[0].impact) == ("high", "low")
    assert found.savings[0].status == "verified"
    assert found.figures_from == "bill"


def test_people_and_kpis_are_found_in_any_case() -> None:
    found = read(
        "currency: EUR\n"
        "audience-names: {CFO: Ann}\n"
        "pain-points: [{text: T, who: [CTO, Engineering Lead]}]\n"
        "kpis: [{id: Unit-Cost, target: 3 EUR, by-persona: {Cfo: {target: 2 EUR}}}]\n"
        "ask: {decision: D, by-persona: {CFO: {decision: E}}}\n"
    )
    assert found.audience_names == {"cfo": "Ann"}
    assert found.pain_points[0].who == ("cto", "engineering-lead")
    assert found.kpis[0].id == "unit-cost"
    assert set(found.kpis[0].by_persona) == {"cfo"}
    assert found.ask
    assert set(found.ask.by_persona) == {"cfo"}


def test_one_persona_in_two_spellings_stands_twice() -> None:
    assert fault("audience-names: {cfo: Ann, CFO: Bea}") == (
        "org.yaml:1:28: 'CFO' stands twice, first on line 1; join the two"
    )


@pytest.mark.parametrize("number", ["12", "0", "10.", "#11"])
def test_a_milestone_that_the_roadmap_does_not_have_is_refused(number: str) -> None:
    assert "; the roadmap has 1 to 9, as 'briefing list milestones' shows; or write it in words" in fault(
        f"roadmap: [{{milestone: '{number}'}}]"
    )


def test_a_number_of_a_milestone_is_read_in_several_forms_and_only_once() -> None:
    steps = read("roadmap: [{milestone: 04}, {milestone: Go}, {milestone: 9.}]").roadmap
    assert [each.milestone for each in steps] == ["4", "Go", "9"]
    assert "the milestone 4 stands twice" in fault("roadmap: [{milestone: 4}, {milestone: '04'}]")
    assert "has no letter" in fault("roadmap: [{milestone: '-'}]")


def test_an_unknown_kpi_names_the_nearest_and_the_command() -> None:
    assert fault("kpis: [{id: unit-kost}]") == (
        "org.yaml:1:13: no KPI has the id 'unit-kost'; did you mean 'unit-cost'? "
        "'briefing list kpis' shows those there are"
    )


def test_a_capability_that_is_nearly_one_of_the_framework_is_a_slip_and_others_are_their_own() -> None:
    def capable(name: str) -> Organisation:
        text = f"currency: EUR\nmaturity:\n  {name}: {{current: crawl}}\n"
        known = ("allocation", "rate-optimisation")
        return organisation_of(parse_yaml(text, "org.yaml", fold=True), capabilities=known)

    for name in ("Rate optimisation", "rate-optimisation", "Chargeback of the canteen"):
        assert capable(name).maturity
    with pytest.raises(ContentError) as caught:
        capable("rate-optimization")
    assert str(caught.value) == (
        "org.yaml:3:3: no capability has the id 'rate-optimization'; did you mean 'rate-optimisation'? "
        "'briefing list capabilities' shows those there are"
    )
