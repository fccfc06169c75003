"""An interview: the questions of the layout for one person, whatever the layout of the user asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import UsageError
from briefing.workbench.form import questions
from briefing.workbench.interview import LAYOUT, interview
from briefing.workbench.room import Room, the_library
from conftest import BUILT_IN


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_questions_are_those_of_the_layout_for_this_person() -> None:
    found = interview(Room(), BUILT_IN, "cfo")
    assert [each["topic"] for each in found["questions"]] == [*questions()["interview"]]
    goal = BUILT_IN.persona("cfo").objectives[0].item
    assert goal[1:] in found["questions"][0]["text"]
    own = [each.id for each in BUILT_IN.persona("cfo").key_metrics if each.id in BUILT_IN.kpis()]
    assert [each["id"] for each in found["kpis"]][: len(own)] == own
    assert len(found["kpis"]) == len(BUILT_IN.kpis())


def test_a_layout_of_the_user_asks_what_it_says() -> None:
    path = Path("library/layouts", LAYOUT, "layout.yaml")
    path.parent.mkdir(parents=True)
    asked = "for-each: persona, title: Guide, questions: [{topic: Sky, text: Which colour?}]"
    path.write_text(f"slides: [{{kind: questions, {asked}}}]\n")
    found = interview(Room(), the_library(), "cto")
    assert found["questions"] == [{"topic": "Sky", "text": "Which colour?", "becomes": "note"}]


def test_nobody_is_not_asked() -> None:
    with pytest.raises(UsageError, match="no persona"):
        interview(Room(), BUILT_IN, "nobody")
