from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import ContentError
from briefing.library.persona import Answer, Ask, Entry, Frustration, Language, Objection, Persona, gaps, read_persona

CFO = """\
identifier: cfo
name: CFO
primary-goal: Make spend
  predictable
aliases: [finance chief]
titles:
objectives:
  - Forecast what we spend
  - item: Fund growth
    id: growth
frustrations:
  - {item: Bills surprise us, id: surprise}
key-metrics: [Forecast accuracy]
finops-benefits:
  - A forecast to trust
answers:
  - frustration: surprise
    benefits: a-forecast-to-trust
    kpis: forecast-accuracy
    change: Variance is explained weekly
objections:
  - {objection: Savings are soft, reply: Count only what is verified}
ask: {decision: Fund a pilot, why: You own the budget, by: the next quarter}
language:
  use: [payback]
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "personas").mkdir()


def read(text: str) -> Persona:
    path = Path("personas/cfo.yaml")
    path.write_text(text, encoding="utf-8")
    return read_persona(path)


def faults(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_whole_file_is_read() -> None:
    assert read(CFO) == Persona(
        identifier="cfo",
        name="CFO",
        primary_goal="Make spend predictable",
        aliases=("finance chief",),
        objectives=(
            Entry(item="Forecast what we spend", id="forecast-what-we-spend"),
            Entry(item="Fund growth", id="growth"),
        ),
        frustrations=(Frustration(item="Bills surprise us", id="surprise"),),
        key_metrics=(Entry(item="Forecast accuracy", id="forecast-accuracy"),),
        finops_benefits=(Entry(item="A forecast to trust", id="a-forecast-to-trust"),),
        answers=(
            Answer(
                frustration="surprise",
                benefits=("a-forecast-to-trust",),
                kpis=("forecast-accuracy",),
                change="Variance is explained weekly",
            ),
        ),
        objections=(Objection(objection="Savings are soft", reply="Count only what is verified"),),
        ask=Ask(decision="Fund a pilot", why="You own the budget", by="the next quarter"),
        language=Language(use=("payback",)),
        file="personas/cfo.yaml",
    )


def test_only_identifier_and_name_are_needed() -> None:
    assert read("identifier: cfo\nname: CFO\n").answers == ()
    assert faults("primary-goal: x\n") == [
        "personas/cfo.yaml:1:1: 'identifier' is missing; add a line 'identifier: …'",
        "personas/cfo.yaml:1:1: 'name' is missing; add a line 'name: …'",
    ]


def test_a_misspelled_field_is_told_with_its_place_and_the_nearest_name() -> None:
    text = CFO.replace("objectives:", "objectivs:")
    assert faults(text) == ["personas/cfo.yaml:7:1: unknown field 'objectivs'; did you mean 'objectives'?"]


def test_the_file_a_persona_came_from_cannot_be_written_in_it() -> None:
    assert "unknown field 'file'" in faults("identifier: cfo\nname: CFO\nfile: x\n")[0]


def test_challenges_are_read_as_frustrations() -> None:
    persona = read(
        "identifier: a\nname: A\nchallenges: [Bills surprise us]\nanswers: [{frustration: Bills surprise us}]\n"
    )
    assert persona.frustrations == (Frustration(item="Bills surprise us", id="bills-surprise-us"),)
    assert persona.challenges == ()
    assert persona.answers[0].frustration == "bills-surprise-us"


def test_challenges_beside_frustrations_are_a_list_of_their_own() -> None:
    persona = read("identifier: a\nname: A\nchallenges: [{id: hard, item: It is hard}]\nfrustrations: [Bills]\n")
    assert persona.frustrations == (Frustration(item="Bills", id="bills"),)
    assert persona.challenges == (Frustration(item="It is hard", id="hard"),)
    assert [each.id for each in gaps(persona, ()) if each.lacks == "answer"] == ["bills"]


def test_no_answer_is_given_to_a_challenge_beside_frustrations() -> None:
    text = "identifier: a\nname: A\nchallenges: [x]\nfrustrations: [y]\nanswers: [{frustration: x}]\n"
    assert faults(text) == ["personas/cfo.yaml:5:25: no frustration has the id 'x'; the ids are y"]


def test_a_frustration_may_say_itself_to_the_person_and_nothing_else_may() -> None:
    persona = read("identifier: a\nname: A\nfrustrations: [{item: Bills surprise, to-you: Your bills surprise you}]\n")
    assert persona.frustrations[0].to_you == "Your bills surprise you"
    assert faults("identifier: a\nname: A\nobjectives: [{item: x, to-you: y}]\n") == [
        "personas/cfo.yaml:3:24: unknown field 'to-you'; the fields are item, id"
    ]


def test_an_answer_may_name_an_entry_by_its_whole_text() -> None:
    persona = read(CFO.replace("frustration: surprise", "frustration: Bills surprise us"))
    assert persona.answers[0].frustration == "surprise"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("CFO", "identifier 'CFO' should be lower-case letters, digits and hyphens; write 'cfo'"),
        ("head of it", "identifier 'head of it' should be lower-case letters, digits and hyphens; write 'head-of-it'"),
        ("財務", "identifier '財務' should be lower-case letters, digits and hyphens; write for example 'cfo'"),
        ("../etc", "identifier '../etc' should be lower-case letters, digits and hyphens; write 'etc'"),
        ("''", "'identifier' is empty; write a short one, such as 'cfo'"),
    ],
)
def test_an_identifier_is_lower_case_letters_digits_and_hyphens(written: str, message: str) -> None:
    assert faults(f"identifier: {written}\nname: A\n") == [f"personas/cfo.yaml:1:13: {message}"]


def test_ids_that_lead_nowhere_are_told_with_the_nearest_one() -> None:
    text = CFO.replace("frustration: surprise", "frustration: suprise")
    text = text.replace("benefits: a-forecast-to-trust", "benefits:\n      - a-forecast-to-trust\n      - qqq")
    assert faults(text) == [
        "personas/cfo.yaml:17:18: no frustration has the id 'suprise'; did you mean 'surprise'?",
        "personas/cfo.yaml:20:9: no benefit has the id 'qqq'; the ids are a-forecast-to-trust",
    ]


def test_an_id_that_stands_twice_in_one_list_is_a_problem() -> None:
    text = "identifier: a\nname: A\nobjectives:\n  - Grow\n  - {item: Other, id: grow}\nkey-metrics: [Grow]\n"
    assert faults(text) == [
        "personas/cfo.yaml:5:23: id 'grow' stands twice in 'objectives'; give one of them another id"
    ]


def test_an_empty_entry_is_a_problem() -> None:
    text = "identifier: a\nname: A\nobjectives:\n  - ''\n"
    assert faults(text) == [
        "personas/cfo.yaml:4:5: entry 1 of 'objectives' is empty; write its text, or take the line away"
    ]


def test_a_persona_is_frozen() -> None:
    with pytest.raises(AttributeError):
        read(CFO).name = "x"  # type: ignore[misc]


def test_a_full_persona_has_no_gaps() -> None:
    assert gaps(read(CFO), {"forecast-accuracy"}) == ()


def test_a_missing_goal_and_ask_are_gaps() -> None:
    assert [each.message for each in gaps(read("identifier: cfo\nname: CFO\n"), ())] == [
        "The persona 'CFO' has no primary goal; its profile slide goes without one. "
        "Add 'primary-goal' to personas/cfo.yaml.",
        "The persona 'CFO' has no ask of its own; its briefing ends with what is asked of all. "
        "Add 'ask' to personas/cfo.yaml.",
    ]


@pytest.mark.parametrize(
    ("taken", "put", "sentence"),
    [
        (
            CFO[CFO.index("answers:") : CFO.index("objections:")],
            "",
            "The frustration 'Bills surprise us' of the persona 'CFO' has no answer. "
            "Add an answer with 'frustration: surprise' to personas/cfo.yaml.",
        ),
        (
            "    benefits: a-forecast-to-trust\n",
            "",
            "The frustration 'Bills surprise us' of the persona 'CFO' has an answer without a benefit. "
            "Add 'benefits' to the answer with 'frustration: surprise' in personas/cfo.yaml.",
        ),
        (
            "    kpis: forecast-accuracy\n",
            "",
            "The frustration 'Bills surprise us' of the persona 'CFO' has an answer without a KPI. "
            "Add 'kpis' to the answer with 'frustration: surprise' in personas/cfo.yaml.",
        ),
        (
            "[Forecast accuracy]",
            "[Luck]",
            "The key metric 'Luck' of the persona 'CFO' is not in the KPI catalogue; "
            "its slides show no formula for it. "
            "Add a KPI with 'id: luck' to kpis.yaml, or correct it in personas/cfo.yaml; "
            "'briefing list kpis' shows those there are.",
        ),
        (
            "kpis: forecast-accuracy",
            "kpis: luck",
            "The KPI 'luck' in an answer of the persona 'CFO' is not in the KPI catalogue. "
            "Add a KPI with 'id: luck' to kpis.yaml, or correct it in personas/cfo.yaml; "
            "'briefing list kpis' shows those there are.",
        ),
    ],
)
def test_what_is_missing_is_a_gap_that_says_what_to_add(taken: str, put: str, sentence: str) -> None:
    (gap,) = gaps(read(CFO.replace(taken, put)), {"forecast-accuracy"})
    assert gap.message == sentence


def test_an_id_of_a_metric_is_written_in_any_case(tmp_path: Path) -> None:
    path = tmp_path / "boss.yaml"
    path.write_text("identifier: boss\nname: Boss\nkey-metrics: [{item: Cost of one order, id: Unit-Cost}]\n")
    assert read_persona(path).key_metrics == (Entry(item="Cost of one order", id="unit-cost"),)
