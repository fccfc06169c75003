from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import ContentError
from briefing.library.layout import Layout
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
        ("slids: [{kind: x}]\nslides: [{kind: y}]\n", "1:1: unknown field 'slids'; did you mean 'slides'?"),
    ],
)
def test_a_wrong_layout_is_told_with_place_and_remedy(text: str, message: str) -> None:
    assert faults(text) == [message]


def test_the_problems_of_all_slides_are_told_at_once() -> None:
    assert len(faults("slides:\n  - title: x\n  - kind: [a]\n  - {kind: b, when: {c: d}}\n")) == 3


def test_an_empty_key_of_a_slide_stays_for_its_kind_to_judge() -> None:
    assert read("slides:\n  - kind: title\n    title:\n    tiles:\n").slides[0].values == {"title": None, "tiles": None}
