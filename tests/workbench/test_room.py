"""What is chosen on the page: kept, turned into the choices of any command, and a layout that extends another."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from briefing.choices import Choices
from briefing.errors import BriefingError, UsageError
from briefing.workbench import slides
from briefing.workbench.form import form, in_words_of_the_page, questions
from briefing.workbench.room import Room, choices_for, command_of, keep_room, names_of, read_room, the_library
from conftest import BUILT_IN

EXAMPLE = Path(__file__).parents[2] / "examples" / "fictional-freight" / "org.yaml"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(**story: Any) -> list[tuple[str, str, str]]:
    """The slides of the CFO with a story of the page: names in the layout, part and title."""
    room = keep_room({"people": ["cfo"], "stories": {"pitch": story}}, the_library())
    found = slides.preview(room, the_library())["slides"]
    return [(each["entry"], each["part"], each["title"]) for each in found if each["first"]]


def test_what_is_chosen_is_there_another_day(work: Path) -> None:
    keep_room({"people": ["cfo"], "minutes": 5}, BUILT_IN)
    keep_room({"theme": "dark"}, BUILT_IN)
    assert read_room() == Room(people=("cfo",), minutes=5, theme="dark")


@pytest.mark.parametrize("wrong", [{"people": ["nobody"]}, {"minutes": 9999}, {"minutes": "x"}, {"people": "cfo"}])
def test_what_is_no_choice_is_refused_and_not_kept(work: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(BriefingError):
        keep_room(wrong, BUILT_IN)
    assert read_room() == Room()


def test_a_room_that_cannot_be_read_is_an_empty_one(work: Path) -> None:
    (work / ".briefing" / "open").mkdir(parents=True)
    (work / ".briefing" / "open" / "room.json").write_text("{")
    assert read_room() == Room()


def test_the_command_that_makes_the_same(work: Path) -> None:
    (work / "org.yaml").write_text("name: Tiny\n")
    room = Room(people=("cfo", "cto"), theme="./our template.potx", minutes=5, redact=True)
    assert command_of(choices_for(room), room.people) == (
        "briefing make --for cfo,cto --layout pitch --org org.yaml --theme './our template.potx' --minutes 5 --redact"
    )
    assert choices_for(Room()) == Choices(layout="pitch", organisation="org.yaml")


@pytest.mark.slow
def test_a_story_in_another_order_without_a_slide_and_in_own_words(work: Path) -> None:
    shutil.copy(EXAMPLE, work)
    before = [entry for entry, _, _ in told()]
    assert before[:6] == ["title", "executive-summary", "current-state", "return", "pain-points", "answers"]
    order = [*before[:2], "answers", "current-state", *(each for each in before[3:] if each != "answers")]
    made = told(order=order, out=["pain-points"], backup=["return"], titles={"current-state": "A {{ b }} {% c"})
    assert [entry for entry, _, _ in made][:4] == ["title", "executive-summary", "answers", "current-state"]
    assert made[3][2] == "A {{ b }} {% c"
    assert {entry: part for entry, part, _ in made}["return"] == "backup"
    assert "pain-points" not in [entry for entry, _, _ in made]
    room = keep_room(
        {"stories": {"pitch": {"texts": {"title": {"subtitle": "For {{ us }}", "label": "Ours"}}}}}, the_library()
    )
    first = slides.preview(room, the_library())["slides"][0]
    assert (first["subtitle"], first["label"]) == ("For {{ us }}", "Ours")
    assert [entry for entry, _, _ in told()] == before
    assert "slides:" not in (work / "library" / "layouts" / "my-pitch" / "layout.yaml").read_text()


@pytest.mark.slow
def test_what_else_stands_in_the_layout_of_the_page_stays(work: Path) -> None:
    told(out=["pain-points"])
    path = work / "library" / "layouts" / "my-pitch" / "layout.yaml"
    path.write_text(path.read_text() + "description: Ours # by hand\n")
    told(language="en-US")
    assert "description: Ours # by hand\nlanguage: en-US\n" in path.read_text()


def test_every_slide_of_a_layout_has_a_name_of_its_own() -> None:
    for layout in BUILT_IN.layouts():
        names = names_of(layout)
        assert len(names) == len({*names.values()}) == len(layout.slides)


@pytest.mark.slow
def test_a_figure_of_a_slide_knows_the_fields_that_it_comes_from(work: Path) -> None:
    shutil.copy(EXAMPLE, work)
    found = slides.preview(keep_room({"people": ["cfo"]}, BUILT_IN), BUILT_IN)["slides"]
    origins = {each["id"]: each["origins"] for slide in found for each in slide["figures"]}
    line = next(n for n, each in enumerate(EXAMPLE.read_text().splitlines(), 1) if "current-monthly: 400000" in each)
    assert {"key": "spend.current-monthly", "line": line, "file": "org.yaml"} in origins["spend.monthly"]


def test_facts_are_ranked_by_the_slides_that_they_open(work: Path) -> None:
    room = keep_room({"people": ["cfo"]}, BUILT_IN)
    nothing = slides.lacking(room, BUILT_IN)
    assert nothing[0]["fields"] == ["spend.current-monthly"]
    (work / "org.yaml").write_text("currency: EUR\nspend: {current-monthly: 5, annual-growth: 5%}\n")
    some = [each["fields"][0] for each in slides.lacking(room, BUILT_IN)]
    assert "spend.current-monthly" not in some
    shutil.copy(EXAMPLE, work / "org.yaml")
    assert slides.lacking(room, BUILT_IN) == []


def test_the_form_has_every_field_with_its_words_and_asks_for_what_exists() -> None:
    fields = {each["name"]: each for each in form(BUILT_IN)["fields"]}
    assert [name for name, each in fields.items() if not each["help"]] == []
    asked = [name for topic in questions()["topics"] for name in topic["fields"]]
    assert sorted(asked) == sorted(fields)
    assert len(questions()["first"]) == 12
    for each in questions()["first"]:
        assert each["field"].split(".")[0] in fields
    fed = slides.feeds(BUILT_IN)
    assert "Where the money goes today" in fed["spend.current-monthly"]


def test_a_table_of_the_slides_that_may_be_missing_has_a_word_for_each() -> None:
    known = {*questions()["kinds"].values()}
    assert {each for row in slides.feeds(BUILT_IN).values() for each in row} <= known


def test_sentences_for_a_terminal_speak_of_what_the_page_has() -> None:
    said = ".briefing/open/tables/x.csv:2: write --for or --notes none, --minutes 5 or --appendix file; give --spend"
    assert in_words_of_the_page(said) == (
        "x.csv:2: write ‘Who is in the room’ or ‘Speaker notes: none’, ‘Minutes that you have: 5’ or --appendix file; "
        "give ‘The bill’"
    )


def test_a_deck_of_nobody_is_refused(work: Path) -> None:
    with pytest.raises(UsageError):
        slides.preview(Room(), BUILT_IN)
