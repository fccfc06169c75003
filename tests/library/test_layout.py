from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import ContentError
from briefing.library.layout import Layout, StoryLimits
from read_alone import read_layout

PITCH = """\
name: pitch
description: All of it
slides:
  - kind: title
    section: Opening
    title: Hello
  - kind: persona-profile
    for-each: persona
    when: count > 1
    tiles:
      - label: no
    notes: [One, Two]
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(text: str, folder: str = "pitch") -> Layout:
    path = Path("layouts") / folder / "layout.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return read_layout(path)


def faults(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read(text)
    return [str(problem).removeprefix("layouts/pitch/layout.yaml:") for problem in caught.value.problems]


def test_a_layout_is_read_with_what_its_kinds_take_as_written() -> None:
    layout = read(PITCH)
    first, second = layout.slides
    assert (layout.name, layout.language, layout.file) == ("pitch", "en-GB", "layouts/pitch/layout.yaml")
    assert (first.kind, first.section, first.values) == ("title", "Opening", {"title": "Hello"})
    assert (second.for_each, second.when) == ("persona", "count > 1")
    assert second.values == {"tiles": [{"label": "no"}], "notes": ["One", "Two"]}


def test_a_slide_knows_the_places_of_what_it_says() -> None:
    slide = read(PITCH).slides[1]
    assert str(slide.where("tiles", 0, "label")) == "layouts/pitch/layout.yaml:11:16"
    assert str(slide.where()) == "layouts/pitch/layout.yaml:7:5"


def test_a_layout_without_a_name_is_called_as_its_folder_is() -> None:
    assert read("slides: [{kind: title}]\n", "mine").name == "mine"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "name: pich\nslides: [{kind: title}]\n",
            "1:7: the layout is called 'pich', but its folder 'pitch'; write 'name: pitch', or rename the folder",
        ),
        ("name: pitch\n", "1:1: 'slides' is missing; add a line 'slides: …'"),
        ("slides: []\n", "1:9: the layout has no slides; add '- kind: title' under 'slides'"),
        ("slides: [{title: x}]\n", "1:10: 'kind' is missing; add a line 'kind: …'"),
        ("slides: [{kind: x, for-each: kpi}]\n", "1:30: 'for-each' should be persona, not 'kpi'"),
        (
            "slides: [title]\n",
            "1:10: entry 1 of 'slides' should be a mapping, not text; write it as 'name: value' lines",
        ),
        (
            "story: {slides: 4, most: 3}\nslides: [{kind: x}]\n",
            "1:26: most is 3, and slides is 4, for one persona alone; raise 'most', or lower 'slides'",
        ),
        (
            "story: {further: 2}\nslides: [{kind: x}]\n",
            "1:18: further is given without 'slides'; add 'slides', the number of slides for one persona",
        ),
        ("story: {slides: -1}\nslides: [{kind: x}]\n", "1:17: slides is -1; give 0 or more"),
        ("story: {minutes: 999}\nslides: [{kind: x}]\n", "1:18: minutes is 999; give whole minutes up to 480"),
        ("slides: [{kind: x, part: third}]\n", "1:26: 'part' should be backup or main, not 'third'"),
        ("slids: [{kind: x}]\nslides: [{kind: y}]\n", "1:1: unknown field 'slids'; did you mean 'slides'?"),
    ],
)
def test_a_wrong_layout_is_told_with_place_and_remedy(text: str, message: str) -> None:
    assert faults(text) == [message]


def test_the_problems_of_all_slides_are_told_at_once() -> None:
    assert len(faults("slides:\n  - title: x\n  - kind: [a]\n  - {kind: b, when: {c: d}}\n")) == 3


def test_an_empty_key_of_a_slide_stays_for_its_kind_to_judge() -> None:
    assert read("slides:\n  - kind: title\n    title:\n    tiles:\n").slides[0].values == {"title": None, "tiles": None}


@pytest.mark.parametrize(
    ("personas", "slides", "findings"), [(1, 8, 1), (2, 10, 2), (3, 12, 3), (4, 12, 2), (5, 12, 1), (12, 12, 1)]
)
def test_each_further_persona_has_slides_of_its_own_before_there_are_more_findings(
    personas: int, slides: int, findings: int
) -> None:
    story = StoryLimits(slides=8, further=2, most=12)
    assert (story.count(personas), story.alternatives(personas)) == (slides, findings)


def test_without_limits_everything_is_told_and_an_alternative_for_each_persona() -> None:
    assert (StoryLimits().count(3), StoryLimits().alternatives(3), StoryLimits().is_told) == (0, 3, False)
    assert StoryLimits(minutes=5).is_told
    assert StoryLimits(slides=3).count(12) == 3
