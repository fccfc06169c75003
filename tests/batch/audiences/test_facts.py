"""Facts of one audience over the organisation's own."""

from __future__ import annotations

import pytest

from briefing.batch.audiences import Fact
from briefing.batch.audiences.facts import with_facts
from briefing.documents.yamlfile import parse_yaml
from briefing.errors import ContentError
from briefing.organisation.reading import organisation_of

ORG = """\
name: Freight
currency: EUR
spend:
  current-monthly: 400000
  source: Bills
savings:
- {name: A, base: 4%}
"""
DOCUMENT = parse_yaml(ORG, "org.yaml", fold=True)


def test_a_fact_takes_the_place_of_the_organisations_and_says_where_it_is_from() -> None:
    facts = organisation_of(with_facts(DOCUMENT, (Fact("spend.current-monthly", "9000"),), "a.csv (Nord)"))
    assert facts.spend is not None
    assert facts.spend.source == "Bills"
    assert facts.spend.current_monthly is not None
    assert facts.spend.current_monthly.amount == 9000
    assert str(facts.spend.current_monthly.origin) == "a.csv (Nord): spend.current-monthly"


def test_the_organisations_document_stays_as_it_was() -> None:
    with_facts(DOCUMENT, (Fact("spend.current-monthly", "9000"), Fact("savings[1].base", "1%")), "a.csv (Nord)")
    facts = organisation_of(with_facts(DOCUMENT, (), "x"))
    assert facts.spend is not None
    assert str(facts.spend.current_monthly and facts.spend.current_monthly.origin).startswith("org.yaml: ")
    assert facts.savings[0].base is not None
    assert str(facts.savings[0].base.origin).startswith("org.yaml: ")


def test_what_is_missing_on_the_way_is_made_also_without_an_organisation() -> None:
    facts = organisation_of(with_facts(None, (Fact("currency", "EUR"), Fact("team.home", "IT")), "a.csv (Nord)"))
    assert facts.currency == "EUR"
    assert facts.team is not None
    assert facts.team.home == "IT"


def test_entries_of_lists_are_counted_from_one() -> None:
    made = with_facts(DOCUMENT, (Fact("savings[1].name", "B"), Fact("savings[2].name", "C")), "s").value
    assert isinstance(made, dict)
    assert made["savings"] == [{"name": "B", "base": "4%"}, {"name": "C"}]
    with pytest.raises(ContentError) as caught:
        with_facts(DOCUMENT, (Fact("savings[3].name", "B"),), "a.csv (Nord)")
    assert str(caught.value) == ("a.csv (Nord): there is no savings[3], for 'savings' has 1 entries; count from 1")


def test_a_fact_may_be_a_list_or_nothing() -> None:
    made = with_facts(DOCUMENT, (Fact("confidential", ["spend.ai"]), Fact("spend", None)), "s").value
    assert isinstance(made, dict)
    assert (made["confidential"], made["spend"]) == (["spend.ai"], None)


def test_every_check_sees_the_fact_at_its_place() -> None:
    with pytest.raises(ContentError) as caught:
        organisation_of(with_facts(DOCUMENT, (Fact("spend.current-monthly", "lots"),), "a.csv (Nord)"))
    assert str(caught.value).startswith("a.csv (Nord): 'current-monthly' is 'lots', ")
