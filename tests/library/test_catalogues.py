"""KPIs, groups, words and the framework."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import ContentError
from briefing.library.catalogues import KPI, told_by
from briefing.library.framework import read_framework
from briefing.library.persona import Group
from briefing.library.words import read_words
from read_alone import read_groups, read_kpis

FRAMEWORK = """\
definition: A practice
principles: [{name: Together, text: All take part}]
phases: [{name: Inform, text: See}]
stages:
  - name: Plan
    milestones: [Research, Plan it]
structure:
  centre: {id: finops, name: FinOps team, text: Enables}
  partners: [{id: finance, name: Finance, gives: Budgets, gets: Forecasts}]
raci:
  roles: [{id: finops, name: FinOps team}, {id: teams, name: Teams}, {id: finance, name: Finance}]
  rows:
    - {task: Guardrails, finops: A, teams: R, finance: '-'}
    - {task: Forecast, finance: A/R, teams: c}
attribution: Made with care
sources: [{title: T, publisher: P, year: 2025, licence: L, used-for: all, url: 'https://example.org'}]
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(text: str) -> Path:
    path = Path("a.yaml")
    path.write_text(text, encoding="utf-8")
    return path


def framework_faults(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read_framework(written(text))
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("start", ["", "kpis:\n"])
def test_a_catalogue_is_a_list_or_a_list_under_its_name(start: str) -> None:
    text = f"{start}- id: unit-cost\n  name: Unit cost\n  better: lower\n  billing-data: yes\n  personas: [cfo]\n"
    assert read_kpis(written(text)) == (
        KPI(id="unit-cost", name="Unit cost", better="lower", billing_data="yes", personas=("cfo",)),
    )


def test_problems_of_a_catalogue_have_their_place() -> None:
    with pytest.raises(ContentError) as caught:
        read_kpis(written("kpis:\n- {id: a, name: A}\n- {id: a, name: B}\n- {id: Unit Cost, name: C}\n"))
    assert str(caught.value).splitlines() == [
        "a.yaml:3:8: id 'a' is taken on line 2; give one of them another id",
        "a.yaml:4:8: id 'Unit Cost' should be lower-case letters, digits and hyphens; write 'unit-cost'",
    ]


def test_groups_are_read() -> None:
    text = "- id: executives\n  name: Executives\n  aliases: [leadership]\n  members: [ceo, cfo]\n"
    assert read_groups(written(text)) == (
        Group(id="executives", name="Executives", aliases=("leadership",), members=("ceo", "cfo")),
    )


def test_the_framework_is_read_and_a_role_left_out_of_a_row_has_no_part() -> None:
    framework = read_framework(written(FRAMEWORK))
    assert [(row.task, row.marks) for row in framework.raci.rows] == [
        ("Guardrails", ("A", "R", "-")),
        ("Forecast", ("-", "C", "A/R")),
    ]
    assert framework.stages[0].milestones == ("Research", "Plan it")
    assert framework.structure.partners[0].gives == "Budgets"
    assert framework.sources[0].year == "2025"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "finops: A, teams: R",
            "finops: A, teams: A/R",
            "a.yaml:13:7: the task 'Guardrails' has 2 roles marked A; "
            "mark exactly one role A or A/R: one role is accountable",
        ),
        (
            "finops: A, teams: R",
            "finops: C, teams: R",
            "a.yaml:13:7: the task 'Guardrails' has no roles marked A; "
            "mark exactly one role A or A/R: one role is accountable",
        ),
        (
            "finops: A, teams: R",
            "finops: A, teams: C",
            "a.yaml:13:7: the task 'Guardrails' has no role marked R; "
            "mark at least one role R or A/R: somebody does the work",
        ),
        ("teams: R,", "teams: R, team: C,", "a.yaml:13:47: no role has the id 'team'; did you mean 'teams'?"),
        ("teams: c", "teams: X", "a.yaml:14:45: 'teams' is marked 'X'; write A, R, C, I, A/R, or '-' for no part"),
        ("task: Guardrails, ", "", "a.yaml:13:7: 'task' is missing; add a line 'task: …'"),
    ],
)
def test_a_wrong_row_of_the_matrix_is_told_with_place_and_remedy(old: str, new: str, message: str) -> None:
    assert framework_faults(FRAMEWORK.replace(old, new)) == [message]


def test_words_are_texts_and_lists_by_key() -> None:
    words = read_words(written("and: and\nnumbers: [no, one]\n"))
    assert (words.get("and"), words.list("numbers")) == ("and", ("no", "one"))
    assert str(words.where("numbers", 1)) == "a.yaml:2:15"
    assert "and" in words


def test_an_unknown_word_names_the_file_and_the_nearest_key() -> None:
    words = read_words(written("continued: more\nnumbers: [no]\n"))
    with pytest.raises(ContentError, match=r"^a\.yaml: the word 'continud' is missing; did you mean 'continued'\?$"):
        words.get("continud")
    with pytest.raises(ContentError, match=r"^a\.yaml: the word 'zzz' is missing; add a line 'zzz: …'$"):
        words.get("zzz")
    with pytest.raises(ContentError, match=r"^a\.yaml:2:10: the word 'numbers' should be a text$"):
        words.get("numbers")


@pytest.mark.parametrize(
    ("figure", "kpis"),
    [
        ("bill.untagged.share", ("untagged",)),
        ("bill.unit-cost.order", ("unit-cost",)),
        ("bill.unit-cost.order.change", ()),
        ("bill.unit-cost", ()),
        ("spend.used", ("used", "unused")),
        ("bill.unused", ("unused",)),
    ],
)
def test_a_figure_tells_the_kpis_that_it_is_and_those_that_are_its_rest(figure: str, kpis: tuple[str, ...]) -> None:
    every = (
        KPI(id="untagged", name="U", figures=("bill.untagged.share",)),
        KPI(id="unit-cost", name="C", figures=("bill.unit-cost.*",)),
        KPI(id="unused", name="W", figures=("bill.unused",), rest_of="used"),
        KPI(id="used", name="V", figures=("spend.used", "bill.used")),
    )
    assert sorted(told_by(figure, {each.id: each for each in every})) == sorted(kpis)
