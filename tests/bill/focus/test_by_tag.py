"""Cost by the values of a tag: as a split, as movers and as a filter, from one reading."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bill.focus.charges import bill, charge, write_bill
from briefing.bill.bill import Billing
from briefing.bill.focus.opening import read_each
from briefing.choices import Choices
from briefing.desk import open_company_of, open_library
from briefing.errors import FactError

pytestmark = pytest.mark.sampled

TEAMS = Billing(dimensions=("team",), tag_aliases={"team": ("Squad",)})


def charges() -> list[dict[str, str]]:
    made = []
    for month, more in (("2026-01", 0), ("2026-02", 20)):
        made += [
            charge(month, cost=str(60 + more), Tags='{"team": "Shop"}'),
            charge(month, cost="30", Tags='{"user_Squad": "Büro"}', ServiceName="Disks"),
            charge(month, cost="10", Tags="{}"),
        ]
    return made


def test_the_bill_is_split_by_the_values_of_a_tag(tmp_path: Path) -> None:
    found = bill(tmp_path, charges(), billing=TEAMS)
    assert [(each.name, each.effective) for each in found.by["tag:team"]] == [("Shop", 140), ("Büro", 60), ("", 20)]
    assert sum(each.effective for each in found.by["tag:team"]) == found.total.effective
    first = found.tag_movers["tag:team"][0]
    assert (first.name, first.earlier, first.recent) == ("Shop", 60, 80)


def test_a_tag_that_nobody_has_is_told(tmp_path: Path) -> None:
    write_bill(tmp_path, charges())
    company = open_company_of(Choices(spend=(str(tmp_path),), by_tag=("tema", "team")), open_library())
    assert company
    told = "No charge has the tag tema; look for its spelling in the export, or give other names for it as tag-aliases"
    assert [each for each in company.notices if "has the tag" in each] == [told]


@pytest.mark.parametrize("where", ["tag:team = Shop", "TAG:Team = shop", "tag:team in Shop, Nobody else"])
def test_a_filter_by_tag(tmp_path: Path, where: str) -> None:
    source = write_bill(tmp_path, charges())
    found = read_each(source, TEAMS, wheres=(where, "tag:squad = Büro", ""))
    if "Nobody" in where:
        assert "no charge has tag:team 'Nobody else'" in str(found[where])
    else:
        assert found[where].total.effective == 140  # type: ignore[union-attr]
    assert found["tag:squad = Büro"].total.effective == 60  # type: ignore[union-attr]
    assert found[""].total.effective == 220  # type: ignore[union-attr]


@pytest.mark.slow
def test_a_value_with_codes_of_letters(tmp_path: Path) -> None:
    made = [charge(Tags=json.dumps({"team": "Zürich"})), charge(Tags='{"team": "Zürich"}')]
    source = write_bill(tmp_path, made)
    found = read_each(source, TEAMS, wheres=("tag:team = zürich",))["tag:team = zürich"]
    assert found.total.effective == 200  # type: ignore[union-attr]
    assert [each.name for each in found.by["tag:team"]] == ["Zürich"]  # type: ignore[union-attr]


def test_without_tags_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FactError) as raised:
        bill(tmp_path, charges(), billing=TEAMS, without=("Tags",))
    assert str(raised.value) == (
        "FOCUS export bill.csv has no column 'Tags', which tag:team asks for; export the bill with its tags"
    )


@pytest.mark.slow
def test_services_that_are_ai_are_found_by_category_name_and_what_the_organisation_adds(tmp_path: Path) -> None:
    made = [
        charge(cost="1", ServiceCategory="AI and Machine Learning"),
        charge(cost="2", ServiceName="Amazon Bedrock"),
        charge(cost="4", ProviderName="OpenAI, LLC"),
        charge(cost="8", ServiceName="Our Own Brain"),
        charge(cost="16"),
    ]
    assert bill(tmp_path, made).ai.effective == 7
    assert bill(tmp_path, made, billing=Billing(ai_services=("our own *",))).ai.effective == 15
    assert bill(tmp_path, made, without=("ServiceCategory",)).ai.effective == 6
