from __future__ import annotations

import csv
import io
import json

import pytest
import yaml

from briefing.documents.yamlfile import parse_yaml
from briefing.errors import UsageError
from briefing.exchange.cleaning import clean
from briefing.exchange.exporting import FORMATS, export_personas
from briefing.exchange.importing import as_file
from briefing.exchange.reading import read_found
from briefing.library.library import Library
from briefing.library.persona import persona_of


@pytest.mark.parametrize("form", FORMATS)
def test_all_entries_of_all_personas_come_back_from_every_format(library: Library, form: str) -> None:
    text = export_personas(library.personas(), form, library.kpis())
    ending = {"foundation": "yaml"}.get(form, form)
    back = clean(read_found(text, f"a.{ending}"), library.kpis().values())
    for before, found in zip(library.personas(), back, strict=True):
        after = persona_of(parse_yaml(as_file(found, "a"), "a.yaml", fold=True))
        assert (after.identifier, after.name, after.primary_goal) == (
            before.identifier,
            before.name,
            before.primary_goal,
        )
        for name in ("objectives", "frustrations", "finops_benefits"):
            assert [e.item for e in getattr(after, name)] == [e.item for e in getattr(before, name)]
        assert [e.id for e in after.key_metrics] == [e.id for e in before.key_metrics]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_is_said_to_the_person_and_the_challenges_come_back(form: str) -> None:
    text = (
        "identifier: a\nname: A\n"
        "frustrations: [{id: bills, item: Bills surprise us, to-you: Your bills surprise you}, x]\n"
        "challenges: [{id: skills, item: Few know cost}]\n"
    )
    before = persona_of(parse_yaml(text, "a.yaml", fold=True))
    (found,) = clean(read_found(export_personas([before], form, {}), f"a.{form}"), ())
    after = persona_of(parse_yaml(as_file(found, "a"), "a.yaml", fold=True))
    assert (after.frustrations, after.challenges) == (before.frustrations, before.challenges)


def test_json_holds_the_whole_persona(library: Library) -> None:
    (cfo,) = json.loads(export_personas([library.persona("cfo")], "json", library.kpis()))["personas"]
    assert cfo["ask"]["decision"] == "Fund a pilot with a stage gate at the end."
    assert "file" not in cfo


def test_a_metric_that_is_only_an_id_is_exported_under_the_name_of_its_kpi(library: Library) -> None:
    (cfo,) = yaml.safe_load(export_personas([library.persona("cfo")], "foundation", library.kpis()))
    assert cfo["key-metrics"][0] == {"item": library.kpis()["forecast-accuracy"].name}
    assert list(cfo) == [
        "name", "identifier", "primary-goal", "img", "titles",
        "objectives", "frustrations", "key-metrics", "finops-benefits",
    ]  # fmt: skip


def test_csv_has_a_row_for_each_entry(library: Library) -> None:
    rows = list(csv.DictReader(io.StringIO(export_personas([library.persona("cfo")], "csv", library.kpis()))))
    assert {"identifier": "cfo", "name": "CFO", "field": "objectives", "id": "ai-value"}.items() <= {
        key: value for row in rows if row["id"] == "ai-value" for key, value in row.items()
    }.items()


def test_an_unknown_format_is_told_the_nearest(library: Library) -> None:
    with pytest.raises(UsageError) as caught:
        export_personas([], "jso", library.kpis())
    assert str(caught.value) == "no export format is called 'jso'; did you mean 'json'?"
