"""`briefing personas` and `briefing layouts`: what there is."""

from __future__ import annotations

import json
import sys

import pytest

from briefing.cli import app
from briefing.cli.terminal import table
from briefing.desk import open_library

LIBRARY = open_library()


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["briefing", *arguments])
        with pytest.raises(SystemExit) as end:
            app.run()
    assert end.value.code == 0
    return capsys.readouterr().out


def test_the_list_shows_every_persona_and_group(capsys: pytest.CaptureFixture[str]) -> None:
    first_words = [line.split()[0] for line in call(capsys, "personas", "list").splitlines() if line and line[0] != " "]
    groups = [group.id for group in LIBRARY.groups()]
    assert first_words == ["IDENTIFIER", *LIBRARY.persona_ids(), "GROUP", *groups]


def test_the_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    shown = json.loads(call(capsys, "personas", "list", "--json"))
    assert [each["identifier"] for each in shown["personas"]] == list(LIBRARY.persona_ids())
    assert all(each["goal"] for each in shown["personas"])
    (group,) = (each for each in shown["groups"] if each["id"] == "leadership")
    assert (group["name"], set(group["members"]) >= {"ceo", "cto", "cfo"}) == ("Leadership", True)


@pytest.mark.parametrize("name", ["leadership", "executives"])
def test_a_group_is_shown_with_its_members(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = " ".join(call(capsys, "personas", "show", name).split())
    assert shown.startswith("Leadership (leadership, executives, ")
    for identifier in ("ceo", "cto", "cfo"):
        persona = LIBRARY.persona(identifier)
        assert f"{persona.name} ({identifier}): {persona.primary_goal}" in shown
    assert json.loads(call(capsys, "personas", "show", name, "--json"))["members"][:3] == ["ceo", "cto", "cfo"]


@pytest.mark.parametrize("identifier", LIBRARY.persona_ids())
def test_a_persona_is_shown_whole(identifier: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = " ".join(call(capsys, "personas", "show", identifier).split())
    persona, kpis = LIBRARY.persona(identifier), LIBRARY.kpis()
    expected = [
        persona.name,
        persona.primary_goal,
        *persona.titles,
        *(entry.item for entry in (*persona.objectives, *persona.frustrations, *persona.finops_benefits)),
        *(f"{kpis[entry.id].name} = {kpis[entry.id].formula}" for entry in persona.key_metrics if entry.id in kpis),
        *persona.key_messages,
        *persona.questions,
        *(text for each in persona.objections for text in (each.objection, each.reply)),
        *(answer.change for answer in persona.answers),
        *([persona.ask.decision, persona.ask.why, persona.ask.by] if persona.ask else []),
        ", ".join(persona.language.use),
        ", ".join(persona.language.avoid),
    ]
    assert [text for text in expected if " ".join(text.split()) not in shown] == []


def test_an_alias_shows_its_persona_as_json_in_the_names_of_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    shown = json.loads(call(capsys, "personas", "show", "CIO", "--json"))
    assert shown["identifier"] == "cto"
    assert shown["primary-goal"] == LIBRARY.persona("cto").primary_goal


def test_layouts_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    shown = json.loads(call(capsys, "layouts", "list", "--json"))
    assert [each["name"] for each in shown["layouts"]] == list(LIBRARY.layout_names())
    text = call(capsys, "layouts", "list")
    assert all(f"\n{name} " in text for name in LIBRARY.layout_names())


@pytest.mark.parametrize("name", LIBRARY.layout_names())
def test_a_layout_shows_its_slides_in_order(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = json.loads(call(capsys, "layouts", "show", name, "--json"))
    slides = LIBRARY.layout(name).slides
    assert [each["kind"] for each in shown["slides"]] == [spec.kind for spec in slides]
    assert [each["for-each"] for each in shown["slides"]] == [spec.for_each for spec in slides]
    numbered = [line.split()[:2] for line in call(capsys, "layouts", "show", name).splitlines() if line[:1].isdigit()]
    assert numbered == [[str(number), spec.kind] for number, spec in enumerate(slides, 1)]


def test_a_table_folds_its_last_column_and_keeps_the_others_aligned() -> None:
    rows = [("a", "x" * 39 + " " + "y" * 10), ("long-name", "")]
    assert list(table(("ID", "GOAL"), rows, 40)) == [
        "ID         GOAL",
        "a          " + "x" * 39,
        "           " + "y" * 10,
        "long-name",
    ]


def test_nothing_that_is_shown_can_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    from briefing.cli.terminal import say

    say("red \x1b[31m\x07\x9b text")
    assert capsys.readouterr().out == "red [31m text\n"


def test_the_plan_of_a_story_shows_time_weight_and_reason(capsys: pytest.CaptureFixture[str]) -> None:
    text = call(capsys, "layouts", "show", "pitch", "--for", "cfo", "--minutes", "3")
    plan = json.loads(call(capsys, "layouts", "show", "pitch", "--for", "cfo", "--minutes", "3", "--json"))
    told = [each for each in plan["slides"] if each["part"] == "main"]
    assert text.startswith(f"{len(told)} slides told in 3 minutes, {len(plan['slides']) - len(told)} as backup\n")
    assert sum(each["seconds"] for each in told) == 180
    assert told[0] == {
        "id": "title",
        "kind": "title",
        "part": "main",
        "time": "0:00 to 0:10",
        "seconds": 10,
        "weight": 9.0,
        "why": "always",
        "title": "FinOps turns technology spend into a decision, not a surprise",
    }
    assert {"backup", "time", "always"} <= {each["why"] for each in plan["slides"]}
    assert "no time for it" in text
    assert "backup in this layout" in text


def test_a_plan_needs_somebody_to_tell_it_to(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["briefing", "layouts", "show", "pitch", "--minutes", "5"])
    with pytest.raises(SystemExit) as end:
        app.run()
    message = "error: the plan of a story is asked for, and nobody to tell it to; add --for, as in --for cfo\n"
    assert (end.value.code, capsys.readouterr().err) == (2, message)
